package rank

import (
	"math"
	"time"
)

// formula scores one link from the people who shared it and when each first
// did, oldest first.
type formula func(now time.Time, firsts []time.Time) float64

// baseline returns a published formula; nil for our own.
func baseline(by Formula) formula {
	switch by {
	case Count, Sill:
		return heads
	case Mastodon:
		return burst
	case HackerNews:
		return gravity
	default:
		return nil
	}
}

// heads is Sill's order and plain counting's: distinct people; best breaks
// ties by the newest share.
func heads(_ time.Time, firsts []time.Time) float64 { return float64(len(firsts)) }

// Mastodon's trending links.
const (
	burstThreshold = 5
	burstHalfLife  = 8 * time.Hour
)

// burst compares a day's distinct people with the day's before. A link keeps
// the highest score it reached in the last two days, which decays from when it
// was reached.
func burst(now time.Time, firsts []time.Time) float64 {
	const day = 24 * time.Hour
	top, reached := 0.0, now
	from := now.Add(-2 * day).Truncate(day)
	yesterday := between(firsts, from.Add(-day), from)
	for d := from; !d.After(now); d = d.Add(day) {
		observed, expected := 0.0, max(yesterday, 1)
		for _, at := range firsts {
			if at.Before(d) || !at.Before(d.Add(day)) {
				continue
			}
			observed++
			if observed < burstThreshold || expected > observed {
				continue
			}
			score := (observed - expected) * (observed - expected) / expected
			if score > top {
				top, reached = score, at
			}
		}
		yesterday = observed
	}
	return top * decay(now.Sub(reached), burstHalfLife)
}

func between(times []time.Time, from, to time.Time) float64 {
	n := 0.0
	for _, t := range times {
		if !t.Before(from) && t.Before(to) {
			n++
		}
	}
	return n
}

// gravity is Hacker News's rank with people for points. Comments are not
// known, so there is no penalty for controversy, and every link has an address.
func gravity(now time.Time, firsts []time.Time) float64 {
	age := now.Sub(firsts[0]).Minutes()
	return math.Pow(float64(len(firsts)-1), 0.8) / math.Pow((age+120)/60, 1.8)
}

// baseline ranks by a published formula: handles are people there, and a
// receipt has one line.
func (t *table) baseline(in Input, score formula) []Ranked {
	out := make([]scored, 0, len(t.links))
	for i := range t.links {
		b := &t.links[i]
		seen := make(map[int32]struct{}, len(b.shares))
		var firsts []time.Time
		for _, s := range b.shares {
			if _, ok := seen[s.who]; !ok {
				seen[s.who] = struct{}{}
				firsts = append(firsts, s.Time)
			}
		}
		r := t.header(b)
		r.People, r.Communities = len(firsts), len(firsts)
		exact := score(in.Now, firsts)
		r.Score = exact
		r.Why = Why{Breadth: exact, Decay: 1, Trust: 1, OwnHost: 1, Substance: 1, Affinity: 1}
		out = append(out, scored{r, exact})
	}
	return best(out, in.Top)
}
