package tui

import (
	tea "charm.land/bubbletea/v2"

	"weaktie/internal/poll"
	"weaktie/internal/tui/keys"
	"weaktie/internal/tui/screen"
)

// press routes a key: overlay, search line, bindings.
func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	key := k.String()
	if key == keys.Always {
		return tea.Quit
	}
	if m.over != nil {
		return m.toOverlay(k)
	}
	if m.find != nil {
		return m.toFinder(k)
	}
	return m.do(m.desk.Keys.Lookup(m.place(), key))
}

func (m *Model) place() keys.Where { return m.screens[m.front].Place() }

// do does what holds everywhere and hands the rest to the front screen.
func (m *Model) do(a keys.Action) tea.Cmd {
	switch a {
	case "":
		return nil
	case keys.Quit:
		return tea.Quit
	case keys.Suspend:
		return tea.Suspend
	case keys.Help:
		m.over = newHelp(m.desk, m.place())
	case keys.Palette:
		m.over = newPalette(m.desk, m.place())
	case keys.Search:
		m.find = newFinder(m.desk, m.place())
	case keys.Poll:
		return m.poll(poll.Request{All: true})
	case keys.Undo:
		return undo(m.desk.App)
	case keys.Redo:
		return redo(m.desk.App)
	case keys.Today, keys.Links, keys.Messages, keys.Stream, keys.People, keys.Trends, keys.Sources:
		return m.show(a)
	default:
		return m.screens[m.front].Update(screen.Pressed{Action: a})
	}
	return nil
}

// screenAction is the action that brings a screen to the front.
func screenAction(w keys.Where) keys.Action {
	switch w {
	case keys.AtToday:
		return keys.Today
	case keys.AtLinks:
		return keys.Links
	case keys.AtMessages:
		return keys.Messages
	case keys.AtStream:
		return keys.Stream
	case keys.AtPeople:
		return keys.People
	case keys.AtTrends:
		return keys.Trends
	case keys.AtSources:
		return keys.Sources
	}
	return ""
}

// show brings a screen to the front.
func (m *Model) show(a keys.Action) tea.Cmd {
	for i, s := range m.screens {
		if screenAction(s.Place()) == a {
			m.front = i
			return s.Update(screen.Shown{})
		}
	}
	return nil
}

// poll asks the sources, beside the dashboard. Its events tell how it goes.
func (m *Model) poll(r poll.Request) tea.Cmd {
	app := m.desk.App
	if app.Poll == nil {
		return m.status.say("polling is not possible here", true)
	}
	if m.status.run.on {
		return m.status.say("a poll is under way", false)
	}
	return func() tea.Msg {
		_, err := app.Poll(app.Context(), r)
		if err != nil && app.Context().Err() == nil {
			return screen.Noticed{Text: err.Error(), Bad: true}
		}
		return nil
	}
}

func undo(app screen.App) tea.Cmd {
	return func() tea.Msg {
		sentence, ok, err := app.Review.Undo(app.Context())
		if err == nil && !ok {
			return screen.Noticed{Text: "nothing to undo"}
		}
		return screen.Decided{Sentence: sentence, Err: err, Back: true}
	}
}

func redo(app screen.App) tea.Cmd {
	return func() tea.Msg {
		sentence, ok, err := app.Review.Redo(app.Context())
		if err == nil && !ok {
			return screen.Noticed{Text: "nothing to redo"}
		}
		return screen.Decided{Sentence: sentence, Err: err, Back: true}
	}
}

// paste goes where typing would.
func (m *Model) paste(p tea.PasteMsg) tea.Cmd {
	if m.over != nil {
		return m.toOverlay(p)
	}
	if m.find != nil {
		return m.toFinder(p)
	}
	return nil
}

func (m *Model) toOverlay(msg tea.Msg) tea.Cmd {
	over := m.over
	closed, cmd := over.update(msg)
	if closed && m.over == over {
		m.over = nil
	}
	if run, ok := over.(chooser); ok && closed {
		return tea.Batch(cmd, m.do(run.choice()))
	}
	return cmd
}

// chooser is an overlay that ends in an action to do.
type chooser interface{ choice() keys.Action }

func (m *Model) toFinder(msg tea.Msg) tea.Cmd {
	said, closed, cmd := m.find.update(msg)
	if closed {
		m.find = nil
	}
	return tea.Batch(cmd, m.screens[m.front].Update(said))
}

// click chooses a tab or goes to the front screen.
func (m *Model) click(at tea.Mouse) tea.Cmd {
	if m.over != nil || at.Button != tea.MouseLeft {
		return nil
	}
	if at.Y == 0 {
		for _, t := range m.tabs() {
			if at.X >= t.from && at.X < t.to {
				return m.show(screenAction(m.screens[t.screen].Place()))
			}
		}
		return nil
	}
	y, w, h := m.body()
	if at.Y >= y && at.Y < y+h && at.X < w {
		return m.screens[m.front].Update(screen.Clicked{X: at.X, Y: at.Y - y})
	}
	return nil
}

// wheelRows is how far a notch of the wheel goes.
const wheelRows = 3

func (m *Model) wheel(at tea.Mouse) tea.Cmd {
	rows := wheelRows
	switch at.Button {
	case tea.MouseWheelUp:
		rows = -wheelRows
	case tea.MouseWheelDown:
	default:
		return nil
	}
	if m.over != nil {
		return m.toOverlay(screen.Wheeled{Rows: rows})
	}
	y, _, _ := m.body()
	return m.screens[m.front].Update(screen.Wheeled{X: at.X, Y: at.Y - y, Rows: rows})
}
