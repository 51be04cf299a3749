package tui

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/tui/keys"
	"weaktie/internal/tui/screen"
)

// asked opens a form whose work is held until the test lets it go.
func asked(s *stage, run func() (string, error)) *form {
	s.send(screen.Asked{
		Title: "Follow", Busy: "looking …",
		Fields: []screen.Field{{Label: "address", Hint: "https://"}, {Label: "tags"}},
		Run:    func(context.Context, []string) (string, error) { return run() },
	})
	return s.m.over.(*form)
}

func TestAFormKeepsWhatWasTypedWhenItFails(t *testing.T) {
	s := play(t, 80, 24)
	asked(s, func() (string, error) { return "", errors.New("there is no such host; check the address") })
	s.enter("nowhere")
	s.press("enter")
	s.want(0, s.picture(), "address nowhere")
	s.want(0, s.picture(), "there is no such host; check the address")
	s.enter("x")
	if strings.Contains(s.picture(), "no such host") {
		t.Error("the error stands although the field changed")
	}
}

func TestAFormShowsThatItWorks(t *testing.T) {
	s := play(t, 80, 24)
	f := asked(s, func() (string, error) { return "following it", nil })
	f.busy = true
	s.want(0, s.picture(), "⠋ looking …")
	s.send(formSpun{f})
	s.want(0, s.picture(), "⠙ looking …")
	s.send(formSpun{nil})
	s.want(0, s.picture(), "⠙ looking …")
	s.enter("ignored")
	s.send(tea.PasteMsg{Content: "ignored"})
	if strings.Contains(s.picture(), "ignored") {
		t.Error("typed into a form that works")
	}
	s.send(answered{f, "following it", nil})
	if s.m.over != nil {
		t.Error("still open")
	}
	s.want(0, s.picture(), "following it")
}

func TestAnAnswerArrivesAfterTheFormWasClosed(t *testing.T) {
	for _, err := range []error{nil, errors.New("it failed after all")} {
		s := play(t, 80, 24)
		f := asked(s, nil)
		s.press("esc")
		s.send(answered{f, "following it", err})
		want := "following it"
		if err != nil {
			want = err.Error()
		}
		s.want(0, s.picture(), want)
	}
}

func TestFormsTakePastesAndHaveARealCursor(t *testing.T) {
	s := play(t, 80, 24)
	asked(s, nil)
	s.send(tea.PasteMsg{Content: "  https://a.example/\n"})
	s.want(0, s.picture(), "address https://a.example/")
	first := s.m.View().Cursor
	s.press("tab")
	second := s.m.View().Cursor
	if first == nil || second == nil || second.Y != first.Y+1 || second.X >= first.X {
		t.Errorf("the cursor went from %+v to %+v", first, second)
	}
	row := rowsOf(s)[first.Y]
	if head := string([]rune(row)[:first.X]); !strings.HasSuffix(head, "a.example/") {
		t.Errorf("the cursor is not behind what was pasted but behind %q", head)
	}
	s.press("up")
	if back := s.m.View().Cursor; back.Y != first.Y {
		t.Error("up does not go back")
	}
}

func TestHelpScrollsAndNamesEveryKey(t *testing.T) {
	s := play(t, 80, 16)
	s.press("2", "?")
	seen := ""
	for range 60 {
		seen += s.picture()
		s.press("j")
	}
	for _, b := range s.m.desk.Keys.At(keys.AtLinks) {
		if first, _, _ := strings.Cut(b.Long, ","); !strings.Contains(squeeze(seen), squeeze(first)) {
			t.Errorf("help does not say %q", first)
		}
	}
	s.press("g")
	s.want(0, s.picture(), "Here")
	s.press("G", "ctrl+u", "space", "k")
	s.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	s.press("?")
	if s.m.over != nil {
		t.Error("? does not close what it opened")
	}
}

func TestThePaletteDoesWhatItNames(t *testing.T) {
	for _, tc := range []struct {
		typed string
		want  keys.Action
	}{
		{"snooze", keys.Snooze}, {"undo", keys.Undo}, {"digest", keys.Digest}, {"markdown", keys.Digest}, {"quit", keys.Quit},
	} {
		s := play(t, 80, 24)
		o := newPalette(s.m.desk, keys.AtLinks)
		for _, r := range tc.typed {
			o.update(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		o.update(key("enter"))
		if o.choice() != tc.want {
			t.Errorf("%q chose %q", tc.typed, o.choice())
		}
	}
	s := play(t, 80, 24)
	s.press("2", ":")
	s.enter("zzzz")
	s.want(0, s.picture(), "no command has these letters")
	s.press("enter")
	if s.m.over != nil {
		t.Error("still open")
	}
	s.press(":", "down", "down", "up", "ctrl+n")
	s.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	s.press("esc")
	s.press(":")
	s.enter("stream")
	s.press("enter")
	if s.m.place() != keys.AtStream {
		t.Errorf("went to %s", s.m.place())
	}
}

func TestWelcome(t *testing.T) {
	none := func(s *stage, _ *screen.App) { s.refs = nil }
	t.Run("enter takes the pack under the cursor and polls", func(t *testing.T) {
		s := play(t, 80, 24, none)
		s.press("enter")
		if len(s.refs) != 1 || len(s.polls) != 1 || s.polls[0].All {
			t.Errorf("%d sources, polls %+v", len(s.refs), s.polls)
		}
	})
	t.Run("a pasted address opens the form with it", func(t *testing.T) {
		s := play(t, 80, 24, none)
		s.send(tea.PasteMsg{Content: "https://a.example/feed\n"})
		s.want(0, s.picture(), "address https://a.example/feed")
	})
	t.Run("the demo is offered where there is one", func(t *testing.T) {
		ran := false
		s := play(t, 80, 24, none, func(_ *stage, app *screen.App) {
			app.Demo = func(context.Context) (string, error) { ran = true; return "a demo", nil }
		})
		s.want(0, s.picture(), "d shows a small invented network")
		s.press("d")
		if !ran {
			t.Error("d did nothing")
		}
	})
	t.Run("it does not come back by itself", func(t *testing.T) {
		s := play(t, 80, 24, none)
		s.press("esc")
		s.send(screen.Known{})
		if s.m.over != nil {
			t.Error("it came back")
		}
	})
	t.Run("a pack that fails says so", func(t *testing.T) {
		s := play(t, 80, 24, none, func(_ *stage, app *screen.App) {
			app.AddPack = func(context.Context, screen.Pack) (string, error) {
				return "", errors.New("the sources file cannot be written")
			}
		})
		s.press("enter")
		s.want(0, s.picture(), "the sources file cannot be written")
	})
}

func TestTheOverlayTakesEveryKey(t *testing.T) {
	s := play(t, 80, 24)
	s.press("7", "D", "q", "2")
	if s.quit {
		t.Error("q in the question quit the program")
	}
	s.press("7", "D")
	s.send(tea.MouseClickMsg{X: 20, Y: 0, Button: tea.MouseLeft})
	if s.m.place() != keys.AtSources {
		t.Error("a click went past the question")
	}
}

func TestLayKeepsTheRowsWidth(t *testing.T) {
	rows := []string{"顧客の声を聞く方法", "ascii only here...", "\x1b[31mred and long row\x1b[m  "}
	for x := range 14 {
		under := append([]string(nil), rows...)
		for i, r := range lay(under, []string{"[box]", "[box]", "[box]"}, x, 0) {
			if got, want := clean.Width(r), clean.Width(rows[i]); got != want {
				t.Errorf("x %d: row %d is %d wide, was %d: %q", x, i, got, want, r)
			}
			if !strings.Contains(r, "[box]") {
				t.Errorf("x %d: no box in %q", x, r)
			}
		}
	}
	if got := lay([]string{"a"}, []string{"b", "c"}, 0, -1); got[0] != "c" {
		t.Errorf("a box above the top: %q", got)
	}
}

func TestEverySignHasAStandIn(t *testing.T) {
	for _, r := range "╭╮╰╯│─━╸┃●○·…×»✓◆◇▲›▁▂▃▄▅▆▇█⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏░▒" {
		if got := toASCII(string(r)); got == "?" || len(got) != 1 {
			t.Errorf("%c becomes %q", r, got)
		}
	}
	for in, want := range map[string]string{"abc": "abc", "é": "?", "声": "??", "a…": "a.", "e\u0301": "e"} {
		if got := toASCII(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestTabsGiveWayToNarrowTerminals(t *testing.T) {
	for _, tc := range []struct {
		w    int
		want string
	}{
		{120, "weaktie 1 Today 6 2 Links 4 3 Messages 1! 4 Stream 5 People 1 6 Trends 7 Sources 1!"},
		{80, "1 Today 2 Links 3 Messages 4 Stream 5 People 6 Trends 7 Sources"},
		{88, "weaktie 1 Today 2 Links 3 Messages 4 Stream 5 People 6 Trends 7 Sources"},
		{45, "1 Today 2 3 4 5 6 7"},
	} {
		s := play(t, tc.w, 12)
		if got := squeeze(rowsOf(s)[0]); got != tc.want {
			t.Errorf("%d columns: %q", tc.w, got)
		}
		for i := range s.m.tabs() {
			tab := s.m.tabs()[i] // the front one is the wider
			s.send(tea.MouseClickMsg{X: tab.from + 1, Y: 0, Button: tea.MouseLeft})
			if s.m.front != i {
				t.Errorf("%d columns: a click on tab %d went to %d", tc.w, i, s.m.front)
			}
		}
	}
}

func TestQuotesHaveStandInsToo(t *testing.T) {
	if got := toASCII("“x” ’s"); got != `"x" 's` {
		t.Errorf("%q", got)
	}
}
