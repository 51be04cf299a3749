package rank

import (
	"math"
	"slices"
	"testing"
)

// formulae are ours and what it is measured against.
var formulae = []Formula{Weaktie, Count, Mastodon, HackerNews, Sill}

// precision is how many of the first n links are worth finding.
func precision(rs []Ranked, gain map[string]float64, n int) float64 {
	hit := 0.0
	for _, r := range rs[:min(n, len(rs))] {
		if gain[r.Link] >= 3 {
			hit++
		}
	}
	return hit / float64(n)
}

// ndcg is the discounted gain of the first n against that of the best order.
func ndcg(rs []Ranked, gain map[string]float64, n int) float64 {
	var got, ideal float64
	for i, r := range rs[:min(n, len(rs))] {
		got += gain[r.Link] / math.Log2(float64(i)+2)
	}
	var best []float64
	for _, g := range gain {
		best = append(best, g)
	}
	slices.Sort(best)
	slices.Reverse(best)
	for i, g := range best[:min(n, len(best))] {
		ideal += g / math.Log2(float64(i)+2)
	}
	return got / ideal
}

// TestPlanted ranks invented networks whose truth is known. go test -v prints
// the table of docs/ranking.md.
func TestPlanted(t *testing.T) {
	const seeds = 5
	t.Logf("%-8s %-9s %6s %6s", "strength", "formula", "p@10", "ndcg")
	for strength := 1; strength <= 5; strength++ {
		p, d := map[Formula]float64{}, map[Formula]float64{}
		for seed := range uint64(seeds) {
			w := newWorld(seed+1, strength)
			for _, by := range formulae {
				rs := Links(Input{Shares: w.shares, History: w.history, Now: w.now, By: by})
				p[by] += precision(rs, w.gain, 10) / seeds
				d[by] += ndcg(rs, w.gain, 20) / seeds
			}
		}
		for _, by := range formulae {
			t.Logf("%-8d %-9s %6.2f %6.3f", strength, by, p[by], d[by])
			if by != Weaktie && (p[Weaktie] < p[by]+0.1 || d[Weaktie] < d[by]+0.2) {
				t.Errorf("strength %d: weaktie p@10 %.2f ndcg %.3f against %s's %.2f and %.3f: want a clear margin", strength, p[Weaktie], d[Weaktie], by, p[by], d[by])
			}
		}
		if floor := []float64{0, 0.9, 0.85, 0.75, 0.6, 0.4}[strength]; p[Weaktie] < floor {
			t.Errorf("strength %d: precision at 10 is %.2f, was over %.2f", strength, p[Weaktie], floor)
		}
	}
}
