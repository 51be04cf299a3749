package screen

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/review"
	"weaktie/internal/tui/chart"
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
		s.text(s.th.Accent, clean.Line("back: "+it.Again.String()))
	}
	if it.Status.Note != "" {
		s.say(s.th.Text, "note: "+it.Status.Note)
	}
	s.why(it, full)
	s.sharers(d, it, full)
	return s.rows
}

// why draws a bar for each part of the score.
func (s *sheet) why(it *review.Link, full bool) {
	y := it.Why
	s.section("Why it ranks here", fmt.Sprintf("#%d  %.2f", it.Rank, it.Score))
	s.part("breadth", y.Breadth, y.Breadth/max(float64(it.Communities), 1), s.th.Accent, "the communities, added up")
	s.part("recency", y.Decay, y.Decay, s.th.Accent, "how fresh the shares are")
	s.part("trust", y.Trust, y.Trust, s.th.Accent, "in the people who count")
	if y.OwnHost > 0 && y.OwnHost < 1 {
		s.part("own host", y.OwnHost, y.OwnHost, s.th.Warn, "publishing is not recommending")
	}
	s.part("substance", y.Substance, y.Substance/2, factorStyle(s, y.Substance), "evidence up, pitches down")
	s.part("affinity", y.Affinity, y.Affinity/2, factorStyle(s, y.Affinity), "your topics, what you kept")
	for _, f := range y.Features {
		if full || f.Factor != 1 {
			s.feature(f)
		}
	}
	if full {
		s.receipt(it)
	}
}

// factorStyle colours a multiplier by its direction.
func factorStyle(s *sheet, factor float64) lipgloss.Style {
	if factor < 1 {
		return s.th.Warn
	}
	return s.th.Accent
}

func (s *sheet) part(name string, value, bar float64, st lipgloss.Style, about string) {
	width := max(6, min(16, s.w-22))
	filled, rest := chart.Track(bar, width)
	s.line(func(l *list.Line) {
		l.Col(s.th.Text, name, 10).Add(st, filled).Add(s.th.Border, rest)
		l.Num(s.th.Number, fmt.Sprintf("%.2f", value), 6)
		if l.Left() > clean.Width(about)+2 {
			l.Gap(2).Add(s.th.Faint, about)
		}
	})
}

func (s *sheet) feature(f rank.Feature) {
	st := s.th.Dim
	switch {
	case f.Factor > 1:
		st = s.th.Good
	case f.Factor < 1:
		st = s.th.Warn
	}
	head := fmt.Sprintf("×%.2f ", f.Factor)
	s.line(func(l *list.Line) { l.Gap(2).Add(st, head).Add(s.th.Text, clean.Line(f.Name).String()) })
	s.indent(s.th.Dim, clean.Line(f.Reason), 2+clean.Width(head), 0)
}

// receipt is the whole arithmetic, community by community.
func (s *sheet) receipt(it *review.Link) {
	s.section("Receipt", "")
	for _, c := range it.Why.Communities {
		s.line(func(l *list.Line) {
			l.Add(s.th.Bold, clean.Line(c.Name).String()).Add(s.th.Dim, "  "+plural(len(c.People), "person", "people"))
			l.Num(s.th.Number, fmt.Sprintf("%.3f", c.CountsAs), l.Left())
		})
		for _, p := range c.Parts {
			s.line(func(l *list.Line) {
				l.Gap(2).Col(s.th.Person, shown(p.Person), max(l.Left()-24, 8))
				l.Num(s.th.Dim, fmt.Sprintf("%.2f × %.2f", p.Trust, p.Decay), 14)
				l.Num(s.th.Number, fmt.Sprintf("%.3f", p.Counts), l.Left())
			})
			if p.Folded != "" {
				s.indent(s.th.Faint, clean.Line("folded: "+p.Folded), 4, 0)
			}
		}
	}
	y := it.Why
	s.line(func(l *list.Line) {
		sum := fmt.Sprintf("%.3f × %.2f × %.2f", y.Breadth, y.Substance, y.Affinity)
		l.Add(s.th.Dim, "breadth × substance × affinity").Num(s.th.Number, sum, l.Left()-9).
			Num(s.th.Accent, fmt.Sprintf("= %.2f", it.Score), l.Left())
	})
}

func shown(h person.Handle) string { return clean.Line(string(h)).String() }

// sharers lists who shared the link with which words, by community.
func (s *sheet) sharers(d *Desk, it *review.Link, full bool) {
	s.section("Who shared it", "")
	for _, name := range communities(it) {
		if it.Communities > 1 || full {
			s.line(func(l *list.Line) {
				l.Add(s.th.Dim, "community ").Add(s.th.Bold, clean.Line(around(name)).String())
				l.Num(s.th.Number, fmt.Sprintf("counts %.2f", countsAs(it, name)), l.Left())
			})
		}
		for i := range it.Sharers {
			if sh := &it.Sharers[i]; sh.Community == name {
				s.sharer(d, sh, full)
			}
		}
	}
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
