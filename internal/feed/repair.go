package feed

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// mender writes damaged XML anew so that a strict parser takes it: every tag
// closed, every stray & and < escaped, nothing illegal, and nothing after the
// last complete item. Text is carried over, never guessed.
type mender struct {
	lexer
	out    bytes.Buffer
	stack  []string
	wanted string
	item   int // index in stack of the open item, -1 for none
	mark   int // length of out before the open item
	items  int

	prefixes prefixes

	cutOff, stray, illegal, unclosed bool
}

// repair returns the mended text and what was wrong, in words; false when it
// stays nested too deep.
func repair(text []byte, k kind) (mended []byte, what string, ok bool) {
	m := mender{lexer: lexer{b: text}, wanted: "item", item: -1, prefixes: ownPrefixes(text)}
	if k == kindAtom {
		m.wanted = "entry"
	}
	m.out.Grow(len(text) + len(text)/16)
	for closed := false; !closed; {
		t := m.next()
		switch t.kind {
		case tokenEnd:
			m.end(t)
			closed = true
		case tokenText:
			m.text(m.b[t.start:t.end])
		case tokenLiteral:
			m.stray = true
			m.out.WriteString("&lt;")
		case tokenCDATA:
			m.cdata(m.b[t.start:t.end])
		case tokenOpen:
			if m.open(t); len(m.stack) > maxDepth {
				return nil, "", false
			}
		case tokenClose:
			m.close(t)
			closed = len(m.stack) == 0
		}
	}
	return m.out.Bytes(), m.words(), true
}

func (m *mender) words() string {
	var list []string
	for _, w := range []struct {
		is   bool
		word string
	}{
		{m.cutOff, "ends in the middle"},
		{m.unclosed, "tags not closed"},
		{m.stray, "stray & or <"},
		{m.illegal, "illegal characters"},
	} {
		if w.is {
			list = append(list, w.word)
		}
	}
	if len(list) == 0 {
		return "not well-formed"
	}
	return strings.Join(list, ", ")
}

// end closes what is open. An item that is not complete goes, unless it is
// all there is: its id may be what is missing.
func (m *mender) end(t token) {
	if t.start < len(m.b) && m.item < 0 {
		m.cutOff = true
	}
	if len(m.stack) > 0 {
		m.cutOff = true
	}
	if m.item >= 0 && m.items > 0 {
		m.out.Truncate(m.mark)
		m.stack = m.stack[:m.item]
	} else if rest := m.b[t.start:]; m.item >= 0 && bytes.HasPrefix(rest, []byte("<![CDATA[")) {
		m.text([]byte(escapeText(string(rest[len("<![CDATA["):]))))
	}
	m.pop(0)
}

// pop closes all elements from the nth on.
func (m *mender) pop(n int) {
	for len(m.stack) > n {
		last := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		m.out.WriteString("</" + last + ">")
	}
	if m.item >= n {
		m.item = -1
		m.items++
	}
}

func (m *mender) open(t token) {
	name := local(t.name)
	switch {
	case name == m.wanted && m.prefixes.foreign(t.name) == "" && len(m.stack) > 0:
		m.room()
		m.item, m.mark = len(m.stack), m.out.Len()
	case name == "channel" && len(m.stack) > 0 && m.prefixes.foreign(t.name) == "":
		m.pop(1)
	}
	m.out.WriteString("<" + t.name)
	for _, a := range attributes(m.b[t.start:t.end], maxAttributes) {
		m.out.WriteString(" " + a.name + `="`)
		m.value(a.value)
		m.out.WriteByte('"')
	}
	if t.empty || m.item >= 0 && void(t.name) {
		m.out.WriteString("/>")
		if m.item == len(m.stack) { // <item/>
			m.item = -1
			m.items++
		}
		return
	}
	m.out.WriteByte('>')
	m.stack = append(m.stack, t.name)
}

// room closes whatever keeps a new item from standing where items do.
func (m *mender) room() {
	n := len(m.stack)
	if m.item >= 0 {
		n = m.item
	}
	for n > 1 {
		switch local(m.stack[n-1]) {
		case "channel", "rss", "rdf", "feed", "items":
		default:
			n--
			continue
		}
		break
	}
	if n < len(m.stack) {
		m.unclosed = true
		m.pop(n)
	}
}

func (m *mender) close(t token) {
	for i := len(m.stack) - 1; i >= 0; i-- {
		if m.stack[i] != t.name && !strings.EqualFold(m.stack[i], t.name) {
			// Inside an item only the end of something greater may close it.
			if i == m.item && !container(local(t.name)) {
				break
			}
			continue
		}
		if i < len(m.stack)-1 {
			m.unclosed = true
		}
		m.pop(i)
		return
	}
	m.unclosed = true
}

func container(name string) bool {
	return name == "channel" || name == "rss" || name == "rdf" || name == "feed"
}

// void reports whether HTML never closes an element of that name. Elements
// that feeds use themselves (link, source) are not in it.
func void(name string) bool {
	switch strings.ToLower(name) {
	case "br", "hr", "img", "input", "wbr", "meta", "embed", "area", "col":
		return true
	}
	return false
}

// text escapes what is no reference and drops what XML forbids.
func (m *mender) text(b []byte) {
	for len(b) > 0 {
		if b[0] == '&' {
			end := bytes.IndexByte(b[:min(len(b), 34)], ';')
			switch {
			case end < 0 || !reference(string(b[1:end])):
				m.stray = true
				m.out.WriteString("&amp;")
				b = b[1:]
			case b[1] == '#' && !legalReference(string(b[2:end])):
				m.illegal = true
				b = b[end+1:]
			default:
				m.out.Write(b[:end+1])
				b = b[end+1:]
			}
			continue
		}
		n := bytes.IndexByte(b, '&')
		if n < 0 {
			n = len(b)
		}
		m.legal(b[:n])
		b = b[n:]
	}
}

func (m *mender) cdata(b []byte) {
	m.legal(b)
}

// legal writes the characters that XML allows.
func (m *mender) legal(b []byte) {
	from := 0
	for i := 0; i < len(b); {
		if b[i] >= 0x20 && b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if !legalRune(r) || r == utf8.RuneError && size == 1 {
			m.illegal = true
			m.out.Write(b[from:i])
			from = i + size
		}
		i += size
	}
	m.out.Write(b[from:])
}

func (m *mender) value(s string) {
	if !strings.ContainsAny(s, "\"<&") && utf8.ValidString(s) {
		m.legal([]byte(s))
		return
	}
	m.text([]byte(strings.NewReplacer(`"`, "&quot;", "<", "&lt;").Replace(s)))
}

func legalRune(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

func legalReference(s string) bool {
	base := 10
	if strings.HasPrefix(s, "x") || strings.HasPrefix(s, "X") {
		s, base = s[1:], 16
	}
	n, err := strconv.ParseInt(s, base, 32)
	return err == nil && legalRune(rune(n))
}

func escapeText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(s)
}
