package rank

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"weaktie/internal/person"
)

// cascade is one phrase as it passed between sites, oldest first.
type cascade struct {
	link   string
	part   string
	shares []Share
}

// memes reads the MemeTracker shares beside the repository.
func memes(t *testing.T) []cascade {
	t.Helper()
	f, err := os.Open("../../../shared/data/links/memetracker.jsonl")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the MemeTracker shares are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []cascade
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			ID     string               `json:"id"`
			Part   string               `json:"part"`
			Shares [][2]json.RawMessage `json:"shares"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		c := cascade{link: line.ID, part: line.Part}
		for _, s := range line.Shares {
			var who string
			var at int64
			if err := errors.Join(json.Unmarshal(s[0], &who), json.Unmarshal(s[1], &at)); err != nil {
				t.Fatal(err)
			}
			c.shares = append(c.shares, Share{Link: line.ID, Person: person.Handle(who + "@web"), Time: time.Unix(at, 0).UTC()})
		}
		out = append(out, c)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// spearman is the correlation of ranks, ties at their mean.
func spearman(x, y []float64) float64 {
	return pearson(ranks(x), ranks(y))
}

func ranks(x []float64) []float64 {
	at := make([]int, len(x))
	for i := range at {
		at[i] = i
	}
	slices.SortFunc(at, func(i, j int) int { return cmp.Compare(x[i], x[j]) })
	out := make([]float64, len(x))
	for i := 0; i < len(at); {
		j := i
		for j < len(at) && x[at[j]] == x[at[i]] {
			j++
		}
		for k := i; k < j; k++ {
			out[at[k]] = float64(i+j-1) / 2
		}
		i = j
	}
	return out
}

func pearson(x, y []float64) float64 {
	var sx, sy, xx, yy, xy float64
	n := float64(len(x))
	for i := range x {
		sx, sy = sx+x[i], sy+y[i]
		xx, yy, xy = xx+x[i]*x[i], yy+y[i]*y[i], xy+x[i]*y[i]
	}
	v := (xx - sx*sx/n) * (yy - sy*sy/n)
	if v <= 0 {
		return 0
	}
	return (xy - sx*sy/n) / math.Sqrt(v)
}

// TestMemeTracker fixes the k-th share of a phrase, ranks it as of then, and
// asks how far it went afterwards: how many communities took it up that had
// not, and how many people. Communities to rank by come from what was shared
// before the first phrase measured; those to measure by are the parts of the
// whole network by modularity alone, which is not how we find ours. go test -v
// prints the table of docs/ranking.md.
func TestMemeTracker(t *testing.T) {
	t.Parallel()
	all := memes(t)
	var flat []Share
	for _, c := range all {
		flat = append(flat, c.shares...)
	}
	slices.SortFunc(flat, func(a, b Share) int { return a.Time.Compare(b.Time) })
	third := len(flat) / 3
	cut := flat[third].Time
	before := FindGroups(cut, nil, flat)
	own := HalfLife(flat[:third])
	part := parts(flat)
	t.Logf("the network's own half-life: %v", own)
	ways := []struct {
		name string
		in   Input
	}{
		{"weaktie", Input{Groups: before}},
		{"weaktie, own", Input{Groups: before, HalfLife: own}},
		{"count, Sill", Input{By: Count}},
		{"Mastodon", Input{By: Mastodon}},
		{"Hacker News", Input{By: HackerNews}},
	}
	for _, k := range []int{5, 10, 20} {
		scores := make([][]float64, len(ways))
		var breadth, people []float64
		for _, c := range all {
			if len(c.shares) <= k || c.shares[0].Time.Before(cut) {
				continue
			}
			b, p := later(c, k, part)
			breadth, people = append(breadth, b), append(people, p)
			for i, way := range ways {
				in := way.in
				in.Shares, in.Now = c.shares[:k], c.shares[k-1].Time
				scores[i] = append(scores[i], Links(in)[0].Score)
			}
		}
		byBreadth, byPeople := make([]float64, len(ways)), make([]float64, len(ways))
		for i, way := range ways {
			byBreadth[i], byPeople[i] = spearman(scores[i], breadth), spearman(scores[i], people)
			t.Logf("k=%-2d %5d phrases  %-14s later communities %6.3f  later people %6.3f", k, len(breadth), way.name, byBreadth[i], byPeople[i])
		}
		if best := slices.Max(byBreadth[2:]); byBreadth[1] < best-0.02 {
			t.Errorf("k=%d: with the network's own half-life %.3f, the best baseline %.3f", k, byBreadth[1], best)
		}
		if best := slices.Max(byPeople[2:]); byPeople[1] < best-0.02 {
			t.Errorf("k=%d: people: with the network's own half-life %.3f, the best baseline %.3f", k, byPeople[1], best)
		}
	}
}

// parts labels voices by modularity.
func parts(shares []Share) map[string]int32 {
	n := newNetwork(shares[len(shares)-1].Time, newAliases(nil), [][]Share{shares})
	n.connect()
	out := map[string]int32{}
	for v, l := range louvain(n.edges) {
		out[n.voices[v]] = l
	}
	return out
}

// later counts the communities and people that a phrase reaches after its k-th
// share and had not reached before.
func later(c cascade, k int, part map[string]int32) (communities, people float64) {
	type set map[any]bool
	communityOf := func(s Share) any {
		if l, ok := part[string(s.Person)]; ok {
			return l
		}
		return s.Person
	}
	old, seen := set{}, set{}
	for _, s := range c.shares[:k] {
		old[communityOf(s)], seen[s.Person] = true, true
	}
	for _, s := range c.shares[k:] {
		if g := communityOf(s); !old[g] {
			old[g] = true
			communities++
		}
		if !seen[s.Person] {
			seen[s.Person] = true
			people++
		}
	}
	return communities, people
}
