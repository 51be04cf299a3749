package rank

import (
	"math"
	"slices"
	"testing"
)

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

// TestPlanted ranks invented networks whose truth is known. The seeds are not
// those that the ranking was developed on. go test -v prints the table of
// docs/ranking.md; the last line of each strength shows what finding
// communities and crowds is worth.
func TestPlanted(t *testing.T) {
	t.Parallel()
	const from = 101
	seeds := 2 // enough to notice; the table takes the five it was made of
	if testing.Verbose() {
		seeds = 5
	}
	ways := []struct {
		name string
		in   Input
	}{
		{"weaktie", Input{}},
		{"count", Input{By: Count}},
		{"Mastodon", Input{By: Mastodon}},
		{"Hacker News", Input{By: HackerNews}},
		{"Sill", Input{By: Sill}},
		{"weaktie, everybody alone", Input{Groups: &Groups{}}},
	}
	t.Logf("%-8s %-24s %6s %6s", "strength", "formula", "p@10", "ndcg")
	for strength := 1; strength <= 5; strength++ {
		p, d := make([]float64, len(ways)), make([]float64, len(ways))
		for seed := range uint64(seeds) {
			w := newWorld(seed+from, strength)
			for i, way := range ways {
				in := way.in
				in.Shares, in.History, in.Now = w.shares, w.history, w.now
				rs := Links(in)
				p[i] += precision(rs, w.gain, 10) / float64(seeds)
				d[i] += ndcg(rs, w.gain, 20) / float64(seeds)
			}
		}
		for i, way := range ways {
			t.Logf("%-8d %-24s %6.2f %6.3f", strength, way.name, p[i], d[i])
			if i > 0 && i < 5 && (p[0] < p[i]+0.09 || d[0] < d[i]+0.09) {
				t.Errorf("strength %d: weaktie p@10 %.2f ndcg %.3f against %s's %.2f and %.3f: want a clear margin", strength, p[0], d[0], way.name, p[i], d[i])
			}
		}
		if floor := []float64{0, 0.75, 0.75, 0.6, 0.5, 0.4}[strength]; p[0] < floor {
			t.Errorf("strength %d: precision at 10 is %.2f, was over %.2f", strength, p[0], floor)
		}
	}
}
