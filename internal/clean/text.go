package clean

import (
	"strings"

	"golang.org/x/net/html"
)

// Text renders the markup for reading: paragraphs, list items, quotes; link
// text only. It is deterministic, so byte offsets into it can be stored.
//
// An image stands as its alternative text in brackets. The parts of a link
// that Mastodon marks as invisible (the scheme, the tail of a long address)
// are left out, as they are in a browser. Markup without a single tag was
// plain text, and keeps its lines.
func (h HTML) Text() Text {
	if strings.IndexByte(h.s, '<') < 0 {
		return Body(html.UnescapeString(h.s))
	}
	r := reader{z: html.NewTokenizer(strings.NewReader(h.s))}
	r.out.Grow(len(h.s))
	return Body(r.read())
}

// Blank reports whether Text would be empty. Where there are words it does not
// read past the first.
func (h HTML) Blank() bool {
	tag := false
	if strings.Contains(h.s, "invisible") {
		return h.Text().Empty()
	}
	for i := 0; i < len(h.s); i++ {
		switch c := h.s[i]; {
		case c == '<':
			tag = true
		case c == '>':
			tag = false
		case !tag && c > ' ' && c < 0x7f && c != '&':
			return false
		}
	}
	return h.Text().Empty()
}

// Hrefs returns the addresses of the links in order, each once.
func (h HTML) Hrefs() []string {
	if !strings.Contains(h.s, "<a ") {
		return nil
	}
	var out []string
	seen := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(h.s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken:
			name, more := z.TagName()
			if string(name) != "a" {
				continue
			}
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				if href := string(value); string(key) == "href" && href != "" && !seen[href] {
					seen[href] = true
					out = append(out, href)
				}
			}
		}
	}
}
