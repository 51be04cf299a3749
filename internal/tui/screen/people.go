package screen

import (
	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/review"
	"weaktie/internal/tui/keys"
)

// peopleFilter is which people the list shows.
type peopleFilter int

const (
	everyone peopleFilter = iota
	toThank
	toWarm
	earlyVoices
	bridges
	newVoices
	peopleFilters
)

func (f peopleFilter) String() string {
	return [...]string{"everyone", "to thank or answer", "worth warming", "early voices", "bridges", "new voices"}[f%peopleFilters]
}

// People is who is heard, and how the curator stands to them.
type People struct {
	board
	all    []review.Profile
	items  []*review.Profile // into all, as the filter has them
	owed   []rank.Account
	circle map[string]int // community -> how many of all are in it
	names  map[person.Handle]clean.Text
	heard  int
	filter peopleFilter
	full   bool
	gen    int
	here   bool
	bad    string
	stale  bool
	latest latest
	resting
}

// NewPeople is an empty list of people.
func NewPeople(d *Desk) *People {
	return &People{board: board{desk: d}, stale: true}
}

type peopleLoaded struct {
	gen    int
	people review.People
	err    error
}

// latest is what the person under the cursor said last.
type latest struct {
	of    string // a list key; "" is nobody
	posts []review.Entry
}

type latestFound struct{ latest latest }

const latestPosts = 3

// Place names the screen.
func (s *People) Place() keys.Where { return keys.AtPeople }

// Count is whom to thank or answer.
func (s *People) Count() (int, bool) { return len(s.owed), false }

// Update takes a message in.
func (s *People) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case peopleLoaded:
		s.take(msg)
		return s.rest()
	case rested:
		if msg.key == s.restingOn {
			return s.recall(msg.key)
		}
		return nil
	case latestFound:
		s.latest = msg.latest
		s.drawn.rows = nil
		return nil
	case Decided:
		return s.decided(msg)
	case Changed:
		s.stale = true
		return nil
	case Settled, Shown:
		if s.stale {
			return s.load()
		}
		return s.rest()
	}
	if done, cmd := s.common(s, msg); done {
		return tea.Batch(cmd, s.rest())
	}
	if p, ok := msg.(Pressed); ok {
		return tea.Batch(s.act(p.Action), s.rest())
	}
	return markStale(msg, &s.stale)
}

func (s *People) load() tea.Cmd {
	s.gen++
	s.stale = false
	app, gen := s.desk.App, s.gen
	return func() tea.Msg {
		people, err := app.Review.People(app.Context(), review.PeopleQuery{})
		return peopleLoaded{gen, people, err}
	}
}

func (s *People) take(m peopleLoaded) {
	if m.gen != s.gen {
		return
	}
	s.here = true
	if m.err != nil {
		s.bad = m.err.Error()
		return
	}
	s.bad, s.all, s.owed, s.heard = "", m.people.Rows, m.people.Owed, m.people.Heard
	s.circle, s.names = map[string]int{}, map[person.Handle]clean.Text{}
	for i := range s.all {
		s.circle[s.all[i].Community]++
		s.names[s.all[i].Person.Handle] = called(s.all[i].Person)
	}
	s.latest, s.restingOn = latest{}, ""
	s.relist()
}

// relist picks the rows that the filter shows. Whom to thank comes in the
// ledger's order, the others most useful first.
func (s *People) relist() {
	s.items = s.items[:0:0]
	if s.filter == toThank {
		by := map[person.Handle]*review.Profile{}
		for i := range s.all {
			by[s.all[i].Person.Handle] = &s.all[i]
		}
		for _, a := range s.owed {
			if p := by[a.Person]; p != nil {
				s.items = append(s.items, p)
			}
		}
	} else {
		for i := range s.all {
			if s.filter.shows(&s.all[i]) {
				s.items = append(s.items, &s.all[i])
			}
		}
	}
	names := make([]string, len(s.items))
	for i, p := range s.items {
		names[i] = string(p.Person.Handle)
	}
	s.list.Set(names)
	s.resize(s, s.w, s.h) // whom to thank takes a row or two
}

func (f peopleFilter) shows(p *review.Profile) bool {
	switch f {
	case toWarm:
		return !p.Warm.Empty()
	case earlyVoices:
		return p.Early != nil
	case bridges:
		return p.Bridge != nil
	case newVoices:
		return p.New
	}
	return true
}

// rest asks for the latest posts of whom the cursor rests on.
func (s *People) rest() tea.Cmd { return s.restOn(s.desk, s.list.Key()) }

func (s *People) recall(key string) tea.Cmd {
	app := s.desk.App
	return func() tea.Msg {
		// What cannot be read is not shown: the page stands without it.
		posts, _, _ := app.Review.Stream(app.Context(), review.StreamQuery{Query: "from:" + key, Limit: latestPosts})
		return latestFound{latest{key, posts}}
	}
}

// decided has the people loaded again: a decision about a link moves trust, and
// one about a person the tie. What failed is put back by that too.
func (s *People) decided(m Decided) tea.Cmd {
	s.stale = true
	if m.Err != nil {
		return s.load()
	}
	return nil
}

func (s *People) current() *review.Profile {
	if i := s.list.Cursor(); i >= 0 && i < len(s.items) {
		return s.items[i]
	}
	return nil
}
