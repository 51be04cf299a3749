package clean

import (
	"strings"
	"unicode/utf8"
)

const (
	maxParameters = 1 << 10  // bytes of a CSI sequence
	maxString     = 64 << 10 // bytes of an OSC, DCS, APC, PM or SOS string
	maxUnended    = 4 << 10  // bytes dropped of such a string that never ends
)

const (
	nul = 0
	esc = 0x1b
	bel = 0x07
	can = 0x18
	sub = 0x1a
	csi = 0x9b
	st  = 0x9c
	nel = 0x85
)

// scrub feeds w the runes of s that may be shown.
func scrub(s string, w *writer) {
	s = standingIn(s)
	w.Grow(len(s))
	for i := 0; i < len(s); {
		c := s[i]
		if c > ' ' && c < 0x7f {
			end := i + 1
			for end < len(s) && s[end] > ' ' && s[end] < 0x7f {
				end++
			}
			w.word(s[i:end])
			i = end
			continue
		}
		if c == ' ' {
			w.space(1)
			i++
			continue
		}
		if c < utf8.RuneSelf {
			i += w.control(s[i:], rune(c), 1, true)
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			i += w.stray(s[i:])
		case r < 0xa0:
			i += w.control(s[i:], r, size, true)
		default:
			w.rune(r)
			i += size
		}
	}
	w.settle()
}

// stray handles a byte that is not UTF-8. A terminal in an 8-bit mode would
// obey it, so a complete sequence goes; anything else is only a wrong letter.
func (w *writer) stray(s string) int {
	// An OSC that says its number is one even when it is never ended.
	lenient := s[0] == 0x9d && len(s) > 1 && s[1] >= '0' && s[1] <= '9'
	if n := w.control(s, rune(s[0]), 1, lenient); n > 1 {
		return n
	}
	w.rune(utf8.RuneError)
	return 1
}

// control handles the control r, size bytes long, that s begins with, and says
// how many bytes it took. With strict off it takes complete sequences only.
func (w *writer) control(s string, r rune, size int, lenient bool) int {
	switch r {
	case '\n', '\r', '\v', '\f', nel:
		if r == '\r' && len(s) > 1 && s[1] == '\n' {
			return 1
		}
		if lenient {
			w.newline()
		}
		return size
	case '\t':
		w.tab()
		return size
	case esc:
		return escapeLen(s)
	case csi:
		n, whole := csiLen(s[size:])
		if lenient || whole && n > 1 {
			return size + n
		}
	case 0x90, 0x98, 0x9d, 0x9e, 0x9f:
		n, whole := stringLen(s[size:])
		if lenient || whole {
			return size + n
		}
	}
	return size
}

// escapeLen is the length of the escape sequence s begins with.
func escapeLen(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	switch c := s[1]; {
	case c == '[':
		n, _ := csiLen(s[2:])
		return 2 + n
	case c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X' || c == 'k':
		n, _ := stringLen(s[2:])
		return 2 + n
	case (c == 'N' || c == 'O') && len(s) > 2 && s[2] > ' ' && s[2] < 0x7f:
		return 3
	case c == ' ':
		if len(s) > 2 && strings.IndexByte("FGLMN", s[2]) >= 0 {
			return 3
		}
		return 1 // the space is more likely the text's
	case c > 0x20 && c < 0x30:
		n := 2
		for n < len(s) && n < 16 && s[n] >= 0x20 && s[n] < 0x30 {
			n++
		}
		if n < len(s) && s[n] >= 0x30 && s[n] < 0x7f {
			n++
		}
		return n
	case c >= 0x30 && c < 0x7f:
		return 2
	}
	return 1
}

// csiLen is the length of a control sequence after its introducer, and whether
// it has its final byte.
func csiLen(s string) (n int, whole bool) {
	if strings.HasPrefix(s, " ") && !strings.HasPrefix(s, " q") {
		return 0, false // the space is more likely the text's
	}
	for n < len(s) && n < maxParameters && (s[n] >= 0x30 && s[n] < 0x40 || s[n] == nul) {
		n++ // terminals take no notice of NUL
	}
	for n < len(s) && n < maxParameters && (s[n] >= 0x20 && s[n] < 0x30 || s[n] == nul) {
		n++
	}
	if n < len(s) && s[n] >= 0x40 && s[n] < 0x7f {
		return n + 1, true
	}
	return n, false
}

// stringLen is the length of a control string after its introducer, with its
// terminator. Where there is none before the next control that would abort the
// string, it takes what follows up to white space.
func stringLen(s string) (n int, whole bool) {
	limit := min(len(s), maxString)
	for i := 0; i < limit; i++ {
		switch c := s[i]; {
		case c == bel:
			return i + 1, true
		case c == esc:
			if i+1 < len(s) && s[i+1] == '\\' {
				return i + 2, true
			}
			return unendedLen(s[:i]), false
		case c == can || c == sub:
			return unendedLen(s[:i]), false
		case c == 0xc2 && i+1 < len(s) && s[i+1] >= 0x80 && s[i+1] < 0xa0:
			if s[i+1] == st {
				return i + 2, true
			}
			return unendedLen(s[:i]), false
		case c >= 0x80:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 && c < 0xa0 {
				if c == st {
					return i + 1, true
				}
				return unendedLen(s[:i]), false
			}
			i += size - 1
		}
	}
	return unendedLen(s[:limit]), false
}

func unendedLen(s string) int {
	for i := 0; i < len(s) && i < maxUnended; i++ {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return i
		}
	}
	return min(len(s), maxUnended)
}
