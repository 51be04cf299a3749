package screen

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
)

// Sizes of the overlay.
const (
	composeWidth = 92
	composeRows  = 30 // inside the box, at most: room for the text and three or four suggestions
	textMost     = 12 // rows of text at once
	textLeast    = 3
)

// View draws the box for a body of w by h cells; the cursor is inside it.
func (c *Composer) View(w, h int) ([]string, *tea.Cursor) {
	bw := max(min(composeWidth, w-4), min(w, 20))
	s := c.desk.sheet(max(bw-4, 1))
	inner := max(min(h-2, composeRows), 1)
	var cursor *tea.Cursor
	switch c.stage {
	case choosing, confirming:
		c.pages(s, inner)
	case answering:
		s.say(s.th.Bold, "Copied. Does the message count as answered?")
		s.say(s.th.Dim, "Nobody waits for an answer any more then, and it leaves the queue.")
		s.gap()
		c.yes(s, "it is answered", "leave it open")
	case leaving:
		s.say(s.th.Bold, "Throw this text away?")
		s.gap()
		c.yes(s, "throw it away", "go on writing")
	default:
		cursor = c.sheets(s, inner)
		for len(s.rows) < inner { // the box does not jump while evidence comes and goes
			s.rows = append(s.rows, strings.Repeat(" ", s.w))
		}
	}
	rows := s.rows[:min(len(s.rows), inner)]
	title := c.ask.Title
	if title == "" {
		title = "Write"
	}
	if cursor != nil {
		cursor.X += 2
		cursor.Y++
	}
	return Box(s.th, bw, len(rows)+2, title, inset(rows, bw-2)), cursor
}

func (c *Composer) yes(s *sheet, yes, no string) {
	s.line(func(l *list.Line) {
		l.Add(s.th.StatusKey, "y").Add(s.th.Text, " "+yes).Gap(3).Add(s.th.StatusKey, "esc").Add(s.th.Text, " "+no)
	})
}

// Hints are the keys for the help line.
func (c *Composer) Hints() [][2]string {
	switch c.stage {
	case choosing:
		return [][2]string{{"enter", "choose"}, {"j k", "up and down"}, {"esc", "back to the text"}}
	case confirming:
		return [][2]string{{"y", "open it"}, {"esc", "back"}}
	case answering:
		return [][2]string{{"y", "answered"}, {"esc", "leave it open"}}
	case leaving:
		return [][2]string{{"y", "throw it away"}, {"esc", "go on writing"}}
	}
	return [][2]string{{"ctrl+s", "copy"}, {"ctrl+o", "share page"}, {"tab", "to whom"}, {"esc", "close"}}
}

// sheets draws what is written and what is said of it; where room is short the
// text and the verdict stay.
func (c *Composer) sheets(s *sheet, inner int) *tea.Cursor {
	var cursor *tea.Cursor
	if inner > textLeast+3 {
		s.line(func(l *list.Line) {
			st := s.th.Dim
			if c.atTo {
				st = s.th.Accent
			}
			l.Add(st, "to ")
			if c.to.text == "" && !c.atTo {
				l.Add(s.th.Faint, "nobody in particular; tab names a person, whose tie is then used")
			}
			l.Add(s.th.Person, c.to.text)
			if c.atTo {
				cursor = tea.NewCursor(min(3+clean.Width(c.to.text[:c.to.at]), s.w-1), 0)
			}
		})
		s.section("Text", c.length())
		s.rows = append(s.rows[:1], s.rows[len(s.rows)-1]) // no gap above
	}
	room := min(textRows(inner), max(inner-len(s.rows), 1))
	below := c.below(s.w, inner, inner-len(s.rows)-room)
	at := c.written(s, room)
	if !c.atTo {
		cursor = at
	}
	s.rows = append(s.rows, below[:max(min(len(below), inner-len(s.rows)), 0)]...)
	return cursor
}

// textRows is the text's share of the box: the same whatever stands in it.
func textRows(inner int) int { return max(min(textMost, inner*3/10), min(textLeast, inner)) }

func (c *Composer) length() string {
	return plural(utf8.RuneCountInString(c.text.text), "character", "characters")
}

// written draws the text in room rows, the evidence highlighted in it.
func (c *Composer) written(s *sheet, room int) *tea.Cursor {
	e := &c.text
	e.w = max(s.w-1, 2) // the cursor may stand behind the last character
	rows := e.layout(e.w)
	row, cell := e.place(rows)
	e.top = max(min(e.top, row), row-room+1, 0)
	e.top = max(min(e.top, len(rows)-room), 0)
	spans := c.telling()
	over := owners(e.text, spans)
	y := len(s.rows)
	for i := e.top; i < e.top+room; i++ {
		s.line(func(l *list.Line) {
			if i >= len(rows) {
				return
			}
			for at := rows[i].from; at < rows[i].to; {
				to := at + 1
				for to < rows[i].to && over[to] == over[at] {
					to++
				}
				st := s.th.Input
				if over[at] >= 0 {
					st = s.evidenceStyle(spans[over[at]])
				}
				l.Add(st, e.text[at:to])
				at = to
			}
		})
	}
	return tea.NewCursor(min(cell, s.w-1), y+row-e.top)
}

// telling is the evidence worth showing while somebody writes. A text that
// reads well is left alone but for what a rule has a kinder way for: single
// words that weigh a little would only make the hand stop.
func (c *Composer) telling() []flip.Evidence {
	clear := c.verdict.Band == flip.Clear
	var out []flip.Evidence
	for _, e := range c.spans() {
		if e.Kinder != "" || !clear && tells(e) {
			out = append(out, e)
		}
	}
	return out
}

// spans is the evidence in the text as it stands. Until the judge has seen the
// last keystroke, what lies before and after it is shown where it is now.
func (c *Composer) spans() []flip.Evidence {
	if !c.known {
		return nil
	}
	before, now := c.judged, c.text.text
	if before == now {
		return c.verdict.Evidence
	}
	head := 0
	for head < len(before) && head < len(now) && before[head] == now[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(now)-head && before[len(before)-1-tail] == now[len(now)-1-tail] {
		tail++
	}
	var out []flip.Evidence
	for _, e := range c.verdict.Evidence {
		switch {
		case e.End <= head:
		case e.Start >= len(before)-tail:
			e.Start, e.End = e.Start+len(now)-len(before), e.End+len(now)-len(before)
		default:
			continue
		}
		out = append(out, e)
	}
	return out
}

// below is the verdict, the meter and the suggestions, in most rows at most.
func (c *Composer) below(w, inner, most int) []string {
	s := c.desk.sheet(w)
	s.section("How it reads", "")
	switch {
	case c.bad != "":
		s.say(s.th.Bad, c.bad)
		return s.rows
	case !c.known:
		s.say(s.th.Dim, "Reading …")
		return s.rows
	}
	v := c.verdict
	c.desk.verdict(s, v)
	if v.Band != flip.Unjudged {
		c.meter(s, inner)
	}
	c.kinder(s, max(most, 0))
	return s.rows[:max(min(len(s.rows), most), 0)]
}

// fullMeter is how many rows the body has when each part of the meter gets one
// of its own.
const fullMeter = 20

func (c *Composer) meter(s *sheet, inner int) {
	v := c.verdict
	gauges := chart.Meter(v.Market, v.Automated, v.SocialTie, v.Flip, max(6, min(28, s.w-20)))
	_, _, look := c.desk.band(v.Band)
	if inner >= fullMeter {
		for _, g := range gauges {
			st := s.th.Accent
			if g.Sum {
				st = look
			}
			s.line(func(l *list.Line) {
				l.Col(s.th.Text, g.Name, 12).Add(st, g.Filled).Add(s.th.Border, g.Rest).Num(s.th.Number, g.Percent, 6)
			})
		}
		return
	}
	g := gauges[len(gauges)-1]
	s.line(func(l *list.Line) {
		l.Col(s.th.Text, g.Name, 5).Add(look, g.Filled).Add(s.th.Border, g.Rest).Num(s.th.Number, g.Percent, 6)
	})
	s.line(func(l *list.Line) {
		for _, g := range gauges[:len(gauges)-1] {
			l.Add(s.th.Dim, g.Name+" ").Add(s.th.Number, strings.TrimSpace(g.Percent)).Gap(2)
		}
	})
}

// kinder lists what speaks against the text, with a kinder way to say it.
func (c *Composer) kinder(s *sheet, most int) {
	spans := append([]flip.Evidence(nil), c.telling()...)
	sort.SliceStable(spans, func(i, j int) bool { return math.Abs(spans[i].Weight) > math.Abs(spans[j].Weight) })
	begun := false
	for _, e := range spans {
		if e.Weight <= 0 || !tells(e) && e.Kinder == "" {
			continue
		}
		if !begun && len(s.rows)+2 < most {
			s.gap()
			begun = true
		}
		if len(s.rows) >= most {
			return
		}
		s.line(func(l *list.Line) {
			words, st := "whom it is for", s.th.Dim
			if e.Rule == flip.ModelWords {
				words = "the words as a whole"
			}
			if a, b, ok := within(c.text.text, e.Start, e.End); ok {
				words, st = "“"+clean.Line(c.text.text[a:b]).String()+"”", s.evidenceStyle(e)
			}
			l.Add(st, clean.Cut(words, max(min(l.Left()-7, 36), 8)))
			l.Num(s.th.Number, fmt.Sprintf("%+.1f", e.Weight), max(l.Left(), 0))
		})
		s.indent(s.th.Text, clean.Line(e.Reason), 2, 0)
		if e.Kinder != "" {
			s.indent(s.th.Good, clean.Line("kinder: "+e.Kinder), 2, 0)
		}
	}
}
