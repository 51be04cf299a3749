package clean

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

const (
	maxDepth    = 256       // open elements; real pages nest a few dozen
	maxMarkup   = 256 << 10 // bytes kept of one post
	maxSource   = 1 << 20   // bytes of markup looked at
	maxRestarts = 8         // comments without an end: each is read twice
)

const lineBreak = "<br />"

// Sanitize keeps the harmless part of markup, resolves relative addresses
// against base (which may be ""), and caps depth (256) and size: 256 KiB are
// kept, a MiB is looked at.
func Sanitize(markup, base string) HTML {
	markup = References(markup, false)
	if !strings.ContainsAny(markup, "<&>") && len(markup) <= maxMarkup {
		return HTML{scrubMarkup(markup)}
	}
	s := sanitizer{base: parseBase(base)}
	s.out.Grow(min(len(markup), maxMarkup))
	s.run(head(markup, maxSource))
	return HTML{s.out.String()}
}

// Escape makes markup of plain text; its line ends stay as breaks, runs of
// spaces count as one.
func Escape(plain string) HTML {
	if !strings.ContainsAny(plain, "<&>\r\n") && len(plain) <= maxMarkup {
		return HTML{scrubMarkup(plain)}
	}
	var s sanitizer
	for i, line := range strings.Split(scrubMarkup(head(plain, maxMarkup)), "\n") {
		if i > 0 && s.room() >= len(lineBreak) {
			s.out.WriteString(lineBreak)
		}
		if s.text(line); s.full {
			break
		}
	}
	return HTML{s.out.String()}
}

// Strip removes what may not be shown and leaves white space and length alone,
// for what must stay whole: addresses and ids.
func Strip(s string) string { return scrubMarkup(s) }

// scrubMarkup removes what may not be shown from the text of markup, and
// leaves its white space alone.
func scrubMarkup(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] <= '~' || s[i] == '\n'
	}
	if plain {
		return s
	}
	var w writer
	w.keep = true
	scrub(s, &w)
	return w.String()
}

// opened is an open element; within is what it and those around it are.
type opened struct {
	*element
	within classes
}

type sanitizer struct {
	base    *url.URL
	out     strings.Builder
	open    []opened
	closing int    // bytes that the end tags of the stack will take
	drop    string // element whose content is being dropped
	nested  int    // how many of it are open inside itself
	full    bool
	buf     []byte // the tag being written
}

func (s *sanitizer) run(markup string) {
	for range maxRestarts {
		rest := s.tokens(markup)
		if rest == "" {
			break
		}
		markup = rest
	}
	s.closeAll()
}

// tokens sanitises markup up to a comment that never ends, and returns what
// follows the ">" at which its author meant it to.
func (s *sanitizer) tokens(markup string) (rest string) {
	z := html.NewTokenizer(strings.NewReader(markup))
	for !s.full {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.TextToken:
			if s.drop == "" {
				s.text(string(z.Text()))
			}
		case html.StartTagToken:
			s.start(z, false)
		case html.SelfClosingTagToken:
			s.start(z, true)
		case html.EndTagToken:
			name, _ := z.TagName()
			s.end(string(name))
		case html.CommentToken:
			raw := string(z.Raw())
			if strings.HasPrefix(raw, "<!--") && !strings.HasSuffix(raw, "->") && !strings.HasSuffix(raw, "!>") {
				_, rest, _ = strings.Cut(raw, ">")
				return rest
			}
		case html.DoctypeToken:
		}
	}
	return ""
}

func (s *sanitizer) closeAll() {
	for len(s.open) > 0 {
		s.pop()
	}
}

func (s *sanitizer) pop() {
	name := s.open[len(s.open)-1].name
	s.open = s.open[:len(s.open)-1]
	s.closing -= len(name) + 3
	s.out.WriteString("</")
	s.out.WriteString(name)
	s.out.WriteByte('>')
}

// room is how many bytes may still be written.
func (s *sanitizer) room() int { return maxMarkup - s.closing - s.out.Len() }

func (s *sanitizer) text(t string) {
	t = escapeText(scrubMarkup(t))
	if room := s.room(); len(t) > room {
		t = head(t, max(room, 0))
		// An entity that would be torn goes whole.
		if i := strings.LastIndexByte(t, '&'); i >= 0 && !strings.Contains(t[i:], ";") {
			t = t[:i]
		}
		s.full = true
	}
	s.out.WriteString(t)
}

func (s *sanitizer) start(z *html.Tokenizer, selfClosing bool) {
	raw, more := z.TagName()
	if s.drop != "" {
		if string(raw) == s.drop && !selfClosing {
			s.nested++
		}
		return
	}
	name := string(raw)
	if name == "noscript" || name == "iframe" {
		z.NextIsNotRawText()
	}
	e := elements[name]
	switch {
	case e == nil:
		return
	case e.dropped:
		if !selfClosing && !e.void {
			s.drop, s.nested = name, 0
		}
		return
	}
	var attrs []html.Attribute
	if more {
		attrs = s.attributes(z)
	}
	if name == "img" && tracker(attrs) {
		return
	}
	s.closeImplied(e)
	s.write(e, attrs)
}

// write writes a start tag, and remembers what has to be closed. Past the
// depth cap the tag is left out and its text stays.
func (s *sanitizer) write(e *element, attrs []html.Attribute) {
	if !e.void && len(s.open) >= maxDepth {
		return
	}
	b := append(s.buf[:0], '<')
	b = append(b, e.name...)
	for _, a := range attrs {
		b = append(append(append(b, ' '), a.Key...), '=', '"')
		b = append(append(b, escapeAttribute(a.Val)...), '"')
	}
	if e.void {
		b = append(b, ' ', '/')
	}
	b = append(b, '>')
	s.buf = b
	if len(b)+len(e.name)+3 > s.room() {
		s.full = true
		return
	}
	if !e.void {
		within := e.is
		if n := len(s.open); n > 0 {
			within |= s.open[n-1].within
		}
		s.open = append(s.open, opened{e, within})
		s.closing += len(e.name) + 3
	}
	s.out.Write(b)
}

// closeImplied ends the elements that a start tag ends without saying so.
func (s *sanitizer) closeImplied(e *element) {
	if len(s.open) == 0 || s.open[len(s.open)-1].within&e.ends == 0 {
		return
	}
	last := -1
	for i := len(s.open) - 1; i >= 0 && s.open[i].is&e.stops == 0; i-- {
		if s.open[i].is&e.ends != 0 {
			last = i
		}
	}
	if last >= 0 {
		s.popTo(last)
	}
}

func (s *sanitizer) popTo(i int) {
	for len(s.open) > i {
		s.pop()
	}
}

func (s *sanitizer) end(name string) {
	if s.drop != "" {
		if name == s.drop {
			if s.nested == 0 {
				s.drop = ""
			} else {
				s.nested--
			}
		}
		return
	}
	e := elements[name]
	if e == nil {
		return
	}
	for i := len(s.open) - 1; i >= 0; i-- {
		if s.open[i].element == e {
			s.popTo(i)
			return
		}
	}
}

var (
	textEscapes      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	attributeEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;")
)

func escapeText(s string) string      { return textEscapes.Replace(s) }
func escapeAttribute(s string) string { return attributeEscapes.Replace(s) }
