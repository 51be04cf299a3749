package tui

import (
	tea "charm.land/bubbletea/v2"

	"weaktie/internal/tui/screen"
)

// composer is the overlay in which a text is written.
type composer struct{ c *screen.Composer }

func (m *Model) compose(ask screen.Composing) tea.Cmd {
	c := screen.NewComposer(m.desk, ask)
	m.over = composer{c}
	return c.Start()
}

func (o composer) update(msg tea.Msg) (bool, tea.Cmd) { return o.c.Update(msg) }

func (o composer) view(w, h int) ([]string, *tea.Cursor) { return o.c.View(w, h) }

func (o composer) hints() []hint {
	var out []hint
	for _, h := range o.c.Hints() {
		out = append(out, hint{h[0], h[1]})
	}
	return out
}
