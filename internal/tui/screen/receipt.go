package screen

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"weaktie/internal/clean"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/review"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
)

// why draws a bar for each part of the score: the three that multiply, and
// beneath breadth what is inside it.
func (s *sheet) why(it *review.Link, full bool) {
	y := it.Why
	s.section("Why it ranks here", fmt.Sprintf("#%d  %s", it.Rank, rank.Digits(it.Score)))
	s.part("breadth", y.Breadth, y.Breadth/max(float64(it.Communities), 1), s.th.Accent, "the communities, added up")
	s.part("  recency", y.Decay, y.Decay, s.th.Dim, "in it: how fresh the shares are")
	s.part("  trust", y.Trust, y.Trust, s.th.Dim, "in it: in the people who count")
	if y.OwnHost > 0 && y.OwnHost < 1 {
		s.part("  own host", y.OwnHost, y.OwnHost, s.th.Warn, "in it: publishing is not recommending")
	}
	s.part("substance", y.Substance, y.Substance/2, factorStyle(s, y.Substance), "evidence up, pitches down")
	for _, f := range y.Features {
		if full || f.Factor != 1 {
			s.feature(f)
		}
	}
	s.part("affinity", y.Affinity, y.Affinity/2, factorStyle(s, y.Affinity), "your topics, what you kept")
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
	width := max(6, min(16, s.w-24))
	filled, rest := chart.Track(bar, width)
	s.line(func(l *list.Line) {
		l.Col(s.th.Text, name, 11).Add(st, filled).Add(s.th.Border, rest)
		l.Gap(2).Col(s.th.Number, rank.Digits(value), 6)
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
	head := "×" + rank.Digits(f.Factor) + " "
	s.line(func(l *list.Line) { l.Gap(2).Add(st, head).Add(s.th.Text, clean.Line(f.Name).String()) })
	s.indent(s.th.Dim, clean.Line(f.Reason), 4, 0)
}

// receipt is the whole arithmetic, community by community. Every line can be
// checked by hand: each figure is shown with all the digits it was used with.
func (s *sheet) receipt(it *review.Link) {
	y := it.Why
	s.section("Receipt", rank.Digits(it.Score))
	s.say(s.th.Faint, "A share counts trust × decay, a quarter of it on the sharer's own site. A community counts once: 1 - the product of what is missing.")
	var sums []string
	for _, c := range y.Communities {
		s.community(c)
		sums = append(sums, rank.Digits(c.CountsAs))
	}
	s.gap()
	if len(sums) == 0 {
		sums = []string{"0"}
	}
	s.sum("breadth", strings.Join(sums, " + "), y.Breadth)
	if factors := factorsOf(y.Features); factors != "" {
		s.sum("substance", factors, y.Substance)
	}
	s.sum("score", fmt.Sprintf("%s × %s × %s", rank.Digits(y.Breadth), rank.Digits(y.Substance), rank.Digits(y.Affinity)), it.Score)
	s.say(s.th.Faint, "breadth × substance × affinity")
	if !it.ToFirst.Empty() {
		s.text(s.th.Accent, it.ToFirst)
	}
}

func factorsOf(fs []rank.Feature) string {
	out := make([]string, len(fs))
	for i, f := range fs {
		out[i] = rank.Digits(f.Factor)
	}
	return strings.Join(out, " × ")
}

// sum is a line of arithmetic with its result at the right; what is long wraps.
func (s *sheet) sum(name, terms string, result float64) {
	const col = 11
	end := " = " + rank.Digits(result)
	rows := clean.Wrap(clean.Line(terms), max(s.w-col-clean.Width(end), 8))
	for i, r := range rows {
		s.line(func(l *list.Line) {
			head := ""
			if i == 0 {
				head = name
			}
			l.Col(s.th.Text, head, col).Add(s.th.Number, r)
			if i == len(rows)-1 {
				l.Num(s.th.Accent, end, l.Left())
			}
		})
	}
}

// community is what one circle counts: each of its shares, and how they
// combine.
func (s *sheet) community(c rank.Community) {
	s.line(func(l *list.Line) {
		people, counts := "  "+plural(len(c.People), "person", "people"), " "+rank.Digits(c.CountsAs)
		l.Add(s.th.Bold, clean.Cut(clean.Line(around(c.Name)).String(), max(l.Left()-clean.Width(people)-clean.Width(counts), 0)))
		l.Add(s.th.Dim, people).Num(s.th.Number, counts, l.Left())
	})
	var missing []string
	best, left := 0.0, 1.0
	for _, p := range c.Parts {
		s.share(p)
		if p.Folded == "" {
			missing = append(missing, rank.Digits(1-p.Counts))
			best, left = max(best, p.Counts), left*(1-p.Counts)
		}
	}
	if len(missing) < 2 {
		return
	}
	s.indent(s.th.Faint, clean.Line(fmt.Sprintf("1 - %s = %s", strings.Join(missing, " × "), rank.Digits(1-left))), 2, 0)
	if 1-left > 2*best {
		s.indent(s.th.Faint, clean.Line(fmt.Sprintf("held to twice its best share: 2 × %s = %s", rank.Digits(best), rank.Digits(2*best))), 2, 0)
	}
}

// share is one share's part.
func (s *sheet) share(p rank.Part) {
	terms := rank.Digits(p.Trust) + " × " + rank.Digits(p.Decay)
	if p.Own != 1 && p.Own != 0 {
		terms += " × " + rank.Digits(p.Own)
	}
	terms += " = " + rank.Digits(p.Counts)
	if p.Folded != "" {
		terms = "folded"
	}
	who := shown(p.Person)
	if clean.Width(who)+clean.Width(terms)+4 > s.w {
		who = clean.Cut(who, max(s.w-clean.Width(terms)-4, 8))
	}
	s.line(func(l *list.Line) {
		l.Gap(2).Add(s.th.Person, who)
		l.Num(s.th.Dim, terms, l.Left())
	})
	if p.Folded != "" {
		s.indent(s.th.Faint, clean.Line(p.Folded), 4, 0)
	}
}

func shown(h person.Handle) string { return clean.Line(string(h)).String() }
