package screen

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/review"
	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
	"weaktie/internal/tui/list"
)

// Messages is the inbox with verdicts.
type Messages struct {
	board
	items   []review.Message
	flips   int // undecided
	filter  int // into messageFilters
	full    bool
	gen     int
	here    bool
	bad     string
	stale   bool
	hidden  int // decided, while they are not shown
	pending map[string]bool
}

// messageFilter is a question to the inbox.
type messageFilter struct {
	name    string
	band    flip.Band
	decided bool
}

func messageFilters() []messageFilter {
	return []messageFilter{
		{"undecided", "", false},
		{"flips", flip.Flip, true},
		{"notices", flip.Notice, true},
		{"offers", flip.Offer, true},
		{"all", "", true},
	}
}

// NewMessages is an empty inbox.
func NewMessages(d *Desk) *Messages {
	return &Messages{board: board{desk: d}, stale: true, pending: map[string]bool{}}
}

type messagesLoaded struct {
	gen   int
	items []review.Message
	all   int // with the decided ones
	err   error
}

// Place names the screen.
func (s *Messages) Place() keys.Where { return keys.AtMessages }

// Count is the undecided messages that flip, whatever the filter shows.
func (s *Messages) Count() (int, bool) { return s.flips, s.flips > 0 }

// Update takes a message in.
func (s *Messages) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case messagesLoaded:
		s.take(msg)
		return nil
	case Decided:
		s.decided(msg)
		return nil
	case Changed:
		s.stale = true
		return nil
	case Settled, Shown:
		if s.stale {
			return s.load()
		}
		return nil
	}
	if done, cmd := s.common(s, msg); done {
		return cmd
	}
	if p, ok := msg.(Pressed); ok {
		return s.act(p.Action)
	}
	return markStale(msg, &s.stale)
}

func (s *Messages) load() tea.Cmd {
	s.gen++
	s.stale = false
	app, gen := s.desk.App, s.gen
	f := messageFilters()[s.filter]
	q := review.MessageQuery{Band: f.band, Decided: f.decided}
	return func() tea.Msg {
		items, err := app.Review.Messages(app.Context(), q)
		all := len(items)
		if err == nil && !q.Decided {
			q.Decided = true
			var every []review.Message
			every, err = app.Review.Messages(app.Context(), q)
			all = len(every)
		}
		return messagesLoaded{gen, items, all, err}
	}
}

func (s *Messages) take(m messagesLoaded) {
	if m.gen != s.gen {
		return
	}
	s.here = true
	if m.err != nil {
		s.bad = m.err.Error()
		return
	}
	s.bad, s.items, s.hidden = "", m.items, max(m.all-len(m.items), 0)
	s.relist()
}

func messageKey(m *review.Message) string { return review.MessageSubject(m.Post).Key }

func (s *Messages) relist() {
	if s.filter == 0 {
		s.flips = 0
		for i := range s.items {
			if s.items[i].Verdict.Band == flip.Flip {
				s.flips++
			}
		}
	}
	names := make([]string, len(s.items))
	for i := range s.items {
		names[i] = messageKey(&s.items[i])
	}
	s.list.Set(names)
	s.drawn.rows = nil
}

func (s *Messages) decided(m Decided) {
	out := map[string]bool{}
	for _, sub := range m.Subjects {
		if sub.About == store.AboutPost {
			delete(s.pending, sub.Key)
			out[sub.Key] = m.Err == nil
		}
	}
	s.touch()
	if m.Err != nil {
		return
	}
	s.stale = true
	if messageFilters()[s.filter].decided {
		return
	}
	kept := s.items[:0:0]
	for i := range s.items {
		if !out[messageKey(&s.items[i])] {
			kept = append(kept, s.items[i])
		}
	}
	if len(kept) != len(s.items) {
		s.gen++
		s.hidden += len(s.items) - len(kept)
		s.items = kept
		s.relist()
	}
}

func (s *Messages) current() *review.Message {
	if i := s.list.Cursor(); i >= 0 && i < len(s.items) {
		return &s.items[i]
	}
	return nil
}

func (s *Messages) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Filter:
		s.filter = (s.filter + 1) % len(messageFilters())
		return tea.Batch(s.load(), notice("messages: "+messageFilters()[s.filter].name))
	case keys.Why:
		s.full = !s.full
		s.drawn.rows = nil
		return nil
	}
	m := s.current()
	if m == nil {
		return complain("no message is under the cursor")
	}
	switch a {
	case keys.Open:
		return s.desk.open(m.Post.URL)
	case keys.Yank:
		return s.desk.yank(m.Post.URL, "the address")
	case keys.Compose:
		return s.desk.reply(m)
	case keys.Mark, keys.Dismiss, keys.Snooze, keys.Answer:
		return s.decide(a)
	}
	return nil
}

func (s *Messages) decide(a keys.Action) tea.Cmd {
	want := map[string]bool{}
	for _, k := range s.list.Chosen() {
		want[k] = !s.pending[k]
	}
	var ds []store.Decision
	for i := range s.items {
		m := &s.items[i]
		if k := messageKey(m); want[k] {
			if a == keys.Answer {
				ds = append(ds, answers(m)...)
			} else {
				ds = append(ds, s.desk.messageDecision(a, m))
			}
			s.pending[k] = true
		}
	}
	if len(ds) == 0 {
		return complain("being decided already")
	}
	s.list.Unmark()
	s.touch()
	if len(want) == 1 && s.list.Key() == ds[0].Subject.Key && s.list.Cursor() < s.list.Len()-1 {
		s.list.Move(1)
		s.scroll = 0
	}
	if a == keys.Answer {
		return s.desk.answered(ds)
	}
	return s.desk.decide(ds, "")
}

// View draws the screen.
func (s *Messages) View(w, h int) string { return s.view(s, w, h) }

func (s *Messages) loaded() (bool, string) { return s.here, s.bad }
func (s *Messages) share() int             { return 46 }
func (s *Messages) empty() (string, string) {
	f := messageFilters()[s.filter]
	if f.name == "undecided" {
		return "No message needs a look.", "{filter} shows the decided ones too. An inbox is a source like any other: {sources}, then {add}."
	}
	return "No messages here.", "{filter} shows the next kind."
}

func (s *Messages) titles() (pane, pane) {
	lp := pane{title: "Messages · " + messageFilters()[s.filter].name}
	if s.here {
		lp.right = plural(len(s.items), "message", "messages")
		if s.hidden > 0 {
			lp.right += fmt.Sprintf(", %s hidden", grouped(s.hidden))
		}
	}
	return lp, pane{title: "Message"}
}

func (s *Messages) words(i int) string {
	m := &s.items[i]
	return sender(m).String() + " " + string(m.From.Handle) + " " + m.Post.Text().String()
}

func (s *Messages) page(w int) []string {
	m := s.current()
	if m == nil {
		return nil
	}
	return s.desk.messagePage(m, w, s.full)
}

func (s *Messages) heading(w int) []string {
	th := &s.desk.Theme
	from, text := messageWidths(w)
	return []string{list.NewLine(w, nil).Col(th.Faint, "verdict", 11).Col(th.Faint, "from", from).Gap(1).
		Col(th.Faint, "says", text).Num(th.Faint, "age", 5).String()}
}

func messageWidths(w int) (from, text int) {
	from = max(8, min(20, w/4))
	return from, max(w-11-from-1-5-1, 0)
}

func (s *Messages) draw(r list.Row) string {
	m := &s.items[r.Index]
	th := &s.desk.Theme
	sign, word, st := s.desk.band(m.Verdict.Band)
	name, words := th.Person, th.Text
	if s.pending[messageKey(m)] {
		st, name, words = th.Faint, th.Faint, th.Faint
	}
	from, text := messageWidths(r.Width)
	mark := " "
	if m.Status.Marked != "" {
		mark = "✓"
	} else if m.Status.Dismissed {
		mark = "×"
	}
	return list.NewLine(r.Width, r.Ground).Add(st, sign).Gap(1).Col(st, word, 9).
		Col(name, sender(m).String(), from).Gap(1).
		Col(words, opening(m), text).Num(th.Dim, s.desk.age(m.Post.Time), 5).Add(th.Good, mark).String()
}

// opening is a message's first words.
func opening(m *review.Message) string {
	return clean.Line(fmt.Sprint(m.Post.Text())).String()
}
