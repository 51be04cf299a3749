package rank

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"weaktie/internal/person"
)

// members gives the community of a person, sorted; nil when alone.
func members(g *Groups, who string) []person.Handle {
	return g.Members()[g.Of(person.Handle(who))]
}

// circle makes n people who share k links of theirs, each with a chance.
func circle(rng *rand.Rand, name string, n, k int, chance float64) []Share {
	var out []Share
	for i := range n {
		for l := range k {
			if rng.Float64() < chance {
				out = append(out, share(fmt.Sprintf("%s-link%d", name, l), fmt.Sprintf("%s%02d", name, i), time.Duration(rng.IntN(500))*time.Hour))
			}
		}
	}
	return out
}

// scattered makes n people who share k of many links each.
func scattered(rng *rand.Rand, n, k, links int) []Share {
	var out []Share
	for i := range n {
		for range k {
			out = append(out, share(fmt.Sprintf("any%d", rng.IntN(links)), fmt.Sprintf("free%03d", i), time.Duration(rng.IntN(500))*time.Hour))
		}
	}
	return out
}

func TestCirclesAreFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	shares := slices.Concat(circle(rng, "red", 20, 12, 0.4), circle(rng, "blue", 30, 15, 0.3), scattered(rng, 200, 6, 300))
	g := FindGroups(noon, nil, shares)
	for _, c := range []struct {
		name string
		size int
	}{{"red", 20}, {"blue", 30}} {
		got := members(g, c.name+"00")
		if len(got) < c.size*9/10 {
			t.Errorf("%s: %d of %d found", c.name, len(got), c.size)
		}
		for _, h := range got {
			if h.Name()[:3] != c.name[:3] {
				t.Errorf("%s is not of %s", h, c.name)
			}
		}
	}
	free := 0
	for i := range 200 {
		if members(g, fmt.Sprintf("free%03d", i)) == nil {
			free++
		}
	}
	if free < 180 {
		t.Errorf("only %d of 200 who share at random stand alone", free)
	}
}

func TestOneLinkInCommonIsNoCommunity(t *testing.T) {
	var shares []Share
	for i := range 40 { // everybody shares the hit, and finds of their own
		who := fmt.Sprintf("p%02d", i)
		shares = append(shares, share("hit", who, time.Duration(i)*time.Hour), share("own1 "+who, who, time.Hour), share("own2 "+who, who, time.Hour))
	}
	if got := FindGroups(noon, nil, shares).Members(); len(got) != 0 {
		t.Errorf("one hit makes %v", got)
	}
}

func TestPopularLinksSayLittle(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	var shares []Share
	for i := range 200 { // everybody shares about three of the ten hits of the month
		for h := range 10 {
			if rng.Float64() < 0.3 {
				shares = append(shares, share(fmt.Sprintf("hit%d", h), fmt.Sprintf("p%03d", i), time.Duration(rng.IntN(700))*time.Hour))
			}
		}
		for k := range 3 {
			shares = append(shares, share(fmt.Sprintf("own %d %d", i, k), fmt.Sprintf("p%03d", i), time.Duration(rng.IntN(700))*time.Hour))
		}
	}
	in := 0
	for _, m := range FindGroups(noon, nil, shares).Members() {
		in += len(m)
	}
	if in > 20 {
		t.Errorf("%d of 200 fall into communities by the hits of the month", in)
	}
}

func TestOnePersonOnTwoNetworksIsOneMember(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	shares := append(circle(rng, "red", 12, 12, 0.6), scattered(rng, 80, 5, 200)...)
	for i := range shares {
		if shares[i].Person == "red00" && i%2 == 0 {
			shares[i].Person = "red00@elsewhere"
		}
	}
	voices := map[person.Handle]Voice{"red00@elsewhere": {SameAs: "red00"}}
	g := FindGroups(noon, voices, shares)
	if a, b := g.Of("red00"), g.Of("red00@elsewhere"); a != b || !slices.Contains(members(g, "red05"), "red00@elsewhere") {
		t.Errorf("one person is in %q and %q", a, b)
	}
}

func TestGroupsDoNotSeeTheFuture(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	shares := circle(rng, "red", 12, 12, 0.6)
	if got := FindGroups(noon.Add(-1000*time.Hour), nil, shares).Members(); len(got) != 0 {
		t.Errorf("before anything was shared: %v", got)
	}
	if got := FindGroups(noon, nil).Members(); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

// A crowd that nobody has heard of counts as one community beyond its usual
// part; in a store where everybody is new the rule says nothing.
func TestACrowdOfNewVoices(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	known := scattered(rng, 100, 6, 200)
	var contest, hit []Share
	for i := range 40 {
		contest = append(contest, share("contest", fmt.Sprintf("fresh%d", i), time.Duration(i*11)*time.Minute))
		if i < 14 {
			hit = append(hit, share("hit", fmt.Sprintf("free%03d", i), time.Duration(i*11)*time.Minute))
		}
	}
	r := find(Links(Input{Shares: slices.Concat(known, contest, hit), Now: noon}), "contest")
	addsUp(t, r)
	if r.Communities > 8 || !slices.ContainsFunc(r.Why.Communities, func(c Community) bool { return c.Name == NewVoices && len(c.People) > 30 }) {
		t.Errorf("forty accounts out of nowhere are %d communities", r.Communities)
	}
	if first := Links(Input{Shares: slices.Concat(known, contest, hit), Now: noon})[0]; first.Link != "hit" {
		t.Errorf("%s is first with %d communities, want the hit of fourteen known people", first.Link, first.Communities)
	}
	young := slices.Clone(contest)
	for i := range 60 {
		young = append(young, share(fmt.Sprintf("other%d", i/3), fmt.Sprintf("once%d", i), time.Duration(i)*time.Hour))
	}
	if r := find(Links(Input{Shares: young, Now: noon}), "contest"); r.Communities != 40 {
		t.Errorf("in a young store: %d voices of 40 count", r.Communities)
	}
}

// In a young store a few hot links are all that people have in common: most of
// them must still be heard one by one.
func TestAYoungStoreIsNotOneCommunity(t *testing.T) {
	for _, people := range []int{12, 30, 60} {
		for seed := range uint64(5) {
			rng := rand.New(rand.NewPCG(seed, 9))
			var shares []Share
			for i := range people {
				who := fmt.Sprintf("p%02d", i)
				for range 3 {
					shares = append(shares, share(fmt.Sprintf("hot%d", rng.IntN(10)), who, time.Duration(rng.IntN(48*60))*time.Minute))
				}
				for k := range 2 {
					shares = append(shares, share(fmt.Sprintf("own %d %d", i, k), who, time.Duration(rng.IntN(48*60))*time.Minute))
				}
			}
			in := 0
			for _, m := range FindGroups(noon, nil, shares).Members() {
				in += len(m)
			}
			if in > people/3 {
				t.Errorf("%d people, seed %d: %d are in communities", people, seed, in)
			}
		}
	}
}
