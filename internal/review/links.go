package review

import (
	"context"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/rank"
)

// LinkQuery asks for links.
type LinkQuery struct {
	Since   time.Duration // 0 is Window
	At      time.Time     // rank as of then: nothing later is seen, and of decisions those that still stand; zero is now
	By      rank.Formula
	Limit   int  // 0 is 200
	Decided bool // also what was decided or muted
	Text    []string
}

// Link is one ranked link.
type Link struct {
	rank.Ranked
	Rank    int
	Open    string
	Title   clean.Text
	Host    string
	Sharers []Sharer // newest first
	Spark   []int    // shares over the window, oldest first, 24 buckets
	Status  Status
	Again   clean.Text // "" or why a decided link is back
	Pitch   bool       // every share of it is a market text

	Variants []Variant  // other addresses of the same article, folded into this one
	ToFirst  clean.Text // what would have put it first; only by weaktie's own formula
}

// Variant is another address of the same article.
type Variant struct {
	Key, Open string
	Host      string
	Title     clean.Text
}

// Sharer is one share of a link, for people.
type Sharer struct {
	Person    person.Person
	Tie       person.Tie
	Time      time.Time
	Words     clean.Text
	Post      post.ID
	PostURL   string
	Boost     bool
	Community string
	Counts    float64
	Folded    string
	Verdict   flip.Verdict
}

// Links is a ranking with what was left out of it.
type Links struct {
	Items  []Link
	Hidden int // decided or muted
	Shares int // shares looked at
}

// history is how far back co-sharing is looked at to tell communities apart.
const history = 30 * 24 * time.Hour

// sparkBuckets is the width of a link's spark.
const sparkBuckets = 24

const defaultLinks = 200

// Links ranks the window's links.
func (r *Review) Links(ctx context.Context, q LinkQuery) (Links, error) {
	if q.Since <= 0 {
		q.Since = r.window()
	}
	if q.Limit <= 0 {
		q.Limit = defaultLinks
	}
	at := q.At
	if at.IsZero() {
		at = r.Now()
	}
	known, err := r.known(q.At)
	if err != nil {
		return Links{}, err
	}
	b, err := r.board(ctx, at, q.Since, known)
	if err != nil {
		return Links{}, err
	}
	out := Links{Shares: len(b.input.Shares)}
	b.input.By = q.By
	if q.At.IsZero() {
		b.input.Groups = r.circles.of(b.input)
	}
	if len(q.Text) == 0 {
		b.input.Top = q.Limit + b.decided()
	}
	if !q.Decided {
		out.Hidden = b.decidedAt(at)
	}
	ranked := rank.Links(b.input)
	for i, rk := range ranked {
		l := b.link(rk, q.Since)
		if q.By == "" || q.By == rank.Weaktie {
			l.ToFirst = clean.Line(rank.ToFirst(ranked, i).Sentence)
		}
		if !q.Decided && l.Status.Decided(at) {
			if l.Again.Empty() {
				continue
			}
			out.Hidden-- // it is back
		}
		if !matches(l, q.Text) {
			continue
		}
		if len(out.Items) < q.Limit {
			l.Rank = len(out.Items) + 1
			out.Items = append(out.Items, l)
		}
	}
	return out, nil
}

// decided is how many of the links something was decided about: they may fall
// out of the ranking.
func (b *board) decided() int {
	return b.count(func(s Status) bool { return !s.At.IsZero() })
}

// decidedAt is how many links are out of the queue at a moment.
func (b *board) decidedAt(at time.Time) int {
	return b.count(func(s Status) bool { return s.Decided(at) })
}

func (b *board) count(want func(Status) bool) int {
	n := 0
	for key := range b.byLink {
		if want(b.status(key)) {
			n++
		}
	}
	return n
}
