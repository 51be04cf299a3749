package screen

import (
	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/poll"
	"weaktie/internal/review"
	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
)

// Today is the daily review: a finite queue, one key decides and moves on.
type Today struct {
	board
	day     review.Today
	full    bool
	gen     int
	here    bool
	bad     string
	stale   bool
	loading bool
	polling bool
	nobody  bool // nothing is followed yet
	pending map[string]bool
	kept    []clean.Text // titles of today's digest, for the end
}

// NewToday is an empty queue.
func NewToday(d *Desk) *Today {
	return &Today{board: board{desk: d}, stale: true, pending: map[string]bool{}}
}

type todayLoaded struct {
	gen  int
	day  review.Today
	kept []clean.Text
	err  error
}

// Place names the screen.
func (s *Today) Place() keys.Where { return keys.AtToday }

// Count is what is left to decide.
func (s *Today) Count() (int, bool) { return len(s.day.Cards), false }

// Update takes a message in.
func (s *Today) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case poll.Event:
		s.polling = msg.Running
		return markStale(msg, &s.stale)
	case Known:
		s.nobody = msg.Sources == 0
		return nil
	case todayLoaded:
		s.take(msg)
		return nil
	case digestMade:
		return s.desk.copied(msg)
	case Decided:
		return s.decided(msg)
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

func (s *Today) load() tea.Cmd {
	s.gen++
	s.stale, s.loading = false, true
	app, gen := s.desk.App, s.gen
	return func() tea.Msg {
		day, err := app.Review.Today(app.Context())
		if err != nil || len(day.Cards) > 0 {
			return todayLoaded{gen: gen, day: day, err: err}
		}
		dg, err := app.today()
		var kept []clean.Text
		for _, e := range dg.Entries {
			kept = append(kept, e.Title)
		}
		return todayLoaded{gen, day, kept, err}
	}
}

func (s *Today) take(m todayLoaded) {
	if m.gen != s.gen {
		return
	}
	s.here, s.loading = true, false
	if m.err != nil {
		s.bad = m.err.Error()
		return
	}
	s.bad, s.day, s.kept = "", m.day, m.kept
	s.relist()
}

func subject(c review.Card) store.Subject {
	if c.Link != nil {
		return review.LinkSubject(c.Link.Link)
	}
	if c.Message != nil {
		return review.MessageSubject(c.Message.Post)
	}
	return store.Subject{}
}

func cardKey(c review.Card) string { return subjectKey(subject(c)) }

func subjectKey(s store.Subject) string { return s.About + " " + s.Key }

func (s *Today) relist() {
	names := make([]string, len(s.day.Cards))
	for i, c := range s.day.Cards {
		names[i] = cardKey(c)
	}
	s.list.Set(names)
	if s.list.Len() == 0 {
		s.reading = false
	}
	s.drawn.rows = nil
}

// decided takes the cards out that are on disk as decided, here or on another
// screen, and puts back what failed.
func (s *Today) decided(m Decided) tea.Cmd {
	out := map[string]bool{}
	for _, sub := range m.Subjects {
		delete(s.pending, subjectKey(sub))
		out[subjectKey(sub)] = m.Err == nil
	}
	s.touch()
	if m.Err != nil {
		return nil
	}
	s.stale = true
	kept := s.day.Cards[:0:0]
	for _, c := range s.day.Cards {
		if !out[cardKey(c)] {
			kept = append(kept, c)
		}
	}
	if gone := len(s.day.Cards) - len(kept); gone > 0 {
		s.gen++
		s.day.Cards = kept
		s.day.Done += gone
		s.relist()
		if len(kept) == 0 {
			return s.load() // for the end's own figures
		}
	}
	return nil
}

func (s *Today) current() *review.Card {
	if i := s.list.Cursor(); i >= 0 && i < len(s.day.Cards) {
		return &s.day.Cards[i]
	}
	return nil
}

// Idle reports whether a key would do nothing with what is under the cursor.
func (s *Today) Idle(a keys.Action) bool {
	c := s.current()
	switch a {
	case keys.Save, keys.Reshare:
		return c == nil || c.Link == nil
	case keys.Mark:
		return c == nil || c.Message == nil
	case keys.Dismiss, keys.Snooze, keys.Open, keys.Why, keys.In:
		return c == nil
	}
	return false
}

func (s *Today) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Why:
		s.full = !s.full
		s.drawn.rows = nil
		return nil
	case keys.Digest:
		return s.desk.copyDigest()
	case keys.Compose:
		if c := s.current(); c != nil && c.Message != nil {
			return s.desk.reply(c.Message)
		}
		return blank()
	}
	c := s.current()
	if c == nil {
		return complain("the queue is empty: nothing to decide")
	}
	url := ""
	if c.Link != nil {
		url = c.Link.Open
	} else {
		url = c.Message.Post.URL
	}
	switch a {
	case keys.Open:
		return s.desk.open(url)
	case keys.Yank:
		return s.desk.yank(url, "the address")
	case keys.Reshare:
		if c.Link != nil && !s.pending[cardKey(*c)] {
			return s.desk.reshare(c.Link)
		}
		return s.decide(a, c)
	case keys.Save, keys.Dismiss, keys.Snooze, keys.Mark:
		return s.decide(a, c)
	}
	return nil
}

// decide decides the card and moves on to the next that waits.
func (s *Today) decide(a keys.Action, c *review.Card) tea.Cmd {
	key := cardKey(*c)
	if s.pending[key] {
		return complain("being decided already")
	}
	var dec store.Decision
	switch {
	case c.Link != nil && a == keys.Mark:
		return complain(s.desk.Keys.Fill("a mark is for messages; {dismiss} dismisses a link"))
	case c.Link != nil:
		dec = s.desk.linkDecision(a, c.Link)
	case a == keys.Save || a == keys.Reshare:
		return complain(s.desk.Keys.Fill("messages are not reshared: {compose} answers, {mark} marks, {dismiss} dismisses"))
	default:
		dec = s.desk.messageDecision(a, c.Message)
	}
	s.pending[key] = true
	s.touch()
	s.onward()
	return s.desk.decide([]store.Decision{dec}, "")
}

// onward goes to the next card that is not being decided.
func (s *Today) onward() {
	s.scroll = 0
	n := s.list.Len()
	for i := 1; i < n; i++ {
		to := (s.list.Cursor() + i) % n
		if !s.pending[cardKey(s.day.Cards[to])] {
			s.list.To(to)
			return
		}
	}
}
