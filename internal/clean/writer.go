package clean

import "strings"

// maxMarks is how many combining marks a base may carry; no orthography needs
// more.
const maxMarks = 4

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

// word takes printable ASCII without a space.
func (w *writer) word(s string) {
	w.settleFlag()
	w.flush()
	w.joiner = 0
	w.WriteString(s)
	w.last = rune(s[len(s)-1])
	w.column += len(s)
	w.marks = 0
}

// rune takes one decoded rune beyond ASCII that is no control.
func (w *writer) rune(r rune) {
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
	w.WriteRune(r)
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
