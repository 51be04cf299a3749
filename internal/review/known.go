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
	hosts       map[string][]store.Decision
	mutedPeople map[string]bool
	savedSites  map[string]float64
	earned      map[person.Handle]*earned
}

// earned is what came of a person's earlier shares.
type earned struct{ saves, dismissals float64 }

// trustHalfLife is how long a save or a dismissal keeps half its say: people
// change their beat within a season.
const trustHalfLife = 90 * 24 * time.Hour

// known reads the decisions made no later than at (zero is all of them).
func (r *Review) known(at time.Time) (*known, error) {
	k := &known{at: at, r: r, mutedPeople: map[string]bool{}, savedSites: map[string]float64{}, earned: map[person.Handle]*earned{}}
	var err error
	for about, into := range map[string]*map[string][]store.Decision{
		store.AboutLink: &k.links, store.AboutPerson: &k.people, store.AboutHost: &k.hosts,
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

// tally credits the people who had shared what was later saved, reshared or
// dismissed, and the sites it came from.
func (k *known) tally() error {
	now := k.at
	if now.IsZero() {
		now = k.r.Now()
	}
	for key, ds := range k.links {
		s := statusOf(ds, k.at)
		if !s.Saved && !s.Reshared && !s.Dismissed {
			continue
		}
		weight := math.Exp2(-float64(now.Sub(s.At)) / float64(trustHalfLife))
		if !s.Dismissed {
			k.savedSites[link.Site(key)] += weight
		}
		shares, err := k.r.Store.SharesOf(key)
		if err != nil {
			return fmt.Errorf("read shares: %w", err)
		}
		for _, sh := range shares {
			if sh.Time.After(s.At) {
				continue
			}
			e := k.earned[sh.Person]
			if e == nil {
				e = &earned{}
				k.earned[sh.Person] = e
			}
			if s.Dismissed {
				e.dismissals += weight
			} else {
				e.saves += weight
			}
		}
	}
	return nil
}

// muted reports whether the link, its host or its site is muted.
func (k *known) muted(l Link) bool {
	return l.Status.Muted ||
		statusOf(k.hosts[link.Site(l.Open)], k.at).Muted ||
		statusOf(k.hosts[l.Host], k.at).Muted
}

// tie is what stands between the curator and one person.
func (k *known) tie(p person.Person) person.Tie {
	t := person.Tie{Kind: person.KindUnknown}
	if e := k.earned[p.Handle]; e != nil {
		switch {
		case e.saves >= 6:
			t.Strength = person.Strong
		case e.saves >= 2:
			t.Strength = person.Warm
		case e.saves+e.dismissals > 0:
			t.Strength = person.Weak
		}
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

func (k *known) ties(people map[person.Handle]person.Person) map[person.Handle]person.Tie {
	out := make(map[person.Handle]person.Tie, len(people))
	for h, p := range people {
		out[h] = k.tie(p)
	}
	return out
}

func (k *known) voices(people map[person.Handle]person.Person, ties map[person.Handle]person.Tie, _ time.Time) map[person.Handle]rank.Voice {
	out := make(map[person.Handle]rank.Voice, len(people))
	for h, p := range people {
		v := rank.Voice{Strength: ties[h].Strength, Bot: p.Bot == person.Yes, Followers: p.Followers}
		if e := k.earned[h]; e != nil {
			v.Saves, v.Dismissals = e.saves, e.dismissals
		}
		out[h] = v
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
