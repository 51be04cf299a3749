package screen

import (
	"strings"

	"charm.land/lipgloss/v2"

	"weaktie/internal/clean"
	"weaktie/internal/theme"
	"weaktie/internal/tui/list"
)

// sheet writes a preview: rows of at most w cells.
type sheet struct {
	th   *theme.Theme
	w    int
	rows []string
	more string // the key for the full receipt
}

func (d *Desk) sheet(w int) *sheet {
	return &sheet{th: &d.Theme, w: w, more: d.Keys.Fill("{why}")}
}

func (s *sheet) line(build func(*list.Line)) {
	l := list.NewLine(s.w, nil)
	build(l)
	s.rows = append(s.rows, l.String())
}

// text wraps t in a style.
func (s *sheet) text(st lipgloss.Style, t clean.Text) { s.indent(st, t, 0, 0) }

// indent wraps t behind n blank cells, at most limit rows when limit is set.
func (s *sheet) indent(st lipgloss.Style, t clean.Text, n, limit int) {
	if t.Empty() {
		return
	}
	n = min(n, max(s.w-8, 0))
	rows := clean.Wrap(t, max(s.w-n, 1))
	cut := limit > 0 && len(rows) > limit
	if cut {
		rows = rows[:limit]
	}
	for i, row := range rows {
		if cut && i == limit-1 {
			row = strings.TrimSuffix(clean.Cut(row, max(s.w-n-2, 1)), "…") + " …"
		}
		s.line(func(l *list.Line) { l.Gap(n).Add(st, row) })
	}
}

// say wraps our own words.
func (s *sheet) say(st lipgloss.Style, words string) { s.text(st, clean.Body(words)) }

func (s *sheet) gap() {
	if len(s.rows) > 0 && strings.TrimSpace(s.rows[len(s.rows)-1]) != "" {
		s.rows = append(s.rows, strings.Repeat(" ", s.w))
	}
}

// section begins a part with its name and, at the right, a figure.
func (s *sheet) section(name, right string) {
	s.gap()
	s.line(func(l *list.Line) {
		l.Add(s.th.Title, name).Add(s.th.Text, " ")
		n := l.Left() - clean.Width(right)
		if right != "" {
			n--
		}
		if n > 0 {
			l.Add(s.th.Border, strings.Repeat("─", n))
		}
		if right != "" {
			l.Gap(1).Add(s.th.Number, right)
		}
	})
}

// pair is a named fact; what is long wraps under its value.
func (s *sheet) pair(name string, st lipgloss.Style, value clean.Text) {
	const col = 11
	if value.Empty() {
		return
	}
	if s.w < 3*col {
		s.line(func(l *list.Line) { l.Add(s.th.Dim, name) })
		s.indent(st, value, 2, 0)
		return
	}
	for i, row := range clean.Wrap(value, s.w-col) {
		s.line(func(l *list.Line) {
			if i > 0 {
				name = ""
			}
			l.Col(s.th.Dim, name, col).Add(st, row)
		})
	}
}
