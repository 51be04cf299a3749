package chart

import (
	"math"
	"testing"
	"unicode/utf8"
)

func TestBar(t *testing.T) {
	for _, tc := range []struct {
		value        float64
		width        int
		filled, rest string
	}{
		{0, 4, "", "    "},
		{1, 4, "━━━━", ""},
		{0.5, 4, "━━", "  "},
		{0.001, 4, "╸", "   "},
		{7, 2, "━━", ""},
		{-1, 2, "", "  "},
		{math.NaN(), 2, "", "  "},
		{math.Inf(1), 2, "━━", ""},
		{0.5, 0, "", ""},
		{0.5, -3, "", ""},
		{0.375, 4, "━╸", "  "},
	} {
		if f, r := Bar(tc.value, tc.width); f != tc.filled || r != tc.rest {
			t.Errorf("Bar(%v, %d) = %q, %q", tc.value, tc.width, f, r)
		}
	}
}

func TestTrackAlwaysFillsItsWidth(t *testing.T) {
	for _, v := range []float64{-1, 0, 0.01, 0.5, 0.999, 1, 2, math.NaN()} {
		for w := range 30 {
			f, r := Track(v, w)
			if utf8.RuneCountInString(f+r) != w {
				t.Errorf("Track(%v, %d) = %q", v, w, f+r)
			}
			if v > 0 && w > 0 && f == "" {
				t.Errorf("Track(%v, %d) shows nothing", v, w)
			}
		}
	}
}

func TestSpark(t *testing.T) {
	for _, tc := range []struct {
		values []int
		width  int
		want   string
	}{
		{nil, 3, "   "},
		{[]int{0, 0}, 2, "  "},
		{[]int{1, 8}, 2, "▁▇"},
		{[]int{1, 1, 4, 4}, 2, "▂▇"},
		{[]int{1, 2}, 2, "▃▅"},
		{[]int{3}, 3, "▇▇▇"},
		{[]int{-5, 3}, 2, " ▇"},
		{[]int{1, 2}, 0, ""},
	} {
		if got := Spark(tc.values, tc.width); got != tc.want {
			t.Errorf("Spark(%v, %d) = %q, want %q", tc.values, tc.width, got, tc.want)
		}
	}
}

func TestMeter(t *testing.T) {
	rows := Meter(0.9, 0.25, 1.5, math.NaN(), 8)
	if len(rows) != 4 || !rows[3].Sum || rows[0].Percent != " 90%" || rows[2].Percent != "100%" || rows[3].Percent != "  0%" {
		t.Errorf("%+v", rows)
	}
	if rows[1].Filled != "━━" || rows[1].Rest != "──────" {
		t.Errorf("a quarter of eight: %q %q", rows[1].Filled, rows[1].Rest)
	}
}

func TestABarSaysNoMoreThanItsFigure(t *testing.T) {
	if r := Meter(0.004, 0, 0, 0, 10)[0]; r.Filled != "" || r.Percent != "  0%" {
		t.Errorf("%+v", r)
	}
}

func TestSpinTakesAnyNumber(t *testing.T) {
	for n := -25; n < 25; n++ {
		if utf8.RuneCountInString(Spin(n)) != 1 {
			t.Errorf("Spin(%d) = %q", n, Spin(n))
		}
	}
}
