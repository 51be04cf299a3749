package screen

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/review"
	"weaktie/internal/store"
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

func (s *People) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Filter:
		s.filter = (s.filter + 1) % peopleFilters
		s.list.To(0)
		s.scroll = 0
		s.relist()
		return notice("people: " + s.filter.String())
	case keys.Why:
		s.full = !s.full
		s.drawn.rows = nil
		return nil
	}
	p := s.current()
	if p == nil {
		return complain("nobody is under the cursor")
	}
	switch a {
	case keys.Open:
		return s.desk.open(p.Person.URL)
	case keys.Yank:
		return s.desk.yank(shown(p.Person.Handle), "the handle")
	case keys.Compose:
		return letter(p.Person)
	case keys.Tie:
		return s.tie()
	case keys.Credit, keys.Answer:
		return s.settle(a)
	case keys.Join:
		return send(s.join(p))
	case keys.Mute:
		return send(Doubted{
			Question: "Stop hearing " + called(p.Person).String() + "?",
			About:    "Their shares count nothing any more and their messages are not shown. " + s.desk.Keys.Fill("{undo} brings them back."),
			Yes:      "mute", Do: s.desk.decide([]store.Decision{about(p, store.Muted)}, ""),
		})
	}
	return nil
}

// join asks for the other account of a person. The one under the cursor then
// speaks with that one's voice.
func (s *People) join(p *review.Profile) Asked {
	app, d := s.desk.App, about(p, store.Joined)
	return Asked{
		Title:  "The same person",
		About:  called(p.Person).String() + " (" + shown(p.Person.Handle) + ") is the same person as another account: what both share counts as one voice.",
		Fields: []Field{{Label: "same as", Hint: "name@server"}}, Busy: "writing it down …",
		Run: func(ctx context.Context, values []string) (string, error) {
			other := person.NewHandle(values[0], "")
			if other == "" || other == p.Person.Handle || other.Server() == "" {
				return "", fmt.Errorf("%q is no other account; write name@server", clean.Line(values[0]))
			}
			d.Value = string(other)
			if _, err := app.Review.Decide(ctx, d); err != nil {
				return "", err
			}
			return fmt.Sprintf("%s and %s are one voice now", d.Label, shown(other)), nil
		},
	}
}

// about begins a decision about a person.
func about(p *review.Profile, a store.Action) store.Decision {
	return store.Decision{Subject: review.PersonSubject(p.Person.Handle), Action: a, Label: called(p.Person).String()}
}

// tie marks the kind of the tie; what one key cycles must show at once, or the
// second press would not know of the first.
func (s *People) tie() tea.Cmd {
	var ds []store.Decision
	to := nextKind(s.current().Tie.Kind)
	for _, p := range s.chosen() {
		p.Tie.Kind, p.Tie.Settled = to, to != person.KindUnknown
		d := about(p, store.Marked)
		d.Value = string(to)
		ds = append(ds, d)
	}
	s.touch()
	return s.desk.decide(ds, "")
}

func nextKind(k person.Kind) person.Kind {
	switch k {
	case person.KindSocial:
		return person.KindMarket
	case person.KindMarket:
		return person.KindUnknown
	}
	return person.KindSocial
}

// settle records that someone was credited or answered.
func (s *People) settle(a keys.Action) tea.Cmd {
	did := store.Credited
	if a == keys.Answer {
		did = store.Answered
	}
	var ds []store.Decision
	for _, p := range s.chosen() {
		ds = append(ds, about(p, did))
	}
	s.list.Unmark()
	s.touch()
	return s.desk.decide(ds, "")
}

func (s *People) chosen() []*review.Profile {
	want := map[string]bool{}
	for _, k := range s.list.Chosen() {
		want[k] = true
	}
	var out []*review.Profile
	for _, p := range s.items {
		if want[string(p.Person.Handle)] {
			out = append(out, p)
		}
	}
	return out
}
