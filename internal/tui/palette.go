package tui

import (
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"weaktie/internal/tui/keys"
	"weaktie/internal/tui/list"
	"weaktie/internal/tui/screen"
)

// palette finds a command by its words and does it.
type palette struct {
	desk   *screen.Desk
	in     textinput.Model
	all    []keys.Binding
	found  []int // into all
	cursor int
	chosen keys.Action
}

func newPalette(d *screen.Desk, w keys.Where) *palette {
	o := &palette{desk: d, in: newInput(d, ": ", "", "a few letters of a command")}
	for _, b := range d.Keys.At(w) {
		if b.Action != keys.Palette {
			o.all = append(o.all, b)
		}
	}
	o.match()
	return o
}

// match keeps the table's order until something is typed.
func (o *palette) match() {
	o.found, o.cursor = o.found[:0], 0
	if o.in.Value() == "" {
		for i := range o.all {
			o.found = append(o.found, i)
		}
		return
	}
	names, phrases := make([]string, len(o.all)), make([]string, len(o.all))
	for i, b := range o.all {
		names[i], phrases[i] = strings.ToLower(b.Words), b.Long
	}
	seen := map[int]bool{} // names go before phrases
	for _, words := range [][]string{names, phrases} {
		for _, m := range fuzzy.Find(strings.ToLower(o.in.Value()), words) {
			if !seen[m.Index] {
				seen[m.Index] = true
				o.found = append(o.found, m.Index)
			}
		}
	}
}

func (o *palette) choice() keys.Action { return o.chosen }

func (o *palette) update(msg tea.Msg) (bool, tea.Cmd) {
	if m, ok := msg.(screen.Wheeled); ok {
		o.move(m.Rows)
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch k.String() {
		case "esc":
			return true, nil
		case "enter":
			if o.cursor < len(o.found) {
				o.chosen = o.all[o.found[o.cursor]].Action
			}
			return true, nil
		case "down", "ctrl+n", "tab":
			o.move(1)
			return false, nil
		case "up", "ctrl+p", "shift+tab":
			o.move(-1)
			return false, nil
		}
	}
	before := o.in.Value()
	var cmd tea.Cmd
	o.in, cmd = o.in.Update(msg)
	if o.in.Value() != before {
		o.match()
	}
	return false, cmd
}

func (o *palette) move(n int) { o.cursor = max(0, min(o.cursor+n, len(o.found)-1)) }

// paletteRows is how many commands show at once.
const paletteRows = 12

func (o *palette) view(w, h int) ([]string, *tea.Cursor) {
	bw := widest(64, w)
	th := &o.desk.Theme
	rows := []string{inputRow(&o.in, bw-4), th.Border.Render(strings.Repeat("─", bw-4))}
	room := max(min(paletteRows, h-4), 1)
	top := max(0, o.cursor-room+1)
	for i := top; i < len(o.found) && i < top+room; i++ {
		b := o.all[o.found[i]]
		l := list.NewLine(bw-4, nil)
		sign := " "
		if i == o.cursor {
			l = list.NewLine(bw-4, &th.Selected)
			sign = "┃"
		}
		l.Add(th.Accent, sign).Col(th.Bold, b.Words, 15).Gap(1)
		l.Col(th.Dim, b.Long, max(l.Left()-8, 0)).Num(th.StatusKey, keys.Shown(b.Keys[0]), max(l.Left()-1, 0))
		rows = append(rows, l.String())
	}
	if len(o.found) == 0 {
		rows = append(rows, list.NewLine(bw-4, nil).Add(th.Dim, "no command has these letters").String())
	}
	cur := o.in.Cursor()
	if cur != nil {
		cur.X += 2
		cur.Y++
	}
	return boxed(th, "Commands", rows, bw, h), cur
}

func (o *palette) hints() []hint {
	return []hint{{"enter", "do it"}, {"up down", "choose"}, {"esc", "close"}}
}
