package rank

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weaktie/internal/person"
)

func TestTrustOfAVoice(t *testing.T) {
	cases := []struct {
		name string
		v    Voice
		want float64
	}{
		{"a stranger nobody judged", Voice{}, 0.35},
		{"a weak tie", Voice{Strength: person.Weak}, 0.4},
		{"a warm tie", Voice{Strength: person.Warm}, 0.45},
		{"a strong tie", Voice{Strength: person.Strong}, 0.5},
		{"four shares kept", Voice{Strength: person.Strong, Saves: 4}, 0.75},
		{"four shares dismissed", Voice{Strength: person.Strong, Dismissals: 4}, 0.25},
		{"kept for ever, still capped", Voice{Strength: person.Strong, Saves: 1000}, 0.9},
		{"dismissed for ever, still heard", Voice{Dismissals: 1000}, 0.07},
		{"a bot", Voice{Strength: person.Strong, Bot: true}, 0.125},
		{"no less than nothing", Voice{Saves: -3, Dismissals: -3}, 0.35},
	}
	for _, c := range cases {
		if got := c.v.Trust(); got != c.want {
			t.Errorf("%s: trust %v, want %v", c.name, got, c.want)
		}
	}
}

func TestTrustIsListedAndReversible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var nudges []Nudge
		for i := range rapid.IntRange(0, 30).Draw(t, "deeds") {
			nudges = append(nudges, Nudge{
				Deed: rapid.SampledFrom([]Deed{Saved, Reshared, Dismissed}).Draw(t, "deed"),
				Time: noon.Add(-time.Duration(rapid.IntRange(0, 400*24).Draw(t, "ago")) * time.Hour),
				Link: fmt.Sprintf("l%d", i),
			})
		}
		got := Trust(nudges, noon)
		if len(got.Lines) != len(nudges) {
			t.Fatalf("%d lines for %d deeds", len(got.Lines), len(nudges))
		}
		if len(nudges) == 0 {
			if got.Mean != 0.5 {
				t.Errorf("nobody judged: %v, want one half", got.Mean)
			}
			return
		}
		saves, dismissals := 0.0, 0.0
		for _, l := range got.Lines {
			if l.Deed == Dismissed {
				dismissals += l.Weight
			} else {
				saves += l.Weight
			}
			if l.Deed == Dismissed && l.Without < got.Mean || l.Deed != Dismissed && l.Without > got.Mean {
				t.Errorf("undoing %s moves trust the wrong way, from %v to %v", l.Deed, got.Mean, l.Without)
			}
		}
		if math.Abs(saves-got.Saves) > 0.01 || math.Abs(dismissals-got.Dismissals) > 0.01 {
			t.Errorf("lines weigh %v and %v, the total says %v and %v", saves, dismissals, got.Saves, got.Dismissals)
		}
		i := rapid.IntRange(0, len(nudges)-1).Draw(t, "undo")
		for _, l := range got.Lines {
			if l.Link != nudges[i].Link {
				continue
			}
			rest := append(append([]Nudge{}, nudges[:i]...), nudges[i+1:]...)
			if undone := Trust(rest, noon); math.Abs(undone.Mean-l.Without) > 1e-9 {
				t.Errorf("the line promised %v, undoing brings %v", l.Without, undone.Mean)
			}
		}
		later := Trust(nudges, noon.Add(5000*24*time.Hour))
		if math.Abs(later.Mean-0.5) > 0.01 {
			t.Errorf("after many years trust is %v, want neutral", later.Mean)
		}
	})
}

func TestOneDeedAboutOneLinkCountsOnce(t *testing.T) {
	one := Trust([]Nudge{{Saved, noon, "l"}}, noon)
	three := Trust([]Nudge{{Saved, noon, "l"}, {Saved, noon.Add(-time.Hour), "l"}, {Saved, noon.Add(time.Hour), "later"}}, noon)
	if one.Mean != three.Mean || len(three.Lines) != 1 {
		t.Errorf("saved once %v, saved again and again %v (%d lines)", one.Mean, three.Mean, len(three.Lines))
	}
}

// What ToFirst promises comes true: with so many more voices it is first, with
// one fewer it is not.
func TestToFirstKeepsItsPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawNetwork(t)
		in.Groups = FindGroups(in.Now, in.Voices, in.History, in.Shares)
		in.Groups.heard = nil // newcomers to come are nobody's campaign
		rs := Links(in)
		if len(rs) < 2 {
			t.Skip("one link")
		}
		i := rapid.IntRange(1, len(rs)-1).Draw(t, "i")
		lack := ToFirst(rs, i)
		if lack.Voices > 200 {
			t.Skip("far away")
		}
		first, r := rs[0], rs[i]
		breadth := r.Why.Breadth + float64(lack.Voices)*0.35
		if got := breadth * r.Why.Substance * r.Why.Affinity; got < first.Score-slack {
			t.Errorf("%d voices bring %v to %v, the first has %v: %s", lack.Voices, r.Score, got, first.Score, lack.Sentence)
		}
		fewer := r.Why.Breadth + float64(lack.Voices-1)*0.35
		if got := fewer * r.Why.Substance * r.Why.Affinity; got > first.Score+slack {
			t.Errorf("%d voices would have been enough: %s", lack.Voices-1, lack.Sentence)
		}
	})
}

func TestToFirstSpeaks(t *testing.T) {
	a := []Share{share("a", "p1", 0), share("a", "p2", time.Hour), share("a", "p3", 2*time.Hour)}
	b := share("b", "p4", 0)
	b.Pitch, b.Category, b.Text = 1, "promotion", "Enter to win a year of our product, ends on Friday"
	rs := Links(Input{Shares: append(a, b), Now: noon})
	if s := ToFirst(rs, 0).Sentence; !strings.HasPrefix(s, "first, ") {
		t.Errorf("the first: %q", s)
	}
	if s := ToFirst(rs, 1); s.Voices < 2 || !strings.Contains(s.Sentence, "more unconnected voices now") {
		t.Errorf("the second: %+v", s)
	}
	if s := ToFirst(rs, 7); s != (Lack{}) {
		t.Errorf("none such: %+v", s)
	}
}
