package rank

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"weaktie/internal/person"
)

// Groups says who belongs to which community. Finding it looks at every pair
// of people who shared a link, so keep it and pass it to Links as
// Input.Groups; it is only as old as the shares it was made of.
type Groups struct {
	name    map[person.Handle]string // absent is alone
	members map[string][]person.Handle
	heard   map[string]bool // voices that shared two links or more; nil is unknown
}

// Of is the name of a person's community: their own handle where they stand
// alone. The zero Groups leaves everybody alone.
func (g *Groups) Of(h person.Handle) string {
	if n, ok := g.name[h]; ok {
		return n
	}
	return string(h)
}

// Members lists the communities of two or more by name.
func (g *Groups) Members() map[string][]person.Handle { return g.members }

// FindGroups finds communities from who shared the same links up to now, in
// three steps.
//
// Two people are joined by an edge for each link they have in common. A link
// of m sharers gives each of its edges 1/(m-1), so a popular link says little
// about any two of its sharers, and the whole counts again for every further
// link in common: what is shared twice is no coincidence.
//
// Louvain's method finds the groups with more weight inside than chance
// explains, and looks into each again by itself. Voices are visited in the order of their names and ties go to the
// first group, so the same shares give the same groups in any order; that, and
// the time it takes, is why it is not gonum's.
//
// Then everyone who does not belong leaves (see belongs) and stands alone. One
// common link never makes a community: sharing is what a link is for.
func FindGroups(now time.Time, voices map[person.Handle]Voice, shares ...[]Share) *Groups {
	n := newNetwork(now, newAliases(voices), shares)
	n.connect()
	n.partners()
	return n.groups(n.belongs(n.fuse(n.split())))
}

// A group is a community when it is tight, or close and closed. Tight: most of
// its pairs (tightPairs) have more in common than chance explains. Close: a
// quarter have (closePairs). Closed: its members' co-sharers are members, by
// closedBy more than the group's part of the network. Rings are tight even when
// they hide among what others share; circles are closed even when each of them
// shares little. Sites that all share the day's news are neither, and are looked
// into for the communities they consist of.
const (
	tightPairs = 0.6
	closePairs = 0.25
	closedBy   = 0.4
)

// split labels voices by community, each after its first voice: what is a
// community stays, what is not is taken apart by itself, and what comes apart
// no further stands alone (-1).
func (n *network) split() []int32 {
	label := make([]int32, len(n.voices))
	all := make([]int32, len(n.voices))
	for v := range label {
		label[v], all[v] = -1, int32(v)
	}
	n.splitGroup(all, label)
	return label
}

func (n *network) splitGroup(who, label []int32) {
	parts := make([][]int32, 0, 16)
	for i, l := range louvain(induced(n.edges, who)) {
		for int(l) >= len(parts) {
			parts = append(parts, nil)
		}
		parts[l] = append(parts[l], who[i])
	}
	for _, part := range parts {
		switch {
		case len(part) < 2:
		case n.holds(part):
			for _, v := range part {
				label[v] = part[0]
			}
		case len(part) < len(who):
			n.splitGroup(part, label)
		}
	}
}

// holds reports whether a group is a community.
func (n *network) holds(who []int32) bool {
	in := make(map[int32]bool, len(who))
	for _, v := range who {
		in[v] = true
	}
	pairs, shares, closed, open := 0.0, 0.0, 0.0, 0.0
	member := func(v int32) bool { return in[v] }
	kappa := n.kappaWithout(who)
	for _, v := range who {
		shares += float64(len(n.lists[v]))
		for _, e := range n.edges[v] {
			if in[e.to] && (e.partner || n.close(v, e, kappa)) {
				pairs++
			}
		}
		if part, links, _ := n.inside(v, member); links > 0 {
			closed += part
			open++
		}
	}
	size := float64(len(who))
	density := pairs / (size * (size - 1))
	return density >= tightPairs || density >= closePairs && closed/max(open, 1)-shares/n.shares >= closedBy
}

// What belonging takes. A voice stays in a group when at least minCommon of
// its links were shared in the group as well, and the part of its co-sharers
// who are in the group exceeds the group's part of the network by minInside.
// Else it stays only with a partner (see partners).
const (
	minCommon = 2
	minInside = 0.3
)

// belongs takes the label from those who don't.
func (n *network) belongs(label []int32) []int32 {
	size := map[int32]float64{} // shares by group
	members := map[int32][]int32{}
	for v, list := range n.lists {
		size[label[v]] += float64(len(list))
		members[label[v]] = append(members[label[v]], int32(v))
	}
	kappa := map[int32]float64{}
	for l, who := range members {
		kappa[l] = n.kappaWithout(who)
	}
	out := make([]int32, len(label))
	for v, l := range label {
		out[v] = -1
		if l < 0 {
			continue
		}
		part, _, common := n.inside(int32(v), func(b int32) bool { return label[b] == l })
		if (common >= minCommon && part-size[l]/n.shares >= minInside) || n.partnered(int32(v), label, kappa[l]) {
			out[v] = l
		}
	}
	return out
}

// partnered reports whether a voice has a partner in its group, chance taken
// from what the others share.
func (n *network) partnered(v int32, label []int32, kappa float64) bool {
	return slices.ContainsFunc(n.edges[v], func(e edge) bool {
		return label[e.to] == label[v] && (e.partner || e.common >= minCommon && chance(int(e.common), n.expected(v, e, kappa)) <= maxChance)
	})
}

// fusePairs is the part of the pairs between two groups that are partners from
// which on the two are one: Louvain's method must cut even a ring where all
// are alike into parts that are there by chance only.
const fusePairs = 0.5

// fuse joins groups that are one: most pairs across have more in common than
// chance explains, by what those outside both share. Joined groups are looked
// at again, until none is left to join.
func (n *network) fuse(label []int32) []int32 {
	for n.fuseOnce(label) {
	}
	return label
}

type groupPair struct{ a, b int32 }

// fuseOnce joins each group with at most one other.
func (n *network) fuseOnce(label []int32) bool {
	members := map[int32][]int32{}
	met := map[groupPair]int{} // pairs across with minCommon links or more
	for v, l := range label {
		if l < 0 {
			continue
		}
		members[l] = append(members[l], int32(v))
		for _, e := range n.edges[v] {
			if k := label[e.to]; l < k && e.common >= minCommon {
				met[groupPair{l, k}]++
			}
		}
	}
	joined := map[int32]bool{}
	for _, p := range slices.SortedFunc(maps.Keys(met), func(p, q groupPair) int {
		return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	}) {
		a, b := members[p.a], members[p.b]
		need := fusePairs * float64(len(a)*len(b))
		if joined[p.a] || joined[p.b] || float64(met[p]) < need || n.across(a, b, label) < need {
			continue
		}
		joined[p.a], joined[p.b] = true, true
		for _, v := range b {
			label[v] = p.a
		}
	}
	return len(joined) > 0
}

// across counts the pairs between two groups that have more in common than
// chance explains without either.
func (n *network) across(a, b, label []int32) float64 {
	kappa := n.kappaWithout(slices.Concat(a, b))
	pairs := 0.0
	for _, v := range a {
		for _, e := range n.edges[v] {
			if label[e.to] == label[b[0]] && e.common >= minCommon && (e.partner || n.close(v, e, kappa)) {
				pairs++
			}
		}
	}
	return pairs
}

// groups names each community after the member with the most in common with
// the others.
func (n *network) groups(label []int32) *Groups {
	members := map[int32][]int32{}
	for v, l := range label {
		if l >= 0 {
			members[l] = append(members[l], int32(v))
		}
	}
	g := &Groups{name: map[person.Handle]string{}, members: map[string][]person.Handle{}, heard: make(map[string]bool, len(n.voices))}
	for _, v := range n.voices {
		g.heard[v] = true
	}
	for l, who := range members {
		if len(who) < 2 {
			continue
		}
		centre, top := who[0], -1.0
		for _, v := range who {
			w := 0.0
			for _, e := range n.edges[v] {
				if label[e.to] == l {
					w += e.weight
				}
			}
			if w > top {
				centre, top = v, w
			}
		}
		name := n.voices[centre]
		for _, v := range who {
			g.name[person.Handle(n.voices[v])] = name
			for _, h := range n.handle[v] {
				g.name[h] = name
			}
			g.members[name] = append(g.members[name], n.handle[v]...)
		}
		slices.Sort(g.members[name])
	}
	return g
}
