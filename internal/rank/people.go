package rank

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"weaktie/internal/person"
)

// Use is how useful a person was: what the curator kept of what they shared.
type Use struct {
	Person                    person.Handle
	Shared                    int // different links
	Kept, Reshared, Dismissed int // of these; what was reshared was kept as well
	Rate                      float64
	Latest                    time.Time // newest share
	KeptLinks                 []string  // newest first
}

// Useful lists the people of shares by what was kept of theirs, most useful
// first. done is the deed in force for each link; a link that was reshared
// counts as kept. Rate is the mean of the same posterior trust uses, so one
// lucky share does not outrank a record.
func Useful(shares []Share, done map[string]Deed) []Use {
	by := map[person.Handle]*Use{}
	type once struct {
		who  person.Handle
		link string
	}
	seen := map[once]bool{}
	for _, s := range newestFirst(shares) {
		u := by[s.Person]
		if u == nil {
			u = &Use{Person: s.Person, Latest: s.Time}
			by[s.Person] = u
		}
		k := once{s.Person, s.Link}
		if seen[k] {
			continue
		}
		seen[k] = true
		u.Shared++
		switch done[s.Link] {
		case Reshared:
			u.Reshared++
			u.Kept++
			u.KeptLinks = append(u.KeptLinks, s.Link)
		case Saved:
			u.Kept++
			u.KeptLinks = append(u.KeptLinks, s.Link)
		case Dismissed:
			u.Dismissed++
		}
	}
	out := make([]Use, 0, len(by))
	for _, u := range by {
		u.Rate = round(posterior(float64(u.Kept), float64(u.Dismissed)))
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b Use) int {
		return cmp.Or(cmp.Compare(b.Kept, a.Kept), cmp.Compare(b.Rate, a.Rate), cmp.Compare(a.Person, b.Person))
	})
	return out
}

func newestFirst(shares []Share) []Share {
	out := slices.Clone(shares)
	slices.SortFunc(out, func(a, b Share) int { return inTime(entry{&b, 0}, entry{&a, 0}) })
	return out
}

// When a link is consensus, and how long before that is early. Consensus takes
// independent voices, so a circle that agrees with itself is none.
const (
	consensusCommunities = 4
	earlyBy              = 24 * time.Hour
)

// EarlyVoice is a person who shared links well before they became consensus.
type EarlyVoice struct {
	Person person.Handle
	Times  int           // links that they had early
	Shared int           // of how many they shared
	Lead   time.Duration // median, of the early ones
	Finds  []Find        // longest lead first
}

// Find is one link somebody had early.
type Find struct {
	Link      string
	Shared    time.Time
	Consensus time.Time // when the fourth community took it up
}

// Early lists people by how often they shared a link at least a day before its
// fourth community did. Who shares everything early by sharing everything comes
// after who does it with few shares.
func Early(shares []Share, g *Groups) []EarlyVoice {
	type first struct {
		who person.Handle
		at  time.Time
	}
	links := map[string][]first{}
	shared := map[person.Handle]int{}
	sorted := newestFirst(shares)
	slices.Reverse(sorted)
	for _, s := range sorted {
		if slices.ContainsFunc(links[s.Link], func(f first) bool { return f.who == s.Person }) {
			continue
		}
		links[s.Link] = append(links[s.Link], first{s.Person, s.Time})
		shared[s.Person]++
	}
	finds := map[person.Handle][]Find{}
	for link, firsts := range links {
		met := map[string]bool{}
		for _, f := range firsts {
			met[g.Of(f.who)] = true
			if len(met) < consensusCommunities {
				continue
			}
			for _, e := range firsts {
				if f.at.Sub(e.at) >= earlyBy {
					finds[e.who] = append(finds[e.who], Find{link, e.at, f.at})
				}
			}
			break
		}
	}
	var out []EarlyVoice
	for who, fs := range finds {
		slices.SortFunc(fs, func(a, b Find) int {
			return cmp.Or(cmp.Compare(b.Consensus.Sub(b.Shared), a.Consensus.Sub(a.Shared)), strings.Compare(a.Link, b.Link))
		})
		mid := fs[len(fs)/2]
		out = append(out, EarlyVoice{who, len(fs), shared[who], mid.Consensus.Sub(mid.Shared), fs})
	}
	slices.SortFunc(out, func(a, b EarlyVoice) int {
		return cmp.Or(
			cmp.Compare(earliness(b), earliness(a)),
			cmp.Compare(b.Lead, a.Lead),
			cmp.Compare(a.Person, b.Person),
		)
	})
	return out
}

// earliness is the part of a person's shares that were early, two more shares
// taken for granted: one early share of one is luck.
func earliness(e EarlyVoice) float64 { return float64(e.Times) / float64(e.Shared+2) }

// Bridge is a person who shares with several communities.
type Bridge struct {
	Person person.Handle
	// Participation is 1 - Σ part², over the parts of a person's co-sharers by
	// community: 0 where all are of one, near 1 where they are spread evenly
	// over many.
	Participation float64
	Communities   []Span // most shared with first
}

// Span is how much of a bridge rests on one community.
type Span struct {
	Community string
	Links     int
	Part      float64
}

// bridgeLinks is how many links it takes with a community to reach it: one
// popular link in common reaches nobody.
const bridgeLinks = 2

// Bridges lists people who share links with two communities or more, most
// spread first. A link of m sharers weighs 1/(m-1) for each, so that popular
// links bridge little.
func Bridges(shares []Share, g *Groups) []Bridge {
	sharers := map[string][]person.Handle{}
	for _, s := range shares {
		if !slices.Contains(sharers[s.Link], s.Person) {
			sharers[s.Link] = append(sharers[s.Link], s.Person)
		}
	}
	var out []Bridge
	for who, reached := range reaches(sharers, g) {
		b := Bridge{Person: who, Participation: 1}
		whole := 0.0
		for _, t := range reached {
			if t.links >= bridgeLinks {
				whole += t.weight
			}
		}
		for _, c := range slices.Sorted(maps.Keys(reached)) {
			if t := reached[c]; t.links >= bridgeLinks {
				part := t.weight / whole
				b.Participation -= part * part
				b.Communities = append(b.Communities, Span{c, t.links, round(part)})
			}
		}
		if len(b.Communities) < 2 {
			continue
		}
		b.Participation = round(b.Participation)
		slices.SortStableFunc(b.Communities, func(x, y Span) int { return cmp.Compare(y.Part, x.Part) })
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b Bridge) int {
		return cmp.Or(cmp.Compare(b.Participation, a.Participation), cmp.Compare(a.Person, b.Person))
	})
	return out
}

// tally is how much somebody shares with a community.
type tally struct {
	links  int
	weight float64
}

// reaches tallies what each person shares with the communities of their
// co-sharers.
func reaches(sharers map[string][]person.Handle, g *Groups) map[person.Handle]map[string]*tally {
	by := map[person.Handle]map[string]*tally{}
	for _, link := range slices.Sorted(maps.Keys(sharers)) {
		who := sharers[link]
		for _, p := range who {
			met := map[string]bool{}
			for _, q := range who {
				c := g.Of(q)
				if q == p || len(g.members[c]) < 2 { // who stands alone is no community to reach
					continue
				}
				if by[p] == nil {
					by[p] = map[string]*tally{}
				}
				if by[p][c] == nil {
					by[p][c] = &tally{}
				}
				by[p][c].weight += 1 / float64(len(who)-1)
				if !met[c] {
					met[c] = true
					by[p][c].links++
				}
			}
		}
	}
	return by
}

// Known is a person as the curator stands to them, for Warming.
type Known struct {
	Person       person.Handle
	Tie          person.Tie
	Bot          bool
	Use          Use
	Early        int     // links they had early
	Bridges      float64 // participation
	LastExchange time.Time
}

// Warming is a tie worth warming, and why.
type Warming struct {
	Person person.Handle
	Score  float64
	Reason string
}

// What makes a tie worth warming: at least warmKept things kept of theirs, and
// no word for warmQuiet.
const (
	warmKept  = 2
	warmQuiet = 14 * 24 * time.Hour
)

// Warm lists weak ties worth warming: people who were useful more than once,
// who are not close yet and have not been spoken to lately; those who reach
// other communities or are early come first.
func Warm(people []Known, now time.Time) []Warming {
	var out []Warming
	for _, k := range people {
		quiet := now.Sub(k.LastExchange)
		if k.Bot || k.Tie.Kind == person.KindMarket || k.Tie.Strength > person.Weak || k.Use.Kept < warmKept || quiet < warmQuiet {
			continue
		}
		score := float64(k.Use.Kept) * k.Use.Rate * (1 + k.Bridges) * (1 + float64(min(k.Early, 4))/4)
		reason := fmt.Sprintf("you kept %d of their %d", k.Use.Kept, k.Use.Shared)
		if k.Early > 0 {
			reason += fmt.Sprintf(", early %s", times(k.Early))
		}
		if k.Bridges > 0 {
			reason += ", reaches other circles than yours"
		}
		if k.LastExchange.IsZero() {
			reason += "; you have never spoken"
		} else {
			reason += fmt.Sprintf("; no word for %d days", int(quiet.Hours()/24))
		}
		out = append(out, Warming{k.Person, round(score), reason})
	}
	slices.SortFunc(out, func(a, b Warming) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Person, b.Person))
	})
	return out
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
