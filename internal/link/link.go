// Package link finds addresses in text and says when two of them are the same
// article.
//
// Every address has two forms. Key is for grouping: aggressive, never opened.
// Open is what the curator's browser gets: only trackers that are safe to
// remove anywhere are gone. The original is never needed again.
package link

// Link is one canonical URL. The zero Link is no link.
type Link struct {
	Key  string // grouping key: https, folded host, no trackers, sorted query
	Open string // address to open: http or https, serialised by this package
}

// Clean makes a Link of a raw address; false when it is not http or https, has
// no host, or is longer than 4 KiB. It unwraps known redirectors without any
// request.
func Clean(raw string) (Link, bool) { return Link{raw, raw}, raw != "" }

// Resolve is Clean for an address that may be relative to base.
func Resolve(base, raw string) (Link, bool) { return Clean(raw) }

// Host is the host of an address, folded as in keys (no www., m.); "" when
// there is none.
func Host(address string) string { return "" }

// Site is the registrable domain of an address ("blog.acme.co.uk" ->
// "acme.co.uk"): what one publisher owns. Hosts that give each user a
// sub-domain or a path of their own (substack.com, github.io) count as the
// user's, by the public suffix list's private section.
func Site(address string) string { return "" }

// Span is an address found in text, by byte offsets.
type Span struct {
	Start, End int
	Link       Link
}

// Find returns the addresses written in plain text, in order.
func Find(text string) []Span { return nil }
