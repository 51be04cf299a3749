package link

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
)

// Span is an address found in text, by byte offsets.
type Span struct {
	Start, End int
	Link       Link
}

// Find returns the addresses written in plain text, in order: those with a
// scheme, those that begin with "www.", and a bare domain of a common suffix
// when a path follows it. The punctuation of the sentence and brackets opened
// before the address are not part of it. An address cut short with "…" is not
// found, for it leads nowhere.
func Find(text string) []Span {
	if !strings.ContainsAny(text, "/.") {
		return nil
	}
	var out []Span
	for start := 0; start < len(text); {
		end := start
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if separates(r) {
				break
			}
			end += size
		}
		if end > start {
			out = findIn(out, text, start, end)
		}
		_, size := utf8.DecodeRuneInString(text[end:])
		start = end + max(size, 1)
	}
	return out
}

// separates reports whether no address goes on at r.
func separates(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f || r == '<' || r == '>' || r == '"' || r == '`' || r == '|'
	}
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("«»“”„、。「」『』【】（），；：！？", r)
}

// findIn looks at one run of text without white space.
func findIn(out []Span, text string, start, end int) []Span {
	word := text[start:end]
	if !strings.Contains(word, ".") && !strings.Contains(word, "://") {
		return out
	}
	for i := 0; i < len(word); {
		at := schemeAt(word[i:])
		if at < 0 {
			break
		}
		i += at
		stop := len(word)
		if next := nextAddress(word[i+4:]); next >= 0 {
			stop = i + 4 + next
		}
		out = add(out, start+i, word[i:stop], "")
		i = stop
	}
	if strings.Contains(word, "://") {
		return out
	}
	lead := len(word) - len(strings.TrimLeft(word, "([{'*_~‘-–—:"))
	word = word[lead:]
	if len(word) > 4 && strings.EqualFold(word[:4], "www.") && strings.Count(word, ".") > 1 || bare(word) {
		out = add(out, start+lead, word, "https://")
	}
	return out
}

// schemeAt is where "http://" or "https://" begins in s, or -1.
func schemeAt(s string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], "://")
		if i < 0 {
			return -1
		}
		i += from
		for _, scheme := range []string{"https", "http"} {
			if i >= len(scheme) && strings.EqualFold(s[i-len(scheme):i], scheme) {
				return i - len(scheme)
			}
		}
		from = i + 3
	}
}

// nextAddress is where another address begins behind a separator, or -1: a
// redirector carries its target behind "=" or "/", a list behind a comma.
func nextAddress(s string) int {
	for from := 0; ; {
		i := schemeAt(s[from:])
		if i < 0 {
			return -1
		}
		i += from
		if i > 0 && strings.IndexByte(",;)]}", s[i-1]) >= 0 {
			return i
		}
		from = i + 4
	}
}

// add appends the address that s begins with, if it is one.
func add(out []Span, start int, s, scheme string) []Span {
	if len(s) > maxLength {
		return out
	}
	s, cut := trimSentence(s)
	if cut {
		return out
	}
	l, ok := Clean(scheme + s)
	if !ok {
		return out
	}
	return append(out, Span{start, start + len(s), l})
}

// trimSentence drops the punctuation after an address, and says whether the
// address itself was cut short.
func trimSentence(s string) (address string, cut bool) {
	for {
		before := s
		s = strings.TrimRight(s, ".,;:!?'*~’‘")
		s = trimClosers(s)
		if strings.HasSuffix(s, "…") || strings.HasSuffix(before, "...") {
			return s, true
		}
		if s == before {
			return s, false
		}
	}
}

// plainSuffixes are the top-level domains that no file name or abbreviation
// ends in.
var plainSuffixes = set(`
	com org net edu gov io dev app co uk de fr es it nl eu ch at se no dk fi be ca au us jp br pt ie nz blog news info social`)

// bare reports whether s is certainly a domain and a path.
func bare(s string) bool {
	host, path, ok := strings.Cut(s, "/")
	if !ok || path == "" || strings.ContainsAny(host, "@:") {
		return false
	}
	host = strings.ToLower(host)
	if !plainSuffixes[host[strings.LastIndexByte(host, '.')+1:]] {
		return false
	}
	if _, ok := cleanHost(host); !ok {
		return false
	}
	suffix, icann := publicsuffix.PublicSuffix(host)
	return suffix != host && (icann || strings.Contains(suffix, "."))
}
