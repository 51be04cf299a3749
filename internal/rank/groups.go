package rank

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"time"

	"weaktie/internal/person"
)

// Groups says who belongs to which community. Finding it looks at every pair
// of people who shared a link, so keep it and pass it to Links as
// Input.Groups; it is only as old as the shares it was made of.
type Groups struct {
	name    map[string]string // voice -> community; absent is alone
	members map[string][]person.Handle
	heard   map[string]bool // voices that shared two links or more; nil is unknown
}

// Of is the name of a voice's community: one's own where one stands alone.
func (g *Groups) Of(h person.Handle, voice string) string {
	if n, ok := g.name[voice]; ok {
		return n
	}
	return string(h)
}

// Members lists the communities of two or more by name.
func (g *Groups) Members() map[string][]person.Handle { return g.members }

// maxNeighbours bounds the pairs looked at for one link: a sharer is compared
// with so many before and after in time. Echoes follow each other; two hundred
// neighbours are more than any ring needs to be seen over a few links.
const maxNeighbours = 200

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
	return n.groups(n.belongs(n.fuse(split(n.edges))))
}

// network is voices and the links they share, as numbers; voices in order of
// name.
type network struct {
	voices []string
	handle [][]person.Handle // accounts of each voice
	lists  [][]int32         // links each voice shared, ascending
	sharer [][]int32         // voices that shared each link, in order of time
	edges  [][]edge
	kappa  float64 // chance of a common link, per link of the one and link of the other
}

type edge struct {
	to      int32
	common  float64 // links in common
	weight  float64
	close   bool // more in common than expected
	partner bool // far more
}

// incidence is one voice sharing one link for the first time.
type incidence struct {
	voice string
	link  string
	at    time.Time
}

func newNetwork(now time.Time, one aliases, batches [][]Share) *network {
	type pair struct{ voice, link string }
	first := map[pair]time.Time{}
	degree := map[string]int{}
	handles := map[string][]person.Handle{}
	seen := map[person.Handle]bool{}
	for _, batch := range batches {
		for i := range batch {
			s := &batch[i]
			if s.Link == "" || s.Person == "" || s.Time.After(now) {
				continue
			}
			voice := string(one.of(s.Person))
			if !seen[s.Person] {
				seen[s.Person] = true
				handles[voice] = append(handles[voice], s.Person)
			}
			p := pair{voice, s.Link}
			at, ok := first[p]
			if !ok {
				degree[voice]++
			}
			if !ok || s.Time.Before(at) {
				first[p] = s.Time
			}
		}
	}
	var all []incidence
	for p, at := range first {
		// Who shared one link only can't have two in common with anyone, and
		// must not make that link look popular among those who can.
		if degree[p.voice] >= minCommon {
			all = append(all, incidence{p.voice, p.link, at})
		}
	}
	slices.SortFunc(all, func(a, b incidence) int {
		return cmp.Or(a.at.Compare(b.at), strings.Compare(a.voice, b.voice), strings.Compare(a.link, b.link))
	})
	return index(all, handles)
}

func index(all []incidence, handles map[string][]person.Handle) *network {
	n := &network{}
	for _, a := range all {
		n.voices = append(n.voices, a.voice)
	}
	slices.Sort(n.voices)
	n.voices = slices.Compact(n.voices)
	who := make(map[string]int32, len(n.voices))
	for i, v := range n.voices {
		who[v] = int32(i)
		hs := handles[v]
		slices.Sort(hs)
		n.handle = append(n.handle, hs)
	}
	n.lists = make([][]int32, len(n.voices))
	at := map[string]int32{}
	for _, a := range all {
		l, ok := at[a.link]
		if !ok {
			l = int32(len(n.sharer))
			at[a.link] = l
			n.sharer = append(n.sharer, nil)
		}
		v := who[a.voice]
		n.sharer[l] = append(n.sharer[l], v)
		n.lists[v] = append(n.lists[v], l)
	}
	for _, list := range n.lists {
		slices.Sort(list)
	}
	return n
}

// connect draws the edges.
func (n *network) connect() {
	n.edges = make([][]edge, len(n.voices))
	place := make([]map[int32]int, len(n.sharer)) // where in time a voice stands on a link
	shares, squares := 0.0, 0.0
	for l, who := range n.sharer {
		place[l] = make(map[int32]int, len(who))
		for i, v := range who {
			place[l][v] = i
		}
		shares += float64(len(who))
		squares += float64(len(who)) * float64(len(who))
	}
	if shares > 0 {
		n.kappa = squares / shares / shares
	}
	common := make([]float64, len(n.voices))
	weight := make([]float64, len(n.voices))
	var touched []int32
	for v := range n.voices {
		a := int32(v)
		touched = touched[:0]
		for _, l := range n.lists[v] {
			who, i := n.sharer[l], place[l][a]
			near := who[max(0, i-maxNeighbours):min(len(who), i+maxNeighbours+1)]
			for _, b := range near {
				if b <= a {
					continue
				}
				if common[b] == 0 {
					touched = append(touched, b)
				}
				common[b]++
				weight[b] += 1 / float64(len(near)-1)
			}
		}
		slices.Sort(touched)
		for _, b := range touched {
			w := weight[b] * common[b]
			n.edges[a] = append(n.edges[a], edge{to: b, common: common[b], weight: w})
			n.edges[b] = append(n.edges[b], edge{to: a, common: common[b], weight: w})
			common[b], weight[b] = 0, 0
		}
	}
}

// twins numbers the groups of voices with the very same list, where that list
// is shared by hardly anyone else; -1 is none.
func (n *network) twins() []int32 {
	out := make([]int32, len(n.voices))
	by := map[string][]int32{}
	var key []byte
	for v, list := range n.lists {
		out[v] = -1
		key = key[:0]
		for _, l := range list {
			key = binary.AppendUvarint(key, uint64(l))
		}
		by[string(key)] = append(by[string(key)], int32(v))
	}
	for _, who := range by {
		if len(who) < 2 {
			continue
		}
		mine := true
		for _, l := range n.lists[who[0]] {
			mine = mine && 2*len(who) >= len(n.sharer[l])
		}
		if !mine {
			continue
		}
		for _, v := range who {
			out[v] = who[0]
		}
	}
	return out
}

// chance is the probability of c or more links in common when lambda are
// expected: the upper tail of a Poisson distribution.
func chance(c int, lambda float64) float64 {
	term, below := math.Exp(-lambda), 0.0
	for k := range c {
		below += term
		term *= lambda / float64(k+1)
	}
	return 1 - below
}

// What belonging takes. A voice stays in a group when at least minCommon of
// its links were shared in the group as well, and the part of its co-sharers
// who are in the group exceeds the group's part of the network by minInside.
// Else it stays only with a partner: somebody in the group with whom it has
// more in common than chance explains, given how much both share and how
// popular links are here.
//
// A ring that is most of the network makes its own links popular and would
// hide behind chance. So two voices are partners as well when half of what
// they share is the same (sameOverlap, of sameCommon links or more), or all of
// it, where at least half of those who shared it shared nothing else.
const (
	minCommon   = 2
	minInside   = 0.3
	maxChance   = 1e-3
	sameCommon  = 3
	sameOverlap = 0.5
)

// belongs takes the label from those who don't: -1 is alone.
func (n *network) belongs(label []int32) []int32 {
	total := 0.0
	size := map[int32]float64{} // shares by group
	for v, list := range n.lists {
		size[label[v]] += float64(len(list))
		total += float64(len(list))
	}
	out := make([]int32, len(label))
	for v, l := range label {
		out[v] = -1
		if l >= 0 && (n.inside(int32(v), label)-size[l]/total >= minInside || n.partnered(int32(v), label)) {
			out[v] = l
		}
	}
	return out
}

// partnered reports whether a voice has a partner in its group.
func (n *network) partnered(v int32, label []int32) bool {
	return slices.ContainsFunc(n.edges[v], func(e edge) bool { return e.partner && label[e.to] == label[v] })
}

// partners marks the edges between partners.
func (n *network) partners() {
	twins := n.twins()
	for v, es := range n.edges {
		for i, e := range es {
			lambda := float64(len(n.lists[v])) * float64(len(n.lists[e.to])) * n.kappa
			es[i].partner = e.common >= minCommon && (twins[v] >= 0 && twins[v] == twins[e.to] || n.alike(int32(v), e))
			es[i].close = es[i].partner || e.common > lambda+math.Sqrt(lambda)
		}
	}
}

func (n *network) alike(v int32, e edge) bool {
	mine, theirs := float64(len(n.lists[v])), float64(len(n.lists[e.to]))
	if e.common >= sameCommon && e.common >= sameOverlap*(mine+theirs-e.common) {
		return true
	}
	return chance(int(e.common), mine*theirs*n.kappa) <= maxChance
}

// fusePairs is the part of the pairs between two groups that are partners from
// which on the two are one: Louvain's method must cut even a ring where all
// are alike into parts that are there by chance only.
const fusePairs = 0.5

// fuse joins groups whose members are partners across.
func (n *network) fuse(label []int32) []int32 {
	type pair struct{ a, b int32 }
	size := map[int32]int{}
	across := map[pair]int{}
	for v, es := range n.edges {
		size[label[v]]++
		for _, e := range es {
			if a, b := label[v], label[e.to]; e.partner && a >= 0 && a < b {
				across[pair{a, b}]++
			}
		}
	}
	up := map[int32]int32{}
	top := func(l int32) int32 {
		for {
			u, ok := up[l]
			if !ok {
				return l
			}
			l = u
		}
	}
	for p, n := range across {
		a, b := top(p.a), top(p.b)
		if a != b && float64(n) >= fusePairs*float64(size[p.a]*size[p.b]) {
			up[max(a, b)] = min(a, b)
		}
	}
	for v, l := range label {
		if l >= 0 {
			label[v] = top(l)
		}
	}
	return label
}

// inside is the mean part of a voice's co-sharers who are in its group, over
// its links that anyone else shared; 0 when fewer than minCommon links were
// shared in the group.
func (n *network) inside(v int32, label []int32) float64 {
	part, links, common := 0.0, 0.0, 0
	for _, l := range n.lists[v] {
		who := n.sharer[l]
		if len(who) < 2 {
			continue
		}
		links++
		in := -1 // itself
		for _, b := range who {
			if label[b] == label[v] {
				in++
			}
		}
		if in > 0 {
			common++
			part += float64(in) / float64(len(who)-1)
		}
	}
	if common < minCommon {
		return 0
	}
	return part / links
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
	g := &Groups{name: map[string]string{}, members: map[string][]person.Handle{}, heard: make(map[string]bool, len(n.voices))}
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
			g.name[n.voices[v]] = name
			g.members[name] = append(g.members[name], n.handle[v]...)
		}
		slices.Sort(g.members[name])
	}
	return g
}
