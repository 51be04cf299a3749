package tui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/poll"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
	"weaktie/internal/tui/screen"
)

// status is the status bar: what is going on, and the last thing to say.
type status struct {
	after  func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
	notice string
	bad    bool
	said   int // notices so far; a fade of an older one is late
	run    run
	known  screen.Known
}

// run is a poll under way, or the last one.
type run struct {
	on           bool
	done, total  int
	fresh, fails int
	title        string
	spin         int
	spinning     bool
}

type (
	faded struct{ n int }
	spun  struct{}
)

func (s *status) say(text string, bad bool) tea.Cmd {
	s.notice, s.bad = clean.Line(text).String(), bad
	s.said++
	n := s.said
	return s.after(noticeFor, func(time.Time) tea.Msg { return faded{n} })
}

func (s *status) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.Noticed:
		return s.say(msg.Text, msg.Bad)
	case screen.Decided:
		return s.outcome(msg.Sentence, msg.Err)
	case screen.Changed:
		return s.outcome(msg.Sentence, msg.Err)
	case screen.Known:
		s.known = msg
	case faded:
		if msg.n == s.said {
			s.notice = ""
		}
	case spun:
		s.run.spinning = false
		if s.run.on {
			s.run.spin++
			return s.turn()
		}
	case poll.Event:
		return s.polled(msg)
	}
	return nil
}

func (s *status) outcome(sentence string, err error) tea.Cmd {
	if err != nil {
		return s.say(err.Error(), true)
	}
	return s.say(sentence, false)
}

func (s *status) turn() tea.Cmd {
	if s.run.spinning {
		return nil
	}
	s.run.spinning = true
	return s.after(spinEvery, func(time.Time) tea.Msg { return spun{} })
}

func (s *status) polled(e poll.Event) tea.Cmd {
	r := &s.run
	if e.Running && !r.on {
		*r = run{on: true, spinning: r.spinning}
	}
	r.done, r.total = e.Done, e.Total
	r.fresh += len(e.New)
	if e.Title != "" || e.Source != "" {
		r.title = e.Title
		if r.title == "" {
			r.title = e.Source
		}
	}
	if e.Err != nil && e.Source != "" {
		r.fails++
	}
	if e.Running {
		return s.turn()
	}
	r.on = false
	if e.Summary == nil {
		return nil
	}
	sum := *e.Summary
	text := fmt.Sprintf("polled %s: %s new", sources(sum.Sources), posts(sum.New))
	if sum.Sources == 0 {
		return nil
	}
	if sum.Failed > 0 {
		text += fmt.Sprintf(", %d failed", sum.Failed)
	}
	return s.say(text, sum.Failed == sum.Sources)
}

func sources(n int) string {
	if n == 1 {
		return "1 source"
	}
	return fmt.Sprintf("%d sources", n)
}

func posts(n int) string {
	if n == 1 {
		return "1 post"
	}
	return fmt.Sprintf("%d posts", n)
}

// view draws the bar in w cells.
func (s *status) view(d *screen.Desk, w int) string {
	th := &d.Theme
	l := list.NewLine(w, &th.Status).Gap(1)
	right := s.right(d)
	switch {
	case s.notice != "":
		st := th.Text
		if s.bad {
			st = th.Bad
		}
		if room := w - clean.Width(right) - 3; clean.Width(s.notice) > room {
			right = "" // what is said now goes before what is always there
		}
		l.Add(st, clean.Cut(s.notice, l.Left()-1))
	case s.run.on:
		s.progress(d, l, &right)
	default:
		l.Add(th.Dim, "ready")
	}
	if right != "" && clean.Width(right)+2 < l.Left() {
		st := th.Dim
		l.Gap(l.Left()-clean.Width(right)-1).Add(st, right)
	}
	return l.String()
}

func (s *status) progress(d *screen.Desk, l *list.Line, right *string) {
	th := &d.Theme
	share := 0.0
	if s.run.total > 0 {
		share = float64(s.run.done) / float64(s.run.total)
	}
	filled, rest := chart.Track(share, 16)
	l.Add(th.Accent, chart.Spin(s.run.spin)+" ").Add(th.Text, "polling ")
	l.Add(th.Accent, filled).Add(th.Faint, rest)
	l.Add(th.Text, fmt.Sprintf(" %d/%d", s.run.done, s.run.total))
	l.Add(th.Dim, fmt.Sprintf(" · %s", posts(s.run.fresh)+" new"))
	if s.run.fails > 0 {
		l.Add(th.Warn, fmt.Sprintf(" · %d failed", s.run.fails))
	}
	if s.run.title != "" && l.Left() > 24 {
		*right = ""
		l.Add(th.Faint, " · "+clean.Cut(clean.Line(s.run.title).String(), l.Left()-5))
	}
}

// right is what is always true: the sources and their schedule.
func (s *status) right(d *screen.Desk) string {
	if s.known.Sources == 0 {
		return "no sources yet"
	}
	parts := []string{sources(s.known.Sources)}
	if s.known.Failing > 0 {
		parts = append(parts, fmt.Sprintf("%d failing", s.known.Failing))
	}
	parts = append(parts, "polled "+d.Ago(s.known.Last))
	if !s.known.Next.IsZero() {
		parts = append(parts, "next "+d.Ahead(s.known.Next))
	}
	return strings.Join(parts, " · ")
}
