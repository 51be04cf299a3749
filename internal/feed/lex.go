package feed

import (
	"bytes"
	"strings"
)

// A lexer cuts XML into tokens without judging it. It draws the same borders
// as encoding/xml wherever that accepts the bytes, so the guard never sees
// less nesting than the parser will.
type lexer struct {
	b   []byte
	pos int
}

type tokenKind uint8

const (
	tokenEnd     tokenKind = iota // no more, or a markup that never closes
	tokenText                     // character data, entities and all
	tokenCDATA                    // with its brackets
	tokenOpen                     // start tag
	tokenClose                    // end tag
	tokenAside                    // comment, instruction, directive
	tokenLiteral                  // a "<" that begins no markup
)

type token struct {
	kind       tokenKind
	start, end int
	name       string // qualified, as written; of open and close
	empty      bool   // <a/>
}

// next is the next token; after tokenEnd it stays there.
func (l *lexer) next() token {
	b, start := l.b, l.pos
	if start >= len(b) {
		return token{kind: tokenEnd, start: len(b), end: len(b)}
	}
	if b[start] != '<' {
		end := len(b)
		if i := bytes.IndexByte(b[start:], '<'); i >= 0 {
			end = start + i
		}
		return l.take(token{kind: tokenText, start: start, end: end})
	}
	rest := b[start:]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		return l.until(tokenAside, start, 4, "-->")
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		return l.until(tokenCDATA, start, 9, "]]>")
	case bytes.HasPrefix(rest, []byte("<?")):
		return l.until(tokenAside, start, 2, "?>")
	case bytes.HasPrefix(rest, []byte("<!")):
		return l.directive(start)
	case len(rest) > 2 && rest[1] == '/' && nameByte(rest[2]):
		return l.close(start)
	case len(rest) > 1 && nameStart(rest[1]):
		return l.open(start)
	}
	return l.take(token{kind: tokenLiteral, start: start, end: start + 1})
}

func (l *lexer) take(t token) token {
	l.pos = t.end
	return t
}

// broken is a markup that never closes: the rest of the bytes is no use.
func (l *lexer) broken(start int) token {
	l.pos = len(l.b)
	return token{kind: tokenEnd, start: start, end: len(l.b)}
}

func (l *lexer) until(kind tokenKind, start, skip int, mark string) token {
	i := bytes.Index(l.b[start+skip:], []byte(mark))
	if i < 0 {
		return l.broken(start)
	}
	return l.take(token{kind: kind, start: start, end: start + skip + i + len(mark)})
}

// directive ends at the ">" that is outside quotes, comments and inner markup.
func (l *lexer) directive(start int) token {
	depth, quoted := 0, byte(0)
	for i := start + 2; i < len(l.b); i++ {
		c := l.b[i]
		switch {
		case quoted != 0:
			if c == quoted {
				quoted = 0
			}
		case c == '"' || c == '\'':
			quoted = c
		case c == '<':
			if bytes.HasPrefix(l.b[i:], []byte("<!--")) {
				j := bytes.Index(l.b[i+4:], []byte("-->"))
				if j < 0 {
					return l.broken(start)
				}
				i += 4 + j + 2
				continue
			}
			depth++
		case c == '>':
			if depth == 0 {
				return l.take(token{kind: tokenAside, start: start, end: i + 1})
			}
			depth--
		}
	}
	return l.broken(start)
}

func (l *lexer) close(start int) token {
	i := bytes.IndexByte(l.b[start:], '>')
	if i < 0 {
		return l.broken(start)
	}
	end := start + i + 1
	n := start + 2
	for n < end && nameByte(l.b[n]) {
		n++
	}
	return l.take(token{kind: tokenClose, start: start, end: end, name: string(l.b[start+2 : n])})
}

func (l *lexer) open(start int) token {
	b, i := l.b, start+1
	for i < len(b) && nameByte(b[i]) {
		i++
	}
	t := token{kind: tokenOpen, start: start, name: string(b[start+1 : i])}
	for i < len(b) {
		switch c := b[i]; {
		case c == '>':
			t.end = i + 1
			t.empty = b[i-1] == '/'
			return l.take(t)
		case c == '=':
			i++
			for i < len(b) && space(b[i]) {
				i++
			}
			if i < len(b) && (b[i] == '"' || b[i] == '\'') {
				j := bytes.IndexByte(b[i+1:], b[i])
				if j < 0 {
					return l.broken(start)
				}
				i += j + 2
			}
		default:
			i++
		}
	}
	return l.broken(start)
}

// attribute is one name="value" of a start tag; the value still escaped.
type attribute struct {
	name, value string
	start, end  int // of the value, within the tag
}

// attributes lists those of a start tag, at most limit of them.
func attributes(tag []byte, limit int) []attribute {
	var out []attribute
	i := 1
	for i < len(tag) && nameByte(tag[i]) {
		i++
	}
	for i < len(tag) && len(out) < limit {
		if !nameStart(tag[i]) {
			i++
			continue
		}
		n := i
		for i < len(tag) && nameByte(tag[i]) {
			i++
		}
		a := attribute{name: string(tag[n:i])}
		for i < len(tag) && space(tag[i]) {
			i++
		}
		if i < len(tag) && tag[i] == '=' {
			i++
			for i < len(tag) && space(tag[i]) {
				i++
			}
			i = a.read(tag, i)
		}
		out = append(out, a)
	}
	return out
}

// read takes the value that begins at i and returns where it ends.
func (a *attribute) read(tag []byte, i int) int {
	if i >= len(tag) {
		return i
	}
	if q := tag[i]; q == '"' || q == '\'' {
		j := bytes.IndexByte(tag[i+1:], q)
		if j < 0 {
			return len(tag)
		}
		a.start, a.end = i+1, i+1+j
		a.value = string(tag[a.start:a.end])
		return a.end + 1
	}
	a.start = i
	for i < len(tag) && !space(tag[i]) && tag[i] != '>' && tag[i] != '/' {
		i++
	}
	a.end, a.value = i, string(tag[a.start:i])
	return i
}

func space(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func nameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= 0x80
}

func nameByte(c byte) bool { return nameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.' }

// local is the name without its prefix, in lower case.
func local(name string) string {
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return strings.ToLower(name)
}
