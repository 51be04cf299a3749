// Package list is rows under a cursor.
//
// A List knows its rows by key, not by number: when the rows change, the
// cursor stays on its item, and so do the marks. It draws only the rows in
// view, and remembers what it drew until Touch, so a list of a million rows
// costs what fits on the screen. Line builds one row.
package list

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// List is rows under a cursor. The zero List is empty.
type List struct {
	keys   []string
	at     map[string]int
	cursor int
	top    int
	height int
	marks  map[string]bool
	drawn  map[string]string
	width  int
}

// Set replaces the rows. The cursor stays on its key; when that is gone it
// goes to the next row that was below it and is still there, else above.
func (l *List) Set(keys []string) {
	place := l.settle(keys)
	l.keys = keys
	l.at = index(keys)
	l.cursor = place
	for k := range l.marks {
		if _, ok := l.at[k]; !ok {
			delete(l.marks, k)
		}
	}
	l.Touch()
	l.follow()
}

func index(keys []string) map[string]int {
	at := make(map[string]int, len(keys))
	for i, k := range keys {
		at[k] = i
	}
	return at
}

// settle finds the cursor's place among the new keys.
func (l *List) settle(keys []string) int {
	if len(l.keys) == 0 || l.cursor == 0 && l.top == 0 && len(keys) > 0 && keys[0] == l.keys[0] {
		return 0
	}
	at := index(keys)
	for i := l.cursor; i < len(l.keys); i++ {
		if to, ok := at[l.keys[i]]; ok {
			return to
		}
	}
	for i := l.cursor - 1; i >= 0; i-- {
		if to, ok := at[l.keys[i]]; ok {
			return to
		}
	}
	return 0
}

// Touch forgets what was drawn: the data, the theme or the clock changed.
func (l *List) Touch() { l.drawn = nil }

// Resize sets the rows in view.
func (l *List) Resize(height int) {
	l.height = max(height, 0)
	l.follow()
}

// Len is the number of rows.
func (l *List) Len() int { return len(l.keys) }

// Cursor is the row under the cursor; -1 when there are no rows.
func (l *List) Cursor() int {
	if len(l.keys) == 0 {
		return -1
	}
	return l.cursor
}

// Key is the key under the cursor; "" when there are no rows.
func (l *List) Key() string {
	if len(l.keys) == 0 {
		return ""
	}
	return l.keys[l.cursor]
}

// Top is the first row in view.
func (l *List) Top() int { return l.top }

// Move moves the cursor by n rows, stopping at both ends.
func (l *List) Move(n int) { l.To(l.cursor + n) }

// Page moves by pages; 0.5 is half a page.
func (l *List) Page(pages float64) {
	n := int(pages * float64(l.height))
	if n == 0 && pages > 0 {
		n = 1
	}
	if n == 0 && pages < 0 {
		n = -1
	}
	l.Move(n)
}

// To puts the cursor on row i, or on the nearest one.
func (l *List) To(i int) {
	l.cursor = max(0, min(i, len(l.keys)-1))
	l.follow()
}

// Scroll moves the view by n rows and takes the cursor along only when it
// would leave the view.
func (l *List) Scroll(n int) {
	l.top = max(0, min(l.top+n, len(l.keys)-max(l.height, 1)))
	l.cursor = max(l.top, min(l.cursor, l.top+max(l.height, 1)-1))
	l.cursor = max(0, min(l.cursor, len(l.keys)-1))
}

// follow brings the cursor into view.
func (l *List) follow() {
	l.cursor = max(0, min(l.cursor, len(l.keys)-1))
	if l.cursor < l.top {
		l.top = l.cursor
	}
	if l.height > 0 && l.cursor >= l.top+l.height {
		l.top = l.cursor - l.height + 1
	}
	l.top = max(0, min(l.top, len(l.keys)-max(l.height, 1)))
}

// Toggle marks or unmarks the row under the cursor.
func (l *List) Toggle() {
	k := l.Key()
	if k == "" {
		return
	}
	if l.marks == nil {
		l.marks = map[string]bool{}
	}
	if l.marks[k] {
		delete(l.marks, k)
	} else {
		l.marks[k] = true
	}
}

// Marked reports whether a row is marked.
func (l *List) Marked(key string) bool { return l.marks[key] }

// Unmark clears every mark.
func (l *List) Unmark() { clear(l.marks) }

// Chosen is what a decision is about: the marked rows in order, or the row
// under the cursor.
func (l *List) Chosen() []string {
	if len(l.marks) == 0 {
		if k := l.Key(); k != "" {
			return []string{k}
		}
		return nil
	}
	var out []string
	for _, k := range l.keys {
		if l.marks[k] {
			out = append(out, k)
		}
	}
	return out
}

// Marks is the number of marked rows.
func (l *List) Marks() int { return len(l.marks) }

// Row is what a drawing function is told about a row.
type Row struct {
	Index  int
	Key    string
	Width  int
	Cursor bool // under the cursor
	Marked bool
	Ground *lipgloss.Style // for NewLine; nil is plain
}

// Looks are the styles of rows and the sign in front of them. Cursor differs
// by focus; Pointer and Mark are one cell each, so that both can be told
// without colour.
type Looks struct {
	Cursor, Mark       lipgloss.Style
	PointerStyle       lipgloss.Style
	Pointer, MarkGlyph string
}

// View draws the rows in view, each of exactly width cells, and fills the rest
// with blank rows. The first cell of a row is the pointer or the mark.
func (l *List) View(width, height int, looks Looks, draw func(Row) string) []string {
	if width != l.width || l.drawn == nil {
		l.drawn, l.width = map[string]string{}, width
	}
	rows := make([]string, 0, height)
	for i := l.top; i < len(l.keys) && len(rows) < height; i++ {
		rows = append(rows, l.row(i, width, looks, draw))
	}
	blank := strings.Repeat(" ", max(width, 0))
	for len(rows) < height {
		rows = append(rows, blank)
	}
	return rows
}

func (l *List) row(i, width int, looks Looks, draw func(Row) string) string {
	r := Row{Index: i, Key: l.keys[i], Width: width - 1, Cursor: i == l.cursor, Marked: l.marks[l.keys[i]]}
	plain := !r.Cursor && !r.Marked
	if plain {
		if s, ok := l.drawn[r.Key]; ok {
			return s
		}
	}
	sign := " "
	switch {
	case r.Cursor:
		r.Ground = &looks.Cursor
		sign = looks.Pointer
		if r.Marked {
			sign = looks.MarkGlyph
		}
	case r.Marked:
		r.Ground = &looks.Mark
		sign = looks.MarkGlyph
	}
	s := NewLine(min(1, width), r.Ground).Add(looks.PointerStyle, sign).String()
	if width > 1 {
		s += draw(r)
	}
	if plain {
		l.drawn[r.Key] = s
	}
	return s
}
