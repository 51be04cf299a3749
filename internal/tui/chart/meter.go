package chart

import (
	"fmt"
	"math"
)

// Gauge is one row of the flip meter: a probability with its name.
type Gauge struct {
	Name         string
	Value        float64
	Filled, Rest string
	Percent      string // flush right in four cells: " 87%"
	Sum          bool   // the product of the others
}

// Meter draws the flip meter: market, automated, the tie, and what they come
// to. barWidth is for each bar alone.
func Meter(market, automated, tie, flip float64, barWidth int) []Gauge {
	rows := []Gauge{
		{Name: "market", Value: market},
		{Name: "automated", Value: automated},
		{Name: "social tie", Value: tie},
		{Name: "flip", Value: flip, Sum: true},
	}
	for i := range rows {
		r := &rows[i]
		r.Value = math.Round(unit(r.Value)*100) / 100 // a bar must not say more than its figure
		r.Filled, r.Rest = Track(r.Value, barWidth)
		r.Percent = fmt.Sprintf("%3.0f%%", r.Value*100)
	}
	return rows
}
