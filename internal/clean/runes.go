package clean

import "unicode"

type kind uint8

const (
	kindLetter kind = iota
	kindGone
	kindSpace
	kindNewline
	kindMark
	kindJoiner
	kindFlag
)

const (
	firstFlag = 0x1F1E6 // regional indicator A
	lastFlag  = 0x1F1FF
)

// kindOf sorts a rune from U+007F up.
func kindOf(r rune) kind {
	switch {
	case r < 0x300:
		switch {
		case r < 0xa0 || r == 0xad:
			return kindGone
		case r == 0xa0:
			return kindSpace
		}
		return kindLetter
	case r >= 0x370 && r < 0x483, r >= 0x2010 && r < 0x2028, r >= 0x3041 && r < 0x3097, r >= 0x30a1 && r < 0x30fb,
		r >= 0x4e00 && r < 0xa000, r >= 0xac00 && r < 0xd7a4: // the bulk of what is read, asked first
		return kindLetter
	case r == 0x200c || r == 0x200d:
		return kindJoiner
	case r == 0x2028 || r == 0x2029:
		return kindNewline
	case r >= firstFlag && r <= lastFlag:
		return kindFlag
	case r == 0x2800 || unicode.IsSpace(r): // the blank Braille pattern makes blank titles
		return kindSpace
	case gone(r):
		return kindGone
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || Width(string(r)) == 0:
		return kindMark
	}
	return kindLetter
}

// gone reports whether a rune is never shown.
func gone(r rune) bool {
	switch {
	case r == 0x34f, // combining grapheme joiner
		r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, // Hangul fillers
		r == 0x17b4, r == 0x17b5, // Khmer vowels without a form
		r >= 0x180b && r <= 0x180f,   // Mongolian selectors
		r >= 0xfe00 && r <= 0xfe0f,   // variation selectors
		r >= 0x1f3fb && r <= 0x1f3ff, // skin tones: two cells here, none there
		r >= 0x2060 && r <= 0x206f,
		r >= 0xfff0 && r <= 0xfffb,
		r&0xfffe == 0xfffe, // noncharacters
		r >= 0xfdd0 && r <= 0xfdef,
		r >= 0xe0000 && r <= 0xe0fff: // tags and more selectors
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// joins reports whether r is of a script in which joiner and non-joiner change
// what is read.
func joins(r rune) bool {
	return r >= 0x600 && unicode.In(r,
		unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian,
		unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya,
		unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
		unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Balinese, unicode.Javanese)
}
