package flip

import (
	"cmp"
	"slices"
)

// ModelWords is the rule id of what the words as a whole suggest.
const ModelWords = "model.words"

// telling is how many words of a text the model shows, at most.
const telling = 3

// leastShown is the contribution, in log odds, from which a word is shown.
const leastShown = 0.15

// words books the model's opinion: the most telling words one by one, then
// the rest in one entry, so that the receipt stays exact.
func (s *sums) words(m *Model, f *folded) {
	tokens := tokenize(f.text)
	fs := vector(f.text, tokens)
	s.head(&m.Market, KindMarket, f, tokens, fs)
	s.head(&m.Automated, KindAutomated, f, tokens, fs)
	if len(m.Category) > 0 {
		s.guess = guess(m.Category, fs)
	}
}

func (s *sums) head(h *Head, kind Kind, f *folded, tokens []token, fs []Feature) {
	if len(h.Weights) == 0 || len(fs) == 0 {
		return
	}
	by := make([]float64, len(tokens))
	rest := 0.0
	for _, x := range fs {
		w := float64(h.Weights[x.Bucket]*x.Value) * h.Scale
		by[x.word] += w
		rest += w
	}
	if rest > 0 {
		rest -= s.tellingWords(kind, f, tokens, by)
	}
	reason := "The rest of the words, taken together."
	switch {
	case rest < 0:
		reason = "The words as a whole read like people talking."
	case kind == KindMarket:
		reason = "The words as a whole read like a pitch."
	case kind == KindAutomated:
		reason = "The words as a whole read like a machine's greeting."
	}
	s.add(Evidence{Rule: ModelWords, Reason: reason, Severity: Info, Weight: rest}, kind, "")
}

// tellingWords books the words that speak loudest, and returns their sum.
func (s *sums) tellingWords(kind Kind, f *folded, tokens []token, by []float64) float64 {
	order := make([]int, len(tokens))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(by[b], by[a]) })
	reason := "Words like this stand in pitches more than in talk."
	if kind == KindAutomated {
		reason = "Words like this stand in automated greetings more than in talk."
	}
	sum := 0.0
	for _, i := range order[:min(telling, len(order))] {
		if by[i] < leastShown {
			break
		}
		start, end := f.span(tokens[i].from, tokens[i].to)
		s.add(Evidence{Rule: ModelWords, Start: start, End: end, Reason: reason, Severity: Info, Weight: by[i]}, kind, "")
		sum += by[i]
	}
	return sum
}

// guess scores the categories by the words alone.
func guess(heads [][]float32, fs []Feature) []float64 {
	scores := make([]float64, len(heads))
	for _, x := range fs {
		if x.Bucket >= Space {
			continue
		}
		b := CategoryBucket(x.Bucket)
		for i := range heads {
			scores[i] += float64(heads[i][b] * x.Value)
		}
	}
	return scores
}
