package screen

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/review"
	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
)

// nearEnd is how many rows before the last one the next page is asked for.
const nearEnd = 40

// Stream is everything by time, narrowed by a query, a page at a time.
type Stream struct {
	board
	items   []review.Entry
	next    store.Cursor // zero at the end
	query   string       // typed
	filter  int          // into streamFilters
	full    bool
	gen     int
	loading bool
	stop    context.CancelFunc // of the load under way
	here    bool
	bad     string
	stale   bool
	pending map[string]bool
}

func streamFilters() [][2]string {
	return [][2]string{
		{"everything", ""},
		{"saved", "is:saved"},
		{"messages", "is:message"},
		{"flips", "is:flip"},
		{"notices", "is:notice"},
		{"offers", "is:offer"},
		{"last 24 h", "since:24h"},
	}
}

// NewStream is an empty stream.
func NewStream(d *Desk) *Stream {
	return &Stream{board: board{desk: d}, stale: true, pending: map[string]bool{}}
}

type streamLoaded struct {
	gen   int
	first bool // replaces what is there
	page  []review.Entry
	next  store.Cursor
	err   error
}

// Place names the screen.
func (s *Stream) Place() keys.Where { return keys.AtStream }

// Count says nothing: the stream has no end to count to.
func (s *Stream) Count() (int, bool) { return 0, false }

// Update takes a message in.
func (s *Stream) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case streamLoaded:
		return s.take(msg)
	case Decided:
		return s.decided(msg)
	case Changed:
		s.stale = true
		return nil
	case Settled, Shown:
		if s.stale && !s.deep() {
			return s.load()
		}
		return nil
	case Searched:
		return s.ask(msg)
	}
	if done, cmd := s.common(s, msg); done {
		return tea.Batch(cmd, s.more())
	}
	if p, ok := msg.(Pressed); ok {
		return s.act(p.Action)
	}
	return markStale(msg, &s.stale)
}

// deep reports whether the reader is far from the newest end, where a reload
// would pull the rows away.
func (s *Stream) deep() bool { return s.list.Top() > 0 && len(s.items) > 0 }

// load asks for the first page and drops what is under way.
func (s *Stream) load() tea.Cmd {
	s.stale = false
	return s.fetch(store.Cursor{}, true)
}

// more asks for the next page when the cursor comes near the end.
func (s *Stream) more() tea.Cmd {
	if s.loading || s.next == (store.Cursor{}) || s.list.Cursor() < s.list.Len()-nearEnd {
		return nil
	}
	return s.fetch(s.next, false)
}

func (s *Stream) fetch(before store.Cursor, first bool) tea.Cmd {
	if s.stop != nil {
		s.stop()
	}
	s.gen++
	s.loading = true
	app, gen := s.desk.App, s.gen
	ctx, stop := context.WithCancel(app.Context())
	s.stop = stop
	q := review.StreamQuery{Query: s.asked(), Before: before}
	return func() tea.Msg {
		defer stop()
		page, next, err := app.Review.Stream(ctx, q)
		return streamLoaded{gen, first, page, next, err}
	}
}

// asked is the query with the filter's part.
func (s *Stream) asked() string {
	q := streamFilters()[s.filter][1]
	if s.query != "" && q != "" {
		return s.query + " " + q
	}
	return s.query + q
}

func (s *Stream) take(m streamLoaded) tea.Cmd {
	if m.gen != s.gen {
		return nil
	}
	s.loading, s.here = false, true
	if m.err != nil {
		s.bad = m.err.Error()
		if m.first {
			s.items, s.next = nil, store.Cursor{}
			s.relist()
		}
		return complain(s.bad)
	}
	s.bad, s.next = "", m.next
	if m.first {
		s.items = m.page
	} else {
		s.items = append(s.items[:len(s.items):len(s.items)], m.page...)
	}
	s.relist()
	if len(m.page) == 0 {
		return s.more() // nothing in what was looked through; there is more
	}
	return nil
}

func (s *Stream) relist() {
	names := make([]string, len(s.items))
	for i := range s.items {
		names[i] = fmt.Sprint(s.items[i].Post.ID)
	}
	s.list.Set(names)
	s.drawn.rows = nil
}

// ask makes what was typed the query, once it is done.
func (s *Stream) ask(m Searched) tea.Cmd {
	if !m.Done || m.Text == s.query {
		return nil
	}
	s.query = m.Text
	s.list.To(0)
	return s.load()
}

func (s *Stream) decided(m Decided) tea.Cmd {
	for _, sub := range m.Subjects {
		delete(s.pending, subjectKey(sub))
	}
	s.touch()
	s.stale = s.stale || m.Err == nil
	return nil
}

func (s *Stream) current() *review.Entry {
	if i := s.list.Cursor(); i >= 0 && i < len(s.items) {
		return &s.items[i]
	}
	return nil
}

func (s *Stream) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Filter:
		s.filter = (s.filter + 1) % len(streamFilters())
		s.list.To(0)
		return tea.Batch(s.load(), notice("stream: "+streamFilters()[s.filter][0]))
	case keys.Why:
		s.full = !s.full
		s.drawn.rows = nil
		return nil
	}
	e := s.current()
	if e == nil {
		return complain("no post is under the cursor")
	}
	switch a {
	case keys.Open:
		return s.desk.open(address(e))
	case keys.Yank:
		return s.desk.yank(address(e), "the address")
	case keys.Compose:
		return letter(e.Post.Author)
	case keys.Reshare:
		if s.list.Marks() == 0 {
			return s.desk.reshareEntry(e)
		}
		return s.decide(a)
	case keys.Save, keys.Dismiss:
		return s.decide(a)
	}
	return nil
}

// address is what opens for a post: its link, else its own page.
func address(e *review.Entry) string {
	if len(e.Post.Links) > 0 && !e.Post.Message {
		return e.Post.Links[0].Open
	}
	return e.Post.URL
}

// decide is about a post's first link, or about the message itself.
func (s *Stream) decide(a keys.Action) tea.Cmd {
	want := map[string]bool{}
	for _, k := range s.list.Chosen() {
		want[k] = true
	}
	var ds []store.Decision
	for i := range s.items {
		e := &s.items[i]
		if !want[fmt.Sprint(e.Post.ID)] {
			continue
		}
		dec, ok := s.desk.entryDecision(a, e)
		if ok && !s.pending[subjectKey(dec.Subject)] {
			s.pending[subjectKey(dec.Subject)] = true
			ds = append(ds, dec)
		}
	}
	if len(ds) == 0 {
		return complain("there is nothing to decide: it carries no link")
	}
	s.list.Unmark()
	s.touch()
	cmd := s.desk.decide(ds, "")
	if a == keys.Reshare {
		cmd = tea.Batch(cmd, tea.SetClipboard(address(s.current())))
	}
	s.list.Move(1)
	s.scroll = 0
	return cmd
}

func (d *Desk) entryDecision(a keys.Action, e *review.Entry) (store.Decision, bool) {
	dec := store.Decision{Label: e.Post.Headline().String()}
	d.fill(&dec, a)
	if e.Post.Message {
		dec.Subject = review.MessageSubject(e.Post)
		return dec, a == keys.Dismiss
	}
	if len(e.Post.Links) == 0 {
		return dec, false
	}
	dec.Subject = review.LinkSubject(e.Post.Links[0].Key)
	return dec, true
}

// View draws the screen.
func (s *Stream) View(w, h int) string { return s.view(s, w, h) }

func (s *Stream) loaded() (bool, string) { return s.here, s.bad }
func (s *Stream) share() int             { return 56 }
func (s *Stream) empty() (string, string) {
	if s.asked() != "" {
		return "Nothing matches.", "{search} asks again: words, from:ana host:x.example tag:b2b since:24h is:saved is:flip. An empty line shows everything."
	}
	return "Nothing was polled yet.", "{poll} polls every source; {sources} shows them."
}

func (s *Stream) titles() (pane, pane) {
	lp := pane{title: "Stream · " + streamFilters()[s.filter][0]}
	if s.query != "" {
		lp.title += " · " + clean.Cut(clean.Line(s.query).String(), 40)
	}
	switch {
	case s.loading:
		lp.right = "reading …"
	case s.here && s.next == (store.Cursor{}):
		lp.right = plural(len(s.items), "post", "posts")
	case s.here:
		lp.right = plural(len(s.items), "post", "posts") + " and older"
	}
	return lp, pane{title: "Post"}
}

func (s *Stream) words(i int) string {
	p := s.items[i].Post
	return called(p.Author).String() + " " + p.Headline().String() + " " + p.Text().String()
}
