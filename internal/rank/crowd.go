package rank

import (
	"cmp"
	"slices"
	"strings"

	"weaktie/internal/person"
)

// NewVoices names the community of a crowd that nobody has heard of.
const NewVoices = "new voices"

// The exploration rule. A voice is new when weaktie has seen it share nothing
// but this link, nobody knows it, and nothing of it was ever kept or dismissed.
// New voices count in full: the prior gives them the trust of anybody who was
// never judged. But a link taken up by many more of them than links usually are
// is a campaign, or a ring with fresh accounts. So minNew of them count by
// themselves, or as many as chance would bring once in a hundred links where
// the other links' part of new voices holds here too; the rest are one
// community.
//
// The part is the mean over links, so that one campaign does not excuse the
// next. In a young store everybody is new, and the rule says nothing. It begins
// from one half, worth priorLinks links.
const (
	minNew     = 3
	crowdOdds  = 0.01
	priorLinks = 20
)

// census counts people and new voices by link, and says who is in which
// community.
func (t *table) census(g *Groups) {
	for i := range t.people {
		p := &t.people[i]
		p.group = g.Of(person.Handle(p.name))
		known := p.voice.Strength != person.Stranger || p.voice.Saves != 0 || p.voice.Dismissals != 0
		p.fresh = g.heard != nil && !known && !g.heard[p.name]
	}
	for i := range t.links {
		b := &t.links[i]
		for _, s := range b.shares {
			p := &t.people[s.who]
			if t.seen[p.one] == b.number+1 {
				continue
			}
			t.seen[p.one] = b.number + 1
			b.people++
			if p.fresh {
				b.fresh++
			}
		}
		t.fresh += float64(b.fresh) / float64(b.people)
	}
}

// crowd says which voices are one too many new ones; nil is none.
func (t *table) crowd(b *bucket, voices []chorus) []bool {
	if b.fresh <= minNew {
		return nil
	}
	var fresh []int
	for k, v := range voices {
		if t.people[b.shares[v.best].who].fresh {
			fresh = append(fresh, k)
		}
	}
	others := t.fresh - float64(b.fresh)/float64(b.people)
	rate := (others + priorLinks/2) / (float64(len(t.links)-1) + priorLinks)
	free := minNew
	for free < len(fresh) && chance(free+1, rate*float64(len(voices))) > crowdOdds {
		free++
	}
	if len(fresh) <= free {
		return nil
	}
	slices.SortFunc(fresh, func(i, j int) int {
		x, y := voices[i], voices[j]
		return cmp.Or(cmp.Compare(y.raw, x.raw), strings.Compare(t.people[b.shares[x.best].who].name, t.people[b.shares[y.best].who].name))
	})
	out := make([]bool, len(voices))
	for _, k := range fresh[free:] {
		out[k] = true
	}
	return out
}
