package tui

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/poll"
	"weaktie/internal/post"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/store"
	"weaktie/internal/theme"
	"weaktie/internal/tui/screen"
)

// theJudge is made once: compiling its rules takes longer than a scene.
var theJudge = sync.OnceValues(func() (*flip.Judge, error) { return flip.NewWith(flip.Options{}) })

// noon is when the tests play.
func noon() time.Time { return time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC) }

// stage runs the dashboard without a terminal: messages in, cells out. It runs
// every command to its end before it goes on, so nothing depends on timing.
type stage struct {
	t    testing.TB
	m    *Model
	st   *store.Store
	refs []source.Ref

	opened []string
	clip   []string
	polls  []poll.Request
	quit   bool
	late   []func(time.Time) tea.Msg // what was to come later
}

// play makes a stage of w by h cells over a store that fill has filled.
func play(t testing.TB, w, h int, change ...func(*stage, *screen.App)) *stage {
	t.Helper()
	st, err := store.Open(t.TempDir(), store.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	s := &stage{t: t, st: st, refs: []source.Ref{{URL: tagURL}, {URL: inboxURL}, {URL: quietURL}}}
	pair, err := theme.Open("auto", "")
	if err != nil {
		t.Fatal(err)
	}
	s.fill()
	app := s.app(pair)
	for _, c := range change {
		c(s, &app)
	}
	s.m, err = New(app)
	if err != nil {
		t.Fatal(err)
	}
	s.run(s.m.Init())
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
	return s
}

func (s *stage) app(pair theme.Pair) screen.App {
	r := &review.Review{
		Store: s.st, Judge: theJudge, Now: noon, Window: 72 * time.Hour, HalfLife: 24 * time.Hour,
		Sources: func() ([]source.Ref, error) { return slices.Clone(s.refs), nil },
	}
	return screen.App{
		Review: r, Now: noon, Theme: pair,
		Context: func() context.Context { return s.t.Context() },
		After: func(_ time.Duration, f func(time.Time) tea.Msg) tea.Cmd {
			s.late = append(s.late, f)
			return nil
		},
		Open: func(u string) error { s.opened = append(s.opened, u); return nil },
		Poll: func(_ context.Context, r poll.Request) (poll.Summary, error) {
			s.polls = append(s.polls, r)
			return poll.Summary{}, nil
		},
		Follow: func(_ context.Context, a string) (string, error) {
			if !strings.HasPrefix(a, "https://") {
				return "", fmt.Errorf("%s is no address that weaktie knows; paste the page's address", a)
			}
			s.refs = append(s.refs, source.Ref{URL: a})
			return "following " + a, nil
		},
		Unfollow: func(_ context.Context, u string) (string, error) {
			s.refs = slices.DeleteFunc(s.refs, func(r source.Ref) bool { return r.URL == u })
			return "stopped following " + u, nil
		},
		Edit: func(_ context.Context, u string, r source.Ref) (string, error) {
			for i := range s.refs {
				if s.refs[i].URL == u {
					s.refs[i] = r
					return "changed " + u, nil
				}
			}
			return "", errors.New("no such source")
		},
		Packs: []screen.Pack{
			{Name: "B2B basics", About: "a dozen feeds that teach", Refs: make([]source.Ref, 12)},
			{Name: "Tags", About: "what people share under them", Refs: make([]source.Ref, 3)},
		},
		AddPack: func(_ context.Context, p screen.Pack) (string, error) {
			s.refs = append(s.refs, source.Ref{URL: tagURL})
			return "following " + p.Name, nil
		},
	}
}

const (
	tagURL   = "https://social.example/tags/b2b"
	inboxURL = "https://social.example/inbox"
	quietURL = "https://quiet.example/rss"
)

// hostile is a title that would break a terminal if it got there as it came.
const hostile = "Honest \x1b]0;gone\x07title \x1b[2J\u202egnp.exe \u0301\u0301\u0301\u0301\u0301\u0301 \rXY\ttabbed 👩‍👩‍👧‍👦 end"

// fill stores a small world: four links, three messages, a failing source.
func (s *stage) fill() {
	s.t.Helper()
	who := func(n string) person.Person {
		return person.Person{Handle: person.Handle(n + "@social.example"), Name: clean.Line(n), Network: "mastodon"}
	}
	n := 0
	item := func(by, text string, hours int, at string) store.Item {
		n++
		p := post.Post{
			Source: tagURL, GUID: fmt.Sprintf("g%d", n), URL: fmt.Sprintf("https://social.example/%d", n), Author: who(by),
			HTML: clean.Escape(text), Time: noon().Add(-time.Duration(hours) * time.Hour), Seen: noon(), Language: "en",
		}
		if at != "" {
			p.Links = []link.Link{{Key: at, Open: at}}
		}
		return store.Item{Post: p, Verdict: flip.Verdict{Band: flip.Clear, Language: "en"}}
	}
	items := []store.Item{
		item("ana", "Forty teams and one figure: this settles it.", 2, "https://notes.example/day-nine"),
		item("ben", "Day nine again, with the data behind it.", 5, "https://notes.example/day-nine"),
		item("cleo", "Read this before you write a pricing page.", 7, "https://pages.example/pricing"),
		item("dan", "Quiet piece on weak ties.", 20, "https://ties.example/weak"),
	}
	bad := item("eve", "Look at this.", 3, "https://evil.example/x")
	bad.Post.Title = clean.Line(hostile)
	bad.Post.Author.Name = clean.Line("eve \x1b[31m\u202e\rred")
	items = append(items, bad)
	s.store(tagURL, source.State{Kind: source.KindMastodon, Title: "#b2b", Health: source.OK, LastPoll: noon().Add(-9 * time.Minute), Next: noon().Add(51 * time.Minute)}, items)

	pitch := item("rick", "Thanks for connecting! Could I grab 15 minutes to show you our platform?", 1, "")
	pitch.Verdict = flip.Verdict{
		Band: flip.Flip, Flip: 0.8, Market: 0.9, Automated: 0.6, SocialTie: 0.9, Category: flip.MeetingAsk, Language: "en",
		Why: "It asks a stranger for time.", Evidence: []flip.Evidence{{Rule: "meeting-ask.minutes", Start: 31, End: 46, Reason: "Asks for a slot.", Weight: 1.8}},
	}
	friend := item("mum", "Are you coming on Sunday?", 4, "")
	for _, m := range []*store.Item{&pitch, &friend} {
		m.Post.Message, m.Post.Direct, m.Post.Source = true, true, inboxURL
	}
	s.store(inboxURL, source.State{Kind: source.KindInbox, Title: "Inbox", Health: source.OK, LastPoll: noon().Add(-9 * time.Minute)}, []store.Item{pitch, friend})
	s.store(quietURL, source.State{
		Kind: source.KindFeed, Title: "Quiet feed", Health: source.Transient, Failures: 3,
		Problem: "quiet.example did not answer within 15 seconds.",
	}, nil)
}

func (s *stage) store(address string, st source.State, items []store.Item) {
	s.t.Helper()
	if _, err := s.st.Add(store.Batch{Source: address, State: st, Items: items}); err != nil {
		s.t.Fatal(err)
	}
}

// send delivers a message and everything that follows from it.
func (s *stage) send(msg tea.Msg) {
	s.t.Helper()
	_, cmd := s.m.Update(msg)
	s.run(cmd)
}

func (s *stage) run(cmd tea.Cmd) {
	s.t.Helper()
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			s.run(c)
		}
	case tea.QuitMsg:
		s.quit = true
	default:
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() { // tea.Sequence
			for i := range v.Len() {
				s.run(v.Index(i).Interface().(tea.Cmd))
			}
			return
		}
		if text := fmt.Sprintf("%T", msg); text == "tea.setClipboardMsg" {
			s.clip = append(s.clip, fmt.Sprint(msg))
			return
		}
		s.send(msg)
	}
}

// later lets everything come that was to come later.
func (s *stage) later() {
	s.t.Helper()
	due := s.late
	s.late = nil
	for _, f := range due {
		s.send(f(noon()))
	}
}

// press sends keys by their names.
func (s *stage) press(names ...string) {
	s.t.Helper()
	for _, n := range names {
		s.send(key(n))
	}
}

// enter types text, a key at a time.
func (s *stage) enter(text string) {
	s.t.Helper()
	for _, r := range text {
		s.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func key(name string) tea.KeyPressMsg {
	codes := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace,
	}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

// picture is what a terminal of that size would show, without styles.
func (s *stage) picture() string {
	return cells(s.m.View().Content, s.m.w, s.m.h)
}

func cells(content string, w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	b := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(content).Draw(b, b.Bounds())
	return strings.ReplaceAll(b.String(), "\r", "")
}

func rowsOf(s *stage) []string { return strings.Split(s.picture(), "\n") }

// title is a row of the ranking without its number and its score.
func title(row string) string {
	left, _, _ := strings.Cut(row[strings.Index(row, "┃")+len("┃"):], "│")
	words := strings.Fields(left)
	return words[2]
}

// arrive stores posts by four more people and tells the dashboard of them.
func (s *stage) arrive() {
	s.t.Helper()
	var items []store.Item
	for i, n := range []string{"gus", "hal", "ida", "jun"} {
		p := post.Post{
			Source: tagURL, GUID: "late " + n, Author: person.Person{Handle: person.Handle(n + "@other.example")},
			HTML: clean.Escape("Nine out of ten: " + n), Time: noon().Add(-time.Duration(i) * time.Minute), Seen: noon(),
			Links: []link.Link{{Key: "https://new.example/first", Open: "https://new.example/first"}},
		}
		items = append(items, store.Item{Post: p, Verdict: flip.Verdict{Band: flip.Clear}})
	}
	s.store(tagURL, source.State{Kind: source.KindMastodon, Title: "#b2b", Health: source.OK}, items)
	s.send(poll.Event{Source: tagURL, New: []post.ID{1}, Running: true, Done: 1, Total: 1})
	s.send(poll.Event{Done: 1, Total: 1, Summary: &poll.Summary{Sources: 1, New: 4}})
	s.later()
}
