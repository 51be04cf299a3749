// Package chart draws numbers in a row of cells: bars, sparks, progress and
// the flip meter. What it returns is plain text of a stated width; the caller
// styles it. Every sign has a stand-in in ASCII, which the frame puts in its
// place, cell for cell, where the locale needs it.
package chart

import (
	"math"
	"strings"
)

// level is a cell filled from below, n of 0 to 7.
func level(n int) string {
	return [...]string{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}[n%8]
}

// unit brings any float into 0..1; what is not a number is 0.
func unit(v float64) float64 {
	if math.IsNaN(v) || v < 0 {
		return 0
	}
	return math.Min(v, 1)
}

// Bar splits width cells into a filled part that stands for value (0..1), by
// halves of a cell, and the rest, which is blank. A value above 0 always shows.
func Bar(value float64, width int) (filled, rest string) {
	if width <= 0 {
		return "", ""
	}
	halves := int(math.Round(unit(value) * float64(width*2)))
	if halves == 0 && unit(value) > 0 {
		halves = 1
	}
	filled = strings.Repeat("━", halves/2) + strings.Repeat("╸", halves%2)
	return filled, strings.Repeat(" ", width-(halves+1)/2)
}

// Track is Bar with a visible rest, for progress and meters: whole cells only.
func Track(value float64, width int) (filled, rest string) {
	if width <= 0 {
		return "", ""
	}
	n := int(math.Round(unit(value) * float64(width)))
	if n == 0 && unit(value) > 0 {
		n = 1
	}
	return strings.Repeat("━", n), strings.Repeat("─", width-n)
}

// Spark draws values as one row of exactly width cells, oldest first. Values
// are added up into width buckets when there are more, and spread when there
// are fewer; the tallest leaves an eighth of its cell free, so that rows do not
// grow together, unless it is less than enough to call tall, and nothing draws
// as blank.
func Spark(values []int, width int) string {
	if width <= 0 {
		return ""
	}
	if len(values) == 0 {
		return strings.Repeat(" ", width)
	}
	sums := buckets(values, width)
	const tall = 3
	top := tall
	for _, v := range sums {
		top = max(top, v)
	}
	var b strings.Builder
	for _, v := range sums {
		if v <= 0 {
			b.WriteByte(' ')
			continue
		}
		b.WriteString(level((v*7 - 1) / top))
	}
	return b.String()
}

// buckets resizes values to n, keeping the sum when shrinking.
func buckets(values []int, n int) []int {
	out := make([]int, n)
	if len(values) <= n {
		for i := range out {
			out[i] = max(values[i*len(values)/n], 0)
		}
		return out
	}
	for i, v := range values {
		out[i*n/len(values)] += max(v, 0)
	}
	return out
}

// Spin is frame n of a one-cell spinner.
func Spin(n int) string {
	frames := [...]string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}
	return frames[((n%len(frames))+len(frames))%len(frames)]
}
