package rank

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"weaktie/internal/person"
)

// table is the input interned: shares in buckets by link, each bucket in order
// of time, people and voices as numbers. Its order depends on the shares alone,
// not on the order they came in.
type table struct {
	in     Input
	people []speaker
	voices int // how many different ones
	links  []bucket
	ticks  *clock  // made when first needed
	fresh  float64 // the sum over links of the part of its people who are new

	// What scoring one link after another uses again.
	buf   []string
	seen  []int32 // by voice: the last link it was met on, plus one
	claim map[echo]int
}

// speaker is a person as ranking sees one.
type speaker struct {
	handle person.Handle
	voice  Voice
	trust  float64
	one    int32  // number of the voice this person is: the same for all its accounts
	name   string // of that voice
	group  string // community it belongs to
	fresh  bool   // never heard but on one link
}

// bucket is the shares of one link.
type bucket struct {
	key    string
	number int32
	shares []entry
	people int // different voices
	fresh  int // of these never heard before
	trust  float64
	last   time.Time
}

// entry is a share with its person's number.
type entry struct {
	*Share
	who int32
}

func newTable(in Input) *table {
	t := &table{in: in, claim: map[echo]int{}}
	if len(in.Shares) == 0 {
		return t
	}
	who := make(map[person.Handle]int32, 1024)
	at := make(map[string]int32, 1024)
	for i := range in.Shares {
		s := &in.Shares[i]
		if s.Link == "" || s.Person == "" || s.Time.After(in.Now) {
			continue
		}
		p, ok := who[s.Person]
		if !ok {
			p = int32(len(t.people))
			who[s.Person] = p
			t.people = append(t.people, speaker{handle: s.Person})
		}
		b, ok := at[s.Link]
		if !ok {
			b = int32(len(t.links))
			at[s.Link] = b
			t.links = append(t.links, bucket{key: s.Link, number: b})
		}
		t.links[b].shares = append(t.links[b].shares, entry{s, p})
	}
	t.meet()
	for i := range t.links {
		b := &t.links[i]
		if len(b.shares) > 1 {
			slices.SortFunc(b.shares, inTime)
		}
		b.last = b.shares[len(b.shares)-1].Time
		for _, s := range b.shares {
			b.trust = max(b.trust, t.people[s.who].trust)
		}
	}
	return t
}

// meet looks up what is known of the people.
func (t *table) meet() {
	one := newAliases(t.in.Voices)
	number := make(map[person.Handle]int32, len(t.people))
	for i := range t.people {
		p := &t.people[i]
		p.voice = t.in.Voices[p.handle]
		p.trust = p.voice.Trust()
		h := one.of(p.handle)
		k, ok := number[h]
		if !ok {
			k = int32(len(number))
			number[h] = k
		}
		p.one, p.name = k, string(h)
	}
	t.voices = len(number)
	t.seen = make([]int32, t.voices)
}

// inTime orders shares by everything that can change a receipt.
func inTime(a, b entry) int {
	if c := a.Time.Compare(b.Time); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Person, b.Person); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(a.Post, b.Post),
		strings.Compare(a.Identity, b.Identity),
		strings.Compare(a.BoostOf, b.BoostOf),
		strings.Compare(a.Text, b.Text),
		cmp.Compare(a.Pitch, b.Pitch),
		strings.Compare(a.Category, b.Category),
		strings.Compare(a.Source, b.Source),
		cmp.Compare(flag(a.OwnSite), flag(b.OwnSite)),
		cmp.Compare(flag(a.Undated), flag(b.Undated)),
	)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// aliases says which accounts are one person.
type aliases struct {
	up map[person.Handle]person.Handle
}

// newAliases joins every account with the one it is the same as. The name of
// the joint voice is its alphabetically first handle, so that it does not
// matter which account points to which.
func newAliases(voices map[person.Handle]Voice) aliases {
	a := aliases{up: map[person.Handle]person.Handle{}}
	for h, v := range voices {
		if v.SameAs == "" || v.SameAs == h {
			continue
		}
		x, y := a.of(h), a.of(v.SameAs)
		if x > y {
			x, y = y, x
		}
		if x != y {
			a.up[y] = x
		}
	}
	return a
}

func (a aliases) of(h person.Handle) person.Handle {
	for {
		up, ok := a.up[h]
		if !ok {
			return h
		}
		h = up
	}
}

// header fills what does not depend on the formula.
func (t *table) header(b *bucket) Ranked {
	return Ranked{
		Link:   b.key,
		Shares: len(b.shares),
		People: b.people,
		First:  b.shares[0].Time,
		Last:   b.shares[len(b.shares)-1].Time,
	}
}

// score makes one link's receipt.
func (t *table) score(b *bucket) scored {
	r := t.header(b)
	voices := t.fold(b)
	r.Why.Communities = t.communities(b, voices)
	r.Communities = len(r.Why.Communities)
	for _, c := range r.Why.Communities {
		r.Why.Breadth = round(r.Why.Breadth + c.CountsAs)
	}
	means(&r.Why)
	r.Why.Features = t.substance(b, voices)
	r.Why.Substance = 1
	for _, f := range r.Why.Features {
		r.Why.Substance = round(r.Why.Substance * f.Factor)
	}
	r.Why.Affinity = affinity(t.in.Affinity, b.key)
	r.Score = round(r.Why.Breadth * r.Why.Substance * r.Why.Affinity)
	return scored{r, exact(voices) * r.Why.Substance * r.Why.Affinity}
}

// exact is the breadth before rounding, communities aside: it only orders
// links whose score rounds to nothing.
func exact(voices []chorus) float64 {
	sum := 0.0
	for _, v := range voices {
		sum += v.raw
	}
	return sum
}

// means sums up the parts that counted.
func means(w *Why) {
	n, decay, trust, counts, full := 0.0, 0.0, 0.0, 0.0, 0.0
	for _, c := range w.Communities {
		for _, p := range c.Parts {
			if p.Folded != "" {
				continue
			}
			n++
			decay += p.Decay
			trust += p.Trust
			counts += p.Trust * p.Own
			full += p.Trust
		}
	}
	w.OwnHost = 1
	if n > 0 {
		w.Decay, w.Trust = round(decay/n), round(trust/n)
	}
	if full > 0 {
		w.OwnHost = round(counts / full)
	}
}

// The bounds of affinity: a favourite topic lifts a link, it does not carry it.
const (
	minAffinity = 0.5
	maxAffinity = 2
)

func affinity(by map[string]float64, key string) float64 {
	f, ok := by[key]
	if !ok || math.IsNaN(f) {
		return 1
	}
	return round(min(max(f, minAffinity), maxAffinity))
}

// decay is what age leaves of a share.
func decay(age, half time.Duration) float64 {
	return math.Exp2(-float64(age) / float64(half))
}

// round keeps the four decimals that a receipt shows.
func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }
