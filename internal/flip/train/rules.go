package main

import (
	"fmt"
	"io"
	"math"
	"slices"

	"weaktie/internal/flip"
)

// tally is how one rule fares.
type tally struct {
	rule            flip.Rule
	people, others  int // texts it matches, of people and of the rest
	fitted, written float64
}

// printRules says of every rule how often it matches and which weight the data
// would give it, beside the words and the other rules: advice for whoever
// writes the rules, who has seen more than the data.
func printRules(w io.Writer, all []*example, v *validation) error {
	j, err := flip.NewWith(flip.Options{Model: &flip.Model{}})
	if err != nil {
		return err
	}
	var tallies []*tally
	index := map[string]int{}
	for i, r := range j.Rules() {
		weight := r.Weight
		if r.Kind == flip.KindSocial {
			weight = -weight
		}
		tallies = append(tallies, &tally{rule: r, fitted: weight, written: weight})
		index[r.ID] = i
	}
	hits := make([][]int, len(all))
	for i, e := range all {
		for _, ev := range j.Judge(e.text, flip.Context{}).Evidence {
			if k, ok := index[ev.Rule]; ok && ev.Weight != 0 {
				hits[i] = append(hits[i], k)
				if e.ham() {
					tallies[k].people++
				} else {
					tallies[k].others++
				}
			}
		}
	}
	for range 300 {
		stepRules(all, v, hits, tallies)
	}
	slices.SortFunc(tallies, func(a, b *tally) int { return b.people - a.people })
	for _, t := range tallies {
		fmt.Fprintf(w, "%s\t%d\t%d\t%.1f\t%.1f\n", t.rule.ID, t.people, t.others, t.written, t.fitted)
	}
	return nil
}

// stepRules takes one step of a logistic regression that holds each weight
// near the one written.
func stepRules(all []*example, v *validation, hits [][]int, tallies []*tally) {
	const pull, size = 1.0, 0.5
	grad, curve := make([]float64, len(tallies)), make([]float64, len(tallies))
	for i, e := range all {
		if len(hits[i]) == 0 || !e.judged {
			continue
		}
		for _, head := range [...]struct {
			kind  flip.Kind
			y     target
			words float64
		}{{flip.KindMarket, market, v.words[i][0]}, {flip.KindAutomated, automated, v.words[i][1]}} {
			want, weight := head.y(e)
			if weight == 0 {
				continue
			}
			z := prior + head.words
			for _, k := range hits[i] {
				if kind := tallies[k].rule.Kind; kind == head.kind || kind == flip.KindSocial {
					z += tallies[k].fitted
				}
			}
			p := sigmoid(z)
			for _, k := range hits[i] {
				if kind := tallies[k].rule.Kind; kind == head.kind || kind == flip.KindSocial {
					grad[k] += weight * (p - want)
					curve[k] += weight * p * (1 - p)
				}
			}
		}
	}
	for k, t := range tallies {
		g := grad[k] + pull*(t.fitted-t.written)
		t.fitted -= size * math.Max(-1, math.Min(1, g/(curve[k]+pull)))
	}
}
