package screen

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/review"
	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
)

// linkFilter is what the ranking shows.
type linkFilter int

const (
	undecided linkFilter = iota
	withDecided
	pitchesOnly
	savedOnly
	linkFilters
)

func (f linkFilter) String() string {
	return [...]string{"undecided", "all", "pitches", "saved"}[f%linkFilters]
}

// shows reports whether the filter lets a link through that review gave.
func (f linkFilter) shows(it *review.Link) bool {
	switch f {
	case pitchesOnly:
		return it.Pitch
	case savedOnly:
		return it.Status.Saved || it.Status.Reshared
	}
	return true
}

// Links is the ranking.
type Links struct {
	board
	items   []review.Link
	hidden  int
	waiting int // undecided
	filter  linkFilter
	full    bool // the whole receipt
	gen     int
	here    bool // an answer came
	bad     string
	stale   bool
	pending map[string]bool // subjects being decided
}

// NewLinks is an empty ranking.
func NewLinks(d *Desk) *Links {
	return &Links{board: board{desk: d}, stale: true, pending: map[string]bool{}}
}

type linksLoaded struct {
	gen   int
	links review.Links
	err   error
}

// Place names the screen.
func (s *Links) Place() keys.Where { return keys.AtLinks }

// Count is the undecided links, whatever the filter shows.
func (s *Links) Count() (int, bool) { return s.waiting, false }

// Update takes a message in.
func (s *Links) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case linksLoaded:
		s.take(msg)
		return nil
	case Decided:
		return s.decided(msg)
	case Changed:
		s.stale = true
		return nil
	case Settled, Shown:
		return s.refresh()
	}
	if done, cmd := s.common(s, msg); done {
		return cmd
	}
	if p, ok := msg.(Pressed); ok {
		return s.act(p.Action)
	}
	return markStale(msg, &s.stale)
}

func (s *Links) refresh() tea.Cmd {
	if !s.stale {
		return nil
	}
	return s.load()
}

func (s *Links) load() tea.Cmd {
	s.gen++
	s.stale = false
	app, gen := s.desk.App, s.gen
	q := review.LinkQuery{Decided: s.filter != undecided}
	return func() tea.Msg {
		links, err := app.Review.Links(app.Context(), q)
		return linksLoaded{gen, links, err}
	}
}

func (s *Links) take(m linksLoaded) {
	if m.gen != s.gen {
		return
	}
	s.here = true
	if m.err != nil {
		s.bad = m.err.Error()
		return
	}
	s.bad = ""
	s.items, s.hidden = m.links.Items, m.links.Hidden
	kept := s.items[:0:0]
	for i := range s.items {
		if s.filter.shows(&s.items[i]) {
			kept = append(kept, s.items[i])
		}
	}
	s.items = kept
	s.relist()
}

func (s *Links) relist() {
	if s.filter == undecided {
		s.waiting = len(s.items)
	}
	names := make([]string, len(s.items))
	for i := range s.items {
		names[i] = s.items[i].Link
	}
	s.list.Set(names)
	s.drawn.rows = nil
}

// decided puts a row back when its decision failed, and takes it out when it
// holds and decided links are not shown.
func (s *Links) decided(m Decided) tea.Cmd {
	out := map[string]bool{}
	for _, sub := range m.Subjects {
		if sub.About == store.AboutLink {
			delete(s.pending, sub.Key)
			out[sub.Key] = m.Err == nil
		}
	}
	s.touch()
	if m.Err != nil {
		return nil
	}
	s.stale = true
	if s.filter != undecided {
		return nil
	}
	kept := s.items[:0:0]
	for _, it := range s.items {
		if !out[it.Link] {
			kept = append(kept, it)
		}
	}
	if len(kept) != len(s.items) {
		s.gen++ // what is under way still holds the row
		s.hidden += len(s.items) - len(kept)
		s.items = kept
		s.relist()
	}
	return nil
}

func (s *Links) current() *review.Link {
	if i := s.list.Cursor(); i >= 0 && i < len(s.items) {
		return &s.items[i]
	}
	return nil
}

func (s *Links) chosen() []*review.Link {
	var out []*review.Link
	want := map[string]bool{}
	for _, k := range s.list.Chosen() {
		want[k] = true
	}
	for i := range s.items {
		if it := &s.items[i]; want[it.Link] && !s.pending[it.Link] {
			out = append(out, it)
		}
	}
	return out
}

func (s *Links) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Filter:
		s.filter = (s.filter + 1) % linkFilters
		return tea.Batch(s.load(), notice("links: "+s.filter.String()))
	case keys.Why:
		s.full = !s.full
		s.drawn.rows = nil
		return nil
	case keys.Digest:
		return s.desk.copyDigest()
	case keys.Compose:
		return blank()
	}
	it := s.current()
	if it == nil {
		return complain("no link is under the cursor")
	}
	switch a {
	case keys.Open:
		return s.desk.open(it.Open)
	case keys.Yank:
		return s.desk.yank(it.Open, "the address")
	case keys.Reshare:
		if s.list.Marks() == 0 {
			return s.desk.reshare(it)
		}
		return s.decide(a)
	case keys.Save, keys.Dismiss, keys.Snooze:
		return s.decide(a)
	}
	return nil
}

// decide sends one decision for every chosen row.
func (s *Links) decide(a keys.Action) tea.Cmd {
	links := s.chosen()
	if len(links) == 0 {
		return complain("being decided already")
	}
	var ds []store.Decision
	for _, it := range links {
		ds = append(ds, s.desk.linkDecision(a, it))
		s.pending[it.Link] = true
	}
	s.list.Unmark()
	s.touch()
	var copies tea.Cmd
	also := ""
	if a == keys.Reshare {
		copies, also = tea.SetClipboard(credits(links)), withCredit
	}
	if len(links) == 1 && s.list.Key() == links[0].Link && s.list.Cursor() < s.list.Len()-1 {
		s.list.Move(1)
		s.scroll = 0
	}
	return tea.Batch(s.desk.decide(ds, also), copies)
}

// View draws the screen.
func (s *Links) View(w, h int) string { return s.view(s, w, h) }

func (s *Links) titles() (pane, pane) {
	lp := pane{title: "Links"}
	if s.filter != undecided {
		lp.title += " · " + s.filter.String()
	}
	if s.here && s.hidden > 0 {
		lp.right = fmt.Sprintf("%s, %s hidden", plural(len(s.items), "link", "links"), grouped(s.hidden))
	} else if s.here {
		lp.right = plural(len(s.items), "link", "links")
	}
	return lp, pane{title: "Why and who"}
}

func (s *Links) loaded() (bool, string) { return s.here, s.bad }
func (s *Links) share() int             { return 56 }
func (s *Links) empty() (string, string) {
	switch s.filter {
	case pitchesOnly:
		return "Nothing but pitches? No link in this window is.", "A link that everyone who shares it sells comes here, marked ◇. {filter} shows the others."
	case savedOnly:
		return "Nothing saved in this window.", "{save} saves a link for the digest; {filter} shows the others."
	case withDecided:
		return "No links in this window.", "{poll} polls every source; {sources} shows how they fare."
	}
	return "No undecided links.", "{filter} also shows what was decided; {poll} polls every source."
}

func (s *Links) words(i int) string {
	it := s.items[i]
	words := it.Title.String() + " " + it.Host
	for _, sh := range it.Sharers {
		words += " " + string(sh.Person.Handle)
	}
	return words
}
