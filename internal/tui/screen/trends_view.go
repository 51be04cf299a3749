package screen

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"weaktie/internal/clean"
	"weaktie/internal/review"
	"weaktie/internal/trend"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
)

// View draws the screen.
func (s *Trends) View(w, h int) string { return s.view(s, w, h) }

func (s *Trends) loaded() (bool, string) { return s.here, s.bad }
func (s *Trends) share() int             { return 42 }
func (s *Trends) empty() (string, string) {
	return "Nothing was said in the last " + trendWindows()[s.window].name + ".",
		"{filter} looks further back; {poll} polls every source; {search} asks for a topic, or for two: #b2b | social media."
}

func (s *Trends) titles() (pane, pane) {
	lp := pane{title: "Trends · " + trendWindows()[s.window].name}
	if s.here {
		lp.right = plural(s.base.Posts, "post", "posts")
	}
	return lp, pane{title: "Volume"}
}

func (s *Trends) words(i int) string { return s.rows[i].name.String() }

type trendColumns struct{ name, posts, people, spark, found int }

func trendWidths(w int) trendColumns {
	c := trendColumns{posts: 6, people: 7, spark: 12, found: 12}
	left := func() int { return w - c.posts - c.people - c.spark - c.found }
	for _, drop := range []*int{&c.people, &c.found, &c.spark} {
		if left() < 12 {
			*drop = 0
		}
	}
	if c.name = max(left(), 0); c.name > 24 && c.spark > 0 { // a name needs no more; a spark can use it
		c.spark += c.name - 24
		c.name = 24
	}
	return c
}

func (s *Trends) heading(w int) []string {
	th := &s.desk.Theme
	c := trendWidths(w)
	l := list.NewLine(w, nil).Col(th.Faint, "topic", c.name).Num(th.Faint, "posts", c.posts).Num(th.Faint, "people", c.people)
	if c.spark > 0 {
		l.Gap(1).Col(th.Faint, "over time", c.spark-1)
	}
	if c.found > 0 {
		l.Gap(1).Add(th.Faint, "stands out")
	}
	return []string{l.String()}
}

// foundSign is what stands out, in a sign and a word.
func (d *Desk) foundSign(k trend.Kind) (string, lipgloss.Style) {
	switch k {
	case trend.KindSpike:
		return "▲", d.Theme.Accent
	case trend.KindCampaign:
		return "◇", d.Theme.Warn
	}
	return "○", d.Theme.Link
}

func (s *Trends) draw(r list.Row) string {
	row := &s.rows[r.Index]
	th := &s.desk.Theme
	c := trendWidths(r.Width)
	st := th.Text
	if !strings.HasPrefix(row.key, "#") {
		st = th.Bold
	}
	l := list.NewLine(r.Width, r.Ground).Col(st, row.name.String(), c.name)
	series := row.series
	posts, people := row.count.Posts, row.count.People
	if t := s.pages[row.key]; t != nil && row.key == askedRow {
		posts, people, series = 0, 0, nil
		for i := range t.Series {
			posts, people, series = posts+t.Series[i].Total, people+t.Series[i].Heads, &t.Series[0]
		}
	} else if row.key == askedRow {
		return l.Gap(1).Add(th.Dim, "counting …").String()
	}
	l.Num(th.Number, grouped(posts), c.posts)
	if c.people > 0 {
		l.Num(th.Dim, grouped(people), c.people)
	}
	if c.spark > 0 {
		l.Gap(1)
		spark := strings.Repeat(" ", c.spark-1)
		if series != nil {
			spark = chart.Spark(series.Posts, c.spark-1)
		}
		l.Add(th.Accent, spark)
	}
	if c.found > 0 && len(row.found) > 0 && row.key != wholeRow {
		sign, st := s.desk.foundSign(row.found[0].Kind)
		l.Gap(1).Add(st, sign+" "+string(row.found[0].Kind))
	}
	return l.String()
}

func (s *Trends) page(w int) []string {
	row := s.current()
	if row == nil {
		return nil
	}
	v := s.desk.sheet(w)
	t := s.pages[row.key]
	series := []*trend.Series{row.series}
	switch {
	case row.key == wholeRow:
		t = &s.base
	case t != nil:
		series = series[:0]
		for i := range t.Series {
			series = append(series, &t.Series[i])
		}
	}
	v.text(v.th.Bold, row.name)
	if len(series) == 0 || series[0] == nil {
		v.say(v.th.Dim, "Counting …")
		return v.rows
	}
	s.counts(v, series, t)
	v.gap()
	s.chart(v, series)
	s.findings(v, row, t)
	if t == nil {
		v.gap()
		v.say(v.th.Dim, "Counting who and where …")
		return v.rows
	}
	s.voices(v, row, t)
	v.bars("Hosts", t.Hosts, func(c trend.Count) string { return clean.Line(c.Name).String() }, v.th.Link)
	return v.rows
}

// counts says how much there is of each series, in the colours of the chart.
func (s *Trends) counts(v *sheet, series []*trend.Series, t *review.Trends) {
	for i, x := range series {
		sold := 0
		for _, n := range x.Promo {
			sold += n
		}
		words := fmt.Sprintf("%s by %s", plural(x.Total, "post", "posts"), plural(x.Heads, "person", "people"))
		if x.Total > 0 && sold > 0 {
			words += fmt.Sprintf("; %.0f %% read as selling", 100*float64(sold)/float64(x.Total))
		}
		v.line(func(l *list.Line) {
			if len(series) > 1 {
				l.Add(v.seriesStyle(i), strings.Repeat([...]string{"█", "▒"}[i%2], 2)+" ").Add(v.th.Text, clean.Line(x.Topic.String()).String()+": ")
			}
			l.Add(v.th.Dim, words)
		})
	}
	if t != nil && t.Compared != nil && len(series) == 2 {
		v.text(v.th.Text, clean.Line(t.Compared.Reason))
		if t.Compared.Both > 0 {
			v.say(v.th.Dim, plural(t.Compared.Both, "post speaks", "posts speak")+" of both")
		}
	}
}

// foundRows is how many findings show at once.
const foundRows = 8

func (s *Trends) findings(v *sheet, row *trendRow, t *review.Trends) {
	found := row.found
	if row.key == askedRow && t != nil {
		for _, f := range t.Findings {
			for _, topic := range s.topics(askedRow) {
				if strings.EqualFold(f.Subject, topic) {
					found = append(found, f)
				}
			}
		}
	}
	if len(found) == 0 {
		return
	}
	v.section("What stands out", fmt.Sprint(len(found)))
	place := s.desk.App.Now().Location()
	most := foundRows
	if row.key == wholeRow { // each tag's own are on its page
		most /= 2
	}
	for i, f := range found {
		if i == most {
			v.say(v.th.Faint, fmt.Sprintf("and %d earlier", len(found)-i))
			break
		}
		sign, st := s.desk.foundSign(f.Kind)
		v.line(func(l *list.Line) {
			l.Add(st, sign+" "+string(f.Kind)).Add(v.th.Bold, "  "+clean.Line(f.Subject).String())
			when := f.From.In(place).Format("Mon 2 Jan 15:04")
			if f.Kind == trend.KindChat { // it is to come
				when = "next " + when
			}
			l.Num(v.th.Dim, when, l.Left())
		})
		v.indent(v.th.Dim, clean.Line(f.Reason), 2, 0)
	}
}

func (s *Trends) voices(v *sheet, row *trendRow, t *review.Trends) {
	v.bars("Share of voice", t.Voices, func(c trend.Count) string { return clean.Line(c.Name).String() }, v.th.Person)
	if few, all := t.Elite[0], t.Elite[1]; all > 1 {
		about := ""
		if row.key == askedRow && len(t.Series) > 1 {
			about = " about " + clean.Line(t.Series[0].Topic.String()).String()
		}
		makes := "make"
		if few == 1 {
			makes = "makes"
		}
		v.say(v.th.Text, fmt.Sprintf("%s of %s %s half of the posts%s", grouped(few), plural(all, "person", "people"), makes, about))
	}
}

// barRows is how many names a share of voice lists.
const barRows = 8

// bars lists names with their share as bars.
func (v *sheet) bars(title string, all []trend.Count, name func(trend.Count) string, st lipgloss.Style) {
	if len(all) == 0 {
		return
	}
	v.section(title, "")
	width := max(4, min(20, v.w/3))
	top := max(all[0].Part, 0.0001)
	for _, c := range all[:min(len(all), barRows)] {
		filled, rest := chart.Track(c.Part/top, width)
		v.line(func(l *list.Line) {
			l.Col(st, name(c), max(l.Left()-width-13, 6)).Gap(1)
			l.Add(v.th.Accent, filled).Add(v.th.Border, rest)
			l.Num(v.th.Number, fmt.Sprintf("%.0f %%", 100*c.Part), 6).Num(v.th.Dim, grouped(c.Posts), 6)
		})
	}
}
