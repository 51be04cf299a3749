package review

import (
	"context"
	"fmt"
	"sort"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/rank"
	"weaktie/internal/store"
)

// board is one ranking's working set.
type board struct {
	r      *Review
	at     time.Time
	known  *known
	input  rank.Input
	byLink map[string][]store.Share // by the key that stands for the article
	kept   map[string]store.Link
	same   map[string][]string // by that key: the keys folded into it
	people map[person.Handle]person.Person
	ties   map[person.Handle]person.Tie
}

func (r *Review) board(ctx context.Context, at time.Time, since time.Duration, k *known) (*board, error) {
	shares, err := r.Store.Shares(ctx, at.Add(-since), at.Add(time.Nanosecond))
	if err != nil {
		return nil, fmt.Errorf("read shares: %w", err)
	}
	older, err := r.Store.Shares(ctx, at.Add(-since-history), at.Add(-since))
	if err != nil {
		return nil, fmt.Errorf("read earlier shares: %w", err)
	}
	return r.boardOf(ctx, shares, older, at, k)
}

// boardOf gathers what rank needs to know of the shares.
func (r *Review) boardOf(ctx context.Context, shares, older []store.Share, at time.Time, k *known) (*board, error) {
	b := &board{
		r: r, at: at, known: k,
		byLink: map[string][]store.Share{},
	}
	seen := map[person.Handle]bool{}
	var handles []person.Handle
	for _, s := range shares {
		if !seen[s.Person] {
			seen[s.Person] = true
			handles = append(handles, s.Person)
		}
	}
	var err error
	if b.people, err = r.Store.People(handles); err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	b.ties = k.ties(b.people)
	stands, err := b.foldVariants(shares)
	if err != nil {
		return nil, err
	}
	for _, s := range shares {
		if s.Message || k.mutedPeople[string(s.Person)] {
			continue // a message is no recommendation; a muted voice is not heard
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if key, ok := stands[s.Link]; ok {
			s.Link = key
		}
		b.byLink[s.Link] = append(b.byLink[s.Link], s)
		b.input.Shares = append(b.input.Shares, b.share(s))
	}
	for _, s := range older {
		if !s.Message {
			b.input.History = append(b.input.History, rank.Share{Link: s.Link, Person: s.Person, Time: s.Time, Post: uint64(s.Post), BoostOf: s.BoostOf})
		}
	}
	b.input.Voices = b.voices()
	b.input.Articles = b.articles()
	b.input.Now = at
	if b.input.HalfLife = r.HalfLife; r.HalfLife < 0 {
		b.input.HalfLife = rank.HalfLife(b.input.History)
	}
	b.input.Affinity = b.affinity()
	return b, nil
}

// share is a stored share with the sharer's words.
func (b *board) share(s store.Share) rank.Share {
	said := b.r.saidIn(s.Post)
	out := rank.Share{
		Link: s.Link, Person: s.Person, Time: s.Time, Post: uint64(s.Post), Identity: said.guid, BoostOf: s.BoostOf, Undated: said.undated,
		Pitch: s.Pitch, Category: string(s.Category), Source: s.Source, Text: said.words,
	}
	site := link.Site(s.Open)
	for _, own := range b.people[s.Person].Sites {
		out.OwnSite = out.OwnSite || own == site
	}
	return out
}

// said is what a ranking needs of a post.
type said struct {
	words     string
	guid, url string
	undated   bool // its time is when it was first seen
	verdict   flip.Verdict
}

// saidIn reads and renders a post once; the zero said when it cannot be read.
func (r *Review) saidIn(id post.ID) said {
	if s, ok := r.read.Load(id); ok {
		return s.(said)
	}
	it, ok, err := r.Store.Post(id)
	if err != nil || !ok {
		return said{}
	}
	s := said{words: it.Post.Text().String(), guid: it.Post.GUID, url: it.Post.URL, undated: it.Post.Stated == "", verdict: it.Verdict}
	r.read.Store(id, s)
	return s
}

// link dresses a ranked link for people.
func (b *board) link(rk rank.Ranked, window time.Duration) Link {
	kept, shares := b.kept[rk.Link], b.byLink[rk.Link]
	l := Link{Ranked: rk, Open: kept.Open, Host: link.Host(rk.Link), Pitch: true, Variants: b.variants(rk.Link)}
	l.Status = b.status(rk.Link)
	if l.Open == "" && len(shares) > 0 {
		l.Open = shares[0].Open
	}
	l.Spark = spark(shares, b.at, window)
	parts := partsOf(rk)
	for i := len(shares) - 1; i >= 0; i-- {
		sh := b.sharer(shares[i], parts[uint64(shares[i].Post)])
		l.Pitch = l.Pitch && shares[i].Pitch >= sells
		l.Sharers = append(l.Sharers, sh)
	}
	sort.SliceStable(l.Sharers, func(i, j int) bool { return l.Sharers[i].Time.After(l.Sharers[j].Time) })
	l.Title = titleOf(kept, l.Open)
	l.Again = b.again(l)
	return l
}

func (b *board) sharer(s store.Share, p sharePart) Sharer {
	said := b.r.saidIn(s.Post)
	out := Sharer{
		Person: b.people[s.Person], Tie: b.ties[s.Person], Time: s.Time, Post: s.Post, Boost: s.BoostOf != "",
		Community: p.community, Counts: p.part.Counts, Folded: p.part.Folded,
		Words: clean.Line(said.words), PostURL: said.url, Verdict: said.verdict,
	}
	if out.Person.Handle == "" {
		out.Person.Handle = s.Person
	}
	return out
}

type sharePart struct {
	part      rank.Part
	community string
}

func partsOf(rk rank.Ranked) map[uint64]sharePart {
	out := map[uint64]sharePart{}
	for _, c := range rk.Why.Communities {
		for _, p := range c.Parts {
			out[p.Post] = sharePart{p, c.Name}
		}
	}
	return out
}

// again says why a decided link is back: a community took it up that had not
// spoken before the decision.
func (b *board) again(l Link) clean.Text {
	if l.Status.At.IsZero() || l.Status.Muted || l.Status.Snoozed.After(b.at) {
		return clean.Text{}
	}
	if fresh := l.Since(l.Status.At); len(fresh) > 0 {
		who := fresh[0].Parts[0].Person
		for _, s := range l.Sharers {
			if s.Person.Handle == who {
				return clean.Line(fmt.Sprintf("back: %s shared it, a new independent voice", nameOf(s.Person)))
			}
		}
	}
	if !l.Status.Snoozed.IsZero() && !l.Status.Saved && !l.Status.Dismissed && !l.Status.Reshared {
		return clean.Line("back: you asked to see it again")
	}
	return clean.Text{}
}

func nameOf(p person.Person) string {
	if !p.Name.Empty() {
		return p.Name.String()
	}
	return string(p.Handle)
}
