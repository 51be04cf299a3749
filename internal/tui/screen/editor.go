package screen

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
)

// editorLimit is far above any post or mail a person writes by hand.
const editorLimit = 16 << 10

// editor is a text under a cursor. It measures as everything else here does, so
// that what is typed cannot break the frame; what is pasted is cleaned.
type editor struct {
	text string
	at   int // byte offset of the cursor, on a character boundary
	line bool
	top  int // first row in view
	w    int // cells of a row when it was last drawn
}

// newEditor has the cursor at the end of text; line is a single line.
func newEditor(text string, line bool) editor {
	e := editor{line: line, w: 80}
	e.insert(text)
	return e
}

// textRow is a row of the text, by byte offsets.
type textRow struct{ from, to int }

// layout breaks the text into rows of at most w cells, at blanks where it can.
// A blank that ends a row may stand beyond it.
func (e *editor) layout(w int) []textRow {
	w = max(w, 2)
	var rows []textRow
	from, blank, used := 0, -1, 0
	for i, r := range e.text {
		if r == '\n' {
			rows = append(rows, textRow{from, i})
			from, blank, used = i+1, -1, 0
			continue
		}
		cells := clean.Width(string(r))
		if used+cells > w && i > from {
			switch {
			case r == ' ':
				rows = append(rows, textRow{from, i})
				from, blank, used = i+1, -1, 0
				continue
			case blank >= from:
				rows = append(rows, textRow{from, blank})
				from = blank + 1
				used = clean.Width(e.text[from:i])
			}
			if used+cells > w && i > from { // one word, longer than a row
				rows = append(rows, textRow{from, i})
				from, used = i, 0
			}
			blank = -1
		}
		if r == ' ' {
			blank = i
		}
		used += cells
	}
	return append(rows, textRow{from, len(e.text)})
}

// place is the row and the cell of the cursor.
func (e *editor) place(rows []textRow) (row, cell int) {
	for i, r := range rows {
		if r.from <= e.at {
			row = i
		}
	}
	return row, clean.Width(e.text[rows[row].from:min(e.at, len(e.text))])
}

// insert puts text at the cursor, without what no text holds.
func (e *editor) insert(s string) {
	if s == "" {
		return
	}
	if s != " " && s != "\n" {
		tail := s[len(strings.TrimRight(s, " ")):]
		if e.line {
			s = clean.Line(s).String()
		} else {
			s = clean.Body(s).String()
		}
		s += tail
	}
	if len(e.text)+len(s) > editorLimit {
		return
	}
	e.text = e.text[:e.at] + s + e.text[e.at:]
	e.at += len(s)
}

// step is the offset one character on, with the marks that hang on it.
func (e *editor) step(at int) int {
	if at >= len(e.text) {
		return len(e.text)
	}
	_, n := utf8.DecodeRuneInString(e.text[at:])
	at += n
	for at < len(e.text) {
		r, n := utf8.DecodeRuneInString(e.text[at:])
		if r == '\n' || clean.Width(string(r)) > 0 {
			break
		}
		at += n
	}
	return at
}

func (e *editor) back(at int) int {
	for at > 0 {
		r, n := utf8.DecodeLastRuneInString(e.text[:at])
		at -= n
		if r == '\n' || clean.Width(string(r)) > 0 {
			break
		}
	}
	return at
}

// wordBack is where the word before the cursor begins.
func (e *editor) wordBack() int {
	at := len(strings.TrimRight(e.text[:e.at], " \n"))
	return strings.LastIndexAny(e.text[:at], " \n") + 1
}

func (e *editor) wordOn() int {
	at := e.at
	for at < len(e.text) && strings.ContainsRune(" \n", rune(e.text[at])) {
		at++
	}
	if i := strings.IndexAny(e.text[at:], " \n"); i >= 0 {
		return at + i
	}
	return len(e.text)
}

func (e *editor) cut(from, to int) {
	e.text = e.text[:from] + e.text[to:]
	e.at = from
}

// update takes a key or a paste; false is left to others.
func (e *editor) update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		e.insert(strings.TrimRight(msg.Content, "\r\n"))
		return true
	case tea.KeyPressMsg:
		if e.edits(msg.String()) || e.moves(msg.String()) {
			return true
		}
		if msg.Text != "" {
			e.insert(msg.Text)
			return true
		}
	}
	return false
}

func (e *editor) edits(key string) bool {
	switch key {
	case "enter", "shift+enter", "alt+enter", "ctrl+j":
		if e.line {
			return false
		}
		e.insert("\n")
	case "backspace", "ctrl+h":
		e.cut(e.back(e.at), e.at)
	case "delete", "ctrl+d":
		e.cut(e.at, e.step(e.at))
	case "ctrl+w", "alt+backspace":
		e.cut(e.wordBack(), e.at)
	case "ctrl+u":
		e.cut(strings.LastIndexByte(e.text[:e.at], '\n')+1, e.at)
	case "ctrl+k":
		to := len(e.text)
		if i := strings.IndexByte(e.text[e.at:], '\n'); i >= 0 {
			to = e.at + i
		}
		e.cut(e.at, to)
	default:
		return false
	}
	return true
}

func (e *editor) moves(key string) bool {
	switch key {
	case "left", "ctrl+b":
		e.at = e.back(e.at)
	case "right", "ctrl+f":
		e.at = e.step(e.at)
	case "ctrl+left", "alt+left", "alt+b":
		e.at = e.wordBack()
	case "ctrl+right", "alt+right", "alt+f":
		e.at = e.wordOn()
	case "up":
		e.vertical(-1)
	case "down":
		e.vertical(1)
	case "home", "ctrl+a":
		rows := e.layout(e.w)
		row, _ := e.place(rows)
		e.at = rows[row].from
	case "end", "ctrl+e":
		rows := e.layout(e.w)
		row, _ := e.place(rows)
		e.at = rows[row].to
	case "ctrl+home":
		e.at = 0
	case "ctrl+end":
		e.at = len(e.text)
	default:
		return false
	}
	return true
}

// vertical moves by rows and keeps the cell where it can.
func (e *editor) vertical(by int) {
	rows := e.layout(e.w)
	row, cell := e.place(rows)
	to := row + by
	if to < 0 || to >= len(rows) {
		return
	}
	at := rows[to].from
	for at < rows[to].to && clean.Width(e.text[rows[to].from:at]) < cell {
		at = e.step(at)
	}
	e.at = min(at, rows[to].to)
}
