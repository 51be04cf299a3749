package feed

import (
	"encoding/base64"
	"html"
	"strings"

	"weaktie/internal/clean"
)

// written is a text as it was meant: markup, or plain.
type written struct {
	s      string
	markup bool
	base   string
}

func (w written) empty() bool { return strings.TrimSpace(w.s) == "" }

// line is the text for one row. Character references are undone exactly once:
// by XML, and once more only where the text is markup.
func (w written) line() clean.Text {
	const most = 64 << 10 // as much as clean.Line looks at
	if len(w.s) > most {
		w.s = strings.ToValidUTF8(w.s[:most], "")
	}
	w.s = clean.References(w.s, true)
	if w.markup && strings.ContainsAny(w.s, "<&") {
		if !tagged(w.s) {
			return clean.Line(html.UnescapeString(w.s))
		}
		return clean.Line(clean.Sanitize(w.s, w.base).Text().String())
	}
	return clean.Line(w.s)
}

// row is plain text for one row.
func row(s string) clean.Text { return clean.Line(clean.References(s, true)) }

// html is the text for a page.
func (w written) html() clean.HTML {
	switch {
	case w.empty():
		return clean.HTML{}
	case w.markup:
		return clean.Sanitize(strings.TrimSpace(w.s), w.base)
	}
	return clean.Escape(strings.TrimSpace(w.s))
}

// loose is a text of which no type is known: markup if it looks like it.
func loose(s, base string) written { return written{s, tagged(s), base} }

// rss reads a text of RSS, where everything may be markup.
func (c *construct) rss(src []byte) written {
	raw, ok := c.inner(src)
	if !ok {
		return written{}
	}
	switch {
	case strings.Contains(raw, "<![CDATA["):
		return written{joinCDATA(raw), true, c.base}
	case tagged(raw):
		return written{raw, true, c.base}
	}
	s := unescapeXML(raw)
	return written{s, c.name != "title" || tagged(s), c.base}
}

// atom reads a text of Atom 1.0 or 0.3 by its type and mode.
func (c *construct) atom(src []byte) written {
	raw, ok := c.inner(src)
	if !ok {
		return written{}
	}
	cdata := strings.Contains(raw, "<![CDATA[")
	inline := c.mode == "xml" || c.mode == "" && strings.Contains(c.kind, "xml")
	undone := func() string {
		if cdata {
			return joinCDATA(raw)
		}
		return unescapeXML(raw)
	}
	switch {
	case c.mode == "base64" || binary(c.kind):
		b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(undone()), ""))
		if err != nil {
			return written{}
		}
		return written{string(b), c.kind != "text/plain" && tagged(string(b)), c.base}
	case strings.Contains(c.kind, "xhtml") && !cdata && c.mode != "escaped":
		return written{unwrap(raw, c.kind), true, c.base}
	case strings.Contains(c.kind, "html"):
		if inline && !cdata && tagged(raw) {
			return written{raw, true, c.base}
		}
		if c.kind == "html" && strings.HasPrefix(raw, "<div") { // escaped inside a div that is not
			raw = unwrap(raw, "xhtml")
		}
		return written{undone(), true, c.base}
	case c.kind == "text" || strings.HasPrefix(c.kind, "text/plain"):
		if c.mode == "xml" || !tagged(raw) || cdata {
			return written{undone(), false, c.base}
		}
		return written{raw, true, c.base}
	case !cdata && tagged(raw):
		return written{raw, true, c.base}
	}
	return loose(undone(), c.base)
}

// inner is the bytes inside the element.
func (c *construct) inner(src []byte) (string, bool) {
	if c == nil || c.end < c.start || c.end > len(src) {
		return "", false
	}
	return strings.TrimSpace(string(src[c.start:c.end])), true
}

// binary reports whether a media type is sent as base64.
func binary(kind string) bool {
	main, sub, ok := strings.Cut(kind, "/")
	return ok && main != "text" && !strings.Contains(sub, "xml") && !strings.Contains(sub, "html")
}

// unwrap drops the div that Atom 1.0 puts around XHTML; it is not part of it.
func unwrap(raw, kind string) string {
	if kind != "xhtml" || !strings.HasSuffix(raw, "</div>") && !strings.HasSuffix(raw, ":div>") {
		return raw
	}
	l := lexer{b: []byte(raw)}
	open := l.next()
	if open.kind != tokenOpen || local(open.name) != "div" || open.empty {
		return raw
	}
	depth := 1
	for {
		switch t := l.next(); t.kind {
		case tokenEnd:
			return raw
		case tokenOpen:
			if !t.empty {
				depth++
			}
		case tokenClose:
			if depth--; depth > 0 {
				continue
			}
			if t.end != len(raw) {
				return raw
			}
			return raw[open.end:t.start]
		}
	}
}

// joinCDATA takes the brackets off and undoes references outside of them.
func joinCDATA(raw string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(raw, "<![CDATA[")
		out.WriteString(unescapeXML(before))
		if !ok {
			return out.String()
		}
		inside, after, _ := strings.Cut(rest, "]]>")
		out.WriteString(inside)
		raw = after
	}
}

// unescapeXML undoes references once. Those without a semicolon are text, as
// in addresses ("?a=1&copy=2").
func unescapeXML(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	const longest = 34 // "&CounterClockwiseContourIntegral;" is 33
	var out strings.Builder
	out.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '&') {
		out.WriteString(s[:i])
		s = s[i:]
		end := strings.IndexByte(s[:min(len(s), longest)], ';')
		if end < 0 || !reference(s[1:end]) {
			out.WriteByte('&')
			s = s[1:]
			continue
		}
		whole, part := html.UnescapeString(s[:end+1]), html.UnescapeString(s[:end])
		if whole == part+";" {
			whole = s[:end+1]
		}
		out.WriteString(whole)
		s = s[end+1:]
	}
	out.WriteString(s)
	return out.String()
}

// reference reports whether name can stand between & and ;.
func reference(name string) bool {
	name = strings.TrimPrefix(name, "#")
	for i := 0; i < len(name); i++ {
		if c := name[i] | 0x20; (c < 'a' || c > 'z') && (name[i] < '0' || name[i] > '9') {
			return false
		}
	}
	return name != ""
}

// tagged reports whether s holds something that a browser would take for a tag.
func tagged(s string) bool {
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i+1 >= len(s) {
			return false
		}
		s = s[i+1:]
		if strings.HasPrefix(s, "!--") {
			return true
		}
		name := strings.TrimPrefix(s, "/")
		if name == "" || (name[0]|0x20) < 'a' || (name[0]|0x20) > 'z' {
			continue
		}
		end := strings.IndexAny(s, "<>")
		if end >= 0 && s[end] == '>' {
			return true
		}
	}
}
