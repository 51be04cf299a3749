package flip

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxJudged is how much of a text is read. A message says what it is in its
// first pages; the rest would only cost time.
const maxJudged = 16 << 10

// folded is a text in the form that rules and the model read, with the way
// back to the bytes it came from.
//
// Letters are lower-case ASCII where they can be: compatibility forms and
// look-alikes of other scripts unified, marks, apostrophes and invisible
// characters dropped. White space is one space. Addresses are URL (and REF
// when following one pays somebody), MAIL and AT, emoji are EMO: upper case, so that no letter of the text is mistaken
// for one.
type folded struct {
	text       string
	start, end []int32 // per byte of text: the bytes of the original it stands for
}

// span maps a match in the folded text to the original.
func (f *folded) span(from, to int) (int, int) {
	if from >= to || to > len(f.start) {
		return 0, 0
	}
	return int(f.start[from]), int(f.end[to-1])
}

// folder builds a folded text.
type folder struct {
	src        string
	out        []byte
	start, end []int32
}

// fold reads at most maxJudged bytes of s.
func fold(s string, lex lexicon) *folded {
	if len(s) > maxJudged {
		s = s[:maxJudged]
	}
	n := len(s) + 16
	f := &folder{src: s, out: make([]byte, 0, n), start: make([]int32, 0, n), end: make([]int32, 0, n)}
	for i := 0; i < len(s); {
		if w := f.space(i); w > 0 {
			f.put(' ', i, i+w)
			i += w
			continue
		}
		i = f.chunk(i)
	}
	f.mend(lex)
	return &folded{text: string(f.out), start: f.start, end: f.end}
}

// space is the width of white space or markup at i, 0 when there is none.
func (f *folder) space(i int) int {
	c := f.src[i]
	if c == ' ' || c == '\n' || c == '\t' || c == '\r' {
		return 1
	}
	if c >= utf8.RuneSelf {
		if r, w := utf8.DecodeRuneInString(f.src[i:]); unicode.IsSpace(r) {
			return w
		}
	}
	if c == '<' {
		return tagWidth(f.src[i:])
	}
	return 0
}

// tagWidth is the length of an HTML tag at the start of s, 0 when it is none.
// Comments copied from a page keep their tags; an anchor is left to the
// address reader.
func tagWidth(s string) int {
	const longest = 400 // an attribute list longer than this is not a tag
	if len(s) < 3 || (s[1] != '/' && !isLetter(s[1])) {
		return 0
	}
	name := strings.TrimLeft(s[1:], "/")
	for _, tag := range [...]string{"br", "a", "b", "i", "p", "em", "strong", "span", "div", "u"} {
		if rest, ok := strings.CutPrefix(name, tag); ok && rest != "" && !isLetter(rest[0]) {
			if end := strings.IndexByte(s[:min(len(s), longest)], '>'); end > 0 {
				return end + 1
			}
		}
	}
	return 0
}

// put appends one folded byte that stands for src[from:to].
func (f *folder) put(c byte, from, to int) {
	n := len(f.out)
	if c == ' ' && (n == 0 || f.out[n-1] == ' ') {
		return
	}
	if n > 0 && c == f.out[n-1] && isPunct(c) { // "!!!" says no more than "!"
		f.end[n-1] = int32(to)
		return
	}
	f.out = append(f.out, c)
	f.start = append(f.start, int32(from))
	f.end = append(f.end, int32(to))
}

// mark appends a token such as URL, set apart by spaces.
func (f *folder) mark(token string, from, to int) {
	n := len(f.out)
	if token == "EMO" && n >= 4 && string(f.out[n-4:]) == "EMO " { // one run of emoji is one
		for i := n - 4; i < n; i++ {
			f.end[i] = int32(to)
		}
		return
	}
	f.put(' ', from, from)
	for i := range len(token) {
		f.out = append(f.out, token[i])
		f.start = append(f.start, int32(from))
		f.end = append(f.end, int32(to))
	}
	f.put(' ', to, to)
}

// chunk folds what stands at i up to white space, and returns its end.
func (f *folder) chunk(i int) int {
	end := i + 1
	for end < len(f.src) && f.space(end) == 0 {
		_, w := utf8.DecodeRuneInString(f.src[end:])
		end += w
	}
	for i < end {
		token, from, to := address(f.src[i:end])
		if token == "" {
			f.runes(i, end)
			return end
		}
		f.runes(i, i+from)
		f.mark(token, i+from, i+to)
		if token == "URL" && paid(f.src[i+from:i+to]) {
			f.mark("REF", i+from, i+to)
		}
		i += to
	}
	return end
}

// runes folds src[i:end], which holds no white space and no address.
func (f *folder) runes(i, end int) {
	for i < end {
		c := f.src[i]
		if c < utf8.RuneSelf {
			if c == '&' {
				if r, w := entity(f.src[i:end]); w > 0 {
					f.rune(r, i, i+w)
					i += w
					continue
				}
			}
			f.ascii(c, i, i+1)
			i++
			continue
		}
		r, w := utf8.DecodeRuneInString(f.src[i:end])
		f.rune(r, i, i+w)
		i += w
	}
}

// ascii folds one ASCII byte. Apostrophes and the marks of light markup are
// dropped: "don't" is dont, "*free*" is free.
func (f *folder) ascii(c byte, from, to int) {
	switch {
	case c >= 'A' && c <= 'Z':
		f.put(c+'a'-'A', from, to)
	case c == '\'' || c == '`' || c == '*' || c == '_' || c == '~' || c < ' ' || c == 0x7f:
	default:
		f.put(c, from, to)
	}
}

// rune folds one character beyond ASCII, or one that was written as an entity.
func (f *folder) rune(r rune, from, to int) {
	switch {
	case r < utf8.RuneSelf:
		f.ascii(byte(r), from, to)
	case invisible(r):
	case r == '’' || r == '‘' || r == 'ʼ' || r == '´':
	case r == '“' || r == '”' || r == '«' || r == '»':
		f.put('"', from, to)
	case r == '–' || r == '—' || r == '−':
		f.put('-', from, to)
	case emoji(r):
		f.mark("EMO", from, to)
	default:
		f.letter(r, from, to)
	}
}

// letter folds a letter of any script.
func (f *folder) letter(r rune, from, to int) {
	if c, ok := lookalike(r); ok {
		f.put(c, from, to)
		return
	}
	var buf [8]byte
	plain := norm.NFKD.AppendString(buf[:0], string(unicode.ToLower(r)))
	for len(plain) > 0 {
		d, w := utf8.DecodeRune(plain)
		switch c, ok := lookalike(d); {
		case ok:
			f.put(c, from, to)
		case d < utf8.RuneSelf:
			f.ascii(byte(d), from, to)
		case unicode.Is(unicode.Mn, d) || invisible(d):
		default:
			for _, b := range plain[:w] {
				f.out = append(f.out, b)
				f.start = append(f.start, int32(from))
				f.end = append(f.end, int32(to))
			}
		}
		plain = plain[w:]
	}
}

// entity reads the HTML entity at the start of s; w is 0 when there is none.
func entity(s string) (r rune, w int) {
	end := strings.IndexByte(s[:min(len(s), 9)], ';')
	if end < 2 {
		return 0, 0
	}
	switch name := s[1:end]; name {
	case "amp":
		return '&', end + 1
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "quot":
		return '"', end + 1
	case "apos", "#39", "#x27":
		return '\'', end + 1
	case "nbsp":
		return ' ', end + 1
	}
	return 0, 0
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) || c >= utf8.RuneSelf }
func isPunct(c byte) bool  { return c > ' ' && c < 0x7f && !isLetter(c) && !isDigit(c) }
