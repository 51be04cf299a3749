package rank

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"weaktie/internal/person"
)

// heardAt makes people who share a link so many hours before noon.
func heardAt(link string, hours ...float64) []Share {
	var out []Share
	for i, h := range hours {
		out = append(out, share(link, fmt.Sprintf("%s-%d", link, i), time.Duration(h*float64(time.Hour))))
	}
	return out
}

func TestHackerNews(t *testing.T) {
	got := Links(Input{Shares: heardAt("l", 4, 3, 1), Now: noon, By: HackerNews})[0].Score
	if want := math.Pow(2, 0.8) / math.Pow(6, 1.8); math.Abs(got-want) > 1e-9 {
		t.Errorf("three people, four hours old: %v, want 2^0.8 / 6^1.8 = %v", got, want)
	}
	if one := Links(Input{Shares: heardAt("l", 4), Now: noon, By: HackerNews})[0].Score; one != 0 {
		t.Errorf("one person: %v, want nothing", one)
	}
}

func TestMastodon(t *testing.T) {
	cases := []struct {
		name  string
		hours []float64
		want  float64
	}{
		{"four people today", []float64{4, 3, 2, 1}, 0},
		{"five people today, none yesterday: (5-1)²/1, an hour ago", []float64{9, 4, 3, 2, 1}, 16 * math.Exp2(-1.0/8)},
		{"five today, two yesterday: (5-2)²/2", []float64{20, 18, 9, 4, 3, 2, 1}, 4.5 * math.Exp2(-1.0/8)},
		{"fewer than yesterday, which still counts: (6-1)²/1 of yesterday", []float64{20, 19, 18, 17, 16, 15, 5, 4, 3, 2, 1}, 25 * math.Exp2(-15.0/8)},
	}
	for _, c := range cases {
		if got := Links(Input{Shares: heardAt("l", c.hours...), Now: noon, By: Mastodon})[0].Score; math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSillCountsPeopleThenNewest(t *testing.T) {
	shares := slices.Concat(heardAt("old", 9, 8), heardAt("new", 9, 1), heardAt("three", 30, 29, 28))
	for range 5 { // one person again and again is one
		shares = append(shares, share("loud", "loud", time.Minute))
	}
	for _, by := range []Formula{Sill, Count} {
		got := Links(Input{Shares: shares, Now: noon, By: by})
		if want := []string{"three", "new", "old", "loud"}; !slices.Equal(order(got), want) {
			t.Errorf("%s: %v, want %v", by, order(got), want)
		}
		if got[3].People != 1 || got[3].Shares != 5 || got[0].Score != 3 {
			t.Errorf("%s: %+v", by, got)
		}
	}
}

// Baselines replay a moment as ours does, and know nothing of voices.
func TestBaselinesReplay(t *testing.T) {
	shares := heardAt("l", 9, 8, 7, 2, 1)
	voices := map[person.Handle]Voice{"l-0": {SameAs: "l-1"}, "l-2": {Employer: "e"}, "l-3": {Employer: "e"}}
	for _, by := range []Formula{Count, Mastodon, HackerNews, Sill} {
		then := Links(Input{Shares: shares, Voices: voices, Now: noon.Add(-5 * time.Hour), By: by})[0]
		if then.People != 3 {
			t.Errorf("%s: %d people at seven, want 3", by, then.People)
		}
	}
}
