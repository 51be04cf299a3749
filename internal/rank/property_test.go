package rank

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weaktie/internal/person"
)

// slack is what rounding to four decimals may move a score by: a unit in the
// last digit of each of its factors.
const slack = 3e-4

var remarksPool = []string{
	"", "", "So true!",
	"Reply rates fell by 12% in the second quarter, because everybody automates the same sequence",
	"We measured this with 40 customers last year and found the opposite, which surprised me",
	"Buy now and get the platform at half the price until Friday, link in the comments",
	"I disagree with the second half but the part on churn explains why our cohort looks so odd",
}

// network draws a small network: a few dozen people with ties, employers and
// second accounts, a few links, shares with words, boosts and pitches.
func drawNetwork(t *rapid.T) Input {
	people := rapid.IntRange(1, 20).Draw(t, "people")
	links := rapid.IntRange(1, 8).Draw(t, "links")
	in := Input{Now: noon, HalfLife: 24 * time.Hour, Voices: map[person.Handle]Voice{}}
	name := func(i int) person.Handle { return person.Handle(fmt.Sprintf("p%02d@m", i)) }
	for i := range people {
		v := Voice{
			Saves:      float64(rapid.IntRange(0, 5).Draw(t, "saves")),
			Dismissals: float64(rapid.IntRange(0, 5).Draw(t, "dismissals")),
			Strength:   person.Strength(rapid.IntRange(0, 3).Draw(t, "strength")),
			Bot:        rapid.IntRange(0, 9).Draw(t, "bot") == 0,
		}
		if rapid.IntRange(0, 5).Draw(t, "employed") == 0 {
			v.Employer = "acme.example"
		}
		if rapid.IntRange(0, 9).Draw(t, "twin") == 0 {
			v.SameAs = name(rapid.IntRange(0, people-1).Draw(t, "of"))
		}
		in.Voices[name(i)] = v
	}
	draw := func(n int, old time.Duration) []Share {
		var out []Share
		for k := range n {
			s := Share{
				Link:    fmt.Sprintf("https://l%d.example/", rapid.IntRange(0, links-1).Draw(t, "link")),
				Person:  name(rapid.IntRange(0, people-1).Draw(t, "who")),
				Time:    noon.Add(-old - time.Duration(rapid.IntRange(0, 72*3600).Draw(t, "ago"))*time.Second),
				Text:    rapid.SampledFrom(remarksPool).Draw(t, "text"),
				OwnSite: rapid.IntRange(0, 9).Draw(t, "own") == 0,
				Post:    uint64(k) + 1,
			}
			s.Identity = fmt.Sprintf("%s-%d-%d", s.Person, k, old)
			switch rapid.IntRange(0, 9).Draw(t, "sort") {
			case 0:
				s.Pitch, s.Category = 0.9, "promotion"
			case 1:
				s.Pitch, s.Category = 0.7, "press-release"
			case 2, 3:
				s.BoostOf = fmt.Sprintf("post%d", rapid.IntRange(0, 2).Draw(t, "boost"))
			}
			out = append(out, s)
		}
		return out
	}
	in.Shares = draw(rapid.IntRange(1, 40).Draw(t, "shares"), 0)
	in.History = draw(rapid.IntRange(0, 60).Draw(t, "history"), 96*time.Hour)
	return in
}

func find(rs []Ranked, link string) Ranked {
	i := slices.IndexFunc(rs, func(r Ranked) bool { return r.Link == link })
	return rs[i]
}

func TestReceiptsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rs := Links(drawNetwork(t))
		for i, r := range rs {
			addsUp(t, r)
			if i > 0 && r.Score > rs[i-1].Score {
				t.Errorf("rank %d scores %v, above rank %d with %v", i+1, r.Score, i, rs[i-1].Score)
			}
		}
	})
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawNetwork(t)
		want := Links(in)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		rng.Shuffle(len(in.Shares), func(i, j int) { in.Shares[i], in.Shares[j] = in.Shares[j], in.Shares[i] })
		rng.Shuffle(len(in.History), func(i, j int) { in.History[i], in.History[j] = in.History[j], in.History[i] })
		if got := Links(in); !reflect.DeepEqual(got, want) {
			t.Errorf("shuffled input gives\n%+v\nnot\n%+v", got, want)
		}
	})
}

func TestAnIndependentShareNeverLowersALink(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawNetwork(t)
		target := in.Shares[0].Link
		before := find(Links(in), target)
		s := Share{
			Link:     target,
			Person:   "newcomer@elsewhere",
			Time:     quietMinute(in.Shares, time.Duration(rapid.IntRange(0, 72*60).Draw(t, "ago"))*time.Minute),
			Identity: "newcomer's post",
			Text:     rapid.SampledFrom([]string{"", "My own take, in words that nobody here has used so far, is that it depends", "Great read"}).Draw(t, "text"),
		}
		if rapid.Bool().Draw(t, "pitch") {
			s.Pitch, s.Category = 1, "promotion"
		}
		in.Shares = append(in.Shares, s)
		after := find(Links(in), target)
		if after.Score < before.Score-slack {
			t.Errorf("an independent share lowered %v to %v:\n%+v\n%+v", before.Score, after.Score, before.Why, after.Why)
		}
	})
}

// quietMinute is a time that no other share is within two minutes of.
func quietMinute(shares []Share, ago time.Duration) time.Time {
	at := noon.Add(-ago)
	for slices.ContainsFunc(shares, func(s Share) bool { return s.Time.Sub(at).Abs() < 2*time.Minute }) {
		at = at.Add(-time.Minute)
	}
	return at
}

// An echo never raises breadth by more than twice what its own share exceeds
// the share of the voice it repeats.
func TestAnEchoIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawNetwork(t)
		in.Groups = FindGroups(in.Now, in.Voices, in.History, in.Shares)
		original := &in.Shares[0]
		original.BoostOf = ""
		before := find(Links(in), original.Link)
		echo := *original
		echo.Person, echo.Identity, echo.BoostOf = "echo@elsewhere", "echo", original.Identity
		echo.Time = quietMinute(in.Shares, time.Duration(rapid.IntRange(0, 60).Draw(t, "ago"))*time.Minute)
		v := Voice{Strength: person.Strength(rapid.IntRange(0, 3).Draw(t, "echo strength"))}
		if echo.Time.Before(original.Time) {
			t.Skip("an echo comes after")
		}
		in.Voices["echo@elsewhere"] = v
		in.Shares = append(in.Shares, echo)
		after := find(Links(in), original.Link)
		mine := v.Trust() * own(entry{&echo, 0}) * decay(noon.Sub(echo.Time), in.HalfLife)
		voice := voiceOf(after, echo.Person)
		bound := maxEcho * max(0, mine-counted(before, voice))
		if after.Why.Breadth > before.Why.Breadth+bound+slack {
			t.Errorf("an echo worth %v raised %v to %v, more than %v", mine, before.Why.Breadth, after.Why.Breadth, bound)
		}
	})
}

// voiceOf lists the posts of the voice that a person's share folded into or
// speaks for: those of its community before it.
func voiceOf(r Ranked, who person.Handle) []Part {
	for _, c := range r.Why.Communities {
		if slices.ContainsFunc(c.Parts, func(p Part) bool { return p.Person == who }) {
			return c.Parts
		}
	}
	return nil
}

// counted is the least that a share of these counted before.
func counted(before Ranked, parts []Part) float64 {
	least := 0.0
	for _, c := range before.Why.Communities {
		for _, p := range c.Parts {
			same := func(q Part) bool { return q.Person == p.Person && q.Post == p.Post }
			if p.Folded == "" && slices.ContainsFunc(parts, same) && (least == 0 || p.Counts < least) {
				least = p.Counts
			}
		}
	}
	return least
}

func TestTimeOnlyDecays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawNetwork(t)
		before := Links(in)
		in.Now = in.Now.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t, "minutes")) * time.Minute)
		for _, after := range Links(in) {
			if was := find(before, after.Link); after.Score > was.Score+slack {
				t.Errorf("%s rose from %v to %v with nothing but time", after.Link, was.Score, after.Score)
			}
		}
	})
}

// With trust equal, every sharer alone and no decay the order is Sill's:
// distinct people, then newest.
func TestWithoutItsViewsTheOrderIsSills(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Now: noon, HalfLife: 1e6 * time.Hour, Groups: &Groups{}}
		for i := range rapid.IntRange(1, 60).Draw(t, "shares") {
			in.Shares = append(in.Shares, share(
				fmt.Sprintf("l%d", rapid.IntRange(0, 6).Draw(t, "link")),
				fmt.Sprintf("p%d", rapid.IntRange(0, 12).Draw(t, "who")),
				time.Duration(i*61)*time.Second,
			))
		}
		ours := Links(in)
		in.By = Sill
		if theirs := Links(in); !slices.Equal(order(ours), order(theirs)) {
			t.Errorf("ours %v, Sill's %v", order(ours), order(theirs))
		}
	})
}

// Everyone shares their own link besides one of a few in common: no two people
// have two links in common, so nobody is in a community.
func TestSillsOrderWithCommunitiesFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Now: noon, HalfLife: 1e6 * time.Hour}
		for i := range rapid.IntRange(1, 60).Draw(t, "people") {
			who := fmt.Sprintf("p%d", i)
			in.Shares = append(in.Shares, share(fmt.Sprintf("l%d", rapid.IntRange(0, 6).Draw(t, "link")), who, time.Duration(i*61)*time.Second))
			in.History = append(in.History, share("own of "+who, who, 100*time.Hour))
		}
		ours := Links(in)
		in.By = Sill
		if theirs := Links(in); !slices.Equal(order(ours), order(theirs)) {
			t.Errorf("ours %v, Sill's %v", order(ours), order(theirs))
		}
	})
}

func TestSharesAfterNowAreNotSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawNetwork(t)
		in.Now = in.Now.Add(-time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour)
		all := Links(in)
		later := func(s Share) bool { return s.Time.After(in.Now) }
		in.Shares = slices.DeleteFunc(slices.Clone(in.Shares), later)
		in.History = slices.DeleteFunc(slices.Clone(in.History), later)
		if then := Links(in); !reflect.DeepEqual(all, then) {
			t.Errorf("the replay sees the future: %+v, then %+v", all, then)
		}
	})
}

func TestTopIsTheBeginning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawNetwork(t)
		all := Links(in)
		in.Top = rapid.IntRange(1, 5).Draw(t, "top")
		got := Links(in)
		if want := all[:min(in.Top, len(all))]; !reflect.DeepEqual(got, want) {
			t.Errorf("top %d is %+v, want %+v", in.Top, got, want)
		}
	})
}
