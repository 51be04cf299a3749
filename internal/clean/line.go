package clean

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const (
	maxLineCells = 300     // wider than any screen; a longer title is an attack on the layout
	maxLineBytes = 4 << 10 // what the store keeps of a title
	maxBodyBytes = 256 << 10
	maxWordCells = 200 // longer "words" are floods and encoded data, not reading
	tabStop      = 4
	maxCluster   = 32 // bytes; consonants joined without end count as one cluster
)

const ellipsis = "…"

// Line cleans s for one row: white space runs become one space; at most 300
// cells and 4 KiB, longer text ends in "…".
func Line(s string) Text {
	if len(s) <= maxWordCells && plainLine(s) {
		return Text{s}
	}
	// Reading stops well beyond what can be shown, so that a title of 50 MB
	// costs no more than one of 64 KiB.
	s = head(s, 16*maxLineBytes)
	var w writer
	w.line = true
	scrub(s, &w)
	return Text{capLine(capWords(w.String()))}
}

// Body cleans s for a page: as Line, but keeps newlines (at most two in a
// row), expands tabs, and caps at 256 KiB.
func Body(s string) Text {
	if len(s) <= maxWordCells && plainLine(s) {
		return Text{s}
	}
	s = head(s, 4*maxBodyBytes)
	var w writer
	scrub(s, &w)
	return Text{capBytes(capWords(w.String()), maxBodyBytes)}
}

// plainLine reports whether s is printable ASCII with single spaces between
// words, which cleaning would not change.
func plainLine(s string) bool {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return last != ' ' || s == ""
}

// head is the first n bytes of s, less a rune that would be torn.
func head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := 0; i < utf8.UTFMax-1 && n > 0 && !utf8.RuneStart(s[n]); i++ {
		n--
	}
	return s[:n]
}

func capLine(s string) string {
	if len(s) > maxLineCells {
		s = Cut(s, maxLineCells)
	}
	return capBytes(s, maxLineBytes)
}

// capBytes cuts s at a grapheme boundary to at most n bytes with the ellipsis.
func capBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	// Clusters are measured from a point known to be a boundary; a run of the
	// last bytes alone could begin inside one.
	end, room := 0, n-len(ellipsis)
	for end < len(s) {
		size := clusterSize(s[end:])
		if end+size > room {
			break
		}
		end += size
	}
	return closeCut(s[:end])
}

// closeCut ends a cut text. Joiners go with the letter they joined to, or the
// next cleaning would remove them.
func closeCut(s string) string {
	return strings.TrimRight(s, " \n\u200c\u200d") + ellipsis
}

// clusterSize is the length in bytes of the grapheme cluster that s begins
// with.
func clusterSize(s string) int {
	if len(s) > 1 && s[0] < utf8.RuneSelf && s[1] < utf8.RuneSelf || len(s) == 1 {
		return 1
	}
	cluster, _ := ansi.FirstGraphemeCluster(s, ansi.WcWidth)
	if len(cluster) > maxCluster {
		return baseSize(cluster)
	}
	return max(len(cluster), 1)
}

// baseSize is the length of the rune that s begins with and of the runes after
// it that take no cell.
func baseSize(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if Width(string(r)) > 0 {
			break
		}
		n += size
	}
	return n
}

// capWords cuts each word that is wider than maxWordCells. Addresses stay
// whole, and so does writing without spaces between words (Chinese, Thai).
func capWords(s string) string {
	if len(s) <= maxWordCells {
		return s
	}
	var b strings.Builder
	done := 0
	for start := 0; start < len(s); {
		end := start + wordLen(s[start:])
		if end-start > maxWordCells {
			if word := s[start:end]; !isAddress(word) && spaced(word) && Width(word) > maxWordCells {
				b.WriteString(s[done:start])
				b.WriteString(Cut(word, maxWordCells))
				done = end
			}
		}
		start = end + 1
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

func wordLen(s string) int {
	if i := strings.IndexAny(s, " \n"); i >= 0 {
		return i
	}
	return len(s)
}

func isAddress(word string) bool {
	word = strings.TrimLeft(word, "(<[\"'")
	return len(word) <= maxLineBytes && (strings.HasPrefix(word, "https://") || strings.HasPrefix(word, "http://"))
}
