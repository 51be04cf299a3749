package flip

import "unicode"

// lookalike is the Latin letter that r, of another alphabet or a phonetic one,
// is drawn like: such letters are used to slip words past a filter. Letters that are their
// own sign (ф, ц, β, δ) are not in it: they tell a word of another language
// from a disguise.
func lookalike(r rune) (byte, bool) {
	switch {
	case r < 0xC0:
		return 0, false
	case r >= 0x1F150 && r <= 0x1F169: // negative circled letters
		return byte('a' + r - 0x1F150), true
	case r >= 0x1F170 && r <= 0x1F189: // negative squared letters
		return byte('a' + r - 0x1F170), true
	}
	c, ok := disguises(unicode.ToLower(r))
	return c, ok
}

// disguises is a switch, not a map: it is asked for every foreign letter.
func disguises(r rune) (byte, bool) {
	switch r {
	case 'а', 'α', 'ᴀ', 'ɑ':
		return 'a', true
	case 'ʙ', 'в', 'ь':
		return 'b', true
	case 'с', 'ϲ', 'ᴄ':
		return 'c', true
	case 'ԁ', 'ᴅ', 'đ':
		return 'd', true
	case 'е', 'ε', 'ᴇ', 'є':
		return 'e', true
	case 'ꜰ', 'ғ':
		return 'f', true
	case 'ɡ', 'ɢ':
		return 'g', true
	case 'һ', 'н', 'ʜ', 'ħ':
		return 'h', true
	case 'і', 'ї', 'ι', 'ɪ', 'ı', 'ɩ':
		return 'i', true
	case 'ј', 'ϳ', 'ᴊ':
		return 'j', true
	case 'к', 'κ', 'ᴋ':
		return 'k', true
	case 'ӏ', 'ʟ', 'ł', 'ⅼ':
		return 'l', true
	case 'м', 'ᴍ':
		return 'm', true
	case 'η', 'ɴ', 'ո':
		return 'n', true
	case 'о', 'ο', 'ᴏ', 'σ', 'ø', 'օ':
		return 'o', true
	case 'р', 'ρ', 'ᴘ':
		return 'p', true
	case 'ԛ':
		return 'q', true
	case 'ʀ', 'г':
		return 'r', true
	case 'ѕ', 'ꜱ':
		return 's', true
	case 'т', 'τ', 'ᴛ':
		return 't', true
	case 'υ', 'ᴜ', 'ʋ', 'ս':
		return 'u', true
	case 'ѵ', 'ν', 'ᴠ':
		return 'v', true
	case 'ԝ', 'ω', 'ᴡ':
		return 'w', true
	case 'х', 'χ':
		return 'x', true
	case 'у', 'γ', 'ʏ', 'ү':
		return 'y', true
	case 'ᴢ':
		return 'z', true
	}
	return 0, false
}

// invisible reports characters that take no room and part a word in two for
// a filter but not for a reader.
func invisible(r rune) bool {
	switch {
	case r == 0xAD, r == 0x34F, r == 0x61C, r == 0x180E, r == 0xFEFF:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE01EF:
		return true
	}
	return unicode.Is(unicode.Mn, r)
}

// emoji reports pictures. Letters in a box are letters, see lookalike.
func emoji(r rune) bool {
	switch {
	case r >= 0x1F150 && r <= 0x1F169, r >= 0x1F170 && r <= 0x1F189:
		return r == 0x1F17F || r == 0x1F18E
	case r >= 0x1F1E6 && r <= 0x1FAFF, r >= 0x1F000 && r <= 0x1F0FF:
		return true
	case r >= 0x2190 && r <= 0x21FF, r >= 0x2300 && r <= 0x23FF, r >= 0x2500 && r <= 0x27BF, r >= 0x2B00 && r <= 0x2BFF:
		return true
	}
	return false
}
