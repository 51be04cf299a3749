package trend

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Spike is a run of buckets far above what is usual.
type Spike struct {
	Topic    Topic
	From, To time.Time // To is the end of its last bucket
	Peak     int       // posts in its highest bucket
	Posts    int
	People   int     // most in one bucket
	Usual    float64 // median of what came before
	Sigma    float64 // deviations above the usual, at the peak
	Promo    float64 // part of its posts that sell
	Reason   string

	first, last int // buckets
}

// What a spike takes: so many deviations above the median, so many times the
// usual, so many posts by so many people. The deviation is never taken for less
// than the root of the usual, which counts of rare things have by chance, nor
// for less than one post.
const (
	spikeSigma  = 4.0
	spikeTimes  = 2.0
	spikePosts  = 5
	spikePeople = 3
	// spikePast is how many buckets of past it takes to know what is usual.
	spikePast = 8
	// madSigma makes the median absolute deviation of a bell curve its sigma.
	madSigma = 1.4826
)

// Spikes finds the spikes of a series, oldest first. One person who posts a
// hundred times is no spike.
func (s Series) Spikes() []Spike {
	var out []Spike
	inside := false
	for i := range s.Posts {
		usual, sigma := s.usual(i)
		high := i >= spikePast && s.Posts[i] >= spikePosts && s.People[i] >= spikePeople &&
			float64(s.Posts[i]) >= spikeTimes*usual && float64(s.Posts[i])-usual >= spikeSigma*sigma
		if !high {
			inside = false
			continue
		}
		if !inside {
			out = append(out, Spike{Topic: s.Topic, From: s.Start(i), Usual: usual, first: i})
			inside = true
		}
		x := &out[len(out)-1]
		x.To, x.last = s.Start(i+1), i
		x.Posts += s.Posts[i]
		x.Promo += float64(s.Promo[i])
		x.People = max(x.People, s.People[i])
		if s.Posts[i] > x.Peak {
			x.Peak = s.Posts[i]
			x.Sigma = (float64(s.Posts[i]) - usual) / sigma
		}
	}
	for i := range out {
		x := &out[i]
		x.Promo /= float64(x.Posts)
		x.Sigma = math.Round(x.Sigma*10) / 10
		x.Reason = fmt.Sprintf("%s: %d posts in %s from %s, where %.4g is usual (%.1f deviations)",
			x.Topic, x.Peak, span(s.Window.Bucket), x.From.Format("2 January 15:04"), x.Usual, x.Sigma)
	}
	return out
}

// usual is the median and deviation of what came before a bucket: of all
// buckets before, or where there is a week of it and the buckets are shorter
// than a day, of the same time of earlier days if that is higher.
func (s Series) usual(i int) (median, sigma float64) {
	median, sigma = robust(s.Posts[:i])
	day := int(24 * time.Hour / s.Window.Bucket)
	if s.Window.Bucket < 24*time.Hour && day > 1 && i >= 7*day {
		var same []int
		for k := i - day; k >= 0; k -= day {
			same = append(same, slices.Max(s.Posts[max(0, k-1):k+2])) // early or late by a bucket
		}
		if m, d := robust(same); m > median {
			median, sigma = m, max(sigma, d)
		}
	}
	return median, max(sigma, math.Sqrt(median), 1)
}

// robust is the median and the median absolute deviation, as a sigma.
func robust(xs []int) (median, sigma float64) {
	if len(xs) == 0 {
		return 0, 0
	}
	ys := make([]float64, len(xs))
	for i, x := range xs {
		ys[i] = float64(x)
	}
	median = middle(ys)
	for i := range ys {
		ys[i] = math.Abs(float64(xs[i]) - median)
	}
	return median, madSigma * middle(ys)
}

// middle is the median; it sorts.
func middle(xs []float64) float64 {
	slices.Sort(xs)
	n := len(xs)
	return (xs[(n-1)/2] + xs[n/2]) / 2
}

func span(d time.Duration) string {
	switch {
	case d == time.Hour:
		return "the hour"
	case d == 24*time.Hour:
		return "the day"
	case d%(24*time.Hour) == 0:
		return fmt.Sprintf("%d days", d/(24*time.Hour))
	case d%time.Hour == 0:
		return fmt.Sprintf("%d hours", d/time.Hour)
	default:
		return d.String()
	}
}

func compared(c Compared) string {
	a, b := c.A.Topic.String(), c.B.Topic.String()
	s := fmt.Sprintf("%s %d posts by %d people, %s %d by %d", a, c.A.Total, c.A.Heads, b, c.B.Total, c.B.Heads)
	switch {
	case c.A.Total+c.B.Total == 0:
		return "neither " + a + " nor " + b + " is spoken of"
	case c.Growth >= 0.1:
		return s + "; " + a + " gains"
	case c.Growth <= -0.1:
		return s + "; " + b + " gains"
	default:
		return s
	}
}
