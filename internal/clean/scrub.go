package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxMarks      = 4        // combining marks a base may carry; no orthography needs more
	maxParameters = 1 << 10  // bytes of a CSI sequence
	maxString     = 64 << 10 // bytes of an OSC, DCS, APC, PM or SOS string
	maxUnended    = 4 << 10  // bytes dropped of such a string that never ends
)

const (
	esc = 0x1b
	bel = 0x07
	can = 0x18
	sub = 0x1a
	csi = 0x9b
	st  = 0x9c
	nel = 0x85
)

// writer collects what is left of a text. It holds back white space until
// something follows, so that no line ends in it.
type writer struct {
	strings.Builder
	line bool // white space, newlines included, becomes one space
	keep bool // white space stays as it is (inside markup)

	spaces, newlines int
	column           int  // since the last newline, in runes: near enough for tabs
	marks            int  // marks the last base carries
	last             rune // last rune written; 0 at the start of a line
	joiner           rune // held back until the next letter needs it
	flag             rune // regional indicator waiting for its pair
}

// scrub feeds w the runes of s that may be shown.
func scrub(s string, w *writer) {
	w.Grow(len(s))
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < 0x7f {
			w.rune(rune(c))
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
	for n < len(s) && n < maxParameters && s[n] >= 0x30 && s[n] < 0x40 {
		n++
	}
	for n < len(s) && n < maxParameters && s[n] >= 0x20 && s[n] < 0x30 {
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

// rune takes one decoded rune that is no control.
func (w *writer) rune(r rune) {
	if r < 0x7f {
		if r == ' ' {
			w.space(1)
		} else {
			w.base(r)
		}
		return
	}
	switch kindOf(r) {
	case kindSpace:
		w.space(1)
	case kindNewline:
		w.newline()
	case kindMark:
		w.mark(r)
	case kindJoiner:
		if w.joiner == 0 && w.spaces+w.newlines == 0 && joins(w.last) {
			w.joiner = r
		}
	case kindFlag:
		w.regional(r)
	case kindLetter:
		w.base(r)
	case kindGone:
	}
}

func (w *writer) base(r rune) {
	w.settleFlag()
	w.flush()
	if w.joiner != 0 {
		if joins(r) {
			w.WriteRune(w.joiner)
		}
		w.joiner = 0
	}
	w.put(r)
	w.marks = 0
}

func (w *writer) put(r rune) {
	if r < utf8.RuneSelf {
		w.WriteByte(byte(r))
	} else {
		w.WriteRune(r)
	}
	w.last = r
	w.column++
}

// mark adds a combining mark to its base. Without a base it would land on
// whatever stands to the left, a border for instance.
func (w *writer) mark(r rune) {
	w.settleFlag()
	if w.last == 0 || w.newlines > 0 || w.marks >= maxMarks {
		return
	}
	if w.spaces > 0 {
		return
	}
	if w.joiner != 0 {
		if joins(r) {
			w.WriteRune(w.joiner)
		}
		w.joiner = 0
	}
	w.put(r)
	w.marks++
}

// regional pairs regional indicators into flags.
func (w *writer) regional(r rune) {
	w.joiner = 0
	if w.flag == 0 {
		w.flush()
		w.flag = r
		return
	}
	w.put(w.flag)
	w.put(r)
	w.flag, w.marks = 0, maxMarks
}

// settleFlag writes a regional indicator that found no pair as a letter.
func (w *writer) settleFlag() {
	if w.flag != 0 {
		r := w.flag - firstFlag + 'A'
		w.flag = 0
		w.put(r)
		w.marks = 0
	}
}

func (w *writer) space(n int) {
	w.settleFlag()
	w.joiner = 0
	w.spaces += n
	w.column += n
}

func (w *writer) tab() {
	switch {
	case w.line:
		w.space(1)
	case w.keep:
		w.settleFlag()
		w.flush()
		w.put('\t')
		w.marks = maxMarks
	default:
		w.space(tabStop - w.column%tabStop)
	}
}

func (w *writer) newline() {
	if w.line {
		w.space(1)
		return
	}
	w.settleFlag()
	w.joiner = 0
	if !w.keep {
		w.spaces = 0
	} else {
		w.flush()
	}
	w.newlines++
	w.column = 0
}

// flush writes the white space held back.
func (w *writer) flush() {
	if w.newlines == 0 && w.spaces == 0 {
		return
	}
	start := w.Len() == 0 && !w.keep
	if w.newlines > 0 {
		n := w.newlines
		if !w.keep {
			n = min(n, 2)
		}
		if !start {
			for range n {
				w.WriteByte('\n')
			}
		}
	}
	if w.spaces > 0 && !start {
		n := w.spaces
		if w.line {
			n = 1
		}
		for range n {
			w.WriteByte(' ')
		}
	}
	w.last, w.marks = 0, 0
	if w.spaces > 0 {
		w.last = ' '
	}
	w.spaces, w.newlines = 0, 0
}

// settle ends the text: what still waits is written or dropped.
func (w *writer) settle() {
	w.settleFlag()
	w.joiner = 0
	if w.keep {
		w.flush()
	}
	w.spaces, w.newlines = 0, 0
}

type kind uint8

const (
	kindLetter kind = iota
	kindGone
	kindSpace
	kindNewline
	kindMark
	kindJoiner
	kindFlag
)

const (
	firstFlag = 0x1F1E6 // regional indicator A
	lastFlag  = 0x1F1FF
)

// kindOf sorts a rune from U+007F up.
func kindOf(r rune) kind {
	switch {
	case r < 0x300:
		switch {
		case r < 0xa0 || r == 0xad:
			return kindGone
		case r == 0xa0:
			return kindSpace
		}
		return kindLetter
	case r == 0x200c || r == 0x200d:
		return kindJoiner
	case r == 0x2028 || r == 0x2029:
		return kindNewline
	case r >= firstFlag && r <= lastFlag:
		return kindFlag
	case r == 0x2800 || unicode.IsSpace(r): // the blank Braille pattern makes blank titles
		return kindSpace
	case gone(r):
		return kindGone
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || Width(string(r)) == 0:
		return kindMark
	}
	return kindLetter
}

// gone reports whether a rune is never shown.
func gone(r rune) bool {
	switch {
	case r == 0x34f, // combining grapheme joiner
		r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, // Hangul fillers
		r == 0x17b4, r == 0x17b5, // Khmer vowels without a form
		r >= 0x180b && r <= 0x180f,   // Mongolian selectors
		r >= 0xfe00 && r <= 0xfe0f,   // variation selectors
		r >= 0x1f3fb && r <= 0x1f3ff, // skin tones: two cells here, none there
		r >= 0x2060 && r <= 0x206f,
		r >= 0xfff0 && r <= 0xfffb,
		r&0xfffe == 0xfffe, // noncharacters
		r >= 0xfdd0 && r <= 0xfdef,
		r >= 0xe0000 && r <= 0xe0fff: // tags and more selectors
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// joins reports whether r is of a script in which joiner and non-joiner change
// what is read.
func joins(r rune) bool {
	return r >= 0x600 && unicode.In(r,
		unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian,
		unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya,
		unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
		unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Balinese, unicode.Javanese)
}
