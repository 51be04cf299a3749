package rank

import (
	"regexp"
	"strings"
)

// figure is a number with what it counts; a bare number ("10 tips", "2026") is
// none.
var figure = regexp.MustCompile(`(?i)(?:[$€£]\s?\d[\d,.]*\s?(?:k|m|bn|million|billion)?\b|\b\d[\d,.]*\s?(?:%|percent\b|per cent\b|percentage points?\b|pp\b|x\b|-fold\b|(?:k|m|bn|million|billion|thousand)?\s?(?:people|users|customers|companies|respondents|marketers|buyers|teams|leads|deals|accounts|emails|posts|hours|minutes|days|weeks|months|dollars|euros|interviews|pages|firms|sites|sessions|readers|subscribers)\b))`)

// figureIn returns the first figure of a text, addresses aside; "" is none.
func figureIn(text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return ""
	}
	return strings.TrimSpace(figure.FindString(plain(text)))
}

// plain takes addresses out of a text, so that their digits are no figures.
func plain(text string) string {
	if !strings.Contains(text, "/") {
		return text
	}
	fields := strings.Fields(text)
	kept := fields[:0]
	for _, f := range fields {
		if !isAddress(f) {
			kept = append(kept, f)
		}
	}
	return strings.Join(kept, " ")
}

// phrases are runs of words, found by their first.
type phrases map[string][][]string

// phrasesOf reads phrases, one in each line; "a|b" in a line stands for either
// word, "#" for a number.
func phrasesOf(lines string) phrases {
	p := phrases{}
	for line := range strings.Lines(lines) {
		ws := strings.Fields(line)
		if len(ws) == 0 {
			continue
		}
		for _, first := range strings.Split(ws[0], "|") {
			p[first] = append(p[first], ws[1:])
		}
	}
	return p
}

// in returns the first phrase that occurs among the words; "" is none.
func (p phrases) in(ws []string) string {
	for i, w := range ws {
		for _, rest := range p[w] {
			if follows(ws[i+1:], rest) {
				return strings.Join(ws[i:i+1+len(rest)], " ")
			}
		}
	}
	return ""
}

func follows(ws, rest []string) bool {
	if len(ws) < len(rest) {
		return false
	}
	for i, want := range rest {
		if want == "#" {
			if ws[i][0] < '0' || ws[i][0] > '9' {
				return false
			}
			continue
		}
		if !oneOf(ws[i], want) {
			return false
		}
	}
	return true
}

func oneOf(w, choice string) bool {
	for {
		one, rest, more := strings.Cut(choice, "|")
		if w == one {
			return true
		}
		if !more {
			return false
		}
		choice = rest
	}
}

var sourced = phrasesOf(`
	according to
	a|the|new|this|their|recent|reviewed study|survey|paper|dataset|census
	study|survey|report|research|analysis|paper|data|figures|numbers by|from
	survey|study|analysis|sample of
	researchers at|from
	published in
	cites|cited|footnote|footnotes|doi
	et al
	university of
`)

var method = phrasesOf(`
	a b test|tests|tested|testing
	control group
	randomised|randomized|regression|cohort|cohorts|longitudinal|sampled|methodology|replicated|replication
	sample of|size
	n #
	interviewed|surveyed
	interviews with
	we|they|i tested|measured|tracked|compared|counted
	benchmark|benchmarks|benchmarked
	before and after
	confidence interval|intervals
	peer reviewed
	experiment|experiments
	case study|studies
`)

var reasoning = phrasesOf(`
	because|but|however|although|therefore|unless|whereas|misses|overlooks|contradicts
	which|that means
	so that
	instead of
	rather than
	the reason|problem|catch
	what surprised
	i disagree|think|doubt|learned|learnt|found|wonder|would|changed
	i used to
	we learned|learnt|found|stopped|started|changed
	my takeaway|experience|take|objection
	in practice|contrast
	for example|instance
	worth arguing|noting
	explains why
	shows that|why|how
`)
