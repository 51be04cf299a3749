package clean

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// standIn is where the stand-ins of the control characters begin: thirty-two
// noncharacters, which no honest text holds and XML allows. Cleaning reads
// each as the control it stands for.
const standIn = 0xfdd0

// maxLooks is for how many C1 of one text it is asked what follows them; more
// are no writing, and what is not asked stays a letter.
const maxLooks = 256

// StandIn is the stand-in of a control character below U+0020, for programs
// that must bring one through a parser that refuses it: were it dropped before
// cleaning, the rest of its sequence would stay as text.
func StandIn(control byte) rune { return standIn + rune(control&0x1f) }

// standingIn puts the controls back for their stand-ins.
func standingIn(s string) string {
	const lead = "\xef\xb7" // of U+FDC0 to U+FDFF
	i := strings.Index(s, lead)
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.Index(s, lead) {
		b.WriteString(s[:i])
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= standIn && r < standIn+' ':
			b.WriteByte(byte(r - standIn))
		default:
			b.WriteString(s[i : i+size])
		}
		s = s[i+size:]
	}
	b.WriteString(s)
	return b.String()
}

// References undoes those numeric character references that name control
// characters other than white space, and leaves the rest: "&#27;[31m" becomes
// a sequence that cleaning takes whole. C0 become their stand-ins. A reference
// to C1 stays where no sequence follows: it means a letter of windows-1252, as
// in a browser. With deep on, references are undone that were escaped again,
// however often ("&amp;amp;#27;").
func References(s string, deep bool) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	var b strings.Builder
	done, looks := 0, maxLooks
	for i < len(s) {
		r, size := control(s[i:], deep, &looks)
		if size > 0 {
			b.WriteString(s[done:i])
			b.WriteRune(r)
			done = i + size
		}
		next := strings.IndexByte(s[i+max(size, 1):], '&')
		if next < 0 {
			break
		}
		i += max(size, 1) + next
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// control reads the reference that s begins with and returns what to write for
// it, or size 0.
func control(s string, deep bool, looks *int) (r rune, size int) {
	i := 1
	for deep && i < len(s) {
		n := ampersand(s[i:])
		if n == 0 {
			break
		}
		i += n
	}
	if i >= len(s) || s[i] != '#' {
		return 0, 0
	}
	n, digits := number(s[i+1:])
	if digits == 0 {
		return 0, 0
	}
	i += 1 + digits
	if i < len(s) && s[i] == ';' {
		i++
	}
	switch {
	case n == '\t' || n == '\n' || n == '\r':
	case n < ' ':
		return standIn + rune(n), i
	case n == 0x7f:
		return rune(n), i
	case n >= 0x90 && n < 0xa0 && *looks > 0:
		if *looks--; introduces(rune(n), s[i:]) {
			return rune(n), i
		}
	}
	return 0, 0
}

// ampersand is the length of what follows "&" in another reference to "&".
func ampersand(s string) int {
	for _, name := range [...]string{"amp;", "#38;", "#x26;"} {
		if len(s) >= len(name) && strings.EqualFold(s[:len(name)], name) {
			return len(name)
		}
	}
	return 0
}

// number reads decimal or, after an x, hexadecimal digits.
func number(s string) (value uint64, size int) {
	base, start := 10, 0
	if s != "" && s[0]|0x20 == 'x' {
		base, start = 16, 1
	}
	end := start
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || base == 16 && s[end]|0x20 >= 'a' && s[end]|0x20 <= 'f') {
		end++
	}
	value, err := strconv.ParseUint(s[start:end], base, 64)
	if err != nil {
		return 0, 0
	}
	return value, end
}

// introduces reports whether rest makes a whole sequence of the C1 control r.
func introduces(r rune, rest string) bool {
	const window = 256 // bytes looked at, so that many references cost no more
	rest = head(rest, window)
	for range 4 { // as often as anybody escapes
		rest = html.UnescapeString(rest)
	}
	switch r {
	case csi:
		n, whole := csiLen(rest)
		return whole && n > 1
	case 0x90, 0x98, 0x9d, 0x9e, 0x9f:
		_, whole := stringLen(standingIn(rest))
		return whole
	}
	return false
}
