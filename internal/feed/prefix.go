package feed

import (
	"bytes"
	"strings"
)

// prefixes are those that a document gives to the vocabulary of feeds itself.
type prefixes map[string]bool

// ownPrefixes reads them off the root.
func ownPrefixes(text []byte) prefixes {
	own := prefixes{"rss": true, "rdf": true, "atom": true, "a": true}
	l := lexer{b: text}
	t := l.next()
	if t.kind != tokenOpen {
		return own
	}
	if prefix, _, ok := strings.Cut(t.name, ":"); ok {
		own[prefix] = true
	}
	for _, a := range attributes(text[t.start:t.end], maxAttributes) {
		prefix, ok := strings.CutPrefix(a.name, "xmlns:")
		if !ok {
			continue
		}
		switch strings.TrimSpace(a.value) {
		case atom10, atom03, "http://purl.org/rss/1.0/", "http://channel.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/rdf/simple/0.9/",
			"http://backend.userland.com/rss2", "http://purl.org/net/rss1.1#":
			own[prefix] = true
		}
	}
	return own
}

// foreign is the prefix of a name in lower case, "" for the feed's own.
func (p prefixes) foreign(name string) string {
	prefix, _, ok := strings.Cut(name, ":")
	if !ok || p[prefix] {
		return ""
	}
	return strings.ToLower(prefix)
}

// attr is the value of an attribute by its name, with or without prefix.
func attr(tag []byte, name string) string {
	if !bytes.Contains(tag, []byte(name)) {
		return ""
	}
	for _, a := range attributes(tag, maxAttributes) {
		if a.name == name || !strings.Contains(name, ":") && local(a.name) == name {
			return a.value
		}
	}
	return ""
}

// without copies text but for the cuts.
func without(text []byte, cuts []extent) []byte {
	out := make([]byte, 0, len(text))
	at := 0
	for _, c := range cuts {
		if c.start < at {
			at = max(at, c.end)
			continue
		}
		out = append(out, text[at:c.start]...)
		at = c.end
	}
	return append(out, text[at:]...)
}
