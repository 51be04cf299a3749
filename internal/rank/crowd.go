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

// isNew reports whether a voice was never heard but on one link.
func (p *speaker) isNew(g *Groups) bool {
	return !g.heard[p.one] && p.voice.Strength == person.Stranger && p.voice.Saves == 0 && p.voice.Dismissals == 0
}

// census counts people and new voices by link.
func (t *table) census(g *Groups) {
	t.fresh, t.heads = make([]int, len(t.links)), make([]int, len(t.links))
	if g.heard == nil {
		return
	}
	for i := range t.links {
		seen := make(map[string]bool, len(t.links[i].shares))
		for _, s := range t.links[i].shares {
			p := &t.people[s.who]
			if seen[p.one] {
				continue
			}
			seen[p.one] = true
			t.heads[i]++
			if p.isNew(g) {
				t.fresh[i]++
			}
		}
		t.news += float64(t.fresh[i]) / float64(t.heads[i])
	}
}

// crowd says which voices are one too many new ones.
func (t *table) crowd(b *bucket, voices []chorus, g *Groups) []bool {
	out := make([]bool, len(voices))
	if g.heard == nil || t.fresh[b.number] <= minNew {
		return out
	}
	var fresh []int
	for k, v := range voices {
		if t.people[b.shares[v.best].who].isNew(g) {
			fresh = append(fresh, k)
		}
	}
	others := t.news - float64(t.fresh[b.number])/float64(t.heads[b.number])
	rate := (others + priorLinks/2) / (float64(len(t.links)-1) + priorLinks)
	free := minNew
	for free < len(fresh) && chance(free+1, rate*float64(len(voices))) > crowdOdds {
		free++
	}
	if len(fresh) <= free {
		return out
	}
	slices.SortFunc(fresh, func(i, j int) int {
		x, y := voices[i], voices[j]
		return cmp.Or(cmp.Compare(y.raw, x.raw), strings.Compare(t.people[b.shares[x.best].who].one, t.people[b.shares[y.best].who].one))
	})
	for _, k := range fresh[free:] {
		out[k] = true
	}
	return out
}
