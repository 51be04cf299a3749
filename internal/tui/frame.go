package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"weaktie/internal/clean"
	"weaktie/internal/theme"
	"weaktie/internal/tui/keys"
	"weaktie/internal/tui/list"
	"weaktie/internal/tui/screen"
)

// The least room in which the dashboard makes sense.
const minW, minH = 40, 10

func colorless(p tea.ColorProfileMsg) bool { return p.Profile <= colorprofile.ASCII }

func (m *Model) style() {
	if m.plain {
		m.desk.Theme = theme.Plain()
		return
	}
	m.desk.Theme = m.desk.App.Theme.For(m.dark)
}

// body is where the front screen goes: first row, width, height. The last
// column stays empty, so that a glyph which the terminal draws wider than we
// measure cannot wrap the row.
func (m *Model) body() (y, w, h int) { return 1, max(m.w-1, 0), max(m.h-3, 0) }

// View draws the frame.
func (m *Model) View() tea.View {
	rows, cursor := m.rows()
	if m.desk.App.ASCII {
		for i := range rows {
			rows[i] = toASCII(rows[i])
		}
	}
	v := tea.NewView(strings.Join(rows, "\n"))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "weaktie: " + string(m.place())
	v.Cursor = cursor
	if r := m.status.run; r.on && r.total > 0 {
		v.ProgressBar = tea.NewProgressBar(tea.ProgressBarDefault, r.done*100/r.total)
	}
	return v
}

func (m *Model) rows() ([]string, *tea.Cursor) {
	if m.w < minW || m.h < minH {
		return m.cramped(), nil
	}
	y, w, h := m.body()
	rows := make([]string, 0, m.h)
	rows = append(rows, m.tabRow(w))
	rows = append(rows, strings.Split(m.screens[m.front].View(w, h), "\n")...)
	var cursor *tea.Cursor
	if m.find != nil {
		row, at := m.find.view(w)
		rows = append(rows, row)
		cursor = at
		if cursor != nil {
			cursor.Y = m.h - 2
		}
	} else {
		rows = append(rows, m.status.view(m.desk, w))
	}
	rows = append(rows, m.helpRow(w))
	if m.over != nil {
		box, at := m.over.view(w, h)
		x, top := max((w-boxWidth(box))/2, 0), y+max((h-len(box))/2, 0)
		rows = lay(rows, box, x, top)
		if cursor = at; cursor != nil {
			cursor.X += x
			cursor.Y += top
		}
	}
	return rows, cursor
}

// cramped asks for more room; it fits any size, down to nothing.
func (m *Model) cramped() []string {
	rows := make([]string, m.h)
	words := clean.Wrap(clean.Body(fmt.Sprintf("weaktie needs %d × %d, this is %d × %d. Please make the window larger.", minW, minH, m.w, m.h)), max(m.w-1, 1))
	top := max((m.h-len(words))/2, 0)
	for i, w := range words {
		if top+i < m.h && m.w > 1 {
			rows[top+i] = w
		}
	}
	return rows
}

// tab is a screen's name in the first row.
type tab struct {
	screen   int
	from, to int
	text     string
	alert    bool
}

// tabs lays the names out: with counts where they fit, else without, else
// without the program's name, else the numbers alone beside the front one's
// name.
func (m *Model) tabs() []tab {
	_, w, _ := m.body()
	for _, detail := range []int{3, 2, 1, 0} {
		out, end := m.tabsWith(detail)
		if end <= w || detail == 0 {
			return out
		}
	}
	return nil
}

func (m *Model) tabsWith(detail int) (out []tab, end int) {
	x := 1
	if detail > 1 {
		x += len("weaktie") + 2
	}
	for i, s := range m.screens {
		n, alert := s.Count()
		text := m.number(s.Place())
		if detail > 0 || i == m.front {
			text = strings.TrimSpace(text + " " + string(s.Place()))
		}
		if detail == 3 && n > 0 {
			text += fmt.Sprintf(" %d", n)
			if alert {
				text += "!"
			}
		}
		text = " " + text + " "
		to := x + clean.Width(text)
		out = append(out, tab{i, x, to, text, alert})
		x = to
	}
	return out, x
}

func (m *Model) number(w keys.Where) string {
	if ks := m.desk.Keys.Keys(screenAction(w)); len(ks) > 0 {
		return keys.Shown(ks[0])
	}
	return ""
}

func (m *Model) tabRow(w int) string {
	th := &m.desk.Theme
	l := list.NewLine(w, nil)
	tabs := m.tabs()
	if tabs[0].from > 1 {
		l.Gap(1).Add(th.Bold, "weaktie")
	}
	l.Gap(tabs[0].from - (w - l.Left()))
	for _, t := range tabs {
		st := th.Tab
		if t.screen == m.front {
			st = th.TabActive
		}
		l.Add(st, t.text)
	}
	return l.String()
}

// idler is a screen on which a key may have nothing to do.
type idler interface {
	Idle(a keys.Action) bool
}

// helpRow is the keys that work here, as many as fit.
func (m *Model) helpRow(w int) string {
	l := list.NewLine(w, nil).Gap(1)
	if h, ok := m.over.(hinter); ok {
		hints(m.desk, l, h.hints())
		return l.String()
	}
	if m.find != nil {
		hints(m.desk, l, []hint{{"enter", "go"}, {"esc", "cancel"}})
		return l.String()
	}
	var all, last []hint
	idle := func(keys.Action) bool { return false }
	if s, ok := m.screens[m.front].(idler); ok {
		idle = s.Idle
	}
	for _, b := range m.desk.Keys.Line(m.place()) {
		if idle(b.Action) {
			continue
		}
		h := hint{keys.Shown(b.Keys[0]), b.Words}
		if b.Action == keys.Help || b.Action == keys.Quit {
			last = append(last, h)
			continue
		}
		all = append(all, h)
	}
	room := l.Left()
	for _, h := range last {
		room -= h.width()
	}
	for _, h := range all {
		if room -= h.width(); room < 0 {
			break
		}
		hints(m.desk, l, []hint{h})
	}
	hints(m.desk, l, last)
	return l.String()
}

// hint is a key with its words in the help line.
type hint struct{ key, words string }

func (h hint) width() int { return clean.Width(h.key) + clean.Width(h.words) + 3 }

func hints(d *screen.Desk, l *list.Line, hs []hint) {
	for _, h := range hs {
		if l.Left() < h.width()-2 {
			return
		}
		l.Add(d.Theme.StatusKey, h.key).Gap(1).Add(d.Theme.Dim, h.words).Gap(2)
	}
}

// lay puts a box over rows, at column x and row y.
func lay(rows, box []string, x, y int) []string {
	for i, b := range box {
		if y+i < 0 || y+i >= len(rows) {
			continue
		}
		row, bw := rows[y+i], clean.Width(b)
		left := ansi.WcWidth.Truncate(row, x, "")
		left += strings.Repeat(" ", max(x-clean.Width(left), 0))
		rest := max(clean.Width(row)-x-bw, 0)
		right := ansi.WcWidth.TruncateLeft(row, x+bw, "")
		if clean.Width(right) > rest { // a wide character half under the box
			right = ansi.WcWidth.TruncateLeft(row, x+bw+1, "")
		}
		gap := rest - clean.Width(right)
		rows[y+i] = left + b + strings.Repeat(" ", max(gap, 0)) + right
	}
	return rows
}

func boxWidth(box []string) int {
	if len(box) == 0 {
		return 0
	}
	return clean.Width(box[0])
}
