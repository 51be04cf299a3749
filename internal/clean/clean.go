// Package clean turns hostile bytes into text that is safe to show.
//
// Everything that came over the network or out of a file goes through here
// before it can reach a terminal, and the types prove it: a view takes a Text,
// and only this package makes one. Cleaning is idempotent, so what is read back
// from an old store is cleaned again at no risk.
//
// # What goes
//
// Control characters (C0, DEL, C1) and whole escape sequences, not only their
// first byte, so that no "]52;c;…" stays behind as text. A string sequence
// (OSC, DCS, APC, PM, SOS) that is never ended loses its introducer and what
// follows up to the next white space, not the honest text after it. Bytes that
// are not UTF-8 become U+FFFD.
//
// Every format character goes: bidi overrides, isolates and marks, tags, BOM,
// soft hyphen, zero width space; so do Hangul and Khmer fillers and variation
// selectors. A joiner or non-joiner stays only between two letters of a script
// that needs it (Arabic, Indic).
//
// # Width
//
// A row must end where we say it ends, whether or not the terminal knows
// grapheme clusters (mode 2027), so what the two measure differently is taken
// apart: emoji lose joiners, variation selectors and skin tones, a lone
// regional indicator becomes its letter. What remains are scripts whose vowel
// signs stand in a cell of their own (Indic, Thai): there Width counts as the
// renderer does by default, one cell a code point.
package clean

// Text is a string without control characters, escape sequences, bidi
// overrides or floods of combining marks. The zero Text is empty.
type Text struct{ s string }

func (t Text) String() string { return t.s }

// Empty reports whether there is nothing to show.
func (t Text) Empty() bool { return t.s == "" }

// MarshalText writes the text as it is.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.s), nil }

// UnmarshalText cleans what it reads, as Body does.
func (t *Text) UnmarshalText(b []byte) error {
	*t = Body(string(b))
	return nil
}

// HTML is markup of an allow-list of tags and attributes, its addresses
// absolute and http, https or mailto. The zero HTML is empty.
type HTML struct{ s string }

func (h HTML) String() string { return h.s }

// Empty reports whether there is no markup at all.
func (h HTML) Empty() bool { return h.s == "" }

// MarshalText writes the markup as it is.
func (h HTML) MarshalText() ([]byte, error) { return []byte(h.s), nil }

// UnmarshalText sanitises what it reads.
func (h *HTML) UnmarshalText(b []byte) error {
	*h = Sanitize(string(b), "")
	return nil
}
