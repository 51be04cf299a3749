package screen

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/tui/list"
)

// Where the frame changes shape. The terminal has a column more: the frame
// leaves its last one empty.
const (
	sideFrom  = 109 // columns for list and preview side by side
	stackFrom = 69  // columns for the preview below the list
	stackRows = 16  // rows for that; fewer is a single column
	stackList = 8   // rows that the list gets of them at least
)

// content is what a board shows: the screen's own rows and pages.
type content interface {
	draw(r list.Row) string        // a row of the list
	heading(w int) []string        // the rows above the list
	page(w int) []string           // the preview of what is under the cursor
	words(i int) string            // of row i, for searching
	titles() (list, preview pane)  // borders only
	empty() (what, do string)      // said when there are no rows
	share() int                    // the list's part of the width, in percent
	loaded() (ok bool, bad string) // whether the first answer came, and why not
}

// board is a list beside a preview: what every screen here is made of.
type board struct {
	desk    *Desk
	list    list.List
	w, h    int
	reading bool // the preview has the focus
	scroll  int  // of the preview
	find    string
	drawn   struct {
		key  string
		w    int
		rows []string
	}
}

// plan is where the parts of a board go.
type plan struct {
	lw, lh, pw, ph int // outer sizes; 0 is not shown
	side           bool
}

func (b *board) plan(c content, w, h int) plan {
	switch {
	case w >= sideFrom:
		lw := w * c.share() / 100
		return plan{lw: lw, lh: h, pw: w - lw, ph: h, side: true}
	case w >= stackFrom && h >= stackRows:
		lh := max(h*c.share()/115, stackList)
		return plan{lw: w, lh: lh, pw: w, ph: h - lh}
	case b.reading:
		return plan{pw: w, ph: h}
	}
	return plan{lw: w, lh: h}
}

// rows is the height of the list itself.
func (b *board) rows(c content, p plan) int {
	n := p.lh - 2
	if head := len(c.heading(max(p.lw-3, 0))); n > 2*head {
		n -= head
	}
	return max(n, 0)
}

// touch forgets everything drawn.
func (b *board) touch() {
	b.list.Touch()
	b.drawn.rows = nil
}

func (b *board) resize(c content, w, h int) {
	b.w, b.h = w, h
	p := b.plan(c, w, h)
	if p.lh == 0 { // the list is behind the preview: as when it is back
		p = plan{lw: w, lh: h}
	}
	b.list.Resize(b.rows(c, p))
	b.touch()
}

// sheetRows is the preview's page, remembered until something changes.
func (b *board) sheetRows(c content, w int) []string {
	if w < 1 || b.list.Len() == 0 {
		return nil
	}
	if b.drawn.rows == nil || b.drawn.w != w || b.drawn.key != b.list.Key() {
		b.drawn.rows, b.drawn.w, b.drawn.key = c.page(w), w, b.list.Key()
	}
	return b.drawn.rows
}

func (b *board) maxScroll(c content) int {
	p := b.plan(c, b.w, b.h)
	if p.pw == 0 {
		return 0
	}
	return max(len(b.sheetRows(c, p.pw-4))-(p.ph-2), 0)
}

func (b *board) view(c content, w, h int) string {
	p := b.plan(c, w, h)
	lp, pp := c.titles()
	lp.focus, pp.focus = !b.reading, b.reading
	var left, right []string
	if p.lw > 0 {
		left = b.listPane(c, lp, p)
	}
	if p.pw > 0 {
		right = b.previewPane(c, pp, p)
	}
	if p.side {
		return strings.Join(beside(left, right), "\n")
	}
	return strings.Join(append(left, right...), "\n")
}

func (b *board) listPane(c content, lp pane, p plan) []string {
	inner := max(p.lw-2, 0)
	n := b.rows(c, p)
	if b.list.Len() == 0 {
		lp.rows = b.hollow(c, inner)
		return lp.draw(&b.desk.Theme, p.lw, p.lh)
	}
	if n < p.lh-2 {
		for _, row := range c.heading(inner - 1) {
			lp.rows = append(lp.rows, list.NewLine(min(1, inner), nil).String()+row)
		}
	}
	lp.rows = append(lp.rows, b.list.View(inner, n, b.desk.looks(!b.reading), c.draw)...)
	lp.foot = joined(lp.foot, b.footing(n), p.lw-6)
	return lp.draw(&b.desk.Theme, p.lw, p.lh)
}

// joined is a screen's own foot with the list's, which stays when there is no
// room for both.
func joined(own, list string, w int) string {
	switch {
	case own == "" || clean.Width(own) > w:
		return list
	case list == "":
		return own
	case clean.Width(own)+clean.Width(list)+3 > w:
		return list
	}
	return own + " · " + list
}

func (b *board) footing(n int) string {
	var parts []string
	if m := b.list.Marks(); m > 0 {
		parts = append(parts, fmt.Sprintf("%d selected", m))
	}
	if b.find != "" {
		parts = append(parts, "/"+clean.Cut(b.find, 20))
	}
	if b.list.Len() > n {
		parts = append(parts, fmt.Sprintf("%s of %s", grouped(b.list.Cursor()+1), grouped(b.list.Len())))
	}
	return strings.Join(parts, " · ")
}

// hollow is a list without rows: what is the matter, and what to do.
func (b *board) hollow(c content, w int) []string {
	s := b.desk.sheet(max(w-2, 1))
	s.rows = append(s.rows, strings.Repeat(" ", s.w))
	ok, bad := c.loaded()
	switch {
	case bad != "":
		s.say(s.th.Bad, bad)
	case !ok:
		s.say(s.th.Dim, "Loading …")
	default:
		what, do := c.empty()
		s.say(s.th.Bold, what)
		s.gap()
		s.say(s.th.Dim, b.desk.Keys.Fill(do))
	}
	return inset(s.rows, w)
}

func (b *board) previewPane(c content, pp pane, p plan) []string {
	rows := b.sheetRows(c, p.pw-4)
	room := max(p.ph-2, 0)
	from := max(0, min(b.scroll, len(rows)-room))
	if len(rows) > room && room > 0 {
		pp.foot = fmt.Sprintf("%d%%", min(100, (from+room)*100/len(rows)))
	}
	to := min(len(rows), from+room)
	pp.rows = inset(rows[from:to], p.pw-2)
	return pp.draw(&b.desk.Theme, p.pw, p.ph)
}

// inset gives rows a blank cell at both sides, to make w cells.
func inset(rows []string, w int) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		switch {
		case w >= 3:
			out[i] = " " + r + " "
		default:
			out[i] = strings.Repeat(" ", max(w, 0))
		}
	}
	return out
}

// common does what every screen does with a message that is not its own; true
// when there is nothing more to do.
func (b *board) common(c content, msg tea.Msg) (bool, tea.Cmd) {
	switch msg := msg.(type) {
	case Sized:
		b.resize(c, msg.W, msg.H)
	case Restyled, Ticked:
		b.touch()
	case Clicked:
		b.click(c, msg)
	case Wheeled:
		b.wheel(c, msg)
	case Searched:
		return true, b.search(c, msg)
	case Pressed:
		return b.press(c, msg.Action)
	default:
		return false, nil
	}
	return true, nil
}
