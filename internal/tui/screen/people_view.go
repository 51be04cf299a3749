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

// View draws the screen.
func (s *People) View(w, h int) string { return s.view(s, w, h) }

func (s *People) loaded() (bool, string) { return s.here, s.bad }
func (s *People) share() int             { return 56 }
func (s *People) empty() (string, string) {
	switch s.filter {
	case toThank:
		return "Nobody waits for you.", "Who wrote and got no answer comes here, and whom you reshared and never credited. {filter} shows the others."
	case toWarm:
		return "No tie is worth warming now.", "People whose links you kept more than once and have not spoken to for two weeks come here. {filter} shows the others."
	case earlyVoices:
		return "Nobody was early yet.", "Who shares a link a day before a fourth community takes it up comes here. {filter} shows the others."
	case bridges:
		return "Nobody bridges communities yet.", "Who shares with two communities or more comes here. {filter} shows the others."
	case newVoices:
		return "No new voices.", "{filter} shows everyone."
	}
	return "Nobody was heard in the last 90 days.", "{poll} polls every source; {sources} shows them."
}

func (s *People) titles() (pane, pane) {
	lp := pane{title: "People · " + s.filter.String()}
	if s.here {
		lp.right = plural(len(s.items), "person", "people")
		if s.filter == everyone && s.heard > len(s.items) {
			lp.right += " of " + grouped(s.heard)
		}
	}
	if p := s.plan(s, s.w, s.h); len(s.items) > 0 && p.lw > 2 && peopleWidths(p.lw-3).marks <= 6 {
		lp.foot = "o owed · e early · b bridge · w warm · n new"
	}
	return lp, pane{title: "Person"}
}

func (s *People) words(i int) string {
	p := s.items[i]
	return called(p.Person).String() + " " + string(p.Person.Handle) + " " + p.Community
}

// tieSign is a tie's kind in a sign that needs no colour.
func (d *Desk) tieSign(k person.Kind) (string, lipgloss.Style) {
	switch k {
	case person.KindSocial:
		return "●", d.Theme.MeterClear
	case person.KindMarket:
		return "◇", d.Theme.Market.Underline(false)
	}
	return "○", d.Theme.Dim
}

type peopleColumns struct{ name, tie, bar, use, circle, age, marks int }

// peopleWidths gives the name what the others leave. Marks are words where
// there is room for them.
func peopleWidths(w int) peopleColumns {
	c := peopleColumns{tie: 19, bar: 6, use: 7, circle: 15, age: 5, marks: 22}
	left := func() int { return w - c.tie - c.bar - c.use - c.circle - c.age - c.marks }
	if left() < 22 {
		c.marks = 6
	}
	if left() < 18 {
		c.circle = 0
	}
	if left() < 18 {
		c.tie = 11
	}
	if left() < 14 {
		c.bar = 0
	}
	c.name = max(left(), 0)
	return c
}

// heading answers whom to thank today, above the names of the columns.
func (s *People) heading(w int) []string {
	th := &s.desk.Theme
	c := peopleWidths(w)
	l := list.NewLine(w, nil).Col(th.Faint, "person", c.name).Col(th.Faint, "tie", c.tie)
	l.Col(th.Faint, "kept", max(c.bar+c.use-1, 0)).Gap(1)
	l.Col(th.Faint, "community", c.circle).Num(th.Faint, "last", c.age-1).Gap(2).Add(th.Faint, "marks")
	return append(s.today(w), l.String())
}

// How many rows the answer to "whom should I thank today?" takes at most, in a
// low list and in a high one.
const (
	todayRows  = 2
	todayRoomy = 4
)

func (s *People) today(w int) []string {
	if !s.here || w < 1 {
		return nil
	}
	th := &s.desk.Theme
	if len(s.owed) == 0 {
		return []string{list.NewLine(w, nil).Add(th.Good, "today: ").Add(th.Dim, "nobody waits for a word from you").String()}
	}
	head, most := "today: ", todayRows
	if s.plan(s, s.w, s.h).lh >= roomyList {
		most = todayRoomy
	}
	var rows []string
	for n := len(s.owed); n > 0; n-- { // as many as there is room for, and how many more
		text := s.advice(s.owed[:n])
		if more := len(s.owed) - n; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		if rows = clean.Wrap(clean.Line(text), max(w-len(head), 1)); len(rows) <= most {
			break
		}
	}
	rows = rows[:min(len(rows), most)]
	var out []string
	for i, r := range rows {
		l := list.NewLine(w, nil)
		if i == 0 {
			l.Add(th.Warn, head)
		} else {
			l.Gap(len(head))
		}
		out = append(out, l.Add(th.Bold, r).String())
	}
	return out
}

// advice is what to do about debts in a few words: each deed once, with whom it
// is owed to; the first says why.
func (s *People) advice(owed []rank.Account) string {
	var deeds []string
	to := map[string][]string{}
	for i := range owed {
		a := &owed[i]
		head, reason, _ := strings.Cut(a.Sentence, ": ")
		deed, _, _ := strings.Cut(head, " ")
		who := shown(a.Person)
		if name, ok := s.names[a.Person]; ok {
			who = name.String()
		}
		if i == 0 && reason != "" {
			who += " (" + briefly(deed, reason) + ")"
		}
		if to[deed] == nil {
			deeds = append(deeds, deed)
		}
		to[deed] = append(to[deed], who)
	}
	for i, deed := range deeds {
		deeds[i] = deed + " " + strings.Join(to[deed], ", ")
	}
	return strings.Join(deeds, "; ")
}

// briefly is the first of the reasons, without when.
func briefly(deed, reason string) string {
	reason, _, _ = strings.Cut(reason, "; ")
	if deed == "credit" {
		reason, _, _ = strings.Cut(reason, ", last ")
	}
	return reason
}

func (s *People) draw(r list.Row) string {
	p := s.items[r.Index]
	th := &s.desk.Theme
	c := peopleWidths(r.Width)
	name, dim := th.Person, th.Dim
	if p.Status.Muted {
		name, dim = th.Faint, th.Faint
	}
	sign, st := s.desk.tieSign(p.Tie.Kind)
	tie := tieWords(p.Tie)
	if c.tie < 19 {
		tie = p.Tie.Strength.String()
	}
	l := list.NewLine(r.Width, r.Ground)
	l.Col(name, called(p.Person).String(), c.name-1).Gap(1)
	l.Add(st, sign).Gap(1).Col(dim, tie, c.tie-3).Gap(1)
	if c.bar > 0 {
		filled, rest := chart.Track(useOf(p), c.bar-1)
		l.Add(th.Accent, filled).Add(th.Border, rest).Gap(1)
	}
	l.Num(th.Number, fmt.Sprintf("%d/%d", p.Use.Kept, p.Use.Shared), c.use-1).Gap(1)
	if c.circle > 0 {
		l.Col(dim, s.around(p), c.circle-1).Gap(1)
	}
	l.Num(dim, s.desk.age(p.Last), c.age-1).Gap(2)
	return s.marks(l, p, c.marks > 6).String()
}

// useOf is what was kept of what they shared, 0..1.
func useOf(p *review.Profile) float64 {
	if p.Use.Shared == 0 {
		return 0
	}
	return float64(p.Use.Kept) / float64(p.Use.Shared)
}

// around names a person's community, "" for who stands alone.
func (s *People) around(p *review.Profile) string {
	if s.circle[p.Community] < 2 {
		return ""
	}
	return person.Handle(clean.Line(p.Community).String()).Name()
}

// marks are what stands out about a person, in words or their first letters.
func (s *People) marks(l *list.Line, p *review.Profile, words bool) *list.Line {
	th := &s.desk.Theme
	for _, m := range []struct {
		on   bool
		word string
		st   lipgloss.Style
	}{
		{p.Status.Muted, "muted", th.Faint},
		{p.Account.Owed > 0, "owed", th.Warn},
		{p.Early != nil, "early", th.Good},
		{p.Bridge != nil, "bridge", th.Link},
		{!p.Warm.Empty(), "warm", th.Accent},
		{p.New, "new", th.Dim},
	} {
		switch {
		case !m.on:
		case words:
			l.Add(m.st, m.word).Gap(1)
		default:
			l.Add(m.st, m.word[:1])
		}
	}
	return l
}

func (s *People) page(w int) []string {
	p := s.current()
	if p == nil {
		return nil
	}
	return s.profilePage(p, w)
}
