package chart

import (
	"strings"

	"weaktie/internal/clean"
)

// Run is a piece of a chart's row that is drawn in one style: that of a series,
// or of none.
type Run struct {
	Text   string
	Series int // -1 is blank
}

// Columns is a column chart. Each row is exactly as wide as was asked for.
type Columns struct {
	Rows [][]Run
	Top  int   // what the full height stands for
	At   []int // the cell in which each column group begins
	Per  int   // buckets that were added up in each
}

// NewColumns draws one series or two beside each other, oldest bucket first.
// Where there are more buckets than columns, neighbours are added up; where
// there are fewer, columns are wider. The second series is hatched, so that the
// two can be told apart without colour.
func NewColumns(series [][]int, width, height int) Columns {
	if len(series) > 2 {
		series = series[:2]
	}
	n := 0
	for _, s := range series {
		n = max(n, len(s))
	}
	if width <= 0 || height <= 0 || n == 0 {
		return Columns{Per: 1}
	}
	c := Columns{Per: 1}
	least := 1 // cells of a group at the narrowest
	if len(series) > 1 {
		least = 3
	}
	if width < least {
		series, least = series[:1], 1
	}
	for (n+c.Per-1)/c.Per*least > width {
		c.Per++
	}
	groups := (n + c.Per - 1) / c.Per
	sums := make([][]int, len(series))
	c.Top = 1
	for i, s := range series {
		sums[i] = make([]int, groups)
		for k, v := range s {
			sums[i][k/c.Per] += max(v, 0)
		}
		for _, v := range sums[i] {
			c.Top = max(c.Top, v)
		}
	}
	c.draw(sums, groups, width, height)
	return c
}

// widestBar keeps a few buckets from becoming a wall.
const widestBar = 6

func (c *Columns) draw(sums [][]int, groups, width, height int) {
	cell := width / groups
	gap := 0
	if cell > 1 {
		gap = 1
	}
	bar := max(min((cell-gap)/len(sums), widestBar), 1)
	cell = bar*len(sums) + gap
	begin := func(g int) int { return g * cell }
	if cell == 1 { // no gaps: let some columns be two cells wide, and the chart fill its room
		begin = func(g int) int { return g * width / groups }
	}
	for g := range groups {
		c.At = append(c.At, begin(g))
	}
	for row := range height {
		var runs []Run
		used := 0
		for g := range groups {
			wide := bar
			if cell == 1 {
				wide = begin(g+1) - begin(g)
			}
			for i := range sums {
				runs = add(runs, strings.Repeat(piece(sums[i][g], c.Top, height-1-row, height, i), wide), i)
			}
			runs = add(runs, strings.Repeat(" ", gap), -1)
			used = begin(g + 1)
		}
		c.Rows = append(c.Rows, add(runs, strings.Repeat(" ", max(width-used, 0)), -1))
	}
}

// add appends text to the last run where it is of the same series.
func add(runs []Run, text string, series int) []Run {
	if strings.Trim(text, " ") == "" {
		series = -1
	}
	if text == "" {
		return runs
	}
	if last := len(runs) - 1; last >= 0 && runs[last].Series == series {
		runs[last].Text += text
		return runs
	}
	return append(runs, Run{text, series})
}

// piece is one cell of a column: row counts from the bottom. What is above
// nothing shows at least a sliver.
func piece(v, top, row, height, series int) string {
	eighths := (v*height*8 + top/2) / top
	if v > 0 && eighths == 0 {
		eighths = 1
	}
	switch full := eighths - row*8; {
	case full <= 0:
		return " "
	case series > 0 && full < 4:
		return "░"
	case series > 0:
		return "▒"
	case full >= 8:
		return "█"
	default:
		return level(full - 1)
	}
}

// Axis writes labels under the columns that begin at at, every one or every
// n-th so that they stand apart; it is exactly width cells wide.
func Axis(at []int, width int, label func(i int) string) string {
	var xs []int
	var words []string
	for i, x := range at {
		if w := label(i); w != "" && x+clean.Width(w) <= width {
			xs, words = append(xs, x), append(words, w)
		}
	}
	step := 1
	for step < len(xs) && !apart(xs, words, step) {
		step++
	}
	var b strings.Builder
	end := 0
	for i := 0; i < len(xs); i += step {
		b.WriteString(strings.Repeat(" ", xs[i]-end) + words[i])
		end = xs[i] + clean.Width(words[i])
	}
	b.WriteString(strings.Repeat(" ", max(width-end, 0)))
	return b.String()
}

// apart reports whether every step-th of the labels leaves two blanks before
// the next.
func apart(xs []int, words []string, step int) bool {
	for i := step; i < len(xs); i += step {
		if xs[i] < xs[i-step]+clean.Width(words[i-step])+2 {
			return false
		}
	}
	return true
}
