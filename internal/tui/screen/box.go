package screen

import (
	"strings"

	"weaktie/internal/clean"
	"weaktie/internal/theme"
	"weaktie/internal/tui/list"
)

// pane is a bordered part of the screen with its title in the border.
type pane struct {
	title, right, foot string
	rows               []string // each of width w-2
	focus              bool
}

// Box draws rows inside a border of w by h cells. Rows must be w-2 wide; missing
// ones are blank. It is what overlays are drawn with too.
func Box(th *theme.Theme, w, h int, title string, rows []string) []string {
	return pane{title: title, rows: rows, focus: true}.draw(th, w, h)
}

func (p pane) draw(th *theme.Theme, w, h int) []string {
	if w < 2 || h < 2 {
		out := make([]string, max(h, 0))
		for i := range out {
			out[i] = strings.Repeat(" ", max(w, 0))
		}
		return out
	}
	line := th.Border
	title := th.Dim
	if p.focus {
		line, title = th.BorderFocus, th.Title
	}
	out := make([]string, 0, h)
	top := list.NewLine(w-1, nil).Add(line, "╭─")
	if p.title != "" {
		top.Add(line, " ").Add(title, clean.Cut(p.title, max(w-6, 0))).Add(line, " ")
	}
	right := ""
	if n := clean.Width(p.right); n > 0 && n+4 < top.Left() {
		right = p.right
	}
	fill := top.Left()
	if right != "" {
		fill -= clean.Width(right) + 3
	}
	top.Add(line, strings.Repeat("─", max(fill, 0)))
	if right != "" {
		top.Add(line, " ").Add(th.Dim, right).Add(line, " ─")
	}
	out = append(out, top.String()+line.Render("╮"))
	side := line.Render("│")
	blank := strings.Repeat(" ", w-2)
	for i := range h - 2 {
		row := blank
		if i < len(p.rows) {
			row = p.rows[i]
		}
		out = append(out, side+row+side)
	}
	bottom := list.NewLine(w-1, nil).Add(line, "╰")
	if n := clean.Width(p.foot); n > 0 && n+5 < bottom.Left() {
		bottom.Add(line, strings.Repeat("─", bottom.Left()-n-3)).Add(line, " ").Add(th.Dim, p.foot).Add(line, " ")
	}
	bottom.Add(line, strings.Repeat("─", bottom.Left()))
	return append(out, bottom.String()+line.Render("╯"))
}

// beside joins two blocks of equal height.
func beside(left, right []string) []string {
	out := make([]string, len(left))
	for i := range left {
		out[i] = left[i] + right[i]
	}
	return out
}
