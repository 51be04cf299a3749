// Package tui is the dashboard: the one Bubble Tea model, with its frame,
// overlays and status bar around the screens.
//
// Routing is one sentence: input goes to whoever has the focus, everything
// else goes to everyone. A key goes to the overlay, then to the search line,
// then to the bindings that hold everywhere, then to the front screen; the
// root never knows what a key means to a screen. Nothing here reads a file,
// the network or the store: commands do.
package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/poll"
	"weaktie/internal/tui/keys"
	"weaktie/internal/tui/screen"
)

// Times of the frame.
const (
	settleAfter = time.Second      // from a change to loading what it made stale; more of them count as one
	noticeFor   = 8 * time.Second  // how long a notice stands
	tickEvery   = 30 * time.Second // ages in the lists are redrawn
	spinEvery   = 120 * time.Millisecond
)

// framesPerSecond halves the wait from key to frame against the renderer's
// usual 60.
const framesPerSecond = 120

// Model is the dashboard.
type Model struct {
	desk     *screen.Desk
	screens  []screen.Screen
	front    int
	w, h     int
	over     overlay // nil is none
	find     *finder // the search line; nil is closed
	status   status
	dark     bool
	plain    bool
	settling bool // a settled is on its way
	greeted  bool // the first run's overlay was shown
}

// New is the dashboard over app. The error names every key that cannot be
// remapped as asked.
func New(app screen.App) (*Model, error) {
	km, err := keys.New(app.Keys)
	if err != nil {
		return nil, err
	}
	if app.After == nil {
		app.After = tea.Tick
	}
	d := &screen.Desk{App: app, Keys: km}
	m := &Model{desk: d, dark: true, plain: app.Plain, screens: screen.All(d), status: status{after: app.After}}
	m.style()
	return m, nil
}

// Run shows the dashboard until the user quits or ctx ends. bind, when not
// nil, is given a function that brings poll events into the dashboard; it may
// be called from any goroutine, before and after too.
func Run(ctx context.Context, app screen.App, bind func(send func(poll.Event)), opts ...tea.ProgramOption) error {
	if app.Context == nil {
		app.Context = func() context.Context { return ctx }
	}
	m, err := New(app)
	if err != nil {
		return err
	}
	opts = append([]tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(framesPerSecond)}, opts...)
	p := tea.NewProgram(m, opts...)
	if bind != nil {
		bind(func(e poll.Event) { p.Send(e) })
	}
	if _, err := p.Run(); err != nil {
		if ctx.Err() != nil && errors.Is(err, tea.ErrProgramKilled) {
			return ctx.Err()
		}
		return fmt.Errorf("run the dashboard: %w", err)
	}
	return nil
}

// Init asks for the terminal's background and loads every screen.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.tick(), m.refresh())
}

// refresh has what is stale loaded: the front screen and the sources at once,
// the others one after another behind them, since each may read a large part of
// the store and all at once would need the memory of all. A screen without a
// number in its tab waits until somebody looks at it.
func (m *Model) refresh() tea.Cmd {
	var now, then []tea.Cmd
	for i, s := range m.screens {
		switch at := s.Place(); {
		case at == keys.AtSources:
			now = append(now, s.Update(screen.Settled{}))
		case i == m.front:
			then = append([]tea.Cmd{s.Update(screen.Settled{})}, then...)
		case at != keys.AtStream && at != keys.AtTrends:
			then = append(then, s.Update(screen.Settled{}))
		}
	}
	return tea.Batch(append(now, tea.Sequence(then...))...)
}

// Update routes.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m, m.press(msg)
	case tea.PasteMsg:
		return m, m.paste(msg)
	case tea.MouseClickMsg:
		return m, m.click(msg.Mouse())
	case tea.MouseWheelMsg:
		return m, m.wheel(msg.Mouse())
	case tea.KeyReleaseMsg, tea.MouseReleaseMsg, tea.MouseMotionMsg:
		return m, nil
	case tea.WindowSizeMsg:
		m.w, m.h = max(msg.Width, 0), max(msg.Height, 0)
		_, bw, bh := m.body()
		return m, m.everyone(screen.Sized{W: bw, H: bh})
	case tea.BackgroundColorMsg:
		m.dark = msg.IsDark()
		m.style()
		return m, m.everyone(screen.Restyled{})
	case tea.ColorProfileMsg:
		m.plain = m.desk.App.Plain || colorless(msg)
		m.style()
		return m, m.everyone(screen.Restyled{})
	}
	return m, tea.Batch(m.everyone(msg), m.heard(msg))
}

// everyone hands a message to the overlay, the status bar and all screens.
func (m *Model) everyone(msg tea.Msg) tea.Cmd {
	cmds := []tea.Cmd{m.status.update(msg)}
	if m.over != nil {
		cmds = append(cmds, m.toOverlay(msg))
	}
	for _, s := range m.screens {
		cmds = append(cmds, s.Update(msg))
	}
	return tea.Batch(cmds...)
}

type settled struct{}

// heard is what the root itself does with what everyone has got.
func (m *Model) heard(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.Ticked:
		return m.tick()
	case screen.Asked:
		m.over = newForm(m.desk, msg)
	case screen.Composing:
		return m.compose(msg)
	case screen.Doubted:
		m.over = newDoubt(m.desk, msg)
	case screen.Decided:
		if msg.Back && msg.Err == nil {
			return m.refresh()
		}
		return m.settle()
	case answered:
		return m.answered(msg)
	case screen.Changed:
		cmd := m.refresh()
		if msg.Poll {
			cmd = tea.Batch(cmd, m.poll(poll.Request{}))
		}
		return cmd
	case screen.Known:
		return m.greet(msg)
	case poll.Event:
		if len(msg.New) > 0 || !msg.Running {
			return m.settle()
		}
	case settled:
		m.settling = false
		return m.refresh()
	}
	return nil
}

// answered passes on what a form brought about, whether it is still open or
// not.
func (m *Model) answered(a answered) tea.Cmd {
	if a.err == nil {
		return func() tea.Msg { return screen.Changed{Sentence: a.sentence, Poll: a.form.ask.Poll} }
	}
	if m.over != overlay(a.form) {
		return m.status.say(a.err.Error(), true)
	}
	return nil
}

// settle has what is stale loaded a moment later, so that a poll of a thousand
// sources, or a curator's quick fingers, cause few loads and not many.
func (m *Model) settle() tea.Cmd {
	if m.settling {
		return nil
	}
	m.settling = true
	return m.desk.App.After(settleAfter, func(time.Time) tea.Msg { return settled{} })
}

func (m *Model) tick() tea.Cmd {
	return m.desk.App.After(tickEvery, func(time.Time) tea.Msg { return screen.Ticked{} })
}

// greet opens the first run's overlay, once, when there is nothing to poll.
func (m *Model) greet(k screen.Known) tea.Cmd {
	if k.Sources == 0 && !m.greeted && m.over == nil {
		m.over = newWelcome(m.desk)
	}
	m.greeted = true
	return nil
}
