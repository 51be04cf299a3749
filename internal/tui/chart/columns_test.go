package chart

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func plain(c Columns) string {
	var rows []string
	for _, r := range c.Rows {
		row := ""
		for _, run := range r {
			row += run.Text
		}
		rows = append(rows, strings.TrimRight(row, " "))
	}
	return strings.Join(rows, "\n")
}

func TestColumns(t *testing.T) {
	for _, tc := range []struct {
		name   string
		series [][]int
		w, h   int
		want   string
	}{
		{"one cell a bucket", [][]int{{0, 1, 2, 4}}, 4, 2, "   █\n ▄██"},
		{"wider where there is room", [][]int{{2, 1}}, 6, 1, "██ ▄▄"},
		{"neighbours are added up", [][]int{{1, 1, 2, 2}}, 2, 1, "▄█"},
		{"a part of a cell left over", [][]int{{1, 1, 1}}, 5, 1, "█████"},
		{"two beside each other", [][]int{{4, 0}, {2, 4}}, 6, 2, "█   ▒\n█▒  ▒"},
		{"a little shows", [][]int{{1, 1000}}, 2, 1, "▁█"},
		{"nothing is flat", [][]int{{0, 0}}, 2, 1, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := plain(NewColumns(tc.series, tc.w, tc.h)); got != tc.want {
				t.Errorf("\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

func TestColumnsTakeTheirWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var series [][]int
		for range rapid.IntRange(0, 3).Draw(t, "series") {
			series = append(series, rapid.SliceOfN(rapid.IntRange(-3, 1<<30), 0, 200).Draw(t, "values"))
		}
		w, h := rapid.IntRange(-1, 90).Draw(t, "width"), rapid.IntRange(-1, 12).Draw(t, "height")
		c := NewColumns(series, w, h)
		for _, r := range c.Rows {
			n := 0
			for _, run := range r {
				n += utf8.RuneCountInString(run.Text)
			}
			if n != w {
				t.Fatalf("%d cells, want %d", n, w)
			}
		}
		if len(c.Rows) > 0 && len(c.Rows) != h {
			t.Fatalf("%d rows, want %d", len(c.Rows), h)
		}
		for i, x := range c.At {
			if x < 0 || x >= w || i > 0 && x <= c.At[i-1] {
				t.Fatalf("group %d begins at %d of %d", i, x, w)
			}
		}
		axis := Axis(c.At, max(w, 0), func(i int) string { return fmt.Sprint(i * 1000) })
		if utf8.RuneCountInString(axis) != max(w, 0) {
			t.Fatalf("the axis is %d wide, want %d", utf8.RuneCountInString(axis), w)
		}
	})
}

func TestAxisLabelsStandApart(t *testing.T) {
	got := Axis([]int{0, 3, 6, 9, 12}, 16, func(i int) string { return fmt.Sprintf("%d Nov", i+1) })
	if got != "1 Nov    4 Nov  " {
		t.Errorf("%q", got)
	}
}
