package rank

import (
	"slices"
	"time"

	"weaktie/internal/person"
)

// A rush is rushSize or more strangers within a minute where chance would
// hardly bring so many together (maxRush, over all the link's shares). Chance
// is the busier of two clocks: the hour around on this link, because a link
// that everybody shares at once is news; and what the other links' sharers did
// in that minute, because a source that tells only the hour, or a busy hour,
// brings everybody together.
const (
	rushSize = 3
	maxRush  = 1e-3
)

// clock counts the shares of all links by the minute.
type clock struct {
	minute map[int64]int
	total  int
}

func (t *table) clock() *clock {
	if t.ticks != nil {
		return t.ticks
	}
	c := &clock{minute: map[int64]int{}}
	t.ticks = c
	for i := range t.links {
		for _, s := range t.links[i].shares {
			c.minute[s.Time.Unix()/60]++
			c.total++
		}
	}
	return c
}

// around is how many shares other links had in the two minutes that a minute
// from here touches, and in all.
func (c *clock) around(at time.Time, mine, all int) (minute, total float64) {
	m := at.Unix() / 60
	return float64(max(c.minute[m]+c.minute[m+1]-mine, 0)), float64(c.total - all)
}

// rushes numbers the rushes that each share is part of; -1 is none. Only
// strangers count who speak for themselves and whose time is their own: not
// when weaktie saw the post, and not midnight, which is how feeds write a date
// without a time.
func rushes(t *table, b *bucket) []int32 {
	if !crowdedMinute(b) {
		return nil
	}
	rush := make([]int32, len(b.shares))
	var at []int
	for i, s := range b.shares {
		rush[i] = -1
		v := &t.people[s.who].voice
		midnight := s.Time.Equal(s.Time.Truncate(24 * time.Hour))
		if v.Strength == person.Stranger && v.Saves == 0 && s.BoostOf == "" && !s.Undated && !midnight {
			at = append(at, i)
		}
	}
	people := map[int32]bool{}
	for k, n := 0, int32(0); k+rushSize <= len(at); {
		end := k
		clear(people)
		for end < len(at) && b.shares[at[end]].Time.Sub(b.shares[at[k]].Time) < time.Minute {
			people[t.people[b.shares[at[end]].who].one] = true
			end++
		}
		if len(people) < rushSize || chance(len(people), t.expected(b, at, k, end))*float64(len(at)) > maxRush {
			k++
			continue
		}
		for ; k < end; k++ {
			rush[at[k]] = n
		}
		n++
	}
	return rush
}

// crowdedMinute reports whether any minute has rushSize shares at all.
func crowdedMinute(b *bucket) bool {
	for i := rushSize - 1; i < len(b.shares); i++ {
		if b.shares[i].Time.Sub(b.shares[i-rushSize+1].Time) < time.Minute {
			return true
		}
	}
	return false
}

// expected is how many of the shares at would fall into the minute of
// at[k:end] by chance.
func (t *table) expected(b *bucket, at []int, k, end int) float64 {
	from := b.shares[at[k]].Time
	find := func(x time.Time) int {
		i, _ := slices.BinarySearchFunc(at, x, func(i int, x time.Time) int { return b.shares[i].Time.Compare(x) })
		return i
	}
	hour := find(from.Add(31*time.Minute)) - find(from.Add(-30*time.Minute)) - (end - k)
	here := float64(hour) / 60
	if minute, total := t.clock().around(from, end-k, len(b.shares)); total > 0 {
		here = max(here, float64(len(at))*minute/total)
	}
	return here
}
