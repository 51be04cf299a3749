package rank

import (
	"slices"
	"time"
)

// The bounds of a network's own half-life, and how many links of how many
// people it takes to tell.
const (
	minHalfLife  = 2 * time.Hour
	maxHalfLife  = DefaultHalfLife
	paceLinks    = 30
	pacePeople   = 3
	paceMaxLinks = 7 * 24 * time.Hour
)

// HalfLife is the half-life that suits a network: the time by which a link
// here has half of the people it will ever have, at the median link. News
// passes in hours, essays in days; a half-life much longer than that ranks
// yesterday's news, a shorter one forgets before people read. Use it where the
// curator set none. DefaultHalfLife when too little is known.
func HalfLife(history []Share) time.Duration {
	times := map[string][]time.Time{}
	for i := range history {
		times[history[i].Link] = append(times[history[i].Link], history[i].Time)
	}
	var lives []time.Duration
	for _, at := range times {
		if len(at) < pacePeople {
			continue
		}
		slices.SortFunc(at, time.Time.Compare)
		if life := at[len(at)/2].Sub(at[0]); at[len(at)-1].Sub(at[0]) <= paceMaxLinks {
			lives = append(lives, life)
		}
	}
	if len(lives) < paceLinks {
		return DefaultHalfLife
	}
	slices.Sort(lives)
	return min(max(lives[len(lives)/2], minHalfLife), maxHalfLife)
}
