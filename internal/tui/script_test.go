package tui

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/tui/screen"
)

// TestScripts plays testdata/*.script: what a curator does and sees.
//
//	size W H      the terminal, first
//	empty         no sources are followed yet, before size
//	press K…      keys by name
//	type TEXT     keys, letter by letter
//	paste TEXT    as the terminal pastes
//	click X Y     the left button
//	later         time passes
//	see TEXT      on the screen, runs of blanks as one
//	not TEXT      not on the screen
//	top TEXT      the row under the cursor of the list
//	status TEXT   in the status bar
//	clip TEXT     was copied
//	opened TEXT   was opened in the browser
//	quit          the dashboard ended
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.script")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".script"), func(t *testing.T) {
			body, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			playScript(t, string(body))
		})
	}
}

func playScript(t *testing.T, body string) {
	var s *stage
	var change []func(*stage, *screen.App)
	for i, line := range strings.Split(body, "\n") {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch verb {
		case "", "#":
			continue
		case "empty":
			change = append(change, func(s *stage, _ *screen.App) { s.refs = nil })
			continue
		case "size":
			w, h := two(t, rest)
			if s == nil {
				s = play(t, w, h, change...)
			} else {
				s.send(tea.WindowSizeMsg{Width: w, Height: h})
			}
			continue
		}
		if !s.act(verb, rest) {
			s.check(i+1, verb, rest)
		}
		if t.Failed() {
			t.Fatalf("line %d: %s\n%s", i+1, line, s.picture())
		}
	}
}

func two(t *testing.T, words string) (int, int) {
	t.Helper()
	a, b, _ := strings.Cut(words, " ")
	x, err1 := strconv.Atoi(a)
	y, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil {
		t.Fatalf("%q are not two numbers", words)
	}
	return x, y
}

func (s *stage) act(verb, rest string) bool {
	switch verb {
	case "press":
		s.press(strings.Fields(rest)...)
	case "type":
		s.enter(rest)
	case "paste":
		s.send(tea.PasteMsg{Content: rest})
	case "later":
		s.later()
	case "click":
		x, y := two(s.t.(*testing.T), rest)
		s.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	default:
		return false
	}
	return true
}

func (s *stage) check(n int, verb, rest string) {
	s.t.Helper()
	rows := strings.Split(s.picture(), "\n")
	switch verb {
	case "see":
		s.want(n, strings.Join(rows, "\n"), rest)
	case "not":
		if strings.Contains(squeeze(strings.Join(rows, "\n")), squeeze(rest)) {
			s.t.Errorf("line %d: %q is on the screen", n, rest)
		}
	case "status":
		s.want(n, rows[max(len(rows)-2, 0)], rest)
	case "top":
		s.want(n, s.pointed(rows), rest)
	case "clip":
		s.want(n, strings.Join(s.clip, "\n"), rest)
	case "opened":
		s.want(n, strings.Join(s.opened, "\n"), rest)
	case "quit":
		if !s.quit {
			s.t.Errorf("line %d: it runs on", n)
		}
	default:
		s.t.Errorf("line %d: %q is no verb", n, verb)
	}
}

// pointed is the row with the pointer.
func (s *stage) pointed(rows []string) string {
	for _, r := range rows {
		if strings.Contains(r, "┃") {
			return r
		}
	}
	return ""
}

func (s *stage) want(n int, in, text string) {
	s.t.Helper()
	if !strings.Contains(squeeze(in), squeeze(text)) {
		s.t.Errorf("line %d: no %q in\n%s", n, text, in)
	}
}

// squeeze makes runs of blanks and borders one blank.
func squeeze(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '│' }), " ")
}
