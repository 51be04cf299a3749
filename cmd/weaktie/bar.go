package main

import (
	"fmt"
	"strings"

	"weaktie/internal/clean"
	"weaktie/internal/poll"
)

// bar is the progress of a poll on one terminal row; nothing elsewhere.
type bar struct {
	a     *app
	on    bool
	drawn bool
}

func newBar(a *app, on bool) *bar {
	return &bar{a: a, on: on && a.width > 0 && a.env("TERM") != "dumb"}
}

const (
	barCells  = 24
	barNarrow = 12 // under 60 columns: the title needs the room more
)

func (b *bar) show(e poll.Event) {
	if !b.on || e.Total == 0 || !e.Running {
		return
	}
	cells := barCells
	if b.a.width < 60 {
		cells = barNarrow
	}
	full := cells * e.Done / e.Total
	title := e.Title
	if title == "" {
		title = clean.Address(e.Source).String()
	}
	row := fmt.Sprintf("[%s%s] %d/%d  %s", strings.Repeat("=", full), strings.Repeat(" ", cells-full), e.Done, e.Total, clean.Line(title))
	fmt.Fprintf(b.a.err, "\r\x1b[K%s", clean.Cut(row, b.a.width-1))
	b.drawn = true
}

// clear takes the bar off the row, before anything else is printed there.
func (b *bar) clear() {
	if b.drawn {
		fmt.Fprint(b.a.err, "\r\x1b[K")
		b.drawn = false
	}
}
