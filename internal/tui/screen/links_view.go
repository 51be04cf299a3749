package screen

import (
	"fmt"

	"charm.land/lipgloss/v2"

	"weaktie/internal/clean"
	"weaktie/internal/review"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
)

// linkColumns are the widths of the ranking's columns; 0 is left out.
type linkColumns struct{ bar, title, host, voices, age, spark, marks int }

// linkWidths gives the title what the others leave, and drops the others one
// by one where it would get too little.
func linkWidths(w int) linkColumns {
	c := linkColumns{bar: 6, host: 20, voices: 9, age: 5, spark: 11, marks: 3}
	left := func() int {
		n := w - 4 - c.voices - c.age - c.marks
		if c.bar > 0 {
			n -= c.bar + 1
		}
		if c.host > 0 {
			n -= c.host + 1
		}
		return n - c.spark
	}
	const enough = 28
	for _, drop := range []*int{&c.spark, &c.host, &c.bar} {
		if left() < enough {
			*drop = 0
		}
	}
	c.title = max(left(), 0)
	return c
}

func (s *Links) heading(w int) []string {
	c := linkWidths(w)
	th := &s.desk.Theme
	l := list.NewLine(w, nil).Num(th.Faint, "#", 3).Gap(1)
	if c.bar > 0 {
		l.Col(th.Faint, "score", c.bar).Gap(1)
	}
	l.Col(th.Faint, "title", c.title)
	if c.host > 0 {
		l.Gap(1).Col(th.Faint, "host", c.host)
	}
	l.Num(th.Faint, "people in", c.voices).Num(th.Faint, "age", c.age)
	if c.spark > 0 {
		l.Gap(1).Col(th.Faint, "shares", c.spark-1)
	}
	return []string{l.String()}
}

func (s *Links) draw(r list.Row) string {
	it := &s.items[r.Index]
	th := &s.desk.Theme
	c := linkWidths(r.Width)
	main, dim := th.Text, th.Dim
	if s.pending[it.Link] {
		main, dim = th.Faint, th.Faint
	}
	l := list.NewLine(r.Width, r.Ground).Num(dim, fmt.Sprint(it.Rank), 3).Gap(1)
	if c.bar > 0 {
		filled, _ := chart.Bar(it.Score/s.topScore(), c.bar)
		l.Col(th.Accent, filled, c.bar).Gap(1)
	}
	l.Col(main, title(it).String(), c.title)
	if c.host > 0 {
		l.Gap(1).Col(th.Link, clean.Line(it.Host).String(), c.host)
	}
	l.Num(th.Number, voices(it), c.voices).Num(dim, s.desk.age(it.First), c.age)
	if c.spark > 0 {
		l.Gap(1).Add(dim, chart.Spark(it.Spark, c.spark-1))
	}
	sign, st := linkSign(s.desk, it)
	return l.Gap(1).Add(st, sign).String()
}

// voices is how many people in how many communities.
func voices(it *review.Link) string {
	if it.People > 1 && it.Communities > 0 {
		return fmt.Sprintf("%d in %d", it.People, it.Communities)
	}
	return fmt.Sprint(it.People)
}

func (s *Links) topScore() float64 {
	top := 0.0
	for i := range s.items {
		if i > 0 && s.items[i].Rank > s.items[0].Rank {
			break
		}
		top = max(top, s.items[i].Score)
	}
	if top <= 0 {
		return 1
	}
	return top
}

// linkSign is what was decided about a link, in one cell.
func linkSign(d *Desk, it *review.Link) (string, lipgloss.Style) {
	th := &d.Theme
	st := it.Status
	switch {
	case !it.Again.Empty():
		return "+", th.Accent
	case st.Reshared:
		return "»", th.Good
	case st.Saved:
		return "✓", th.Good
	case st.Dismissed, st.Muted:
		return "×", th.Faint
	case st.Snoozed.After(d.App.Now()):
		return "z", th.Faint
	case it.Pitch:
		return "◇", th.Warn
	}
	return " ", th.Text
}

// status says what was decided, in words.
func (d *Desk) status(st review.Status) string {
	var words []string
	add := func(on bool, w string) {
		if on {
			words = append(words, w)
		}
	}
	add(st.Reshared, "reshared")
	add(st.Saved, "saved")
	add(st.Dismissed, "dismissed")
	add(st.Muted, "muted")
	add(st.Marked != "", "marked "+unhyphened(st.Marked))
	add(st.Snoozed.After(d.App.Now()), "back "+d.Ahead(st.Snoozed))
	if len(words) == 0 {
		return ""
	}
	out := words[0]
	for _, w := range words[1:] {
		out += ", " + w
	}
	if !st.At.IsZero() {
		out += " " + d.Ago(st.At)
	}
	return out
}

func unhyphened(mark string) string {
	if mark == "not-flip" {
		return "not a flip"
	}
	return mark
}

func (s *Links) page(w int) []string {
	it := s.current()
	if it == nil {
		return nil
	}
	return s.desk.linkPage(it, w, s.full)
}
