package rank

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"weaktie/internal/person"
)

// crowded makes n shares of n/5 links by n/20 people, popular ones more often.
func crowded(n int) []Share {
	rng := rand.New(rand.NewPCG(1, 2))
	w := &world{rng: rng, now: noon}
	skew := func(m int) int { return int(float64(m) * rng.Float64() * rng.Float64()) }
	texts := make([]string, 500)
	for i := range texts {
		texts[i] = w.words()
	}
	out := make([]Share, n)
	for i := range out {
		out[i] = Share{
			Link:     fmt.Sprintf("https://site%d.example/an/article-%d", skew(n/5)%97, skew(n/5)),
			Person:   person.Handle(fmt.Sprintf("person%d@m.example", skew(n/20))),
			Time:     noon.Add(-time.Duration(rng.IntN(72*3600)) * time.Second),
			Post:     uint64(i),
			Identity: fmt.Sprintf("https://m.example/%d", i),
			Text:     texts[rng.IntN(len(texts))],
		}
	}
	return out
}

func BenchmarkLinks(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		shares := crowded(n)
		groups := FindGroups(noon, nil, shares)
		b.Run(fmt.Sprintf("%d/groups kept", n), func(b *testing.B) {
			for b.Loop() {
				Links(Input{Shares: shares, Now: noon, Groups: groups, Top: 200})
			}
		})
		if n > 100_000 {
			continue
		}
		b.Run(fmt.Sprintf("%d/all receipts", n), func(b *testing.B) {
			for b.Loop() {
				Links(Input{Shares: shares, Now: noon, Groups: groups})
			}
		})
		b.Run(fmt.Sprintf("%d/groups found", n), func(b *testing.B) {
			for b.Loop() {
				FindGroups(noon, nil, shares)
			}
		})
	}
}
