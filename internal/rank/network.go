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

// maxNeighbours bounds the pairs looked at for one link: a sharer is compared
// with so many before and after in time. Echoes follow each other; two hundred
// neighbours are more than any ring needs to be seen over a few links.
const maxNeighbours = 200

// network is voices and the links they share, as numbers; voices in order of
// name.
type network struct {
	voices          []string
	handle          [][]person.Handle // accounts of each voice
	lists           [][]int32         // links each voice shared, ascending
	sharer          [][]int32         // voices that shared each link, in order of time
	edges           [][]edge
	shares, squares float64 // links by voices, and ordered pairs of voices on a link
	kappa           float64 // chance of a common link, per link of the one and link of the other
}

type edge struct {
	to      int32
	common  float64 // links in common
	weight  float64
	partner bool // far more in common than expected
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
	for l, who := range n.sharer {
		place[l] = make(map[int32]int, len(who))
		for i, v := range who {
			place[l][v] = i
		}
		n.shares += float64(len(who))
		n.squares += float64(len(who)) * float64(len(who)-1)
	}
	n.kappa = n.squares / max(n.shares*n.shares, 1)
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
			// However popular the links: whoever has far more of them in common
			// than both would by chance belongs together.
			lambda := float64(len(n.lists[a])) * float64(len(n.lists[b])) * n.kappa
			if excess := common[b] - lambda; common[b] >= sameCommon && excess > math.Sqrt(lambda) {
				w += excess
			}
			n.edges[a] = append(n.edges[a], edge{to: b, common: common[b], weight: w})
			n.edges[b] = append(n.edges[b], edge{to: a, common: common[b], weight: w})
			common[b], weight[b] = 0, 0
		}
	}
}

// Two voices are partners when they have more in common than chance explains
// (maxChance), given how much both share and how popular links are here.
//
// A ring that is most of the network makes its own links popular and would
// hide behind chance. So they are partners as well when half of what they share
// is the same (sameOverlap, of sameCommon links or more), or all of it, where
// at least half of those who shared it shared nothing else.
const (
	maxChance   = 1e-3
	sameCommon  = 3
	sameOverlap = 0.5
)

// partners marks the edges between partners.
func (n *network) partners() {
	twins := n.twins()
	for v, es := range n.edges {
		for i, e := range es {
			es[i].partner = e.common >= minCommon && (twins[v] >= 0 && twins[v] == twins[e.to] || n.alike(int32(v), e))
		}
	}
}

// expected is how many links two voices have in common by chance.
func (n *network) expected(v int32, e edge, kappa float64) float64 {
	return float64(len(n.lists[v])) * float64(len(n.lists[e.to])) * kappa
}

// close reports whether two voices have more in common than expected.
func (n *network) close(v int32, e edge, kappa float64) bool {
	lambda := n.expected(v, e, kappa)
	return e.common > lambda+math.Sqrt(lambda)
}

// minOthers is how many shares of others it takes to tell what is popular
// without a group.
const minOthers = 50

// kappaWithout is the chance of a common link by what those outside a group
// share. A ring makes its own links popular, but only within. Every link is
// taken to be shared at least evenly, so that few others do not make everything
// unlikely; where there are next to none, the whole network has to do.
func (n *network) kappaWithout(who []int32) float64 {
	inside := map[int32]int{}
	shares := n.shares
	for _, v := range who {
		shares -= float64(len(n.lists[v]))
		for _, l := range n.lists[v] {
			inside[l]++
		}
	}
	if shares < minOthers {
		return n.kappa
	}
	squares := n.squares
	for l, k := range inside {
		all := float64(len(n.sharer[l]))
		rest := all - float64(k)
		squares -= all*(all-1) - rest*(rest-1)
	}
	return min(n.kappa, max(squares/shares/shares, 1/float64(len(n.sharer))))
}

func (n *network) alike(v int32, e edge) bool {
	mine, theirs := float64(len(n.lists[v])), float64(len(n.lists[e.to]))
	if e.common >= sameCommon && e.common >= sameOverlap*(mine+theirs-e.common) {
		return true
	}
	return chance(int(e.common), mine*theirs*n.kappa) <= maxChance
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

// inside is the mean part of a voice's co-sharers who are in a group, over its
// links that anyone else shared; of these links, common were shared in the
// group.
func (n *network) inside(v int32, in func(int32) bool) (part, links, common float64) {
	for _, l := range n.lists[v] {
		who := n.sharer[l]
		if len(who) < 2 {
			continue
		}
		links++
		k := 0
		for _, b := range who {
			if b != v && in(b) {
				k++
			}
		}
		if k > 0 {
			common++
			part += float64(k) / float64(len(who)-1)
		}
	}
	return part / max(links, 1), links, common
}
