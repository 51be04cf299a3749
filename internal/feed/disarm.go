package feed

import (
	"bytes"
	"strings"
	"unicode"

	"weaktie/internal/clean"
)

// disarm writes control characters that XML forbids in a form that it allows
// and that cleaning knows. The parser refuses a feed for one of them, and were
// it dropped instead, the rest of the sequence that it begins would stay.
func disarm(text []byte) (out []byte, note string) {
	armed := namesControl(text) || introduced(text)
	for _, c := range [...]byte{0x1b, 0x07, 0x18, 0x1a} { // what begins, ends or breaks off a sequence
		if bytes.IndexByte(text, c) >= 0 {
			armed = true
			text = bytes.ReplaceAll(text, []byte{c}, []byte(string(clean.StandIn(c))))
		}
	}
	if !armed {
		return text, ""
	}
	l, done := lexer{b: text}, 0
	var b bytes.Buffer
	for {
		t := l.next()
		end := t.end
		switch t.kind {
		case tokenCDATA, tokenAside, tokenLiteral, tokenClose:
			continue // no references in these
		case tokenText, tokenOpen, tokenEnd:
		}
		b.Write(text[done:t.start])
		piece := text[t.start:end]
		safe := clean.References(string(piece), false)
		if safe != string(piece) {
			note = "illegal characters"
		}
		if t.kind == tokenOpen {
			safe = disarmTag(safe)
		}
		b.WriteString(safe)
		done = end
		if t.kind == tokenEnd {
			return b.Bytes(), note
		}
	}
}

// disarmTag takes the sequences out of the values of a tag: they are addresses
// and names, and the parser would write controls in addresses as %1B.
func disarmTag(tag string) string {
	list := attributes([]byte(tag), maxAttributes)
	for i := len(list) - 1; i >= 0; i-- {
		if a := list[i]; a.end > a.start {
			if safe := clean.References(a.value, true); safe != a.value || controlled(safe) {
				tag = tag[:a.start] + clean.Strip(safe) + tag[a.end:]
			}
		}
	}
	return tag
}

// controlled reports whether s holds a control character or a stand-in.
func controlled(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' || r >= clean.StandIn(0) && r <= clean.StandIn(0x1f)
	})
}

// introduced reports whether text holds C1 control characters.
func introduced(text []byte) bool {
	for {
		i := bytes.IndexByte(text, 0xc2)
		if i < 0 || i+1 == len(text) {
			return false
		}
		if text[i+1] < 0xa0 {
			return true
		}
		text = text[i+2:]
	}
}

// namesControl reports whether a reference in text, escaped once or more, may
// name a control character; few feeds have one, and all are asked.
func namesControl(text []byte) bool {
	for {
		i := bytes.IndexByte(text, '#')
		if i < 0 {
			return false
		}
		reference := i > 0 && (text[i-1] == '&' || text[i-1] == ';')
		if text = text[i+1:]; !reference {
			continue
		}
		base, n, digits := 10, 0, text
		if len(digits) > 0 && digits[0]|0x20 == 'x' {
			base, digits = 16, digits[1:]
		}
		for len(digits) > 0 && n < 0xa0 {
			d := value(digits[0])
			if d >= base {
				break
			}
			n, digits = n*base+d, digits[1:]
		}
		if n < ' ' && n != '\t' && n != '\n' && n != '\r' || n >= 0x7f && n < 0xa0 {
			return true
		}
	}
}

// value is what c counts as a digit; more than any digit when it is none.
func value(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return 0xff
}
