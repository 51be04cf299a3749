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

// What makes two people an echo of each other. Sharing one link with somebody
// is what a link is for, so it takes two; and two must be more than chance
// explains (maxChance), with chance taken from how much both share and how
// popular links are here: two popular links in common say nothing.
//
// A ring that is most of the network makes its own links popular and would
// hide behind chance, so people who share nothing but the same list, at least
// half of whose sharers have that very list, are one community as well.
const (
	minCommon = 2
	maxChance = 1e-3
)

// maxNeighbours bounds the pairs looked at for one link: a sharer is compared
// with the next sharers in time. Echoes follow each other; two hundred
// neighbours are more than any ring needs to be seen over a few links.
const maxNeighbours = 200

// maxRounds ends label propagation, which settles in a handful of rounds but
// may swing between two states.
const maxRounds = 20

// FindGroups finds communities from who shared the same links up to now.
//
// People are joined by an edge when they share more than chance explains, and
// each takes the label most of its neighbours have, weighted by how much they
// have in common, until nothing moves. This is label propagation in a fixed
// order rather than Louvain: it gives the same answer for the same shares in
// any order, has no resolution that merges small rings in a large network, and
// an edge in one corner changes nothing in another.
func FindGroups(now time.Time, voices map[person.Handle]Voice, shares ...[]Share) *Groups {
	n := newNetwork(now, newAliases(voices), shares)
	n.connect()
	return n.groups(n.propagate())
}

// network is voices and the links they share, as numbers; voices in order of
// name.
type network struct {
	voices []string
	handle [][]person.Handle // accounts of each voice
	lists  [][]int32         // links each voice shared, ascending
	sharer [][]int32         // voices that shared each link, in order of time
	edges  [][]edge
}

type edge struct {
	to     int32
	weight float64
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
	kappa := 0.0
	if shares > 0 {
		kappa = squares / shares / shares
	}
	twins := n.twins()
	common := make([]int32, len(n.voices))
	var touched []int32
	for v := range n.voices {
		a := int32(v)
		touched = touched[:0]
		for _, l := range n.lists[v] {
			who, i := n.sharer[l], place[l][a]
			for _, b := range who[max(0, i-maxNeighbours):min(len(who), i+maxNeighbours+1)] {
				if b <= a {
					continue
				}
				if common[b] == 0 {
					touched = append(touched, b)
				}
				common[b]++
			}
		}
		for _, b := range touched {
			c := int(common[b])
			common[b] = 0
			if c < minCommon {
				continue
			}
			da, db := float64(len(n.lists[a])), float64(len(n.lists[b]))
			same := twins[a] >= 0 && twins[a] == twins[b]
			if !same && chance(c, da*db*kappa) > maxChance {
				continue
			}
			w := float64(c) / (da + db - float64(c))
			n.edges[a] = append(n.edges[a], edge{b, w})
			n.edges[b] = append(n.edges[b], edge{a, w})
		}
	}
	for _, es := range n.edges {
		slices.SortFunc(es, func(x, y edge) int { return cmp.Compare(x.to, y.to) })
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

// propagate gives each voice the label of its community.
func (n *network) propagate() []int32 {
	label := make([]int32, len(n.voices))
	for v := range label {
		label[v] = int32(v)
	}
	weight := make([]float64, len(n.voices))
	var touched []int32
	for range maxRounds {
		moved := false
		for v, es := range n.edges {
			touched = touched[:0]
			for _, e := range es {
				l := label[e.to]
				if weight[l] == 0 {
					touched = append(touched, l)
				}
				weight[l] += e.weight
			}
			best, top := label[v], weight[label[v]]
			for _, l := range touched {
				if w := weight[l]; w > top || (w == top && l < best) {
					best, top = l, w
				}
			}
			for _, l := range touched {
				weight[l] = 0
			}
			moved = moved || best != label[v]
			label[v] = best
		}
		if !moved {
			break
		}
	}
	return label
}

// groups names each community after the member with the most in common with
// the others.
func (n *network) groups(label []int32) *Groups {
	members := map[int32][]int32{}
	for v, l := range label {
		members[l] = append(members[l], int32(v))
	}
	g := &Groups{name: map[string]string{}, members: map[string][]person.Handle{}}
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
