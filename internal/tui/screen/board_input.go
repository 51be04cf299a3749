package screen

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/tui/keys"
)

// press does what moves the cursor, the focus or the selection; false is left
// to the screen.
func (b *board) press(c content, a keys.Action) (bool, tea.Cmd) {
	switch a {
	case keys.Down, keys.Up, keys.Top, keys.Bottom, keys.HalfDown, keys.HalfUp, keys.PageDown, keys.PageUp:
		if b.reading {
			b.scrollBy(c, a)
		} else {
			b.move(a)
		}
	case keys.In:
		if b.list.Len() > 0 {
			b.reading = true
		}
	case keys.Out:
		b.out()
	case keys.Pane:
		b.reading = !b.reading && b.list.Len() > 0
	case keys.Select:
		b.list.Toggle()
		b.list.Move(1)
		b.scroll = 0
	case keys.Next:
		return true, b.jump(c, 1)
	case keys.Previous:
		return true, b.jump(c, -1)
	default:
		return false, nil
	}
	return true, nil
}

func (b *board) move(a keys.Action) {
	b.scroll = 0
	switch a {
	case keys.Down:
		b.list.Move(1)
	case keys.Up:
		b.list.Move(-1)
	case keys.Top:
		b.list.To(0)
	case keys.Bottom:
		b.list.To(b.list.Len() - 1)
	case keys.HalfDown:
		b.list.Page(0.5)
	case keys.HalfUp:
		b.list.Page(-0.5)
	case keys.PageDown:
		b.list.Page(1)
	case keys.PageUp:
		b.list.Page(-1)
	}
}

func (b *board) scrollBy(c content, a keys.Action) {
	p := b.plan(c, b.w, b.h)
	page := max(p.ph-3, 1)
	by := map[keys.Action]int{
		keys.Down: 1, keys.Up: -1, keys.HalfDown: page / 2, keys.HalfUp: -page / 2,
		keys.PageDown: page, keys.PageUp: -page, keys.Top: -1 << 30, keys.Bottom: 1 << 30,
	}[a]
	b.scroll = max(0, min(b.scroll+by, b.maxScroll(c)))
}

// out goes one step back: out of the preview, the search, the selection.
func (b *board) out() {
	switch {
	case b.reading:
		b.reading = false
	case b.find != "":
		b.find = ""
	default:
		b.list.Unmark()
	}
}

// search takes what stands in the search line and goes to the first match at or
// below the cursor.
func (b *board) search(c content, s Searched) tea.Cmd {
	b.find = s.Text
	if s.Text == "" {
		return nil
	}
	at := b.list.Cursor()
	for i := range b.list.Len() {
		if to := (at + i) % b.list.Len(); b.matches(c, to) {
			b.list.To(to)
			b.scroll = 0
			return nil
		}
	}
	if s.Done {
		return complain(fmt.Sprintf("nothing here matches %q", clean.Line(s.Text)))
	}
	return nil
}

func (b *board) matches(c content, i int) bool {
	return strings.Contains(clean.Fold(c.words(i)), clean.Fold(b.find))
}

// jump goes to the next or the previous match.
func (b *board) jump(c content, step int) tea.Cmd {
	if b.find == "" {
		return complain("nothing to look for: / searches")
	}
	n := b.list.Len()
	for i := 1; i <= n; i++ {
		to := ((b.list.Cursor()+step*i)%n + n) % n
		if b.matches(c, to) {
			b.list.To(to)
			b.scroll = 0
			return nil
		}
	}
	return complain(fmt.Sprintf("nothing here matches %q", clean.Line(b.find)))
}

// click chooses a row or a pane; the row under the cursor opens.
func (b *board) click(c content, m Clicked) {
	p := b.plan(c, b.w, b.h)
	inList := p.lw > 0 && m.X < p.lw && m.Y < p.lh
	if !inList {
		b.reading = b.list.Len() > 0 && p.pw > 0
		return
	}
	b.reading = false
	row := m.Y - 1 - (p.lh - 2 - b.rows(c, p))
	if row >= 0 && row < b.rows(c, p) && b.list.Top()+row < b.list.Len() {
		b.list.To(b.list.Top() + row)
		b.scroll = 0
	}
}

// wheel turns the pane under the pointer, with the focus or without.
func (b *board) wheel(c content, m Wheeled) {
	p := b.plan(c, b.w, b.h)
	if p.lw > 0 && m.X < p.lw && m.Y < p.lh {
		before := b.list.Key()
		b.list.Scroll(m.Rows)
		if b.list.Key() != before {
			b.scroll = 0
		}
		return
	}
	b.scroll = max(0, min(b.scroll+m.Rows, b.maxScroll(c)))
}
