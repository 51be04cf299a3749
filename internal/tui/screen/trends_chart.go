package screen

import (
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"weaktie/internal/trend"
	"weaktie/internal/tui/chart"
	"weaktie/internal/tui/list"
)

func (v *sheet) seriesStyle(i int) lipgloss.Style {
	if n := len(v.th.Series); n > 0 {
		return v.th.Series[i%n]
	}
	return v.th.Accent
}

// Sizes of a chart.
const (
	chartRows  = 8  // enough to tell a half from a third, and few enough to leave the names in view
	fewestRows = 3  // where the pane is low, so that the dates stay in view
	aroundRows = 5  // of the pane: the topic, its figures, a gap, the base line, the dates
	smallest   = 12 // cells; below that a chart says nothing
)

// chartHeight is what the preview's pane has room for.
func (s *Trends) chartHeight() int {
	p := s.plan(s, s.w, s.h)
	return max(min(chartRows, p.ph-2-aroundRows), fewestRows)
}

// chart draws the series with a scale at the left and dates beneath.
func (s *Trends) chart(v *sheet, series []*trend.Series) {
	values := make([][]int, len(series))
	for i := range series {
		values[i] = series[i].Posts
	}
	gutter := 1
	for _, xs := range values {
		for _, n := range xs {
			gutter = max(gutter, len(grouped(n)))
		}
	}
	height := s.chartHeight()
	c := chart.NewColumns(values, v.w-gutter-2, height)
	if g := len(grouped(c.Top)); g > gutter { // neighbours were added up
		gutter = g
		c = chart.NewColumns(values, v.w-gutter-2, height)
	}
	if v.w < smallest || len(c.Rows) == 0 {
		return
	}
	for i, runs := range c.Rows {
		label := ""
		switch {
		case i == 0:
			label = grouped(c.Top)
		case i == height/2 && c.Top > 3:
			label = grouped(c.Top / 2)
		}
		v.line(func(l *list.Line) {
			l.Num(v.th.Dim, label, gutter).Add(v.th.Border, "│ ")
			for _, r := range runs {
				st := v.th.Text
				if r.Series >= 0 {
					st = v.seriesStyle(r.Series)
				}
				l.Add(st, r.Text)
			}
		})
	}
	// The base line is the upper edge of its row: the columns stand on it.
	v.line(func(l *list.Line) {
		l.Num(v.th.Dim, "0", gutter).Add(v.th.Border, strings.Repeat("▔", max(l.Left(), 0)))
	})
	axis := chart.Axis(c.At, max(v.w-gutter-2, 0), func(i int) string { return s.label(series[0], i*c.Per, c.Per) })
	v.line(func(l *list.Line) { l.Gap(gutter+2).Add(v.th.Dim, axis) })
}

// label is the date under a column: the day where a day begins in it, or the
// time where the whole window is hardly longer than one.
func (s *Trends) label(x *trend.Series, bucket, per int) string {
	place := s.desk.App.Now().Location()
	from, to := x.Start(bucket).In(place), x.Start(bucket+per).In(place)
	if x.Window.To.Sub(x.Window.From) <= 48*time.Hour {
		return from.Format("15:04")
	}
	if from.Hour() == 0 && from.Minute() == 0 {
		return from.Format("2 Jan")
	}
	if from.YearDay() != to.YearDay() && !(to.Hour() == 0 && to.Minute() == 0) {
		return to.Format("2 Jan")
	}
	return ""
}
