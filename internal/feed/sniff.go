package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"weaktie/internal/clean"

	"golang.org/x/net/html"
)

type kind uint8

const (
	kindRSS kind = iota // RSS 0.9x and 2.0
	kindRDF             // RSS 0.9 and 1.0
	kindAtom
	kindJSON
)

// rootWindow is how far a root element may hide behind rubbish: warnings of a
// script, licence comments, a document type.
const rootWindow = 256 << 10

// sniff tells what kind of feed the text is and cuts what stands before its
// root, or says in one sentence what it is instead.
func sniff(text []byte) (kind, []byte, error) {
	text = bytes.TrimLeft(text, " \t\r\n\x00\f\v\u2028\ufeff")
	if len(text) == 0 {
		return 0, nil, errors.New("not a feed: empty answer")
	}
	switch text[0] {
	case '{':
		return kindJSON, text, nil
	case '[':
		return 0, nil, errors.New("not a feed: JSON list")
	}
	name, start := firstElement(text)
	if k, ok := rootKind(name); ok {
		return k, text[start:], nil
	}
	switch strings.ToLower(name) {
	case "html", "head", "body":
		return 0, nil, notHTML(text)
	}
	if bytes.HasPrefix(bytes.ToLower(text[:min(len(text), 64)]), []byte("<!doctype html")) {
		return 0, nil, notHTML(text)
	}
	if k, start, ok := hiddenRoot(text); ok {
		return k, text[start:], nil
	}
	switch strings.ToLower(name) {
	case "":
		return 0, nil, fmt.Errorf("not a feed: plain text %s", quote(string(text[:min(len(text), 200)])))
	case "opml":
		return 0, nil, errors.New("not a feed: OPML list of feeds (import it instead)")
	case "p", "div", "br", "b", "title", "script", "meta", "h1", "pre", "a":
		return 0, nil, notHTML(text)
	}
	return 0, nil, fmt.Errorf("not a feed: XML document %s", quote(name))
}

// firstElement is the qualified name and place of the first start tag.
func firstElement(text []byte) (name string, start int) {
	l := lexer{b: text}
	for {
		switch t := l.next(); t.kind {
		case tokenEnd:
			// A tag that never closes still says what was meant.
			rest := text[t.start:]
			if len(rest) > 1 && rest[0] == '<' && nameStart(rest[1]) {
				i := 1
				for i < len(rest) && nameByte(rest[i]) {
					i++
				}
				return string(rest[1:i]), t.start
			}
			return "", 0
		case tokenOpen:
			return t.name, t.start
		}
	}
}

func rootKind(name string) (kind, bool) {
	switch local(name) {
	case "rss":
		return kindRSS, true
	case "rdf":
		return kindRDF, true
	case "feed":
		return kindAtom, true
	}
	return 0, false
}

// hiddenRoot looks for a feed behind elements that do not belong to it, as a
// script's warnings leave them.
func hiddenRoot(text []byte) (kind, int, bool) {
	head := text[:min(len(text), rootWindow)]
	best, which := -1, kind(0)
	for tag, k := range map[string]kind{"<rss": kindRSS, "<rdf:RDF": kindRDF, "<feed": kindAtom} {
		i := bytes.Index(head, []byte(tag))
		if i < 0 || i+len(tag) >= len(head) || nameByte(head[i+len(tag)]) {
			continue
		}
		if best < 0 || i < best {
			best, which = i, k
		}
	}
	return which, best, best >= 0
}

func notHTML(text []byte) error {
	if title := pageTitle(text); title != "" {
		return fmt.Errorf("not a feed: HTML page %s", quote(title))
	}
	return errors.New("not a feed: HTML page")
}

// pageTitle is the title of an HTML page.
func pageTitle(page []byte) string {
	z := html.NewTokenizer(bytes.NewReader(page[:min(len(page), rootWindow)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == "title" && z.Next() == html.TextToken {
				return strings.TrimSpace(string(z.Text()))
			}
		}
	}
}

// notJSON says what a JSON object is that is no feed.
func notJSON(object map[string]json.RawMessage) error {
	for _, key := range []string{"error", "errors", "error_description", "message", "detail", "title"} {
		raw, ok := object[key]
		if !ok {
			continue
		}
		var text string
		if json.Unmarshal(raw, &text) == nil && text != "" {
			return fmt.Errorf("not a feed: JSON error %s", quote(text))
		}
		var inner struct {
			Message string `json:"message"`
		}
		if json.Unmarshal(raw, &inner) == nil && inner.Message != "" {
			return fmt.Errorf("not a feed: JSON error %s", quote(inner.Message))
		}
	}
	return errors.New("not a feed: JSON object without version or items")
}

// quote shows a stranger's words inside a sentence: cleaned, short, in quotes.
func quote(s string) string {
	const width = 60
	return "'" + clean.Cut(clean.Line(s).String(), width) + "'"
}
