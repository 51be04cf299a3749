package screen

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"weaktie/internal/clean"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
)

// health is a state in a sign and a word.
func (d *Desk) health(it *review.Source) (sign, word string, st lipgloss.Style) {
	th := &d.Theme
	switch it.State.Health {
	case "":
		return "○", "new", th.Dim
	case source.OK:
		return "●", "well", th.Good
	case source.NeedsLogin:
		return "▲", "login", th.Warn
	case source.Blocked:
		return "▲", "blocked", th.Bad
	case source.RateLimited:
		return "▲", "waiting", th.Warn
	case source.Gone:
		return "×", "gone", th.Bad
	case source.Transient:
		return "▲", "failing", th.Warn
	}
	return "×", "broken", th.Bad
}

func (s *Sources) heading(w int) []string {
	th := &s.desk.Theme
	c := sourceWidths(w)
	l := list.NewLine(w, nil).Col(th.Faint, "health", 10).Col(th.Faint, "source", c.title)
	if c.kind > 0 {
		l.Gap(1).Col(th.Faint, "kind", c.kind)
	}
	if c.next > 0 {
		l.Num(th.Faint, "polled", 8).Num(th.Faint, "next", c.next)
	}
	l.Num(th.Faint, "a day", 7)
	if c.spark > 0 {
		l.Gap(1).Col(th.Faint, "two weeks", c.spark-1)
	}
	return []string{l.String()}
}

type sourceColumns struct{ title, kind, next, spark int }

func sourceWidths(w int) sourceColumns {
	c := sourceColumns{kind: 9, next: 8, spark: 15}
	left := func() int {
		n := w - 10 - 7 - 1 - c.spark
		if c.kind > 0 {
			n -= c.kind + 1
		}
		if c.next > 0 {
			n -= c.next + 8
		}
		return n
	}
	for _, drop := range []*int{&c.kind, &c.spark, &c.next} {
		if left() < 24 {
			*drop = 0
		}
	}
	c.title = max(left(), 0)
	return c
}

func kindWords(k source.Kind) string {
	switch k {
	case source.KindMastodon:
		return "tag"
	case source.KindAccount:
		return "account"
	case source.KindInbox:
		return "inbox"
	case source.KindFeed:
		return "feed"
	}
	return clean.Line(string(k)).String()
}

func (s *Sources) draw(r list.Row) string {
	it := &s.items[r.Index]
	th := &s.desk.Theme
	c := sourceWidths(r.Width)
	sign, word, st := s.desk.health(it)
	if s.asking[it.Ref.URL] {
		sign, word, st = "·", "asking", th.Accent
	}
	l := list.NewLine(r.Width, r.Ground).Add(st, sign).Gap(1).Col(st, word, 8).Col(th.Text, name(it), c.title)
	if c.kind > 0 {
		l.Gap(1).Col(th.Dim, kindWords(it.State.Kind), c.kind)
	}
	if c.next > 0 {
		next := strings.TrimPrefix(s.desk.Ahead(it.State.Next), "in ")
		if next == "a moment" {
			next = "<1m"
		}
		l.Num(th.Dim, s.desk.age(it.State.LastPoll), 8).Num(th.Dim, next, c.next)
	}
	l.Num(th.Number, perDay(it.PerDay), 7)
	if c.spark > 0 {
		l.Gap(1).Add(th.Accent, chart.Spark(it.Days, c.spark-1))
	}
	return l.String()
}

func perDay(v float64) string {
	switch {
	case v <= 0:
		return "-"
	case v < 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}

func (s *Sources) page(w int) []string {
	it := s.current()
	if it == nil {
		return nil
	}
	d, st := s.desk, &it.State
	th := &d.Theme
	p := d.sheet(w)
	p.say(th.Bold, name(it))
	p.text(th.Link, clean.Address(it.Ref.URL))
	p.gap()
	sign, word, look := d.health(it)
	p.line(func(l *list.Line) { l.Add(look, sign+" "+word) })
	if st.Problem != "" {
		p.text(th.Text, clean.Body(st.Problem))
	}
	if st.Failures > 1 {
		p.say(th.Dim, fmt.Sprintf("failed %d times in a row; last well %s", st.Failures, d.Ago(st.LastOK)))
	}
	if st.Damaged != "" {
		p.say(th.Warn, "its feed is damaged and was mended: "+st.Damaged)
	}
	if st.Moved != "" {
		p.say(th.Warn, "says it moved to "+clean.Address(st.Moved).String())
	}
	if !st.LastNew.IsZero() && d.App.Now().Sub(st.LastNew) > overdue {
		p.say(th.Warn, "nothing new for "+d.age(st.LastNew))
	}
	p.section("Schedule", "")
	p.pair("last poll", th.Text, clean.Line(d.Ago(st.LastPoll)))
	p.pair("next", th.Text, clean.Line(d.Ahead(st.Next)))
	if st.Every > 0 {
		p.pair("asks for", th.Text, clean.Line("every "+span(st.Every, false)))
	}
	p.pair("last new", th.Text, clean.Line(d.Ago(st.LastNew)))
	s.volume(p, it)
	p.section("What it is", "")
	p.pair("kind", th.Text, clean.Line(kindWords(st.Kind)))
	p.pair("named", th.Text, clean.Line(st.Title))
	p.pair("page", th.Link, clean.Address(st.Home))
	switch {
	case st.Asked == it.Ref.URL:
	case strings.HasPrefix(st.Asked, "https://"), strings.HasPrefix(st.Asked, "http://"):
		p.pair("asked at", th.Link, clean.Address(st.Asked))
	case st.Asked == "token":
		p.pair("asked", th.Text, clean.Line("as you, with the access token"))
	}
	p.pair("tags", th.Text, clean.Line(strings.Join(it.Ref.Tags, ", ")))
	p.pair("unchanged", th.Dim, clean.Line(unchanged(st)))
	return p.rows
}

// unchanged says what a poll without news costs.
func unchanged(st *source.State) string {
	switch {
	case st.Cursor != "":
		return "costs next to nothing: only newer posts are asked for"
	case st.ETag != "" && st.LastModified != "":
		return "costs no download (ETag and date)"
	case st.ETag != "" || st.LastModified != "":
		return "costs no download"
	case st.LastOK.IsZero():
		return ""
	}
	return "is downloaded again at every poll: the source offers no better"
}

func (s *Sources) volume(p *sheet, it *review.Source) {
	th := p.th
	p.section("Posts a day", perDay(it.PerDay))
	if len(it.Days) == 0 {
		p.say(th.Dim, "nothing in the last two weeks")
		return
	}
	total := 0
	for _, n := range it.Days {
		total += n
	}
	p.line(func(l *list.Line) {
		l.Add(th.Accent, chart.Spark(it.Days, min(2*len(it.Days), p.w-20)))
		l.Gap(2).Add(th.Dim, fmt.Sprintf("%s in %d days", grouped(total), len(it.Days)))
	})
	if st := &it.State; st.Items > 0 {
		p.say(th.Dim, plural(st.Items, "item", "items")+" in its last full answer")
	}
}
