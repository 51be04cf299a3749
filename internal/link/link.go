// Package link finds addresses in text and says when two of them are the same
// article.
//
// Every address has two forms. Key is for grouping: aggressive, never opened.
// Open is what the curator's browser gets: only trackers that are safe to
// remove anywhere are gone. The original is never needed again.
//
// The Key of any page is written with https, even of a loopback server that
// speaks http only; Open keeps the scheme. Redirectors whose address names the
// target are unwrapped without any request; shorteners, whose address does
// not, are left alone, for asking them would tell a third party who reads what.
package link

import (
	"strings"
)

// Link is one canonical URL. The zero Link is no link.
type Link struct {
	Key  string // grouping key: https, folded host, no trackers, sorted query
	Open string // address to open: http or https, serialised by this package
}

const (
	maxLength    = 4 << 10 // longer addresses are data, not places
	maxRedirects = 5       // redirectors inside redirectors
)

// Clean makes a Link of a raw address; false when it is not http or https, has
// no host, or is longer than 4 KiB. It unwraps known redirectors without any
// request.
func Clean(raw string) (Link, bool) {
	a, ok := parse(raw)
	if !ok {
		return Link{}, false
	}
	return a.link()
}

// Resolve is Clean for an address that may be relative to base. A "ref"
// parameter that names the base's own host, as newsletters add it to every
// link, goes.
func Resolve(base, raw string) (Link, bool) {
	b, ok := parse(base)
	if !ok {
		return Clean(raw)
	}
	raw = trim(raw)
	if raw == "" || len(raw) > maxLength {
		return Link{}, false
	}
	a, ok := parse(b.resolve(raw))
	if !ok {
		return Link{}, false
	}
	a.from = b.host
	return a.link()
}

// resolve is the full address of ref as it stands in the page a.
func (a address) resolve(ref string) string {
	ref = slashes(ref)
	root := a.scheme + "://" + join(a.host, a.port)
	if i := strings.IndexAny(ref, ":/?#"); i >= 0 && ref[i] == ':' {
		return ref
	}
	switch {
	case strings.HasPrefix(ref, "//"):
		return a.scheme + ":" + ref
	case ref[0] == '/':
		return root + ref
	case ref[0] == '?':
		return root + a.path + ref
	case ref[0] == '#':
		a.fragment = ref[1:]
		return a.String()
	}
	return root + a.path[:strings.LastIndexByte(a.path, '/')+1] + ref
}

func (a address) link() (Link, bool) {
	for range maxRedirects {
		target, ok := unwrap(a)
		if !ok {
			break
		}
		target.from = a.from
		a = target
	}
	a = a.opened()
	open := a.String()
	if shutOpen := shut(open); shutOpen != open {
		again, ok := parse(shutOpen)
		if !ok {
			return Link{}, false
		}
		a, open = again, shutOpen
	}
	key := shut(a.key())
	if len(open) > maxLength || len(key) > maxLength {
		return Link{}, false
	}
	return Link{Key: key, Open: open}, true
}

// shut escapes the end of an address where it looks like punctuation around
// it, so that the address is read again as it is.
func shut(s string) string {
	rest := trim(s)
	if len(rest) == len(s) {
		return s
	}
	var b strings.Builder
	b.WriteString(rest)
	for i := len(rest); i < len(s); i++ {
		b.WriteByte('%')
		b.WriteByte(upperHex[s[i]>>4])
		b.WriteByte(upperHex[s[i]&15])
	}
	return b.String()
}

// Host is the host of an address, folded as in keys (no www., m.), with a port
// that is not the scheme's own; "" when there is none.
func Host(raw string) string {
	a, ok := parse(raw)
	if !ok {
		return ""
	}
	return join(foldName(a.host), a.port)
}

// join writes a host with its port.
func join(host, port string) string {
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" {
		host += ":" + port
	}
	return host
}
