package rank

import (
	"slices"
	"time"

	"weaktie/internal/person"
)

// OwnHostFactor is what a share of one's own site counts: publishing is not
// recommending.
const OwnHostFactor = 0.25

// chorus is one voice on one link: the shares that fold into it, of which the
// best counts.
type chorus struct {
	parts []int  // numbers of shares in the bucket, in order of time
	rules []rule // beside parts: how each joined; the first began the voice
	why   []string
	best  int // of parts the one that counts
	raw   float64
}

// fold tells independent voices from echoes. Shares are taken in order of
// time; each either starts a voice or joins the first voice it echoes. So a
// later echo can never merge two voices that were apart before.
func (t *table) fold(b *bucket) []chorus {
	if len(b.shares) == 1 {
		return []chorus{{parts: []int{0}, raw: t.worth(b.shares[0])}}
	}
	clear(t.claim)
	f := folder{t: t, b: b, rush: rushes(t, b), texts: texts{t: t}}
	for i := range b.shares {
		f.add(i)
	}
	for i := range f.voices {
		f.settle(&f.voices[i])
	}
	return f.voices
}

// echo is something two shares can have in common.
type echo struct {
	rule rule
	what string
	nth  int32
}

// rule is a reason to fold, in the order they are tried.
type rule uint8

const (
	samePerson rule = iota
	sameBoost
	sameEmployer
	ownSite
	copied
	sameMinute
)

type folder struct {
	t      *table
	b      *bucket
	rush   []int32 // beside shares: number of the rush it was part of, or -1; nil is none
	texts  texts
	voices []chorus
	echoes []echo // of the share at hand
}

func (f *folder) add(i int) {
	f.echoesOf(i)
	voice, why := -1, rule(0)
	for _, e := range f.echoes {
		if v, ok := f.t.claim[e]; ok {
			voice, why = v, e.rule
			break
		}
	}
	if voice < 0 {
		voice = len(f.voices)
		f.voices = append(f.voices, chorus{})
	}
	v := &f.voices[voice]
	v.parts = append(v.parts, i)
	v.rules = append(v.rules, why)
	for _, e := range f.echoes {
		if _, taken := f.t.claim[e]; !taken {
			f.t.claim[e] = voice
		}
	}
}

func (f *folder) echoesOf(i int) {
	s := f.b.shares[i]
	p := &f.t.people[s.who]
	out := append(f.echoes[:0], echo{rule: samePerson, nth: p.one})
	if s.BoostOf != "" {
		out = append(out, echo{rule: sameBoost, what: s.BoostOf})
	} else if s.Identity != "" {
		out = append(out, echo{rule: sameBoost, what: s.Identity})
	}
	if p.voice.Employer != "" {
		out = append(out, echo{rule: sameEmployer, what: p.voice.Employer})
	}
	if s.OwnSite {
		out = append(out, echo{rule: ownSite})
	}
	if s.BoostOf == "" && s.Text != "" {
		if first, ok := f.texts.like(f.b, i); ok {
			out = append(out, echo{rule: copied, nth: first})
		}
	}
	if f.rush != nil && f.rush[i] >= 0 {
		out = append(out, echo{rule: sameMinute, nth: f.rush[i]})
	}
	f.echoes = out
}

// sentence says why s folded into a voice that other speaks for or began.
func (f *folder) sentence(why rule, s, other entry) string {
	switch why {
	case samePerson:
		if s.Person != other.Person {
			return "the same person as " + string(other.Person)
		}
		if s.Time.Before(other.Time) {
			return "shared it again later"
		}
		return "shared it before"
	case sameBoost:
		if s.BoostOf != "" && s.BoostOf == other.Identity {
			return "passes on the post of " + string(other.Person)
		}
		if s.BoostOf == "" {
			return "passed on by " + string(other.Person) + ", whose word counts more"
		}
		return "passes on the same post as " + string(other.Person)
	case sameEmployer:
		return "one employer, " + f.t.people[s.who].voice.Employer + ", with " + string(other.Person)
	case ownSite:
		return "publishes it, as does " + string(other.Person)
	case copied:
		return "nearly the same words as " + string(other.Person)
	default:
		return "within the same minute as " + string(other.Person)
	}
}

// settle picks the share that counts, which is the one that is worth most, the
// earliest of equals, and says of the others why they fold.
func (f *folder) settle(v *chorus) {
	v.raw = -1
	at := 0
	for k, i := range v.parts {
		if x := f.t.worth(f.b.shares[i]); x > v.raw {
			v.raw, v.best, at = x, i, k
		}
	}
	if len(v.parts) == 1 {
		return
	}
	v.why = make([]string, len(v.parts))
	for k, i := range v.parts {
		switch {
		case k == at:
		case k == 0:
			v.why[k] = f.sentence(v.rules[at], f.b.shares[i], f.b.shares[v.best])
		default:
			v.why[k] = f.sentence(v.rules[k], f.b.shares[i], f.b.shares[v.parts[0]])
		}
	}
}

// worth is what a share counts before rounding.
func (t *table) worth(s entry) float64 {
	return t.people[s.who].trust * own(s) * decay(t.in.Now.Sub(s.Time), t.in.HalfLife)
}

func own(s entry) float64 {
	if s.OwnSite {
		return OwnHostFactor
	}
	return 1
}

// A rush is rushSize or more strangers within a minute where chance would
// hardly bring so many together (maxRush, over all the link's shares). Chance
// is the busier of two clocks: the hour around on this link, because a link
// that everybody shares at once is news; and what the other links' sharers did
// in that minute, because a source that tells only the hour, or a busy hour,
// brings everybody together.
const (
	rushSize = 3
	maxRush  = 1e-3
)

// clock counts the shares of all links by the minute.
type clock struct {
	minute map[int64]int
	total  int
}

func (t *table) clock() *clock {
	if t.ticks != nil {
		return t.ticks
	}
	c := &clock{minute: map[int64]int{}}
	t.ticks = c
	for i := range t.links {
		for _, s := range t.links[i].shares {
			c.minute[s.Time.Unix()/60]++
			c.total++
		}
	}
	return c
}

// around is how many shares other links had in the two minutes that a minute
// from here touches, and in all.
func (c *clock) around(at time.Time, mine, all int) (minute, total float64) {
	m := at.Unix() / 60
	return float64(max(c.minute[m]+c.minute[m+1]-mine, 0)), float64(c.total - all)
}

// rushes numbers the rushes that each share is part of; -1 is none. Only
// strangers count who speak for themselves and whose time is their own: not
// when weaktie saw the post, and not midnight, which is how feeds write a date
// without a time.
func rushes(t *table, b *bucket) []int32 {
	if !crowdedMinute(b) {
		return nil
	}
	rush := make([]int32, len(b.shares))
	var at []int
	for i, s := range b.shares {
		rush[i] = -1
		v := &t.people[s.who].voice
		midnight := s.Time.Equal(s.Time.Truncate(24 * time.Hour))
		if v.Strength == person.Stranger && v.Saves == 0 && s.BoostOf == "" && !s.Undated && !midnight {
			at = append(at, i)
		}
	}
	people := map[int32]bool{}
	for k, n := 0, int32(0); k+rushSize <= len(at); {
		end := k
		clear(people)
		for end < len(at) && b.shares[at[end]].Time.Sub(b.shares[at[k]].Time) < time.Minute {
			people[t.people[b.shares[at[end]].who].one] = true
			end++
		}
		if len(people) < rushSize || chance(len(people), t.expected(b, at, k, end))*float64(len(at)) > maxRush {
			k++
			continue
		}
		for ; k < end; k++ {
			rush[at[k]] = n
		}
		n++
	}
	return rush
}

// crowdedMinute reports whether any minute has rushSize shares at all.
func crowdedMinute(b *bucket) bool {
	for i := rushSize - 1; i < len(b.shares); i++ {
		if b.shares[i].Time.Sub(b.shares[i-rushSize+1].Time) < time.Minute {
			return true
		}
	}
	return false
}

// expected is how many of the shares at would fall into the minute of
// at[k:end] by chance.
func (t *table) expected(b *bucket, at []int, k, end int) float64 {
	from := b.shares[at[k]].Time
	find := func(x time.Time) int {
		i, _ := slices.BinarySearchFunc(at, x, func(i int, x time.Time) int { return b.shares[i].Time.Compare(x) })
		return i
	}
	hour := find(from.Add(31*time.Minute)) - find(from.Add(-30*time.Minute)) - (end - k)
	here := float64(hour) / 60
	if minute, total := t.clock().around(from, end-k, len(b.shares)); total > 0 {
		here = max(here, float64(len(at))*minute/total)
	}
	return here
}

// texts finds near-identical words among the shares of one link.
type texts struct {
	t     *table
	head  *headline
	seen  map[uint64][]int32 // shingle -> texts that hold it
	sets  [][]uint64
	first []int32 // beside sets: the share that said it first
}

// maxAlike is how many texts one shingle may lead to: beyond it the shingle
// is in everyone's words and tells nothing.
const maxAlike = 64

// like returns the number of the first share that said nearly the same; its
// own when it is the first. False when it says too little to have copied it.
func (x *texts) like(b *bucket, share int) (int32, bool) {
	if x.head == nil {
		h := headlineOf(b.key, x.t.in.Articles[b.key])
		x.head, x.seen = &h, map[uint64][]int32{}
	}
	x.t.buf = words(x.t.buf[:0], b.shares[share].Text)
	ws := x.head.own(x.t.buf)
	if len(ws) < minCopied {
		return 0, false
	}
	set := shingles(ws)
	found := int32(-1)
	for _, h := range set {
		for _, k := range x.seen[h] {
			if (found < 0 || k < found) && jaccard(set, x.sets[k]) >= sameText {
				found = k
			}
		}
	}
	if found >= 0 {
		return x.first[found], true
	}
	k := int32(len(x.sets))
	x.sets, x.first = append(x.sets, set), append(x.first, int32(share))
	for _, h := range set {
		if len(x.seen[h]) < maxAlike {
			x.seen[h] = append(x.seen[h], k)
		}
	}
	return int32(share), true
}
