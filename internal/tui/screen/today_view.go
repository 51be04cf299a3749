package screen

import (
	"fmt"
	"strings"

	"weaktie/internal/clean"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
)

// View draws the screen: the queue, or the end of it.
func (s *Today) View(w, h int) string {
	if s.here && s.bad == "" && len(s.day.Cards) == 0 && h >= 2 {
		return strings.Join(s.end(w, h), "\n")
	}
	return s.view(s, w, h)
}

func (s *Today) loaded() (bool, string)  { return s.here, s.bad }
func (s *Today) share() int              { return 46 }
func (s *Today) empty() (string, string) { return "Done.", "" }

func (s *Today) titles() (pane, pane) {
	lp := pane{title: "Today"}
	if left := len(s.day.Cards); left > 0 {
		lp.right = fmt.Sprintf("%d left, about %s", left, minutes(s.day.Minutes))
	}
	if s.day.Hidden > 0 {
		lp.foot = s.desk.Keys.Fill(fmt.Sprintf("%s left out; {filter} in Links and Messages shows them", grouped(s.day.Hidden)))
	}
	pp := pane{title: "Card"}
	if c := s.current(); c != nil {
		pp.title = "Link"
		if c.Message != nil {
			pp.title = "Message"
		}
	}
	return lp, pp
}

func minutes(n int) string {
	if n <= 1 {
		return "a minute"
	}
	return fmt.Sprintf("%d minutes", n)
}

// roomyList is how high the list is at least where its columns are named.
const roomyList = 14

// heading is the progress through the day.
func (s *Today) heading(w int) []string {
	th := &s.desk.Theme
	done, left := s.day.Done, len(s.day.Cards)
	if done+left == 0 {
		return nil
	}
	words := fmt.Sprintf(" %d of %d", done, done+left)
	filled, rest := chart.Track(float64(done)/float64(done+left), max(w-clean.Width(words)-1, 0))
	rows := []string{list.NewLine(w, nil).Add(th.Good, filled).Add(th.Border, rest).Add(th.Dim, words).String()}
	if s.plan(s, s.w, s.h).lh < roomyList {
		return rows
	}
	return append(rows, list.NewLine(w, nil).Num(th.Faint, "people in communities, or age", w-1).String())
}

func (s *Today) words(i int) string {
	c := s.day.Cards[i]
	if c.Link != nil {
		return c.Link.Title.String() + " " + c.Link.Host
	}
	return sender(c.Message).String() + " " + c.Message.Post.Text().String()
}

func (s *Today) draw(r list.Row) string {
	c := s.day.Cards[r.Index]
	th := &s.desk.Theme
	main, dim := th.Text, th.Dim
	busy := s.pending[r.Key]
	if busy {
		main, dim = th.Faint, th.Faint
	}
	l := list.NewLine(r.Width, r.Ground)
	const figures = 9
	if m := c.Message; m != nil {
		sign, _, st := s.desk.band(m.Verdict.Band)
		if busy {
			st = th.Faint
		}
		from := clean.Cut(sender(m).String(), max(r.Width/3, 8))
		l.Add(st, sign).Gap(1).Add(th.Person, from).Gap(2)
		l.Col(main, opening(m), max(l.Left()-figures, 0))
		return l.Num(dim, s.desk.age(m.Post.Time), max(l.Left()-1, 0)).String()
	}
	sign := "›"
	if !c.Link.Again.Empty() {
		sign = "+"
	}
	l.Add(th.Accent, sign).Gap(1).Col(main, title(c.Link).String(), max(l.Left()-figures, 0))
	return l.Num(th.Number, voices(c.Link), max(l.Left()-1, 0)).String()
}

func (s *Today) page(w int) []string {
	c := s.current()
	switch {
	case c == nil:
		return nil
	case c.Message != nil:
		return s.desk.messagePage(c.Message, w, s.full)
	case c.Link != nil:
		return s.desk.linkPage(c.Link, w, s.full)
	}
	return nil
}

// end is the last page of the day: what was kept, and what to do with it.
func (s *Today) end(w, h int) []string {
	th := &s.desk.Theme
	p := s.desk.sheet(max(min(w-6, 76), 1))
	p.rows = append(p.rows, strings.Repeat(" ", p.w))
	if s.nobody && s.day.Done == 0 {
		p.say(th.Bold, "Nothing is followed yet.")
		p.gap()
		p.say(th.Dim, s.desk.Keys.Fill("{sources} lists the sources; there {add} follows a feed, a page, a #tag or a profile, and {import} takes a file of them. `weaktie demo` shows a small invented network, offline."))
		return s.ended(p, w, h, "")
	}
	if s.day.Done == 0 && (s.polling || s.stale || s.loading) {
		p.say(th.Bold, "Reading your sources …")
		p.gap()
		p.say(th.Dim, "The queue stands here when they have answered. How far that is, the line below tells.")
		return s.ended(p, w, h, "")
	}
	if s.day.Done == 0 {
		p.say(th.Bold, "Nothing waits.")
		p.gap()
		p.say(th.Dim, s.desk.Keys.Fill("{poll} polls every source now; {links} shows the whole ranking, {stream} everything by time."))
	} else {
		p.say(th.Bold, "That was today.")
		p.gap()
		p.say(th.Text, fmt.Sprintf("%s decided, %s saved or reshared.", plural(s.day.Done, "thing", "things"), grouped(s.day.Saved)))
	}
	if len(s.kept) > 0 {
		p.section("Kept", fmt.Sprint(len(s.kept)))
		for _, t := range s.kept {
			p.line(func(l *list.Line) { l.Add(th.Good, "✓ ").Add(th.Text, t.String()) })
		}
	}
	p.gap()
	for _, k := range [][2]string{{"{digest}", "copy the digest as Markdown"}, {"{undo}", "take the last decision back"}, {"{poll}", "poll now"}, {"{links}", "the whole ranking"}} {
		p.line(func(l *list.Line) { l.Add(th.StatusKey, s.desk.Keys.Fill(k[0])).Add(th.Dim, "  "+k[1]) })
	}
	if s.day.Hidden > 0 {
		p.gap()
		p.say(th.Faint, fmt.Sprintf("%s left out: decided before, muted, or nothing but pitches.", plural(s.day.Hidden, "link or message was", "links and messages were")))
	}
	return s.ended(p, w, h, "done")
}

// ended draws a page in the place of the queue.
func (s *Today) ended(p *sheet, w, h int, right string) []string {
	rows := make([]string, len(p.rows))
	for i, r := range p.rows {
		rows[i] = "  " + r + strings.Repeat(" ", max(w-4-p.w, 0))
		rows[i] = clean.Cut(rows[i], max(w-2, 0))
		rows[i] += strings.Repeat(" ", max(w-2-clean.Width(rows[i]), 0))
	}
	return pane{title: "Today", right: right, rows: rows, focus: true}.draw(p.th, w, h)
}
