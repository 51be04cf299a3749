package screen

import (
	"fmt"
	"strings"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/review"
	"weaktie/internal/tui/list"
)

// wordRows is how many rows of a sharer's words show until the receipt is
// asked for.
const wordRows = 4

// linkPage is the preview of a link: what it is, who shared it with which
// words, and why it ranks where it does.
func (d *Desk) linkPage(it *review.Link, w int, full bool) []string {
	s := d.sheet(w)
	if named(it) {
		s.text(s.th.Bold, it.Title)
	}
	s.text(s.th.Link, clean.Address(it.Open))
	s.gap()
	who := fmt.Sprintf("%s in %s, %s", plural(it.People, "person", "people"),
		plural(it.Communities, "community", "communities"), plural(it.Shares, "share", "shares"))
	when := fmt.Sprintf("first %s, last %s", d.Ago(it.First), d.Ago(it.Last))
	if clean.Width(who)+clean.Width(when)+3 <= w {
		s.line(func(l *list.Line) { l.Add(s.th.Text, who).Add(s.th.Dim, " · "+when) })
	} else {
		s.say(s.th.Text, who)
		s.say(s.th.Dim, when)
	}
	if words := d.status(it.Status); words != "" {
		s.say(s.th.Good, words)
	}
	if it.Pitch {
		s.say(s.th.Warn, "◇ everyone who shares it writes as a market")
	}
	if !it.Again.Empty() {
		s.text(s.th.Accent, it.Again)
	}
	if it.Status.Note != "" {
		s.say(s.th.Text, "note: "+it.Status.Note)
	}
	s.why(it, full)
	s.variants(it, full)
	s.sharers(d, it, full)
	return s.rows
}

// sharers lists who shared the link with which words, by community.
func (s *sheet) sharers(d *Desk, it *review.Link, full bool) {
	s.section("Who shared it", "")
	for _, name := range communities(it) {
		if it.Communities > 1 || full {
			s.line(func(l *list.Line) {
				counts := " counts " + rank.Digits(countsAs(it, name))
				l.Add(s.th.Dim, "community ").Add(s.th.Bold, clean.Cut(clean.Line(around(name)).String(), max(l.Left()-clean.Width(counts), 0)))
				l.Num(s.th.Number, counts, l.Left())
			})
		}
		for i := range it.Sharers {
			if sh := &it.Sharers[i]; sh.Community == name {
				s.sharer(d, sh, full)
			}
		}
	}
}

// variants are the other addresses of the same article, folded into this one.
func (s *sheet) variants(it *review.Link, full bool) {
	if len(it.Variants) == 0 {
		return
	}
	s.section("Also at", plural(len(it.Variants), "address", "addresses"))
	for i, v := range it.Variants {
		if i == shortList && !full {
			s.rest(len(it.Variants) - i)
			break
		}
		s.line(func(l *list.Line) { l.Add(s.th.Link, bare(v.Open).String()) })
		if v.Title != it.Title {
			s.indent(s.th.Dim, v.Title, 2, 2)
		}
	}
	s.say(s.th.Faint, "The same article: their shares count here, together.")
}

// around is what a community is called: after its most central member.
func around(name string) string {
	if name == "" {
		return "of its own"
	}
	return "around " + name
}

// communities are the names in the order of what they count.
func communities(it *review.Link) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range it.Why.Communities {
		if !seen[c.Name] {
			seen[c.Name] = true
			out = append(out, c.Name)
		}
	}
	for i := range it.Sharers {
		if name := it.Sharers[i].Community; !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}

func countsAs(it *review.Link, name string) float64 {
	for _, c := range it.Why.Communities {
		if c.Name == name {
			return c.CountsAs
		}
	}
	return 0
}

func (s *sheet) sharer(d *Desk, sh *review.Sharer, full bool) {
	s.line(func(l *list.Line) {
		l.Gap(1).Add(s.th.Person, called(sh.Person).String())
		l.Add(s.th.Faint, "  "+tieWords(sh.Tie))
		if sh.Verdict.Band == flip.Flip || sh.Verdict.Band == flip.Notice {
			l.Add(s.th.Warn, "  written as a pitch")
		}
		l.Num(s.th.Dim, d.age(sh.Time), max(l.Left(), 0))
	})
	switch {
	case sh.Boost:
		s.indent(s.th.Faint, clean.Line("passed it on without a word"), 3, 0)
	case full:
		s.indent(s.th.Dim, sh.Words, 3, 0)
	default:
		s.indent(s.th.Dim, sh.Words, 3, wordRows)
	}
	if sh.Folded != "" {
		s.indent(s.th.Faint, clean.Line("not counted apart: "+sh.Folded), 3, 0)
	}
}

func tieWords(t person.Tie) string {
	words := []string{t.Strength.String()}
	if t.Kind != "" && t.Kind != person.KindUnknown {
		words = append(words, string(t.Kind))
	}
	return strings.Join(words, ", ")
}
