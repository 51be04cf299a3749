package main

// Everything that talks to the terminal from a command. The rules:
//   - What a command was asked for goes to standard output, one record a line.
//   - Everything else goes to standard error; errors with a "weaktie:" prefix,
//     no capital first, no full stop last.
//   - Nothing foreign is printed but through clean.
//   - No colour, no cursor movement, but for the progress bar on a terminal.

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"

	"weaktie/internal/clean"
)

func isTerminal(f *os.File) bool { return term.IsTerminal(f.Fd()) }

func columns(f *os.File) int {
	w, _, err := term.GetSize(f.Fd())
	if err != nil {
		return 0
	}
	return w
}

// say prints a line for the user.
func (a *app) say(format string, args ...any) {
	fmt.Fprintf(a.out, format+"\n", args...)
}

// note prints a remark beside the result.
func (a *app) note(format string, args ...any) {
	fmt.Fprintf(a.err, format+"\n", args...)
}

// lines writes one JSON object a line.
type lines struct{ enc *json.Encoder }

func newLines(w io.Writer) lines {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return lines{enc}
}

func (l lines) put(v any) error { return l.enc.Encode(v) }

// table prints rows in aligned columns on a terminal, with tabs elsewhere. The
// last column takes what is left.
type table struct {
	a    *app
	rows [][]string
	head []string
	// right marks columns of numbers
	right map[int]bool
}

func (a *app) table(head ...string) *table { return &table{a: a, head: head, right: map[int]bool{}} }

func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = clean.Line(cells[i]).String()
	}
	t.rows = append(t.rows, cells)
}

func (t *table) print() {
	if t.a.width == 0 {
		for _, r := range t.rows {
			fmt.Fprintln(t.a.out, strings.Join(r, "\t"))
		}
		return
	}
	widths := make([]int, len(t.head))
	rows := append([][]string{t.head}, t.rows...)
	for _, r := range rows {
		for i, c := range r {
			widths[i] = max(widths[i], clean.Width(c))
		}
	}
	const gap = 2
	last := len(widths) - 1
	used := 0
	for _, w := range widths[:last] {
		used += w + gap
	}
	widths[last] = max(20, t.a.width-used-1)
	for _, r := range rows {
		var b strings.Builder
		for i, c := range r {
			c = clean.Cut(c, widths[i])
			pad := strings.Repeat(" ", max(0, widths[i]-clean.Width(c)))
			switch {
			case i == last:
				b.WriteString(c)
			case t.right[i]:
				b.WriteString(pad + c + strings.Repeat(" ", gap))
			default:
				b.WriteString(c + pad + strings.Repeat(" ", gap))
			}
		}
		fmt.Fprintln(t.a.out, strings.TrimRight(b.String(), " "))
	}
}
