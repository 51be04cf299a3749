package rank

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"
)

// ranking scores every link by weaktie's formula, or where only the top is
// asked for, those that can reach it.
func (t *table) ranking(top int) []Ranked {
	if top > 0 && top < len(t.links) {
		return t.top(top)
	}
	out := make([]scored, 0, len(t.links))
	for i := range t.links {
		out = append(out, t.score(&t.links[i]))
	}
	return best(out, top)
}

// candidate is a link with what it can reach at most.
type candidate struct {
	most float64
	link int32
}

// candidates is a heap, the one that can reach most on top.
type candidates []candidate

func (c candidates) Len() int           { return len(c) }
func (c candidates) Less(i, j int) bool { return c[i].most > c[j].most }
func (c candidates) Swap(i, j int)      { c[i], c[j] = c[j], c[i] }
func (c *candidates) Push(x any)        { *c = append(*c, x.(candidate)) }
func (c *candidates) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

// top scores links in the order of what they can reach at most, and stops when
// none can reach the n-th any more.
func (t *table) top(n int) []Ranked {
	c := make(candidates, len(t.links))
	for i := range t.links {
		c[i] = candidate{t.roughly(&t.links[i]), int32(i)}
	}
	heap.Init(&c)
	var out []scored
	var floor []float64 // the n best scores found, ascending
	for len(c) > 0 && (len(floor) < n || c[0].most >= floor[0]) {
		b := &t.links[c[0].link]
		c[0] = c[len(c)-1]
		c = c[:len(c)-1]
		if len(c) > 0 {
			heap.Fix(&c, 0)
		}
		if len(floor) == n && t.most(b) < floor[0] {
			continue
		}
		s := t.score(b)
		out = append(out, s)
		at, _ := slices.BinarySearch(floor, s.Score)
		floor = slices.Insert(floor, at, s.Score)
		if len(floor) > n {
			floor = floor[1:]
		}
	}
	return best(out, n)
}

// roughly is most with every share taken for the link's newest and most
// trusted: it needs no look at the shares.
func (t *table) roughly(b *bucket) float64 {
	n := float64(len(b.shares))
	return t.reach(b, n*(b.trust*decay(t.in.Now.Sub(b.last), t.in.HalfLife)+roundingUnit))
}

// most is what a link can reach at most: every share a voice of its own, all
// that substance can add, and a unit of rounding for each step.
func (t *table) most(b *bucket) float64 {
	sum := 0.0
	for _, s := range b.shares {
		sum += t.worth(s) + roundingUnit
	}
	return t.reach(b, sum)
}

func (t *table) reach(b *bucket, breadth float64) float64 {
	f := 1.0
	if len(t.in.Affinity) > 0 {
		f = affinity(t.in.Affinity, b.key)
	}
	return (breadth+roundingUnit)*maxSubstance*f + roundingUnit
}

// roundingUnit is the last digit of a receipt.
const roundingUnit = 1e-4

// scored is a link with its score before rounding, which alone still orders
// links so old that they round to nothing.
type scored struct {
	Ranked
	exact float64
}

// best puts links in order and cuts. Scores are compared as they are shown;
// equal ones go by the newest share, as in Sill.
func best(all []scored, top int) []Ranked {
	slices.SortFunc(all, func(a, b scored) int {
		if c := cmp.Compare(b.Score, a.Score); c != 0 {
			return c
		}
		if a.Score == 0 {
			if c := cmp.Compare(b.exact, a.exact); c != 0 {
				return c
			}
		}
		if c := b.Last.Compare(a.Last); c != 0 {
			return c
		}
		return strings.Compare(a.Link, b.Link)
	})
	if top > 0 && len(all) > top {
		all = all[:top]
	}
	out := make([]Ranked, len(all))
	for i := range all {
		out[i] = all[i].Ranked
	}
	return out
}
