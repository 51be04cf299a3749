package review

import (
	"fmt"
	"math"
	"strings"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/store"
)

// known is what the curator decided so far, as of a moment.
type known struct {
	at          time.Time // zero is now
	r           *Review
	links       map[string][]store.Decision
	people      map[string][]store.Decision
	mutedPeople map[string]bool
	savedSites  map[string]float64
	nudges      map[person.Handle][]rank.Nudge
	trusted     map[person.Handle]rank.Trusted // worked out so far
}

// known reads the decisions made no later than at (zero is all of them).
func (r *Review) known(at time.Time) (*known, error) {
	k := &known{at: at, r: r, mutedPeople: map[string]bool{}, savedSites: map[string]float64{}, nudges: map[person.Handle][]rank.Nudge{}, trusted: map[person.Handle]rank.Trusted{}}
	var err error
	for about, into := range map[string]*map[string][]store.Decision{
		store.AboutLink: &k.links, store.AboutPerson: &k.people,
	} {
		if *into, err = r.Store.Standing(about); err != nil {
			return nil, fmt.Errorf("read decisions: %w", err)
		}
	}
	for h, ds := range k.people {
		if statusOf(ds, at).Muted {
			k.mutedPeople[h] = true
		}
	}
	return k, k.tally()
}

// siteHalfLife is how long a kept link speaks for its site: half a season.
const siteHalfLife = 90 * 24 * time.Hour

// moment is when the question is asked.
func (k *known) moment() time.Time {
	if k.at.IsZero() {
		return k.r.Now()
	}
	return k.at
}

// deed is what a status says for ranking; "" is nothing.
func deed(s Status) rank.Deed {
	switch {
	case s.Reshared:
		return rank.Reshared
	case s.Saved:
		return rank.Saved
	case s.Dismissed:
		return rank.Dismissed
	}
	return ""
}

// deeds is the deed in force for each link.
func (k *known) deeds() map[string]rank.Deed {
	out := map[string]rank.Deed{}
	for key, ds := range k.links {
		if d := deed(statusOf(ds, k.at)); d != "" {
			out[key] = d
		}
	}
	return out
}

// tally credits the people who had shared what was later saved, reshared or
// dismissed, and the sites it came from.
func (k *known) tally() error {
	now := k.moment()
	for key, ds := range k.links {
		s := statusOf(ds, k.at)
		did := deed(s)
		if did == "" {
			continue
		}
		if did != rank.Dismissed {
			k.savedSites[link.Site(key)] += math.Exp2(-float64(now.Sub(s.At)) / float64(siteHalfLife))
		}
		shares, err := k.r.Store.SharesOf(key)
		if err != nil {
			return fmt.Errorf("read shares: %w", err)
		}
		for _, sh := range shares {
			if !sh.Time.After(s.At) {
				k.nudges[sh.Person] = append(k.nudges[sh.Person], rank.Nudge{Deed: did, Time: s.At, Link: key})
			}
		}
	}
	return nil
}

// trust is what a person's record is worth.
func (k *known) trust(h person.Handle, now time.Time) rank.Trusted {
	t, ok := k.trusted[h]
	if !ok {
		t = rank.Trust(k.nudges[h], now)
		k.trusted[h] = t
	}
	return t
}

// How much a record makes of a tie: things kept of theirs, and messages of
// theirs, which take the reading of a person for more than a link does.
const (
	weakRecord   = 1
	warmRecord   = 3
	strongRecord = 8
)

// tie is what stands between the curator and one person.
func (k *known) tie(p person.Person) person.Tie { return k.tieWith(p, 0) }

// tieWith is tie for a person who wrote so many messages.
func (k *known) tieWith(p person.Person, letters int) person.Tie {
	t := person.Tie{Kind: person.KindUnknown}
	record := letters
	for _, n := range k.nudges[p.Handle] {
		if n.Deed != rank.Dismissed {
			record++
		}
	}
	switch {
	case record >= strongRecord:
		t.Strength = person.Strong
	case record >= warmRecord:
		t.Strength = person.Warm
	case record >= weakRecord:
		t.Strength = person.Weak
	}
	switch m := statusOf(k.people[string(p.Handle)], k.at).Marked; m {
	case "social", "market":
		t.Kind, t.Settled = person.Kind(m), true
		if t.Kind == person.KindSocial && t.Strength < person.Weak {
			t.Strength = person.Weak
		}
	}
	return t
}

// tieWhy says what a tie rests on.
func (k *known) tieWhy(p Profile) clean.Text {
	var parts []string
	if p.Tie.Settled {
		parts = append(parts, "you said so")
	}
	if p.Use.Kept > 0 {
		parts = append(parts, fmt.Sprintf("you kept %d of the %d links they shared", p.Use.Kept, p.Use.Shared))
	}
	if p.Messages == 1 {
		parts = append(parts, "they wrote to you once")
	} else if p.Messages > 1 {
		parts = append(parts, fmt.Sprintf("they wrote to you %d times", p.Messages))
	}
	if p.Person.Brand == person.Yes {
		parts = append(parts, "the account calls itself a brand")
	}
	if p.Person.Bot == person.Yes {
		parts = append(parts, "the account calls itself a bot")
	}
	if len(parts) == 0 {
		return clean.Line("nothing has passed between you yet")
	}
	return clean.Line(strings.Join(parts, "; "))
}

func (k *known) ties(people map[person.Handle]person.Person) map[person.Handle]person.Tie {
	out := make(map[person.Handle]person.Tie, len(people))
	for h, p := range people {
		out[h] = k.tie(p)
	}
	return out
}

// The most that topics and the site's record can do to a link: enough to
// reorder neighbours, never to outvote independent voices.
const (
	topicAffinity = 1.25
	siteAffinity  = 1.2
)

// affinity is how near each link is to the curator's topics and to what was
// saved before; only links that are not neutral are in it.
func (b *board) affinity() map[string]float64 {
	out := map[string]float64{}
	for key, shares := range b.byLink {
		f := 1.0
		if saves := b.known.savedSites[link.Site(key)]; saves > 0 {
			f *= 1 + (siteAffinity-1)*(1-math.Exp(-saves/3))
		}
		if b.onTopic(key, shares) {
			f *= topicAffinity
		}
		if f != 1 {
			out[key] = f
		}
	}
	return out
}

func (b *board) onTopic(key string, shares []store.Share) bool {
	for _, topic := range b.r.Topics {
		t := clean.Fold(topic)
		if t == "" {
			continue
		}
		if strings.Contains(clean.Fold(key), strings.ReplaceAll(t, " ", "-")) {
			return true
		}
		for _, s := range shares {
			if strings.Contains(clean.Fold(b.r.saidIn(s.Post).words), t) {
				return true
			}
		}
	}
	return false
}
