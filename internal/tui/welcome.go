package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/tui/list"
	"weaktie/internal/tui/screen"
)

// welcome is the first run: nothing is followed yet.
type welcome struct {
	desk   *screen.Desk
	picked map[int]bool
	cursor int
}

func newWelcome(d *screen.Desk) *welcome {
	return &welcome{desk: d, picked: map[int]bool{}}
}

func (o *welcome) update(msg tea.Msg) (bool, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return true, o.address(strings.TrimSpace(msg.Content))
	case tea.KeyPressMsg:
		return o.press(msg.String())
	}
	return false, nil
}

func (o *welcome) press(key string) (bool, tea.Cmd) {
	switch key {
	case "esc", "q":
		return true, nil
	case "j", "down", "tab", "ctrl+n":
		o.cursor = min(o.cursor+1, max(len(o.desk.App.Packs)-1, 0))
	case "k", "up", "shift+tab", "ctrl+p":
		o.cursor = max(o.cursor-1, 0)
	case "space":
		if o.cursor < len(o.desk.App.Packs) {
			o.picked[o.cursor] = !o.picked[o.cursor]
		}
	case "a":
		return true, o.address("")
	case "d":
		if o.desk.App.Demo != nil {
			return true, demo(o.desk.App)
		}
	case "enter":
		if cmd := o.follow(); cmd != nil {
			return true, cmd
		}
	}
	return false, nil
}

func (o *welcome) address(value string) tea.Cmd {
	ask := screen.Follow(o.desk, value)
	return func() tea.Msg { return ask }
}

func demo(app screen.App) tea.Cmd {
	return func() tea.Msg {
		sentence, err := app.Demo(app.Context())
		return screen.Changed{Sentence: sentence, Err: err}
	}
}

// follow adds the picked packs, or the one under the cursor, and polls.
func (o *welcome) follow() tea.Cmd {
	app := o.desk.App
	var packs []screen.Pack
	for i, p := range app.Packs {
		if o.picked[i] || len(o.chosen()) == 0 && i == o.cursor {
			packs = append(packs, p)
		}
	}
	if len(packs) == 0 || app.AddPack == nil {
		return nil
	}
	return func() tea.Msg {
		var said []string
		for _, p := range packs {
			sentence, err := app.AddPack(app.Context(), p)
			if err != nil {
				return screen.Changed{Err: err}
			}
			said = append(said, sentence)
		}
		return screen.Changed{Sentence: strings.Join(said, "; "), Poll: true}
	}
}

func (o *welcome) chosen() []int {
	var out []int
	for i := range o.desk.App.Packs {
		if o.picked[i] {
			out = append(out, i)
		}
	}
	return out
}

func (o *welcome) view(w, h int) ([]string, *tea.Cursor) {
	bw := widest(72, w)
	iw := bw - 4
	th := &o.desk.Theme
	rows := prose(nil, th.Bold, "Nothing is followed yet. Whom do you want to hear?", iw)
	rows = append(rows, strings.Repeat(" ", iw))
	room := max(h-8, 1)
	top := max(0, o.cursor-room+1)
	for i := top; i < len(o.desk.App.Packs) && i < top+room; i++ {
		rows = append(rows, o.pack(i, iw))
	}
	rows = append(rows, strings.Repeat(" ", iw))
	words := "Or a to follow one address: a feed, a page, a #tag, a profile. You can paste it here."
	if o.desk.App.Demo != nil {
		words += " d shows a small invented network, offline."
	}
	rows = prose(rows, th.Dim, words, iw)
	return boxed(th, "Welcome to weaktie", rows, bw, h), nil
}

func (o *welcome) pack(i, w int) string {
	p := o.desk.App.Packs[i]
	th := &o.desk.Theme
	l := list.NewLine(w, nil)
	sign := " "
	if i == o.cursor {
		l = list.NewLine(w, &th.Selected)
		sign = "┃"
	}
	box := "[ ] "
	if o.picked[i] {
		box = "[x] "
	}
	l.Add(th.Accent, sign).Add(th.StatusKey, box).Col(th.Bold, clean.Line(p.Name).String(), min(22, w/2)).Gap(1)
	count := sources(len(p.Refs))
	l.Col(th.Dim, clean.Line(p.About).String(), max(l.Left()-len(count)-2, 0))
	return l.Gap(1).Add(th.Number, count).String()
}

func (o *welcome) hints() []hint {
	hs := []hint{{"space", "pick"}, {"enter", "follow"}, {"a", "an address"}}
	if o.desk.App.Demo != nil {
		hs = append(hs, hint{"d", "demo"})
	}
	return append(hs, hint{"esc", "later"})
}
