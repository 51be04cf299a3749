package screen

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"charm.land/lipgloss/v2"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/review"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
)

// band is a verdict in a sign and a word: never colour alone.
func (d *Desk) band(b flip.Band) (sign, word string, st lipgloss.Style) {
	th := &d.Theme
	switch b {
	case flip.Flip:
		return "◆", "flip", th.MeterFlip
	case flip.Notice:
		return "▲", "notice", th.MeterNotice
	case flip.Offer:
		return "◇", "offer", th.Number
	case flip.Clear:
		return "●", "clear", th.MeterClear
	}
	return "○", "unjudged", th.Dim
}

// messagePage is the preview of a message: who, the verdict, the text with the
// evidence in it, the meter, and each piece of evidence with its reason.
func (d *Desk) messagePage(m *review.Message, w int, full bool) []string {
	s := d.sheet(w)
	s.line(func(l *list.Line) {
		l.Add(s.th.Bold, sender(m).String())
		if h := shown(m.From.Handle); h != sender(m).String() {
			l.Add(s.th.Person, "  "+h)
		}
	})
	kind := "mention"
	if m.Post.Direct {
		kind = "direct message"
	}
	s.say(s.th.Dim, fmt.Sprintf("%s, %s · tie: %s", kind, d.Ago(m.Post.Time), tieWords(m.Tie)))
	if words := d.status(m.Status); words != "" {
		s.say(s.th.Good, words)
	}
	s.gap()
	d.verdict(s, m.Verdict)
	s.gap()
	s.marked(m.Post.Text(), telling(m.Verdict.Evidence, full))
	d.meter(s, m.Verdict)
	s.evidence(m.Post.Text().String(), m.Verdict.Evidence, full)
	return s.rows
}

// verdict is the judge's word with the strongest reason.
func (d *Desk) verdict(s *sheet, v flip.Verdict) {
	sign, word, st := d.band(v.Band)
	s.line(func(l *list.Line) {
		l.Add(st.Bold(true), sign+" "+word)
		if v.Category != "" {
			l.Add(s.th.Dim, "  "+clean.Line(string(v.Category)).String())
		}
	})
	s.say(s.th.Dim, v.Why)
}

// meter draws what the verdict is made of.
func (d *Desk) meter(s *sheet, v flip.Verdict) {
	if v.Band == flip.Unjudged {
		return
	}
	s.section("Meter", "")
	width := max(6, min(28, s.w-20))
	for _, g := range chart.Meter(v.Market, v.Automated, v.SocialTie, v.Flip, width) {
		st := s.th.Accent
		if g.Sum {
			_, _, st = d.band(v.Band)
		}
		s.line(func(l *list.Line) {
			l.Col(s.th.Text, g.Name, 12).Add(st, g.Filled).Add(s.th.Border, g.Rest).Num(s.th.Number, g.Percent, 6)
		})
	}
}

// evidenceStyle tells what a piece of evidence speaks for.
func (s *sheet) evidenceStyle(e flip.Evidence) lipgloss.Style {
	if e.Weight < 0 {
		return s.th.Social
	}
	category, _, _ := strings.Cut(e.Rule, ".")
	switch flip.Category(category) {
	case flip.LuckyToKnowMe, flip.GenuinelyInterested, flip.CashGrab, flip.FollowerGaming,
		flip.EmptySentiment, flip.FalseHumility, flip.Creepy, flip.ValidationWall, "automated":
		return s.th.Automated
	}
	return s.th.Market
}

// What is worth showing unasked: a rule from about 1 on, and a single word that
// the model learned only when it weighs more, because nobody can act on it.
const (
	slight     = 0.95
	slightWord = 1.5
)

// tells reports whether a piece of evidence is worth showing unasked.
func tells(e flip.Evidence) bool {
	switch {
	case e.Rule == flip.LikeThis:
		return true
	case e.Rule == flip.ModelWords && e.Start < e.End:
		return math.Abs(e.Weight) >= slightWord
	}
	return math.Abs(e.Weight) >= slight
}

// evidence lists the pieces, strongest first, each with its words and reason.
func (s *sheet) evidence(text string, all []flip.Evidence, full bool) {
	if len(all) == 0 {
		return
	}
	sorted := append([]flip.Evidence(nil), all...)
	sort.SliceStable(sorted, func(i, j int) bool {
		return math.Abs(sorted[i].Weight) > math.Abs(sorted[j].Weight)
	})
	s.section("Evidence", fmt.Sprint(len(sorted)))
	left, before := 0, ""
	for _, e := range sorted {
		if !full && !tells(e) {
			left++
			continue
		}
		s.line(func(l *list.Line) {
			words, st := "what surrounds it", s.th.Dim
			if e.Rule == flip.LikeThis {
				words, st = "learned from your marks", s.th.Accent
			} else if e.Rule == flip.ModelWords && e.Start == e.End {
				words = "the words as a whole" + sumOf(e)
			} else if a, b, ok := within(text, e.Start, e.End); ok {
				words, st = "“"+clean.Line(text[a:b]).String()+"”", s.evidenceStyle(e)
			}
			l.Add(st, clean.Cut(words, max(l.Left()-7, 1)))
			l.Num(s.th.Number, fmt.Sprintf("%+.1f", e.Weight), max(l.Left(), 0))
		})
		if e.Reason != before || full {
			s.indent(s.th.Text, clean.Line(e.Reason), 2, 0)
		}
		before = e.Reason
		if full {
			s.indent(s.th.Faint, clean.Line("rule "+e.Rule+counted(e)), 2, 0)
			if e.Kinder != "" {
				s.indent(s.th.Dim, clean.Line("kinder: "+e.Kinder), 2, 0)
			}
		}
	}
	if left > 0 {
		s.say(s.th.Faint, "and "+plural(left, "slighter one", "slighter ones")+", behind "+s.more)
	}
}

// sumOf names the sum that a piece counts in: the words as a whole count once
// in each.
func sumOf(e flip.Evidence) string {
	if e.Kind == "" {
		return ""
	}
	return ", for " + string(e.Kind)
}

// telling is the evidence to highlight: what is worth showing unasked, or all.
func telling(all []flip.Evidence, full bool) []flip.Evidence {
	if full {
		return all
	}
	var out []flip.Evidence
	for _, e := range all {
		if tells(e) {
			out = append(out, e)
		}
	}
	return out
}

// counted says in which sum a piece of evidence counts.
func counted(e flip.Evidence) string {
	switch e.Kind {
	case "":
		return ""
	case flip.KindSocial:
		return ", counts against both sums"
	}
	return ", counts as " + string(e.Kind)
}

// within brings offsets into text's bounds and onto character boundaries; false
// when nothing is left between them.
func within(text string, start, end int) (int, int, bool) {
	start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
	for start > 0 && start < len(text) && !starts(text[start]) {
		start--
	}
	for end < len(text) && !starts(text[end]) {
		end++
	}
	return start, end, start < end
}

// starts reports whether a byte begins a character.
func starts(b byte) bool { return b&0xC0 != 0x80 }

// marked writes a text with its evidence highlighted. Where spans overlap, the
// one that weighs most shows.
func (s *sheet) marked(t clean.Text, all []flip.Evidence) {
	text := t.String()
	over := owners(text, all)
	for _, row := range clean.Rows(t, s.w) {
		s.line(func(l *list.Line) {
			for at := row.Start; at < row.End; {
				to := at + 1
				for to < row.End && over[to] == over[at] {
					to++
				}
				st := s.th.Text
				if over[at] >= 0 {
					st = s.evidenceStyle(all[over[at]])
				}
				l.Add(st, text[at:to])
				at = to
			}
		})
	}
}

// owners says for each byte of text which piece of evidence marks it; -1 is
// none.
func owners(text string, all []flip.Evidence) []int {
	over := make([]int, len(text))
	for i := range over {
		over[i] = -1
	}
	for i, e := range all {
		a, b, ok := within(text, e.Start, e.End)
		if !ok {
			continue
		}
		for at := a; at < b; at++ {
			if over[at] < 0 || math.Abs(all[over[at]].Weight) < math.Abs(e.Weight) {
				over[at] = i
			}
		}
	}
	return over
}
