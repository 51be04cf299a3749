package screen

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/poll"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/tui/keys"
)

// Sources is what is polled, and how it fares.
type Sources struct {
	board
	all     []review.Source
	items   []review.Source // what the filter lets through
	failing bool            // only what does not fare well
	asking  map[string]bool // being polled by a retry
	gen     int
	here    bool
	bad     string
	stale   bool
}

// NewSources is an empty list.
func NewSources(d *Desk) *Sources {
	return &Sources{board: board{desk: d}, stale: true, asking: map[string]bool{}}
}

type sourcesLoaded struct {
	gen  int
	list []review.Source
	err  error
}

type retried struct {
	urls []string
	err  error
}

// Place names the screen.
func (s *Sources) Place() keys.Where { return keys.AtSources }

// Count is the sources that need a look.
func (s *Sources) Count() (int, bool) {
	n := 0
	for i := range s.all {
		if ailing(&s.all[i]) {
			n++
		}
	}
	return n, n > 0
}

func ailing(it *review.Source) bool {
	h := it.State.Health
	return h != "" && h != source.OK
}

// Update takes a message in.
func (s *Sources) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sourcesLoaded:
		return s.take(msg)
	case retried:
		for _, u := range msg.urls {
			delete(s.asking, u)
		}
		s.stale = true
		s.touch()
		if msg.err != nil {
			return complain(msg.err.Error())
		}
		return s.load()
	case Changed:
		s.stale = true
		return nil
	case poll.Event:
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
	return nil
}

func (s *Sources) load() tea.Cmd {
	s.gen++
	s.stale = false
	app, gen := s.desk.App, s.gen
	return func() tea.Msg {
		list, err := app.Review.SourceList(app.Context())
		return sourcesLoaded{gen, list, err}
	}
}

func (s *Sources) take(m sourcesLoaded) tea.Cmd {
	if m.gen != s.gen {
		return nil
	}
	s.here = true
	if m.err != nil {
		s.bad = m.err.Error()
		return complain(s.bad)
	}
	s.bad, s.all = "", m.list
	s.relist()
	return send(s.known())
}

func (s *Sources) relist() {
	s.items = s.items[:0:0]
	var names []string
	for _, it := range s.all {
		if s.failing && !ailing(&it) {
			continue
		}
		s.items = append(s.items, it)
		names = append(names, it.Ref.URL)
	}
	s.list.Set(names)
	s.drawn.rows = nil
}

// known sums the sources up for the status bar.
func (s *Sources) known() Known {
	k := Known{Sources: len(s.all)}
	for i := range s.all {
		st := &s.all[i].State
		if ailing(&s.all[i]) {
			k.Failing++
		}
		if st.LastPoll.After(k.Last) {
			k.Last = st.LastPoll
		}
		if !st.Next.IsZero() && (k.Next.IsZero() || st.Next.Before(k.Next)) {
			k.Next = st.Next
		}
	}
	return k
}

func (s *Sources) current() *review.Source {
	if i := s.list.Cursor(); i >= 0 && i < len(s.items) {
		return &s.items[i]
	}
	return nil
}

func (s *Sources) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Add:
		return send(Follow(s.desk, ""))
	case keys.Import:
		return s.imports()
	case keys.Filter:
		s.failing = !s.failing
		s.relist()
		return nil
	}
	it := s.current()
	if it == nil {
		return complain(s.desk.Keys.Fill("no source is under the cursor: {add} adds one"))
	}
	switch a {
	case keys.Edit:
		return s.edit(it)
	case keys.Remove:
		return s.remove(s.list.Chosen())
	case keys.Retry:
		return s.retry(s.list.Chosen())
	case keys.Open:
		if it.State.Home != "" {
			return s.desk.open(it.State.Home)
		}
		return s.desk.open(it.Ref.URL)
	case keys.Yank:
		return s.desk.yank(it.Ref.URL, "the source's address")
	}
	return nil
}

// name is what a source is called.
func name(it *review.Source) string {
	if !it.Title.Empty() {
		return it.Title.String()
	}
	return clean.Address(it.Ref.URL).String()
}

// View draws the screen.
func (s *Sources) View(w, h int) string { return s.view(s, w, h) }

func (s *Sources) loaded() (bool, string) { return s.here, s.bad }
func (s *Sources) share() int             { return 58 }
func (s *Sources) empty() (string, string) {
	if s.failing {
		return "All sources are well.", "{filter} shows them all."
	}
	return "Nothing is followed yet.", "{add} follows a feed, a page, a tag or a profile; {import} imports a list."
}

func (s *Sources) titles() (pane, pane) {
	lp := pane{title: "Sources"}
	if s.failing {
		lp.title += " · needing a look"
	}
	if s.here {
		lp.right = plural(len(s.items), "source", "sources")
	}
	return lp, pane{title: "Health"}
}

func (s *Sources) words(i int) string {
	it := &s.items[i]
	return name(it) + " " + it.Ref.URL + " " + strings.Join(it.Ref.Tags, " ")
}

// overdue is when a source without news for so long is worth a word.
const overdue = 60 * 24 * time.Hour
