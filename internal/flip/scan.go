package flip

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// How rules are matched without running every expression over every text.
//
// Most expressions hold literals one of which is in every match (literals). One
// pass over the text looks up each run of four bytes in a table of those
// literals. An expression is then run only on the windows around the literals
// that were found, as wide as its longest match; an expression without literals,
// or one that asks for the beginning or the end of the text, is run on all of
// it. Five hundred patterns cost one pass and a few short matches.

// gram is the run of bytes that the table is made of.
const gram = 4

// place is where a literal belongs: it holds the table's gram at an offset.
type place struct {
	literal string
	offset  int
	pattern int
}

// scanner finds the windows of a judge's patterns.
type scanner struct {
	long  map[uint32][]place // by gram
	short []place            // literals shorter than a gram
	seen  []uint64           // a bit for each gram's low bits: most runs are in no literal
	reach []int              // by pattern: the longest match
}

// seenBits is the size of the filter before the table.
const seenBits = 14

func gramOf(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// slot folds a gram into the filter.
func slot(g uint32) uint32 { return (g * 2654435761) >> (32 - seenBits) }

func newScanner() *scanner {
	return &scanner{long: map[uint32][]place{}, seen: make([]uint64, 1<<seenBits/64)}
}

// add files a pattern's literals; pattern numbers are given in order.
func (s *scanner) add(literals []string, reach int) (pattern int) {
	pattern = len(s.reach)
	s.reach = append(s.reach, reach)
	for _, l := range literals {
		if len(l) < gram {
			s.short = append(s.short, place{l, 0, pattern})
			continue
		}
		at := rarest(l)
		g := gramOf(l[at:])
		s.long[g] = append(s.long[g], place{l, at, pattern})
		s.seen[slot(g)/64] |= 1 << (slot(g) % 64)
	}
	return pattern
}

// common are the letters of English, most used first: the later a letter stands
// here, the more a gram with it tells.
const common = " etaoinsrhldcumfpgwybvkxjqz"

// rarest is the offset of the gram of a literal that tells most.
func rarest(l string) int {
	best, most := 0, -1
	for i := 0; i+gram <= len(l); i++ {
		n := 0
		for _, c := range []byte(l[i : i+gram]) {
			if k := strings.IndexByte(common, c); k >= 0 {
				n += k
			} else {
				n += len(common)
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

// window is a part of a text that an expression is run on.
type window struct{ from, to int }

// windows are the parts of text around the literals of each pattern, in order
// and apart; a pattern whose literals are not there has none.
func (s *scanner) windows(text string) map[int][]window {
	found := map[int][]window{}
	for i := 0; i+gram <= len(text); i++ {
		g := gramOf(text[i:])
		if k := slot(g); s.seen[k/64]>>(k%64)&1 == 0 {
			continue
		}
		for _, p := range s.long[g] {
			if from := i - p.offset; from >= 0 && strings.HasPrefix(text[from:], p.literal) {
				s.open(found, p, text, from)
			}
		}
	}
	for _, p := range s.short {
		for from := 0; ; {
			i := strings.Index(text[from:], p.literal)
			if i < 0 {
				break
			}
			s.open(found, p, text, from+i)
			from += i + 1
		}
	}
	for pattern, ws := range found {
		found[pattern] = joined(ws)
	}
	return found
}

// open adds the window of a literal found at from, widened to whole words.
func (s *scanner) open(found map[int][]window, p place, text string, from int) {
	reach := s.reach[p.pattern]
	w := window{max(0, from-reach), min(len(text), from+len(p.literal)+reach)}
	for w.from > 0 && text[w.from-1] != ' ' {
		w.from--
	}
	for w.to < len(text) && text[w.to] != ' ' {
		w.to++
	}
	found[p.pattern] = append(found[p.pattern], w)
}

// joined puts windows in order and joins those that touch.
func joined(ws []window) []window {
	slices.SortFunc(ws, func(a, b window) int { return a.from - b.from })
	out := ws[:1]
	for _, w := range ws[1:] {
		if last := &out[len(out)-1]; w.from <= last.to {
			last.to = max(last.to, w.to)
			continue
		}
		out = append(out, w)
	}
	return out
}

// What the open ends of expressions are taken for: a word is at most longWord
// bytes, what stands between words at most longGap, and a group that may repeat
// for ever does so at most mostRepeats times.
const (
	longWord    = 24
	longGap     = 6
	mostRepeats = 4
)

// reachOf is how long a match of re can be, in bytes; whole is true when re
// asks for the beginning or the end of the text.
func reachOf(re *syntax.Regexp) (n int, whole bool) {
	switch re.Op {
	case syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine:
		return 0, true
	case syntax.OpLiteral:
		return len(string(re.Rune)), false
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 2, false
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			k, w := reachOf(sub)
			n, whole = max(n, k), whole || w
		}
		return n, whole
	}
	for _, sub := range re.Sub {
		k, w := reachOf(sub)
		n, whole = n+k, whole || w
	}
	switch re.Op {
	case syntax.OpStar, syntax.OpPlus:
		return openEnd(re.Sub[0], n), whole
	case syntax.OpRepeat:
		if re.Max < 0 {
			return openEnd(re.Sub[0], n), whole
		}
		return n * re.Max, whole
	}
	return n, whole
}

// openEnd is the reach of something repeated without an end.
func openEnd(sub *syntax.Regexp, n int) int {
	if sub.Op != syntax.OpCharClass {
		return n * mostRepeats
	}
	if slices.Contains(sub.Rune, 'a') || slices.Contains(sub.Rune, '0') {
		return longWord // letters or digits: the run of a word
	}
	return longGap
}

// match finds a pattern in the windows of a text; nil windows are the whole.
func match(re *regexp.Regexp, text string, ws []window, most int) [][2]int {
	var out [][2]int
	for _, w := range ws {
		for _, m := range re.FindAllStringIndex(text[w.from:w.to], most-len(out)) {
			if m[1] > m[0] {
				out = append(out, [2]int{w.from + m[0], w.from + m[1]})
			}
		}
		if len(out) >= most {
			break
		}
	}
	return out
}
