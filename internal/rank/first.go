package rank

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Lack is what a link needed to be first.
type Lack struct {
	Points   float64 // of score; 0 when it is first
	Voices   int     // strangers, unconnected and fresh, who would make up for it
	Sentence string
}

// ToFirst says what would have put the i-th of a ranking first: how many more
// independent voices, or without which of the features that cost it. i counts
// from 0. Only weaktie's own formula has an answer.
func ToFirst(ranked []Ranked, i int) Lack {
	if i < 0 || i >= len(ranked) {
		return Lack{}
	}
	if i == 0 {
		if len(ranked) == 1 {
			return Lack{Sentence: "first, and alone"}
		}
		return Lack{Sentence: fmt.Sprintf("first, %s ahead of the next", Digits(ranked[0].Score-ranked[1].Score))}
	}
	r := ranked[i]
	gap := round(ranked[0].Score - r.Score)
	fresh := Voice{}.Trust() * r.Why.Substance * r.Why.Affinity
	if fresh <= 0 {
		return Lack{Points: gap, Sentence: fmt.Sprintf("%s behind the first", Digits(gap))}
	}
	// One more than exactly the gap where it divides: a tie goes to the newer,
	// which the voice to come would be; so the gap itself is enough.
	n := max(1, int(math.Ceil(round(gap/fresh))))
	s := fmt.Sprintf("%s behind the first: %s would have put it there", Digits(gap), more(n))
	if cost := spared(r, ranked[0].Score); cost != "" {
		s += ", or " + cost
	}
	return Lack{Points: gap, Voices: n, Sentence: s}
}

func more(n int) string {
	if n == 1 {
		return "one more unconnected voice now"
	}
	return fmt.Sprintf("%d more unconnected voices now", n)
}

// spared names the features that cost a link the first place by themselves.
func spared(r Ranked, top float64) string {
	var names []string
	for _, f := range r.Why.Features {
		if f.Factor > 0 && f.Factor < 1 && round(r.Score/f.Factor) >= top {
			names = append(names, fmt.Sprintf("%s (× %s)", f.Name, Digits(f.Factor)))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "not to be called " + strings.Join(names, " or ")
}

// Digits writes a number of a receipt with the digits that add up: four
// decimals, without the zeros at the end.
func Digits(x float64) string {
	return strconv.FormatFloat(round(x), 'f', -1, 64)
}
