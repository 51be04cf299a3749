package tui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"weaktie/internal/clean"
	"weaktie/internal/tui/screen"
)

// fits checks that no row is wider than the terminal, by our measure and by the
// cells a terminal fills, and that there are no more rows than it has.
func fits(t *testing.T, s *stage, what string) {
	t.Helper()
	w, h := s.m.w, s.m.h
	rows := strings.Split(s.m.View().Content, "\n")
	if len(rows) > max(h, 1) {
		t.Fatalf("%s at %dx%d: %d rows", what, w, h, len(rows))
	}
	for i, r := range rows {
		ours, theirs := clean.Width(r), ansi.StringWidth(r)
		if ours > w || theirs > w {
			t.Fatalf("%s at %dx%d: row %d is %d wide by ours, %d by graphemes: %q", what, w, h, i, ours, theirs, r)
		}
	}
}

// framed checks that the borders of the body stand in unbroken columns.
func framed(t *testing.T, s *stage, what string) {
	t.Helper()
	rows := strings.Split(s.picture(), "\n")
	if len(rows) < s.m.h-2 {
		t.Fatalf("%s at %dx%d: %d rows", what, s.m.w, s.m.h, len(rows))
	}
	for i := 1; i < s.m.h-2; i++ {
		cols := cellsOf(rows[i])
		last := cols[len(cols)-1]
		if len(cols) != s.m.w-1 || !strings.Contains("╮│╯┤", last) {
			t.Fatalf("%s at %dx%d: row %d ends in %q at column %d:\n%s", what, s.m.w, s.m.h, i, last, len(cols), s.picture())
		}
	}
}

// cellsOf splits a drawn row into cells without the blanks at its end; a wide
// character takes two.
func cellsOf(row string) []string {
	var out []string
	for _, r := range strings.TrimRight(row, " ") {
		switch w := clean.Width(string(r)); w {
		case 0:
		case 2:
			out = append(out, string(r), "")
		default:
			out = append(out, string(r))
		}
	}
	if len(out) == 0 {
		out = append(out, "")
	}
	return out
}

// screens are the states worth looking at: each screen, its preview, overlays.
func states() map[string][]string {
	return map[string][]string{
		"today": {"1"}, "today preview": {"1", "enter"}, "today why": {"1", "w", "j"},
		"links": {"2"}, "links preview": {"2", "j", "enter", "w"}, "links marked": {"2", "space", "space"},
		"messages": {"3"}, "messages preview": {"3", "enter"},
		"stream": {"4"}, "stream preview": {"4", "G", "enter"},
		"people": {"5"}, "people preview": {"5", "j", "enter", "w"}, "people marked": {"5", "t", "space", "f"},
		"trends": {"6"}, "trends preview": {"6", "enter", "ctrl+d"}, "trends asked": {"6", "/", "#", "b", "|", "x", "enter", "f"},
		"sources": {"7"}, "sources preview": {"7", "j", "enter"},
		"reshare": {"2", "r"}, "reshare pages": {"2", "r", "ctrl+o"}, "reshare sure": {"2", "r", "ctrl+o", "enter"},
		"reply": {"3", "c", "B", "u", "y", "space", "n", "o", "w", "!"}, "reply left": {"3", "c", "x", "esc"}, "reply to": {"3", "c", "tab", "x"},
		"help": {"2", "?"}, "palette": {"2", ":", "s"}, "search": {"2", "/", "d", "a"},
		"form": {"7", "a", "x"}, "failed form": {"7", "a", "x", "enter"}, "doubt": {"7", "D"},
	}
}

func TestR47EverySizeHoldsEveryScreen(t *testing.T) {
	for name, ks := range states() {
		s := play(t, 100, 30)
		s.press(ks...)
		step := 5
		if len(ks) == 1 { // a screen itself: every size there is
			step = 1
		}
		for w := 0; w <= 60; w += step {
			for h := 0; h <= 20; h++ {
				s.send(tea.WindowSizeMsg{Width: w, Height: h})
				fits(t, s, name)
			}
		}
		for _, size := range [][2]int{{40, 10}, {69, 24}, {70, 24}, {80, 24}, {109, 12}, {110, 12}, {120, 40}, {160, 50}, {250, 70}, {500, 200}} {
			s.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			fits(t, s, name)
			framed(t, s, name)
		}
	}
}

func TestR47ResizeStorm(t *testing.T) {
	s := play(t, 120, 40)
	rnd := rand.New(rand.NewPCG(4, 7))
	ks := []string{"j", "k", "G", "g", "enter", "esc", "tab", "2", "1", "3", "4", "5", "t", "6", "7", "?", "/", "w", "ctrl+d", "f", "space", "r", "c", "esc", "ctrl+o", "enter"}
	for i := range 1000 {
		s.send(tea.WindowSizeMsg{Width: rnd.IntN(260), Height: rnd.IntN(80)})
		s.press(ks[rnd.IntN(len(ks))])
		fits(t, s, fmt.Sprint("step ", i))
	}
}

func TestR47NegativeSizes(t *testing.T) {
	s := play(t, 80, 24)
	s.send(tea.WindowSizeMsg{Width: -3, Height: -1})
	if got := s.picture(); got != "" {
		t.Errorf("drew %q on nothing", got)
	}
}

// TestR07HostileTextKeepsTheFrame shows the hostile post everywhere it can be.
func TestR07HostileTextKeepsTheFrame(t *testing.T) {
	for _, ks := range [][]string{{"1", "j", "j"}, {"2", "j"}, {"4", "/"}, {"4", "j", "j", "enter"}, {"5", "/", "e", "v", "e", "enter"}, {"5", "/", "e", "v", "e", "enter", "enter"}, {"2", "/", "e", "v", "i", "l", "enter", "r"}} {
		s := play(t, 80, 24)
		s.press(ks...)
		content := s.m.View().Content
		for _, bad := range []string{"\x1b]", "\x07", "\x1b[2J", "\u202e", "\r", "\t", "\u200d"} {
			if strings.Contains(content, bad) {
				t.Errorf("%v: %q reached the screen", ks, bad)
			}
		}
		framed(t, s, fmt.Sprint(ks))
		if s.m.find == nil && !strings.Contains(s.picture(), "3 sources · 1 failing") {
			t.Errorf("%v: the status bar is gone:\n%s", ks, s.picture())
		}
	}
}

func TestR49ASCIIHasNoByteAbove127(t *testing.T) {
	for name, ks := range states() {
		s := play(t, 120, 30, func(_ *stage, app *screen.App) { app.ASCII = true })
		s.press(ks...)
		for i, r := range strings.Split(s.m.View().Content, "\n") {
			if !isASCII(r) {
				t.Errorf("%s: row %d: %q", name, i, r)
			}
			if w := clean.Width(r); w > 120 {
				t.Errorf("%s: row %d is %d wide", name, i, w)
			}
		}
	}
}

func TestR49WithoutColourTheCursorShows(t *testing.T) {
	s := play(t, 80, 24, func(_ *stage, app *screen.App) { app.Plain = true })
	s.press("2")
	content := s.m.View().Content
	for _, colour := range []string{"\x1b[38", "\x1b[48", ";38;", ";48;"} {
		if strings.Contains(content, colour) {
			t.Errorf("colour %q on a terminal without", colour)
		}
	}
	if !strings.Contains(content, "\x1b[7m") || !strings.Contains(s.picture(), "┃") {
		t.Error("the row under the cursor cannot be told")
	}
}
