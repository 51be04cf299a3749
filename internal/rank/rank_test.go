package rank

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"weaktie/internal/person"
)

var noon = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

func share(link, who string, ago time.Duration) Share {
	return Share{Link: link, Person: person.Handle(who), Time: noon.Add(-ago)}
}

func order(rs []Ranked) []string {
	var out []string
	for _, r := range rs {
		out = append(out, r.Link)
	}
	return out
}

// addsUp checks a receipt the way a reader would, with the digits shown.
func addsUp(t interface {
	Helper()
	Errorf(string, ...any)
}, r Ranked,
) {
	t.Helper()
	shown := func(x float64) string { return fmt.Sprintf("%.4f", x) }
	sum := 0.0
	for _, c := range r.Why.Communities {
		sum += c.CountsAs
		rest, top := 1.0, 0.0
		for _, p := range c.Parts {
			if p.Folded != "" {
				if p.Counts != 0 {
					t.Errorf("%s: %s is folded (%s) and counts %v", r.Link, p.Person, p.Folded, p.Counts)
				}
				continue
			}
			if want := shown(p.Trust * p.Decay * p.Own); math.Abs(p.Trust*p.Decay*p.Own-p.Counts) > 0.500001e-4 {
				t.Errorf("%s: %s counts %v, its parts make %s", r.Link, p.Person, p.Counts, want)
			}
			rest *= 1 - p.Counts
			top = max(top, p.Counts)
		}
		if want := min(1-rest, 2*top); math.Abs(want-c.CountsAs) > 0.500001e-4 {
			t.Errorf("%s: community %s counts as %v, its parts make %v", r.Link, c.Name, c.CountsAs, want)
		}
	}
	if shown(sum) != shown(r.Why.Breadth) {
		t.Errorf("%s: communities add up to %s, breadth says %s", r.Link, shown(sum), shown(r.Why.Breadth))
	}
	substance := 1.0
	for _, f := range r.Why.Features {
		substance = math.Round(substance*f.Factor*1e4) / 1e4
	}
	if shown(substance) != shown(r.Why.Substance) {
		t.Errorf("%s: features multiply to %s, substance says %s", r.Link, shown(substance), shown(r.Why.Substance))
	}
	if got := r.Why.Breadth * r.Why.Substance * r.Why.Affinity; math.Abs(got-r.Score) > 0.500001e-4 {
		t.Errorf("%s: %v × %v × %v = %v, the score says %v", r.Link, r.Why.Breadth, r.Why.Substance, r.Why.Affinity, got, r.Score)
	}
}

func TestWorkedExample(t *testing.T) {
	shares := []Share{
		share("a", "ana@m", 0),
		share("a", "ben@m", 24*time.Hour),
		share("a", "cem@m", 0),
		share("a", "dot@m", 0),
	}
	shares[0].Identity = "p1"
	shares[1].Text = "Reply rates fell by 12% once the sequence was automated, and that is before spam."
	shares[2].BoostOf = "p1"
	shares[3].OwnSite = true
	got := Links(Input{Shares: shares, Now: noon, HalfLife: 24 * time.Hour, Voices: map[person.Handle]Voice{"ben@m": {Strength: person.Warm, Saves: 4}}})
	if len(got) != 1 {
		t.Fatalf("%d links, want 1", len(got))
	}
	r := got[0]
	addsUp(t, r)
	if r.Why.Breadth != 0.775 || r.Score != 0.8913 {
		t.Errorf("breadth %v score %v, want 0.775 and 0.8913: %+v", r.Why.Breadth, r.Score, r.Why)
	}
	if r.People != 4 || r.Shares != 4 || r.Communities != 3 {
		t.Errorf("people %d shares %d communities %d", r.People, r.Shares, r.Communities)
	}
}

// TestARingNeverOutranksThreeStrangers pushes one link by two hundred accounts
// that have shared the same things before, wholly or in part, alone in the
// store or among others.
func TestARingNeverOutranksThreeStrangers(t *testing.T) {
	for _, common := range []int{2, 4, 8} {
		for _, part := range []float64{1, 0.8} {
			for _, others := range []int{0, 300} {
				if part < 1 && common < 8 {
					continue
				}
				for _, age := range []time.Duration{0, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour} {
					in := Input{Now: noon}
					rng := rand.New(rand.NewPCG(1, 2))
					for i := range 200 {
						who := fmt.Sprintf("ring%03d@m", i)
						in.Shares = append(in.Shares, share("ring", who, age+time.Duration(i*7)*time.Minute/10))
						for k := range common {
							if rng.Float64() <= part {
								in.History = append(in.History, share(fmt.Sprintf("old%d", k), who, 200*time.Hour+time.Duration(i*(k+1))*time.Minute))
							}
						}
					}
					for i := range others {
						for range 4 {
							in.History = append(in.History, share(fmt.Sprintf("any%d", rng.IntN(300)), fmt.Sprintf("other%d@m", i), 100*time.Hour+time.Duration(rng.IntN(10000))*time.Minute))
						}
					}
					for i := range 3 {
						in.Shares = append(in.Shares, share("three", fmt.Sprintf("free%d@m", i), age+time.Duration(i)*time.Hour))
					}
					if got := Links(in); got[0].Link != "three" {
						t.Errorf("%d old links, %v of them each, %d others, age %v: %v first with %v, want three (%v)", common, part, others, age, got[0].Link, got[0].Score, got[1].Score)
					}
				}
			}
		}
	}
}

// A ring that hides: each account shares half of the ring's old links, and as
// many of what everybody shares, among three hundred others.
func TestAHidingRingIsFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	in := Input{Now: noon}
	old := func() time.Duration { return 100*time.Hour + time.Duration(rng.IntN(10000))*time.Minute }
	for i := range 200 {
		who := fmt.Sprintf("ring%03d@m", i)
		in.Shares = append(in.Shares, share("ring", who, time.Duration(rng.IntN(1000))*time.Minute))
		for k := range 10 {
			if rng.Float64() < 0.5 {
				in.History = append(in.History, share(fmt.Sprintf("old%d", k), who, old()))
			}
		}
		for range 5 {
			in.History = append(in.History, share(fmt.Sprintf("any%d", rng.IntN(300)), who, old()))
		}
	}
	for i := range 300 {
		for range 4 {
			in.History = append(in.History, share(fmt.Sprintf("any%d", rng.IntN(300)), fmt.Sprintf("other%d@m", i), old()))
		}
	}
	// An account that happens to share next to nothing of the ring's looks like
	// anybody; a handful of two hundred may.
	if got := Links(in)[0]; got.Communities > 5 {
		t.Errorf("two hundred accounts are %d communities, want a handful", got.Communities)
	}
}
