package flip

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

// Kind says which of the two sums a rule's weight goes to.
type Kind string

// The kinds of rule. A social rule speaks against both.
const (
	KindMarket    Kind = "market"
	KindAutomated Kind = "automated"
	KindSocial    Kind = "social"
)

// Rule is one named reason, as a rules file holds it.
type Rule struct {
	ID       string   `toml:"id"` // "meeting-ask.minutes": category, dot, name
	Category Category `toml:"category"`
	Kind     Kind     `toml:"kind"`
	Weight   float64  `toml:"weight"` // log odds, positive; a social rule's is taken off
	Reason   string   `toml:"reason"` // one sentence
	Kinder   string   `toml:"kinder"` // a kinder way to say it
	Severity Severity `toml:"severity"`

	// Patterns are regular expressions over the folded text: lower case,
	// apostrophes dropped, URL, MAIL, AT and EMO for addresses and emoji. A
	// space stands for whatever is between two words. A pattern begins and
	// ends at the edge of a word.
	Patterns []string `toml:"patterns"`
	// Whole asks that the text holds nothing but the pattern and a greeting.
	Whole bool `toml:"whole"`

	File string `toml:"-"` // where it was read, for messages
	Line int    `toml:"-"`
}

// Edges of a pattern. Words are separated by anything that is no letter; the
// upper-case tokens count as separators, so an emoji never splits a phrase.
const (
	betweenWords = `(?:[^a-z0-9]+)`
	greeting     = `(?:(?:hi|hey|hello|heya|yo|dear|ahoy|howdy|good (?:morning|afternoon|evening))(?: (?:there|all|everyone|guys|friend|friends|[a-z]{2,14}))?[^a-z0-9]+)?`
)

// compiled is a rule ready to match.
type compiled struct {
	Rule
	patterns []pattern
}

// pattern is one expression of a rule.
type pattern struct {
	re       *regexp.Regexp
	literals []string // one of these is in every match; nil means ask always
	reach    int      // the longest match, in bytes
	anchored bool     // asks for the beginning or the end of the text
	number   int      // in the judge's scanner; -1 is not in it
}

// compile makes the expressions of a rule.
func compile(r Rule) (compiled, error) {
	c := compiled{Rule: r}
	for _, p := range r.Patterns {
		e, err := expression(p, r.Whole)
		if err != nil {
			return c, fmt.Errorf("pattern %q: %w", p, err)
		}
		c.patterns = append(c.patterns, e)
	}
	return c, nil
}

func expression(words string, whole bool) (pattern, error) {
	if _, err := syntax.Parse(words, syntax.Perl); err != nil {
		return pattern{}, err
	}
	body := "(?:" + words + ")"
	if whole {
		body = `^[^a-z0-9]*` + greeting + body + `[^a-z0-9]*$`
	} else {
		body = edge(words, true) + body + edge(words, false)
	}
	body = widen(body)
	tree, err := syntax.Parse(body, syntax.Perl)
	if err != nil {
		return pattern{}, err
	}
	re, err := regexp.Compile(body)
	if err != nil {
		return pattern{}, err
	}
	e := pattern{re: re, literals: literals(tree.Simplify()), number: -1}
	e.reach, e.anchored = reachOf(tree)
	return e, nil
}

// edge is \b where the pattern begins or ends with a word character.
func edge(pattern string, first bool) string {
	c := pattern[len(pattern)-1]
	if first {
		c = pattern[0]
	}
	if isLetter(c) || isDigit(c) || c == '(' || c == ')' || c == '?' || c == ']' {
		return `\b`
	}
	return ""
}

// widen makes each space of a pattern match what stands between words, so
// that rules read like phrases. Spaces in a class or after a backslash stay.
func widen(pattern string) string {
	var b strings.Builder
	class := false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			b.WriteString(pattern[i : i+2])
			i++
		case c == ' ' && !class:
			b.WriteString(betweenWords)
		default:
			class = c == '[' || class && c != ']'
			b.WriteByte(c)
		}
	}
	return b.String()
}

// literals finds strings one of which is in every match of re, so that most
// rules are ruled out without running an expression. nil means there are none.
func literals(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if s := string(re.Rune); len(s) >= 2 {
			return []string{s}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return literals(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return literals(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if got := literals(sub); got != nil && (best == nil || shortest(got) > shortest(best)) {
				best = got
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			got := literals(sub)
			if got == nil {
				return nil
			}
			all = append(all, got...)
		}
		return all
	}
	return nil
}

func shortest(ss []string) int {
	n := len(ss[0])
	for _, s := range ss {
		n = min(n, len(s))
	}
	return n
}

// words are the letters-only words of the rule's patterns, for the lexicon.
func (r Rule) words(into lexicon) {
	for _, p := range r.Patterns {
		for _, w := range strings.FieldsFunc(p, func(c rune) bool { return c < 'a' || c > 'z' }) {
			if len(w) >= 4 {
				into[w] = true
			}
		}
	}
}

// hit is one match of a rule.
type hit struct {
	rule     *compiled
	from, to int // in the folded text
}

// mostSpans bounds the spans shown for one rule; the first carries its weight.
const mostSpans = 3

// find appends the matches of the rule in text, whose windows are given.
func (c *compiled) find(text string, windows map[int][]window, hits []hit) []hit {
	left := mostSpans
	for _, p := range c.patterns {
		ws := windows[p.number]
		if p.number < 0 || p.anchored && ws != nil {
			ws = []window{{0, len(text)}}
		}
		for _, m := range match(p.re, text, ws, left) {
			hits = append(hits, hit{c, m[0], m[1]})
			left--
		}
		if left <= 0 {
			break
		}
	}
	return hits
}
