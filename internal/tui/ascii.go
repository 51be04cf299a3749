package tui

import (
	"strings"

	"weaktie/internal/clean"
)

// standIn is what a sign of the frame becomes where the locale is not UTF-8,
// cell for cell.
func standIn(r rune) (byte, bool) {
	switch r {
	case '╭', '╮', '╰', '╯', '├', '┤', '+':
		return '+', true
	case '│':
		return '|', true
	case '─', '–', '—', '▔', '›':
		return '-', true
	case '━', '╸':
		return '=', true
	case '┃', '→', '▸':
		return '>', true
	case '●', '•', '✓':
		return '*', true
	case '○':
		return 'o', true
	case '·', '…':
		return '.', true
	case '×', '✗':
		return 'x', true
	case '»':
		return 'r', true
	case '█', '▇', '▆':
		return '#', true
	case '▅', '▄', '▃', '░':
		return '+', true
	case '▒':
		return '%', true
	case '▂', '▁':
		return '_', true
	case '“', '”':
		return '"', true
	case '‘', '’':
		return '\'', true
	case '◆', '▲':
		return '!', true
	case '◇':
		return '$', true
	case '⠋', '⠸', '⠦':
		return '|', true
	case '⠙', '⠼', '⠧':
		return '/', true
	case '⠹', '⠴', '⠇':
		return '-', true
	case '⠏':
		return '\\', true
	}
	return 0, false
}

// toASCII rewrites a row without a byte above 127; what has no stand-in
// becomes a question mark for each of its cells.
func toASCII(row string) string {
	if isASCII(row) {
		return row
	}
	var b strings.Builder
	for _, r := range row {
		if r < 0x80 {
			b.WriteRune(r)
		} else if c, ok := standIn(r); ok {
			b.WriteByte(c)
		} else {
			b.WriteString(strings.Repeat("?", clean.Width(string(r))))
		}
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
