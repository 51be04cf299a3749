package screen

import (
	"fmt"
	"strings"

	"weaktie/internal/clean"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/review"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
)

// shortList is how many links, finds or nudges show until all are asked for.
const shortList = 4

// profilePage is the page of a person: what the account declares, how the
// curator stands to them, and what that rests on.
func (s *People) profilePage(p *review.Profile, w int) []string {
	d := s.desk
	v := d.sheet(w)
	v.line(func(l *list.Line) {
		l.Add(v.th.Bold, called(p.Person).String())
		if h := shown(p.Person.Handle); h != called(p.Person).String() {
			l.Add(v.th.Person, "  "+h)
		}
	})
	v.text(v.th.Link, clean.Address(p.Person.URL))
	if p.Status.Muted {
		v.say(v.th.Warn, "muted: their shares count nothing and their messages are not shown")
	}
	if p.Account.Sentence != "" {
		v.gap()
		v.text(v.th.Warn, clean.Line(p.Account.Sentence))
	}
	if !p.Warm.Empty() {
		v.gap()
		v.text(v.th.Accent, clean.Line("worth warming: "+p.Warm.String()))
	}
	s.standing(v, p)
	s.trust(v, p)
	s.usefulness(v, p)
	s.reach(v, p)
	s.ledger(v, p)
	v.declared(d, p)
	s.lately(v)
	return v.rows
}

func (s *People) standing(v *sheet, p *review.Profile) {
	v.section("Tie", "")
	sign, st := s.desk.tieSign(p.Tie.Kind)
	v.line(func(l *list.Line) {
		l.Add(st, sign+" ").Add(v.th.Bold, tieWords(p.Tie))
		if p.Tie.Kind == person.KindUnknown || p.Tie.Kind == "" {
			l.Add(v.th.Dim, ", kind unknown")
		}
	})
	v.text(v.th.Dim, p.TieWhy)
	v.say(v.th.Faint, s.desk.Keys.Fill("{tie} says what it lives by: social, market, unknown."))
}

// trust lists every nudge; each can be taken back where it was made.
func (s *People) trust(v *sheet, p *review.Profile) {
	v.section("Trust", fmt.Sprintf("%.2f", p.Trust.Mean))
	filled, rest := chart.Track(p.Trust.Mean, max(6, min(28, v.w-20)))
	v.line(func(l *list.Line) { l.Add(v.th.Accent, filled).Add(v.th.Border, rest) })
	if len(p.Trust.Lines) == 0 {
		v.say(v.th.Dim, "0.50 is where everybody starts: nothing of theirs was kept or dismissed yet. A new voice counts in full until you decide.")
		return
	}
	for i, n := range p.Trust.Lines {
		if i == shortList && !s.full {
			v.rest(len(p.Trust.Lines) - i)
			break
		}
		st, by := v.th.Good, "+"
		if n.Deed == rank.Dismissed {
			st, by = v.th.Warn, "-"
		}
		v.line(func(l *list.Line) {
			l.Add(st, fmt.Sprintf("%s%.2f ", by, n.Weight)).Add(v.th.Text, string(n.Deed))
			l.Num(v.th.Dim, s.desk.age(n.Time), max(l.Left(), 0))
		})
		v.indent(v.th.Dim, bare(n.Link), 2, 2)
		if s.full {
			v.indent(v.th.Faint, clean.Line(fmt.Sprintf("trust is %.2f with it, %.2f without", p.Trust.Mean, n.Without)), 2, 0)
		}
	}
	v.say(v.th.Faint, s.desk.Keys.Fill("Nudges fade by half in 90 days. Undoing a decision takes its nudge back: {undo} the latest, any other by deciding again."))
}

func (v *sheet) rest(n int) {
	v.say(v.th.Faint, fmt.Sprintf("and %d more, behind %s", n, v.more))
}

func (s *People) usefulness(v *sheet, p *review.Profile) {
	u := &p.Use
	v.section("Usefulness", fmt.Sprintf("%d of %d kept", u.Kept, u.Shared))
	if u.Shared == 0 {
		v.say(v.th.Dim, "shared no link in the last 90 days")
		return
	}
	filled, rest := chart.Track(useOf(p), max(6, min(28, v.w-20)))
	v.line(func(l *list.Line) { l.Add(v.th.Accent, filled).Add(v.th.Border, rest) })
	v.say(v.th.Dim, fmt.Sprintf("%d reshared, %d dismissed; latest share %s", u.Reshared, u.Dismissed, s.desk.Ago(u.Latest)))
	for i, link := range u.KeptLinks {
		if i == shortList && !s.full {
			v.rest(len(u.KeptLinks) - i)
			break
		}
		v.line(func(l *list.Line) { l.Add(v.th.Good, "✓ ").Add(v.th.Link, bare(link).String()) })
	}
}

// reach is what makes a voice worth more than its count: early, and heard in
// several circles.
func (s *People) reach(v *sheet, p *review.Profile) {
	if e := p.Early; e != nil {
		v.section("Early voice", fmt.Sprintf("%d of %d", e.Times, e.Shared))
		v.say(v.th.Text, fmt.Sprintf("had %s before a fourth community did, usually by %s", plural(e.Times, "link", "links"), span(e.Lead, false)))
		for i, f := range e.Finds {
			if i == shortList && !s.full {
				v.rest(len(e.Finds) - i)
				break
			}
			v.line(func(l *list.Line) {
				l.Add(v.th.Good, fmt.Sprintf("%4s ahead ", span(f.Consensus.Sub(f.Shared), false))).Add(v.th.Link, bare(f.Link).String())
			})
		}
	}
	name := s.around(p)
	if b := p.Bridge; b != nil {
		v.section("Bridge", fmt.Sprintf("%.2f", b.Participation))
		v.say(v.th.Dim, "shares with "+plural(len(b.Communities), "community", "communities")+":")
		for _, c := range b.Communities {
			filled, rest := chart.Track(c.Part, max(4, min(12, v.w-30)))
			v.line(func(l *list.Line) {
				l.Col(v.th.Text, "around "+person.Handle(clean.Line(c.Community).String()).Name(), max(min(l.Left()-23, 26), 8)).Gap(1)
				l.Add(v.th.Accent, filled).Add(v.th.Border, rest).Num(v.th.Dim, plural(c.Links, "link", "links"), 9)
			})
		}
	} else if name != "" {
		v.section("Community", "")
		v.say(v.th.Dim, fmt.Sprintf("around %s, with %s heard of here; what they all share counts once", name, plural(s.circle[p.Community]-1, "other", "others")))
	}
}

func (s *People) ledger(v *sheet, p *review.Profile) {
	a := &p.Account
	when := ""
	if !p.Last.IsZero() {
		when = "last " + s.desk.Ago(p.Last)
	}
	v.section("Between you", when)
	if a.Taken+a.Credited == 0 {
		v.say(v.th.Dim, "you have reshared nothing of theirs")
	} else {
		v.say(v.th.Text, fmt.Sprintf("you reshared %s of theirs and credited them %s", plural(a.Taken, "link", "links"), times(a.Credited)))
	}
	switch {
	case p.Messages == 0:
		v.say(v.th.Dim, "they never wrote to you")
	case a.Unanswered > 0:
		v.say(v.th.Text, fmt.Sprintf("they wrote to you %s, %d unanswered", times(p.Messages), a.Unanswered))
	default:
		v.say(v.th.Text, "they wrote to you "+times(p.Messages))
	}
	if a.TheyTook > 0 {
		v.say(v.th.Text, "they passed yours on "+times(a.TheyTook))
	}
	v.say(v.th.Faint, s.desk.Keys.Fill("{answered} says that you answered, {credited} that you credited them."))
}

// times is how often something happened.
func times(n int) string {
	switch n {
	case 0:
		return "never"
	case 1:
		return "once"
	}
	return grouped(n) + " times"
}

// declared is what the account says of itself.
func (v *sheet) declared(d *Desk, p *review.Profile) {
	a := &p.Person
	v.section("What the account says", "")
	v.pair("network", v.th.Text, clean.Line(a.Network))
	var is []string
	if a.Bot == person.Yes {
		is = append(is, "a bot")
	}
	if a.Brand == person.Yes {
		is = append(is, "a brand")
	}
	v.pair("is", v.th.Warn, clean.Line(strings.Join(is, " and ")))
	v.pair("its sites", v.th.Link, clean.Line(strings.Join(a.Sites, ", ")))
	if a.Followers != nil {
		v.pair("followers", v.th.Text, clean.Line(grouped(*a.Followers)))
	}
	if !a.FirstSeen.IsZero() {
		v.pair("heard", v.th.Dim, clean.Line(fmt.Sprintf("first %s, last %s", d.Ago(a.FirstSeen), d.Ago(a.LastSeen))))
	}
}

func (s *People) lately(v *sheet) {
	if len(s.latest.posts) == 0 || s.latest.of != s.list.Key() {
		return
	}
	v.section("Lately", "")
	for i := range s.latest.posts {
		e := &s.latest.posts[i]
		v.line(func(l *list.Line) {
			l.Num(v.th.Dim, s.desk.age(e.Post.Time), 4).Gap(1).Add(v.th.Text, clean.Line(e.Post.Headline().String()).String())
		})
	}
}

// bare is an address without what every address begins with.
func bare(address string) clean.Text {
	a := clean.Address(address).String()
	for _, head := range []string{"https://", "http://", "www."} {
		a = strings.TrimPrefix(a, head)
	}
	return clean.Line(strings.TrimSuffix(a, "/"))
}
