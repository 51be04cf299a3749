package flip

import (
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
)

// Options change the judge. The zero Options are the built-in judge.
type Options struct {
	Rules []Rule   // the user's own; one with the id of a built-in rule replaces it
	Off   []string // rules that don't count: an id, or a category for all of its rules
	Model *Model   // nil is the trained one; an empty Model leaves the rules alone

	Learned *Learned // what the curator taught; nil is nothing
}

// Judge holds the rules and what was learned. It is safe for concurrent use.
type Judge struct {
	rules   []compiled
	scan    *scanner
	lex     lexicon
	model   *Model
	learned *Learned
}

// New is the judge with the built-in rules.
func New() *Judge {
	j, err := NewWith(Options{})
	if err != nil { // the rules are part of the program and tested
		panic("flip: built-in rules: " + err.Error())
	}
	return j
}

// NewWith is the judge with the user's own rules and choices.
func NewWith(o Options) (*Judge, error) {
	rules, problems := LoadDir(builtin, "rules")
	if len(problems) > 0 {
		return nil, fmt.Errorf("load built-in rules: %w", problems[0])
	}
	rules = merge(rules, o.Rules)
	j := &Judge{lex: lexicon{}, scan: newScanner(), model: o.Model, learned: o.Learned}
	if j.model == nil {
		m, err := DecodeModel(trained)
		if err != nil {
			return nil, fmt.Errorf("load the trained model: %w", err)
		}
		j.model = m
	}
	for _, r := range rules {
		if off(r, o.Off) {
			continue
		}
		c, err := compile(r)
		if err != nil {
			return nil, fmt.Errorf("rule %s: %w", r.ID, err)
		}
		for i := range c.patterns {
			if p := &c.patterns[i]; p.literals != nil {
				p.number = j.scan.add(p.literals, p.reach)
			}
		}
		j.rules = append(j.rules, c)
		r.words(j.lex)
	}
	return j, nil
}

// LoadFolder reads a folder of the user's own rules, such as rules/ in the
// config folder. A folder that is not there has none.
func LoadFolder(fsys fs.FS) ([]Rule, []Problem) { return LoadDir(fsys, ".") }

func merge(rules, own []Rule) []Rule {
	for _, r := range own {
		if i := slices.IndexFunc(rules, func(b Rule) bool { return b.ID == r.ID }); i >= 0 {
			rules[i] = r
			continue
		}
		rules = append(rules, r)
	}
	return rules
}

func off(r Rule, offs []string) bool {
	return slices.Contains(offs, r.ID) || r.Category != "" && slices.Contains(offs, string(r.Category))
}

// Rules lists the rules in force, in the order of their files.
func (j *Judge) Rules() []Rule {
	rs := make([]Rule, len(j.rules))
	for i := range j.rules {
		rs[i] = j.rules[i].Rule
	}
	return rs
}

// Judge says what it thinks of text in context c.
func (j *Judge) Judge(text string, c Context) Verdict {
	f := fold(text, j.lex)
	lang, refusal := language(text, f.text)
	v := Verdict{Band: Clear, Language: lang, SocialTie: socialTie(c)}
	if refusal != "" {
		v.Band, v.Why = Unjudged, refusal
		return v
	}
	s := j.weigh(f, text, c)
	v.Market, v.Automated = sigmoid(s.market), sigmoid(s.automated)
	v.Flip = v.Commercial() * v.SocialTie
	v.Evidence = s.evidence
	v.Band = j.band(v.Commercial(), v.SocialTie)
	if v.Band != Clear {
		v.Category = s.category()
	}
	v.Why = s.why(v)
	return v
}

// bias is where both sums begin: of a hundred texts that nothing is known of,
// three are market and three are automated.
const bias = -3.5

// sums gathers evidence and the two log odds.
type sums struct {
	market, automated float64
	evidence          []Evidence
	byCategory        map[Category]float64
	guess             []float64 // the model's view of the categories
	start             struct{ market, automated float64 }
}

// add books a piece of evidence to the sums that its kind speaks to.
func (s *sums) add(e Evidence, kind Kind, category Category) {
	switch kind {
	case KindMarket:
		s.market += e.Weight
	case KindAutomated:
		s.automated += e.Weight
	case KindSocial:
		s.market += e.Weight
		s.automated += e.Weight
	}
	if category != "" {
		s.byCategory[category] += e.Weight
	}
	e.Kind = kind
	s.evidence = append(s.evidence, e)
}

// weigh makes the receipt: rules, then context.
func (j *Judge) weigh(f *folded, text string, c Context) *sums {
	s := &sums{market: bias + j.model.Market.Bias, automated: bias + j.model.Automated.Bias, byCategory: map[Category]float64{}}
	s.start.market, s.start.automated = s.market, s.automated
	ignored := ignores(f.text)
	var hits []hit
	windows := j.scan.windows(f.text)
	for i := range j.rules {
		r := &j.rules[i]
		if ignored != nil && (ignored["all"] || ignored[r.ID]) {
			continue
		}
		n := len(hits)
		hits = r.find(f.text, windows, hits)
		for k, h := range hits[n:] {
			start, end := f.span(h.from, h.to)
			e := Evidence{Rule: r.ID, Start: start, End: end, Reason: r.Reason, Kinder: r.Kinder, Severity: r.Severity}
			if k == 0 {
				e.Weight = r.Weight
				if r.Kind == KindSocial {
					e.Weight = -r.Weight
				}
			}
			s.add(e, r.Kind, r.Category)
		}
	}
	if ignored == nil || !ignored[ModelWords] && !ignored["all"] {
		s.words(j.model, f)
	}
	j.learned.apply(s, f)
	s.context(text, c)
	slices.SortStableFunc(s.evidence, func(a, b Evidence) int {
		switch x, y := math.Abs(a.Weight), math.Abs(b.Weight); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return a.Start - b.Start
	})
	return s
}

// category is the one with the most weight: the rules that matched, then how
// the words read. Ties go to the order of Categories.
func (s *sums) category() Category {
	var best Category
	most := math.Inf(-1)
	for i, c := range Categories() {
		w := s.byCategory[c]
		if i < len(s.guess) {
			w += s.guess[i]
		}
		if w > most {
			best, most = c, w
		}
	}
	return best
}

// why is the strongest reason on the side that won.
func (s *sums) why(v Verdict) string {
	for _, e := range s.evidence {
		if (v.Band == Clear) == (e.Weight < 0) && e.Weight != 0 {
			return e.Reason
		}
	}
	return ""
}

// Thresholds of the bands.
const (
	flipAt   = 0.40 // the default; the trained one is in the model
	noticeAt = 0.6  // of the flip threshold
	offerAt  = 0.50 // P(market or automated) from which a market tie brings an offer
	marketly = 0.30 // P(social) below which a tie is a market one
)

func (j *Judge) band(commercial, social float64) Band {
	f, at := commercial*social, flipAt
	if j.model.FlipAt > 0 {
		at = j.model.FlipAt
	}
	switch {
	case f >= at:
		return Flip
	case commercial >= offerAt && social < marketly:
		return Offer
	case f >= at*noticeAt:
		return Notice
	}
	return Clear
}

// ignores reads inline directives: "weaktie: ignore RULE" or "ignore all".
func ignores(folded string) map[string]bool {
	const mark = "weaktie: ignore "
	var ids map[string]bool
	for {
		_, rest, ok := strings.Cut(folded, mark)
		if !ok {
			return ids
		}
		if ids == nil {
			ids = map[string]bool{}
		}
		id, _, _ := strings.Cut(rest, " ")
		ids[strings.TrimRight(id, ".,;>-")] = true
		folded = rest
	}
}

// Explain says what a rule looks for and why, for people; false when no rule
// in force has the id.
func (j *Judge) Explain(id string) (string, bool) {
	for i := range j.rules {
		r := j.rules[i].Rule
		if r.ID != id {
			continue
		}
		var b strings.Builder
		fmt.Fprintf(&b, "%s\n  %s\n", r.ID, r.Reason)
		if r.Kinder != "" {
			fmt.Fprintf(&b, "  Kinder: %s\n", r.Kinder)
		}
		sign := "+"
		if r.Kind == KindSocial {
			sign = "-"
		}
		fmt.Fprintf(&b, "  %s, %s, weight %s%g in log odds\n", r.Severity, r.Kind, sign, r.Weight)
		for _, p := range r.Patterns {
			fmt.Fprintf(&b, "  pattern: %s\n", p)
		}
		fmt.Fprintf(&b, "  from %s, line %d", r.File, r.Line)
		return b.String(), true
	}
	return "", false
}
