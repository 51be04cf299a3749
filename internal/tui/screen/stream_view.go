package screen

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/review"
	"weaktie/internal/tui/list"
)

type streamColumns struct{ who, text, source int }

func streamWidths(w int) streamColumns {
	c := streamColumns{who: max(8, min(20, w/4)), source: 18}
	if w < 76 {
		c.source = 0
	}
	c.text = w - 5 - 3 - c.who - 1
	if c.source > 0 {
		c.text -= c.source + 1
	}
	c.text = max(c.text, 0)
	return c
}

func (s *Stream) heading(w int) []string {
	th := &s.desk.Theme
	c := streamWidths(w)
	l := list.NewLine(w, nil).Num(th.Faint, "age", 4).Gap(1).Col(th.Faint, "who", c.who).Gap(1).Col(th.Faint, "what", c.text)
	if c.source > 0 {
		l.Gap(1).Col(th.Faint, "source", c.source)
	}
	return []string{l.String()}
}

func (s *Stream) draw(r list.Row) string {
	e := &s.items[r.Index]
	th := &s.desk.Theme
	c := streamWidths(r.Width)
	main, name := th.Text, th.Person
	if s.isPending(e) {
		main, name = th.Faint, th.Faint
	}
	l := list.NewLine(r.Width, r.Ground).Num(th.Dim, s.desk.age(e.Post.Time), 4).Gap(1)
	l.Col(name, called(e.Post.Author).String(), c.who).Gap(1)
	text := c.text
	if mark := pitchMark(e); mark != "" {
		before := l.Left()
		l.Add(th.Warn, clean.Cut(mark, text)).Gap(min(2, max(text-(before-l.Left()), 0)))
		text = max(text-(before-l.Left()), 0)
	}
	l.Col(main, e.Post.Headline().String(), text)
	if c.source > 0 {
		l.Gap(1).Col(th.Dim, e.Source.String(), c.source)
	}
	sign, st := s.sign(e)
	return l.Gap(l.Left()-2).Add(st, sign).String()
}

// sells is the judge's probability from which a public post is marked.
const sells = 0.5

// pitchMark is what a public post that sells is marked with: its category.
func pitchMark(e *review.Entry) string {
	if e.Post.Message || e.Verdict.Band == flip.Unjudged || e.Verdict.Commercial() < sells {
		return ""
	}
	word := clean.Line(string(e.Verdict.Category)).String()
	if word == "" {
		word = "pitch"
	}
	return "◇ " + word
}

func (s *Stream) isPending(e *review.Entry) bool {
	if e.Post.Message {
		return s.pending[subjectKey(review.MessageSubject(e.Post))]
	}
	return len(e.Post.Links) > 0 && s.pending[subjectKey(review.LinkSubject(e.Post.Links[0].Key))]
}

// sign is what there is to say of a post in one cell: what was decided, else
// the verdict where it is not plain.
func (s *Stream) sign(e *review.Entry) (string, lipgloss.Style) {
	it := review.Link{Status: e.Status}
	if sign, st := linkSign(s.desk, &it); sign != " " {
		return sign, st
	}
	if b := e.Verdict.Band; b == flip.Flip || b == flip.Notice {
		sign, _, st := s.desk.band(b)
		return sign, st
	}
	return " ", s.desk.Theme.Text
}

func (s *Stream) page(w int) []string {
	e := s.current()
	if e == nil {
		return nil
	}
	d := s.desk
	th := &d.Theme
	p := d.sheet(w)
	p.text(th.Bold, e.Post.Title)
	p.line(func(l *list.Line) {
		l.Add(th.Person, called(e.Post.Author).String())
		if h := shown(e.Post.Author.Handle); h != called(e.Post.Author).String() {
			l.Add(th.Faint, "  "+h)
		}
	})
	p.say(th.Dim, d.Ago(e.Post.Time)+" · "+e.Source.String())
	if words := d.status(e.Status); words != "" {
		p.say(th.Good, words)
	}
	if mark := pitchMark(e); mark != "" {
		p.gap()
		p.say(th.Warn, mark)
		p.say(th.Dim, e.Verdict.Why)
		p.say(th.Dim, "A post that sells ranks lower, and a link that only such posts share is no card of Today.")
	} else if b := e.Verdict.Band; e.Post.Message || b == flip.Flip || b == flip.Notice {
		p.gap()
		d.verdict(p, e.Verdict)
	}
	p.gap()
	p.marked(e.Post.Text(), telling(e.Verdict.Evidence, s.full))
	s.footnotes(p, e)
	if s.full || e.Post.Message {
		d.meter(p, e.Verdict)
		p.evidence(e.Post.Text().String(), e.Verdict.Evidence, s.full)
	}
	return p.rows
}

// footnotes are what hangs on a post: links, tags, the echo it had.
func (s *Stream) footnotes(p *sheet, e *review.Entry) {
	p.gap()
	for _, l := range e.Post.Links {
		p.text(p.th.Link, clean.Address(l.Open))
	}
	if len(e.Post.Tags) > 0 {
		p.say(p.th.Dim, "#"+strings.Join(e.Post.Tags, " #"))
	}
	var echo []string
	for _, c := range []struct {
		n         *int
		one, many string
	}{{e.Post.Boosts, "boost", "boosts"}, {e.Post.Likes, "like", "likes"}, {e.Post.Replies, "reply", "replies"}} {
		if c.n != nil && *c.n > 0 {
			echo = append(echo, plural(*c.n, c.one, c.many))
		}
	}
	if len(echo) > 0 {
		p.say(p.th.Dim, strings.Join(echo, ", "))
	}
	if e.Post.BoostOf != "" {
		p.say(p.th.Faint, fmt.Sprintf("%s passed it on unchanged", called(e.Post.Author)))
	}
	if len(e.Post.Enclosed) > 0 {
		p.say(p.th.Faint, plural(len(e.Post.Enclosed), "enclosure", "enclosures"))
	}
}
