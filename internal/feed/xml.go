package feed

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// parseXML guards, parses, and repairs once where that fails.
func parseXML(text []byte, k kind, h Hints) (*Feed, error) {
	text, note := disarm(text)
	if len(text) > maxBody { // a stand-in is longer than its control
		return nil, errTooLarge
	}
	f, err := readXML(ownNamespace(text, k), k, h)
	if err == nil {
		f.damage(note)
	}
	return f, err
}

func readXML(text []byte, k kind, h Hints) (*Feed, error) {
	d, err := prepare(text, k, h)
	if errors.Is(err, errDepth) {
		// Tags that are never closed look like depth.
		return mended(text, k, h, err)
	}
	if err != nil {
		return nil, err
	}
	f, err := d.read()
	if err == nil && (len(f.Items) > 0 || d.outline.total == 0) {
		f.Cut = d.cut
		return f, nil
	}
	g, why := mended(d.text, k, h, err)
	switch {
	case why != nil && err != nil:
		return nil, why
	case why != nil || len(g.Items) == 0 && err == nil:
		// It parsed, but none of its items is where a feed has them.
		f.damage(fmt.Sprintf("none of its %d items is readable", d.outline.total))
		return f, nil
	}
	g.Cut += d.cut
	return g, nil
}

// mended repairs the text and reads it again; cause is why.
func mended(text []byte, k kind, h Hints, cause error) (*Feed, error) {
	fixed, what, ok := repair(text, k)
	if !ok {
		return nil, cause
	}
	d, err := prepare(fixed, k, h)
	if err != nil {
		return nil, err
	}
	f, err := d.read()
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w (%s)", errDamaged, reason(err))
	case cause != nil && f.hollow():
		return nil, fmt.Errorf("%w (%s)", errDamaged, what)
	}
	f.damage(what)
	f.Cut = d.cut
	return f, nil
}

// hollow reports whether nothing at all was read.
func (f *Feed) hollow() bool {
	return len(f.Items) == 0 && f.Title.Empty() && f.Link == "" && f.Description.Empty()
}

// reason is a parser's error in one line.
func reason(err error) string {
	s, _, _ := strings.Cut(err.Error(), "\n")
	return quote(s)
}

// document is a guarded text with what the guard learned.
type document struct {
	text    []byte
	kind    kind
	outline *outline
	cut     int
	hints   Hints
}

// prepare surveys the text and leaves out what is too much of it.
func prepare(text []byte, k kind, h Hints) (*document, error) {
	base := h.base()
	o, err := survey(text, k, base)
	if err != nil {
		return nil, err
	}
	d := &document{text: text, kind: k, outline: o, hints: h}
	keep := min(o.keep, maxItems)
	if keep >= o.total && len(o.cuts) == 0 {
		return d, nil
	}
	if len(o.cuts) > 0 {
		d.text = without(d.text, o.cuts)
		if o, err = survey(d.text, k, base); err != nil {
			return nil, err
		}
	}
	if keep < o.total && keep < len(o.items) {
		d.cut = o.total - keep
		d.text = without(d.text, surplus(d.text, o, keep))
		if o, err = survey(d.text, k, base); err != nil {
			return nil, err
		}
	}
	d.outline = o
	return d, nil
}

// surplus is where the items lie that go: the later ones, unless the feed is
// written oldest first.
func surplus(text []byte, o *outline, keep int) []extent {
	items := o.items
	if o.total == len(items) {
		first, end := roughDate(text, items[0]), roughDate(text, items[len(items)-1])
		if !first.IsZero() && end.After(first) {
			return []extent{{items[0].start, items[len(items)-keep].start}}
		}
		return []extent{{items[keep].start, o.last}}
	}
	// Past maxOrdered the places are not known; all that follows goes.
	return []extent{{items[keep].start, o.last}}
}

// read parses the text. A panic in the parser is an error like any other.
func (d *document) read() (f *Feed, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, fmt.Errorf("the parser failed: %v", p)
		}
	}()
	if f, err = d.parse(d.skeleton()); err == nil && len(f.Items) != len(d.outline.parts) {
		return d.parse(d.text) // the texts that were left out are wanted after all
	}
	return f, err
}

// skeleton is the text without the long texts of items: those are read from
// the bytes, and the parser would only unescape and copy them. What holds
// markup of its own stays, for the parser to find damage in it.
func (d *document) skeleton() []byte {
	const short = 64 // bytes; not worth a cut
	var out []byte
	done := 0
	for i := range d.outline.parts {
		for _, c := range d.outline.parts[i].texts {
			if c.name == "title" || c.name == "id" || c.end-c.start < short || c.start < done || !flat(d.text[c.start:c.end]) {
				continue
			}
			out = append(out, d.text[done:c.start]...)
			done = c.end
		}
	}
	if done == 0 {
		return d.text
	}
	return append(out, d.text[done:]...)
}

// flat reports whether the inside of an element is text and nothing else, and
// holds any at all.
func flat(inside []byte) bool {
	inside = bytes.TrimSpace(inside)
	if data, ok := bytes.CutPrefix(inside, []byte("<![CDATA[")); ok {
		end := bytes.Index(data, []byte("]]>"))
		return end > 0 && end+len("]]>") == len(data)
	}
	return len(inside) > 0 && bytes.IndexByte(inside, '<') < 0
}

// parse hands text to the parser of its kind.
func (d *document) parse(text []byte) (*Feed, error) {
	if bytes.Contains(text, []byte("xml:base")) {
		// Bases are followed here, from the survey; the parser takes every
		// base for a folder and renders markup anew to apply it.
		text = bytes.ReplaceAll(text, []byte("xml:base"), []byte("xml:bas_"))
	}
	if d.kind == kindAtom {
		// Texts are read from the bytes; the parser would parse and render
		// their markup to no use.
		text = bytes.ReplaceAll(text, []byte(`type="html"`), []byte(`type="text"`))
		text = bytes.ReplaceAll(text, []byte(`type="xhtml"`), []byte(`type="xtext"`))
		a, err := new(atom.Parser).Parse(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		return d.atom(a), nil
	}
	r, err := new(rss.Parser).Parse(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, errors.New("no channel")
	}
	return d.rss(r), nil
}

// parts are what the survey noted of each item; nothing when it does not count
// the items as the parser does.
func (d *document) parts(n int) []part {
	if len(d.outline.parts) != n {
		parts := make([]part, n)
		for i := range parts {
			parts[i].base = d.outline.feed.base
		}
		return parts
	}
	return d.outline.parts
}

// ownNamespace gives the root the vocabulary that its name asks for: old and
// misspelt Atom namespaces lose every element, and so does an RSS root that
// declares somebody else's.
func ownNamespace(text []byte, k kind) []byte {
	l := lexer{b: text}
	t := l.next()
	if t.kind != tokenOpen {
		return text
	}
	tag := text[t.start:t.end]
	want := "xmlns"
	if prefix, _, ok := strings.Cut(t.name, ":"); ok {
		want = "xmlns:" + prefix
	}
	for _, a := range attributes(tag, maxAttributes) {
		if a.name != want {
			continue
		}
		var to string
		switch v := strings.TrimSpace(a.value); {
		case k == kindAtom && v != atom10 && v != atom03 && v != "":
			to = atom10
			if strings.Contains(v, "purl.org/atom") {
				to = atom03
			}
		case k == kindRSS && want == "xmlns":
		default:
			return text
		}
		return bytes.Join([][]byte{text[:t.start+a.start], text[t.start+a.end:]}, []byte(to))
	}
	return text
}

const (
	atom10 = "http://www.w3.org/2005/Atom"
	atom03 = "http://purl.org/atom/ns#"
)
