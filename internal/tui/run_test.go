package tui

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"weaktie/internal/poll"
	"weaktie/internal/post"
	"weaktie/internal/theme"
	"weaktie/internal/tui/screen"
)

func TestRunEndsWithItsContext(t *testing.T) {
	s := play(t, 80, 24)
	pair, err := theme.Open("auto", "")
	if err != nil {
		t.Fatal(err)
	}
	app := s.app(pair)
	ctx, cancel := context.WithCancel(t.Context())
	app.Context = func() context.Context { return ctx }
	app.After = nil
	var out bytes.Buffer
	err = Run(ctx, app, func(send func(poll.Event)) {
		go func() {
			send(poll.Event{Running: true, Total: 1}) // returns once the program runs
			cancel()
		}()
	}, tea.WithInput(nil), tea.WithOutput(&out), tea.WithWindowSize(80, 24), tea.WithoutSignals())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Run returned %v", err)
	}
}

func TestNewRefusesAWrongRemap(t *testing.T) {
	s := play(t, 80, 24)
	app := s.m.desk.App
	app.Keys = map[string][]string{"sav": {"S"}}
	if _, err := New(app); err == nil {
		t.Error("a key map that names no action was taken")
	}
}

func TestThemeFollowsTheTerminal(t *testing.T) {
	s := play(t, 80, 24)
	if got := s.m.desk.Theme.Name; got != "dark" {
		t.Errorf("begins %s", got)
	}
	s.send(tea.BackgroundColorMsg{Color: white{}})
	if got := s.m.desk.Theme.Name; got != "light" {
		t.Errorf("%s on white", got)
	}
	s.send(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	if got := s.m.desk.Theme.Name; got != "plain" {
		t.Errorf("%s without colours", got)
	}
	s.send(tea.ColorProfileMsg{Profile: colorprofile.TrueColor})
	if got := s.m.desk.Theme.Name; got != "light" {
		t.Errorf("%s with colours again", got)
	}
}

type white struct{}

func (white) RGBA() (r, g, b, a uint32) { return 0xffff, 0xffff, 0xffff, 0xffff }

func TestPollShowsInTheStatusBar(t *testing.T) {
	s := play(t, 120, 30)
	s.send(poll.Event{Running: true, Total: 4})
	s.want(0, s.picture(), "polling ──────────────── 0/4 · 0 posts new")
	s.send(poll.Event{Running: true, Source: tagURL, Title: "#b2b", New: []post.ID{1, 2}, Done: 1, Total: 4})
	s.send(poll.Event{Running: true, Source: quietURL, Title: "Quiet \x1b[31mfeed", Err: errors.New("no answer"), Done: 2, Total: 4})
	s.want(0, s.picture(), "2/4 · 2 posts new · 1 failed")
	if p := s.m.View().ProgressBar; p == nil || p.Value != 50 {
		t.Errorf("the terminal's progress is %+v", p)
	}
	s.press("R")
	s.want(0, s.picture(), "a poll is under way")
	s.send(poll.Event{Done: 4, Total: 4, Summary: &poll.Summary{Sources: 4, New: 2, Failed: 1, Took: time.Second}})
	s.want(0, s.picture(), "polled 4 sources: 2 posts new, 1 failed")
	if s.m.View().ProgressBar != nil {
		t.Error("the progress stands on")
	}
}

// TestAPollKeepsTheCursorOnItsItem lets a poll bring a link that ranks first.
func TestAPollKeepsTheCursorOnItsItem(t *testing.T) {
	s := play(t, 120, 30)
	s.press("2", "j", "j")
	before := s.m.screens[1].(*screen.Links)
	row := s.pointed(rowsOf(s))
	s.arrive()
	if got := s.pointed(rowsOf(s)); title(got) != title(row) {
		t.Errorf("the cursor went from\n%s\nto\n%s", row, got)
	}
	if n, _ := before.Count(); n != 5 {
		t.Errorf("%d links after the poll", n)
	}
}
