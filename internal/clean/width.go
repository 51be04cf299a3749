package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width is the number of terminal cells that s takes; the one width function
// of all layout. Styling sequences of our own take none.
func Width(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return ansi.WcWidth.StringWidth(s)
		}
	}
	return len(s)
}

// Cut shortens s to at most width cells, at a grapheme boundary, ending in "…"
// when something was cut.
func Cut(s string, width int) string {
	if len(s) <= width || Width(s) <= width {
		return s
	}
	if width <= 0 {
		return ""
	}
	if strings.IndexByte(s, esc) >= 0 {
		return ansi.WcWidth.Truncate(s, width, ellipsis)
	}
	end, _ := fit(s, width-1)
	return closeCut(s[:end])
}

// fit is the length of the longest head of s that takes at most width cells,
// and the cells it takes.
func fit(s string, width int) (end, cells int) {
	for end < len(s) {
		size := clusterSize(s[end:])
		w := 1
		if size > 1 || s[end] >= utf8.RuneSelf {
			w = Width(s[end : end+size])
		}
		if cells+w > width {
			break
		}
		end += size
		cells += w
	}
	return end, cells
}

// Row is one row of a wrapped text, by byte offsets into it.
type Row struct{ Start, End int }

// Wrap breaks t into rows of at most width cells (width >= 1), at words where
// it can.
func Wrap(t Text, width int) []string {
	rows := Rows(t, width)
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = t.s[r.Start:r.End]
	}
	return out
}

// Rows is Wrap by offsets, for a view that marks spans of the text. The white
// space at which a row was broken belongs to no row; there is always one row. A character wider than
// the width is left out.
func Rows(t Text, width int) []Row {
	width = max(width, 1)
	var rows []Row
	start := 0
	for {
		end := start + len(t.s[start:])
		if i := strings.IndexByte(t.s[start:], '\n'); i >= 0 {
			end = start + i
		}
		rows = wrapLine(rows, t.s, start, end, width)
		if end == len(t.s) {
			if len(rows) == 0 {
				rows = append(rows, Row{end, end})
			}
			return rows
		}
		start = end + 1
	}
}

// wrapLine appends the rows of s[start:end], which holds no newline.
func wrapLine(rows []Row, s string, start, end, width int) []Row {
	if start == end {
		return append(rows, Row{start, end})
	}
	for start < end {
		n, _ := fit(s[start:end], width)
		if start+n == end {
			return append(rows, Row{start, end})
		}
		if n == 0 { // one cluster is wider than the whole row
			n = baseSize(s[start:end])
			if Width(s[start:start+n]) <= width {
				rows = append(rows, Row{start, start + n})
			}
			start += n
			continue
		}
		cut := breakBefore(s[start:end], n)
		row := Row{start, start + cut}
		for row.End > row.Start && s[row.End-1] == ' ' {
			row.End--
		}
		rows = append(rows, row)
		start += cut
		for start < end && s[start] == ' ' {
			start++
		}
	}
	return rows
}

// breakBefore picks where to break s, of which n bytes fit.
func breakBefore(s string, n int) int {
	if s[n] == ' ' {
		return n
	}
	if next, _ := utf8.DecodeRuneInString(s[n:]); ideographic(next) && !closing(next) {
		return n
	}
	for i := n; i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if r == ' ' && strings.TrimLeft(s[:i], " ") != "" {
			return i
		}
		after, _ := utf8.DecodeRuneInString(s[i:])
		if ideographic(r) && i < n && !closing(after) && !unicode.Is(unicode.M, after) {
			return i
		}
		i -= size
	}
	return n
}

// ideographic reports whether a row may break beside r.
func ideographic(r rune) bool {
	return r >= 0x2e80 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7a3 || r >= 0xff00 && r <= 0xff60 || r >= 0x20000 && r <= 0x3ffff
}

// closing reports whether r may not begin a row.
func closing(r rune) bool {
	return strings.ContainsRune("、。，．・：；？！）］｝」』】〉》〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ", r)
}

// spaced reports whether a word is of a script that puts spaces between words.
func spaced(word string) bool {
	for _, r := range word {
		if ideographic(r) || r >= 0xe00 && r <= 0xeff || r >= 0x1000 && r <= 0x109f || r >= 0x1780 && r <= 0x17ff {
			return false
		}
	}
	return true
}
