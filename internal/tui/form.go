package tui

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
	"weaktie/internal/tui/screen"
)

// form asks for a few words and does something with them. While it works it
// stays open with a spinner; an error stays in it, so that nothing typed is
// lost.
type form struct {
	desk  *screen.Desk
	ask   screen.Asked
	ins   []textinput.Model
	at    int
	busy  bool
	spin  int
	wrong string
}

type (
	answered struct {
		form     *form
		sentence string
		err      error
	}
	formSpun struct{ form *form }
)

func newForm(d *screen.Desk, ask screen.Asked) *form {
	o := &form{desk: d, ask: ask}
	for _, f := range ask.Fields {
		in := newInput(d, "", f.Value, f.Hint)
		in.Blur()
		o.ins = append(o.ins, in)
	}
	o.focus(0)
	return o
}

func (o *form) focus(i int) {
	o.ins[o.at].Blur()
	o.at = (i + len(o.ins)) % len(o.ins)
	o.ins[o.at].Focus()
}

func (o *form) update(msg tea.Msg) (bool, tea.Cmd) {
	switch msg := msg.(type) {
	case answered:
		return o.answer(msg)
	case formSpun:
		if msg.form == o && o.busy {
			o.spin++
			return false, o.turn()
		}
		return false, nil
	case tea.KeyPressMsg:
		return o.press(msg)
	case tea.PasteMsg:
		if o.busy {
			return false, nil
		}
		msg.Content = strings.TrimSpace(msg.Content)
		var cmd tea.Cmd
		o.ins[o.at], cmd = o.ins[o.at].Update(msg)
		return false, cmd
	}
	return false, nil
}

func (o *form) press(k tea.KeyPressMsg) (bool, tea.Cmd) {
	switch k.String() {
	case "esc":
		return true, nil // what runs goes on; its sentence still arrives
	case "enter":
		return false, o.submit()
	case "tab", "down":
		o.focus(o.at + 1)
		return false, nil
	case "shift+tab", "up":
		o.focus(o.at - 1)
		return false, nil
	}
	if o.busy {
		return false, nil
	}
	var cmd tea.Cmd
	o.wrong = ""
	o.ins[o.at], cmd = o.ins[o.at].Update(k)
	return false, cmd
}

func (o *form) submit() tea.Cmd {
	if o.busy {
		return nil
	}
	values := make([]string, len(o.ins))
	for i := range o.ins {
		values[i] = strings.TrimSpace(o.ins[i].Value())
	}
	o.busy, o.wrong = true, ""
	app, run := o.desk.App, o.ask.Run
	work := func() tea.Msg {
		sentence, err := run(app.Context(), values)
		return answered{o, sentence, err}
	}
	return tea.Batch(work, o.turn())
}

func (o *form) turn() tea.Cmd {
	return o.desk.App.After(spinEvery, func(time.Time) tea.Msg { return formSpun{o} })
}

func (o *form) answer(m answered) (bool, tea.Cmd) {
	if m.form != o {
		return false, nil
	}
	o.busy = false
	if m.err != nil {
		o.wrong = m.err.Error()
		return false, nil
	}
	return true, nil
}

func (o *form) view(w, h int) ([]string, *tea.Cursor) {
	bw := widest(72, w)
	iw := bw - 4
	th := &o.desk.Theme
	var rows []string
	if o.ask.About != "" {
		rows = prose(rows, th.Dim, o.ask.About, iw)
		rows = append(rows, strings.Repeat(" ", iw))
	}
	label := 0
	for _, f := range o.ask.Fields {
		label = max(label, clean.Width(f.Label)+2)
	}
	var cursor *tea.Cursor
	for i := range o.ins {
		st := th.Dim
		if i == o.at {
			st = th.Accent
		}
		head := list.NewLine(label, nil).Add(st, o.ask.Fields[i].Label).String()
		row := inputRow(&o.ins[i], iw-label)
		if i == o.at && !o.busy {
			if cursor = o.ins[i].Cursor(); cursor != nil {
				cursor.X += 2 + label
				cursor.Y += 1 + len(rows)
			}
		}
		rows = append(rows, head+row)
	}
	switch {
	case o.busy:
		rows = append(rows, strings.Repeat(" ", iw))
		rows = append(rows, list.NewLine(iw, nil).Add(th.Accent, chart.Spin(o.spin)).Add(th.Text, " "+o.ask.Busy).String())
	case o.wrong != "":
		rows = append(rows, strings.Repeat(" ", iw))
		rows = prose(rows, th.Bad, o.wrong, iw)
	}
	return boxed(th, o.ask.Title, rows, bw, h), cursor
}

func (o *form) hints() []hint {
	hs := []hint{{"enter", "do it"}}
	if len(o.ins) > 1 {
		hs = append(hs, hint{"tab", "next field"})
	}
	return append(hs, hint{"esc", "close"})
}
