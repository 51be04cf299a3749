package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/tui/keys"
	"weaktie/internal/tui/list"
	"weaktie/internal/tui/screen"
)

// help is the page of all keys that work on a screen, made from their table.
type help struct {
	desk  *screen.Desk
	place keys.Where
	top   int
	rows  int // of the whole page, when it was last drawn
	room  int
}

func newHelp(d *screen.Desk, w keys.Where) *help { return &help{desk: d, place: w} }

func (o *help) update(msg tea.Msg) (bool, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Wheeled:
		o.scroll(msg.Rows)
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc", "q", "?", "h", "enter":
			return true, nil
		case "j", "down", "ctrl+n":
			o.scroll(1)
		case "k", "up", "ctrl+p":
			o.scroll(-1)
		case "ctrl+d", "pgdown", "space":
			o.scroll(max(o.room/2, 1))
		case "ctrl+u", "pgup":
			o.scroll(-max(o.room/2, 1))
		case "g", "home":
			o.top = 0
		case "G", "end":
			o.scroll(o.rows)
		}
	}
	return false, nil
}

func (o *help) scroll(n int) { o.top = max(0, min(o.top+n, o.rows-o.room)) }

func (o *help) view(w, h int) ([]string, *tea.Cursor) {
	bw := widest(78, w)
	rows := o.page(bw - 4)
	o.rows, o.room = len(rows), max(h-2, 0)
	o.top = max(0, min(o.top, len(rows)-o.room))
	return boxed(&o.desk.Theme, "Keys on "+string(o.place), rows[o.top:], bw, h), nil
}

func (o *help) page(w int) []string {
	th := &o.desk.Theme
	var here, every []keys.Binding
	for _, b := range o.desk.Keys.At(o.place) {
		if b.Own(o.place) {
			here = append(here, b)
		} else {
			every = append(every, b)
		}
	}
	var rows []string
	rows = append(rows, list.NewLine(w, nil).Add(th.Title, "Here").String())
	rows = o.table(rows, here, w)
	rows = append(rows, strings.Repeat(" ", w), list.NewLine(w, nil).Add(th.Title, "Everywhere").String())
	rows = o.table(rows, every, w)
	rows = append(rows, strings.Repeat(" ", w))
	return prose(rows, th.Dim, "The wheel scrolls; a click chooses a row, a pane or a screen. Every key can be changed under [keys] in config.toml.", w)
}

func (o *help) table(rows []string, bs []keys.Binding, w int) []string {
	th := &o.desk.Theme
	const col = 17
	for _, b := range bs {
		var shown []string
		for _, k := range b.Keys {
			shown = append(shown, keys.Shown(k))
		}
		head := strings.Join(shown, " ")
		for _, words := range clean.Wrap(clean.Line(b.Long), max(w-col, 8)) {
			rows = append(rows, list.NewLine(w, nil).Col(th.StatusKey, head, col-1).Gap(1).Add(th.Text, words).String())
			head = ""
		}
	}
	return rows
}

func (o *help) hints() []hint { return []hint{{"j k", "scroll"}, {"esc", "close"}} }
