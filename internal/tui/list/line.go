package list

import (
	"strings"

	"charm.land/lipgloss/v2"

	"weaktie/internal/clean"
)

// Line builds one row of exactly Width cells from styled pieces; what does not
// fit is cut, what is left is filled. A row under the cursor has a ground: its
// background goes under every piece.
type Line struct {
	b      strings.Builder
	width  int
	used   int
	ground *lipgloss.Style
}

// NewLine is an empty row of width cells; ground may be nil.
func NewLine(width int, ground *lipgloss.Style) *Line {
	return &Line{width: max(width, 0), ground: ground}
}

// Left is how many cells are still free.
func (l *Line) Left() int { return l.width - l.used }

func (l *Line) on(st lipgloss.Style) lipgloss.Style {
	if l.ground == nil {
		return st
	}
	if l.ground.GetReverse() {
		return st.Reverse(true)
	}
	if _, none := l.ground.GetBackground().(lipgloss.NoColor); !none {
		st = st.Background(l.ground.GetBackground())
	}
	if l.ground.GetBold() {
		st = st.Bold(true)
	}
	return st
}

// Add appends s, cut to the room that is left.
func (l *Line) Add(st lipgloss.Style, s string) *Line {
	s = clean.Cut(s, l.Left())
	if s == "" {
		return l
	}
	l.b.WriteString(l.on(st).Render(s))
	l.used += clean.Width(s)
	return l
}

// Col appends s in a column of exactly w cells, flush left.
func (l *Line) Col(st lipgloss.Style, s string, w int) *Line {
	w = min(w, l.Left())
	s = clean.Cut(s, w)
	return l.Add(st, s).Gap(w - clean.Width(s))
}

// Num appends s in a column of exactly w cells, flush right.
func (l *Line) Num(st lipgloss.Style, s string, w int) *Line {
	w = min(w, l.Left())
	s = clean.Cut(s, w)
	return l.Gap(w-clean.Width(s)).Add(st, s)
}

// Gap appends n blank cells.
func (l *Line) Gap(n int) *Line {
	n = min(n, l.Left())
	if n <= 0 {
		return l
	}
	blank := strings.Repeat(" ", n)
	if l.ground == nil {
		l.b.WriteString(blank)
	} else {
		l.b.WriteString(l.on(lipgloss.NewStyle()).Render(blank))
	}
	l.used += n
	return l
}

// String is the row, filled to its width.
func (l *Line) String() string {
	l.Gap(l.Left())
	return l.b.String()
}
