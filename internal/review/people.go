package review

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/store"
)

// Profile is a person as the curator stands to them.
type Profile struct {
	Person    person.Person
	Tie       person.Tie
	TieWhy    clean.Text // what the tie rests on
	Community string     // named after its most central member
	Use       rank.Use
	Trust     rank.Trusted
	Early     *rank.EarlyVoice // nil is never
	Bridge    *rank.Bridge     // nil is of one community
	Warm      clean.Text       // why the tie is worth warming; may be empty
	Account   rank.Account     // the reciprocity ledger
	Messages  int              // they wrote to me
	Last      time.Time        // last exchange: a message, or something of theirs I kept
	New       bool             // nobody has decided on anything of theirs yet
	Status    Status
}

// PeopleQuery asks for people.
type PeopleQuery struct {
	Text  []string
	Limit int // 0 is 500
}

// People is everybody heard in the last 90 days.
type People struct {
	Rows  []Profile      // by usefulness, then by what is owed, then by shares
	Owed  []rank.Account // whom to thank or answer today, most pressing first
	Heard int            // before Limit
}

const (
	peopleSpan    = 90 * 24 * time.Hour
	defaultPeople = 500
)

// People says who is heard, how useful each is, who is early, who bridges
// communities, which weak ties are worth warming, and whom to thank.
func (r *Review) People(ctx context.Context, q PeopleQuery) (People, error) {
	c, err := r.circle(ctx)
	if err != nil {
		return People{}, err
	}
	var out People
	rows := c.profiles()
	out.Heard = len(rows)
	for _, a := range c.accounts {
		if a.Owed > 0 && !c.known.mutedPeople[string(a.Person)] {
			out.Owed = append(out.Owed, a)
		}
	}
	for _, p := range rows {
		if !personMatches(p, q.Text) {
			continue
		}
		if out.Rows = append(out.Rows, p); len(out.Rows) == cmp.Or(q.Limit, defaultPeople) {
			break
		}
	}
	return out, nil
}

// Profile is one person.
func (r *Review) Profile(ctx context.Context, h person.Handle) (Profile, error) {
	c, err := r.circle(ctx)
	if err != nil {
		return Profile{}, err
	}
	for _, p := range c.profiles() {
		if p.Person.Handle == h {
			return p, nil
		}
	}
	return Profile{}, fmt.Errorf("%s was not heard in the last %d days", clean.Line(string(h)), int(peopleSpan.Hours()/24))
}

func personMatches(p Profile, words []string) bool {
	hay := clean.Fold(string(p.Person.Handle) + " " + p.Person.Name.String() + " " + p.Community)
	for _, w := range words {
		if !strings.Contains(hay, clean.Fold(w)) {
			return false
		}
	}
	return true
}

// circle is the working set of the questions about people.
type circle struct {
	now      time.Time
	known    *known
	people   map[person.Handle]person.Person
	use      map[person.Handle]rank.Use
	early    map[person.Handle]rank.EarlyVoice
	bridges  map[person.Handle]rank.Bridge
	groups   *rank.Groups
	accounts []rank.Account
	letters  map[person.Handle]int // messages to me
	personal map[person.Handle]int // of these, written by a person
	last     map[person.Handle]time.Time
}

func (r *Review) circle(ctx context.Context) (*circle, error) {
	now := r.Now()
	k, err := r.known(time.Time{})
	if err != nil {
		return nil, err
	}
	stored, err := r.Store.Shares(ctx, now.Add(-peopleSpan), now.Add(time.Nanosecond))
	if err != nil {
		return nil, fmt.Errorf("read shares: %w", err)
	}
	letters, err := r.Store.Posts(ctx, store.Query{Messages: true, Since: now.Add(-peopleSpan)})
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	c := &circle{now: now, known: k, letters: map[person.Handle]int{}, personal: map[person.Handle]int{}, last: map[person.Handle]time.Time{}}
	var shares []rank.Share
	handles := authorsOf(letters)
	seen := map[person.Handle]bool{}
	for _, h := range handles {
		seen[h] = true
	}
	for _, s := range stored {
		if s.Message {
			continue
		}
		shares = append(shares, rank.Share{Link: s.Link, Person: s.Person, Time: s.Time, Post: uint64(s.Post), BoostOf: s.BoostOf})
		if !seen[s.Person] {
			seen[s.Person] = true
			handles = append(handles, s.Person)
		}
	}
	if c.people, err = r.Store.People(handles); err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	c.groups = rank.FindGroups(now, nil, shares)
	c.use, c.early, c.bridges = map[person.Handle]rank.Use{}, map[person.Handle]rank.EarlyVoice{}, map[person.Handle]rank.Bridge{}
	for _, u := range rank.Useful(shares, k.deeds()) {
		c.use[u.Person] = u
	}
	for _, e := range rank.Early(shares, c.groups) {
		c.early[e.Person] = e
	}
	for _, b := range rank.Bridges(shares, c.groups) {
		c.bridges[b.Person] = b
	}
	return c, c.settle(r, letters, shares)
}

// settle works out what passed between the curator and everybody.
func (c *circle) settle(r *Review, letters []store.Item, shares []rank.Share) error {
	var ex []rank.Exchange
	mine := map[person.Handle]bool{}
	for _, m := range r.Me {
		mine[person.Handle(strings.ToLower(strings.TrimPrefix(m, "@")))] = true
	}
	for _, it := range letters {
		h := it.Post.Author.Handle
		if h == "" || mine[h] {
			continue
		}
		c.letters[h]++
		if personal(it) {
			c.personal[h]++
			ex = append(ex, rank.Exchange{Person: h, What: rank.TheyWrote, Time: it.Post.Time, About: it.Post.Headline().String()})
		}
	}
	for _, s := range shares {
		if !mine[s.Person] && s.BoostOf == "" && mine[person.Handle(link.Site(s.Link))] {
			ex = append(ex, rank.Exchange{Person: s.Person, What: rank.TheyTookMine, Time: s.Time, About: s.Link})
		}
	}
	first := c.surfacers(shares)
	for key, ds := range c.known.links {
		for _, d := range ds {
			if d.Action != store.Reshared {
				continue
			}
			if h, ok := first[key]; ok {
				ex = append(ex, rank.Exchange{Person: h, What: rank.ITookTheirs, Time: d.Time, About: clean.Line(d.Label).String()})
			}
		}
	}
	for h, ds := range c.known.people {
		for _, d := range ds {
			switch d.Action {
			case store.Credited:
				ex = append(ex, rank.Exchange{Person: person.Handle(h), What: rank.ICredited, Time: d.Time})
			case store.Answered:
				ex = append(ex, rank.Exchange{Person: person.Handle(h), What: rank.IAnswered, Time: d.Time})
			}
		}
	}
	answered, err := c.answers(r, letters)
	if err != nil {
		return err
	}
	c.accounts = rank.Ledger(append(ex, answered...), c.now)
	for _, a := range c.accounts {
		c.last[a.Person] = a.Last
	}
	return nil
}

// answers are the messages that the curator settled: marked as answered, or
// dismissed, which says that none is due.
func (c *circle) answers(r *Review, letters []store.Item) ([]rank.Exchange, error) {
	standing, err := r.Store.Standing(store.AboutPost)
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	var out []rank.Exchange
	for _, it := range letters {
		for _, d := range standing[MessageSubject(it.Post).Key] {
			if d.Action == store.Answered || d.Action == store.Dismissed {
				out = append(out, rank.Exchange{Person: it.Post.Author.Handle, What: rank.IAnswered, Time: d.Time, About: it.Post.Headline().String()})
			}
		}
	}
	return out, nil
}

// surfacers are who surfaced each link: whoever shared it first, but for those
// who publish it themselves.
func (c *circle) surfacers(shares []rank.Share) map[string]person.Handle {
	firsts := map[string]rank.Share{}
	for _, s := range shares {
		if slices.Contains(c.people[s.Person].Sites, link.Site(s.Link)) {
			continue
		}
		if f, ok := firsts[s.Link]; !ok || s.Time.Before(f.Time) {
			firsts[s.Link] = s
		}
	}
	out := make(map[string]person.Handle, len(firsts))
	for key, s := range firsts {
		out[key] = s.Person
	}
	return out
}

// profiles dresses everybody, most useful first.
func (c *circle) profiles() []Profile {
	accounts := map[person.Handle]rank.Account{}
	for _, a := range c.accounts {
		accounts[a.Person] = a
	}
	var known []rank.Known
	rows := make([]Profile, 0, len(c.people))
	for h, p := range c.people {
		row := Profile{
			Person: p, Tie: c.known.tieWith(p, c.personal[h]), Community: c.groups.Of(h), Use: c.use[h],
			Trust: c.known.trust(h, c.now), Account: accounts[h], Messages: c.letters[h], Last: c.last[h],
			Status: statusOf(c.known.people[string(h)], time.Time{}),
		}
		row.TieWhy = c.known.tieWhy(row)
		row.New = len(row.Trust.Lines) == 0 && !row.Tie.Settled && row.Messages == 0
		k := rank.Known{Person: h, Tie: row.Tie, Bot: p.Bot == person.Yes, Use: row.Use, LastExchange: row.Last}
		if e, ok := c.early[h]; ok {
			row.Early, k.Early = &e, e.Times
		}
		if b, ok := c.bridges[h]; ok {
			row.Bridge, k.Bridges = &b, b.Participation
		}
		known = append(known, k)
		rows = append(rows, row)
	}
	warm := map[person.Handle]string{}
	for _, w := range rank.Warm(known, c.now) {
		warm[w.Person] = w.Reason
	}
	for i := range rows {
		rows[i].Warm = clean.Line(warm[rows[i].Person.Handle])
	}
	slices.SortFunc(rows, func(a, b Profile) int {
		return cmp.Or(
			cmp.Compare(b.Use.Kept, a.Use.Kept), cmp.Compare(b.Account.Owed, a.Account.Owed),
			cmp.Compare(b.Use.Rate, a.Use.Rate), cmp.Compare(b.Messages, a.Messages),
			cmp.Compare(b.Use.Shared, a.Use.Shared), cmp.Compare(a.Person.Handle, b.Person.Handle),
		)
	})
	return rows
}
