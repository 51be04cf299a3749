package main

import (
	"math"
	"slices"
	"testing"

	"weaktie/internal/flip"
)

// ownCorpus is the corpus of the repository, ready to learn from.
func ownCorpus(t *testing.T) []*example {
	t.Helper()
	var all []*example
	for _, name := range []string{"pitches.jsonl", "autodms.jsonl", "people.jsonl"} {
		examples, err := readFile("corpus/"+name, own)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, examples...)
	}
	if err := prepare(all, nil); err != nil {
		t.Fatal(err)
	}
	cluster(all)
	return all
}

func TestLearningIsDeterministic(t *testing.T) {
	all := ownCorpus(t)
	if !slices.Equal(learn(all, market, byMarket, nil), learn(all, market, byMarket, nil)) {
		t.Error("the same examples give other weights")
	}
}

func TestEveryExampleHasItsCategory(t *testing.T) {
	known := flip.Categories()
	for _, e := range ownCorpus(t) {
		if e.ham() == slices.Contains(known, e.category) {
			t.Errorf("%s %q: category %q", e.label, e.text, e.category)
		}
	}
}

func TestNearDuplicatesAndThreadsStayTogether(t *testing.T) {
	all := []*example{
		{text: "Hi Ann, would you be open to a short call about our warehouse software next week?"},
		{text: "Hi Bob, would you be open to a short call about our warehouse software next week?"},
		{text: "the soup is ready, come down when you are done"},
		{text: "first mail of a thread about a domain", group: "g"},
		{text: "an answer that reads quite differently", group: "g"},
	}
	cluster(all)
	if all[0].cluster != all[1].cluster {
		t.Error("texts that differ in a name are apart")
	}
	if all[3].cluster != all[4].cluster {
		t.Error("a thread is apart")
	}
	if all[0].cluster == all[2].cluster || all[2].cluster == all[3].cluster {
		t.Error("texts that have nothing in common are together")
	}
}

func TestCalibrateRecoversAShift(t *testing.T) {
	var points []scored
	for i := range 2000 {
		words := float64(i%41)/10 - 2
		p := sigmoid(2*words - 1)
		points = append(points, scored{words: words, y: 1, weight: p}, scored{words: words, y: 0, weight: 1 - p})
	}
	scale, bias := calibrate(points)
	if math.Abs(scale-2) > 0.01 || math.Abs(bias+1) > 0.01 {
		t.Errorf("scale %.3f bias %.3f, want 2 and -1", scale, bias)
	}
}

func TestWilson(t *testing.T) {
	lo, hi := share{93, 102}.wilson()
	if math.Abs(lo-0.841) > 0.001 || math.Abs(hi-0.953) > 0.001 {
		t.Errorf("93 of 102 is %.3f to %.3f", lo, hi)
	}
}

func TestMailWithoutQuotesAndFooters(t *testing.T) {
	body := "Ann wrote:\n> old words\nnew words\nmore\n-- \nsignature\n"
	if got := written(body); got != "new words more" {
		t.Errorf("got %q", got)
	}
}
