package feed

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The guard's limits. The parser recurses once a level without a limit of its
// own and copies every namespace binding at every level: 15 kB of compressed
// input can overflow its stack, 340 kB can take 4 GB.
const (
	maxDepth      = 256     // real feeds: below 40, markup included
	maxSpacesOpen = 64      // namespaces bound at once; real feeds: below 30
	maxSpaces     = 256     // different ones in all
	maxAttributes = 1024    // on one element
	maxElements   = 300_000 // parsed at some microseconds each
	spacesAsOne   = 8       // bound namespaces that cost as much as an element
	maxChildren   = 1024    // of one item; the rest is cut
	maxOrdered    = 20_000  // items among which the newest are looked for
	maxText       = 512 << 10
	maxValue      = 32 << 10 // of an attribute
	maxTag        = 256 << 10
)

var (
	errDepth      = fmt.Errorf("the feed is nested deeper than %d levels", maxDepth)
	errSpaces     = errors.New("the feed declares too many namespaces")
	errAttributes = fmt.Errorf("the feed has an element with more than %d attributes", maxAttributes)
	errElements   = fmt.Errorf("the feed has more than %d elements", maxElements)
)

// guard makes the pass. It stops at the first thing that no feed needs.
type guard struct {
	lexer
	out      outline
	wanted   string // local name of items
	depth    int
	spaces   []int           // how many namespaces each level binds
	bound    int             // sum of spaces
	declared map[string]bool // namespaces seen
	bases    []string        // xml:base in force at each level
	hasBase  bool
	elements int
	itemAt   int // depth of the open item, 0 for none
	itemPos  int
	children int
	dropFrom int // where the surplus children of the open item begin
	openText bool
	second   string // local name of the element that is open at depth 2
	prefixes prefixes
}

// survey runs the guard over text, which begins at its root.
func survey(text []byte, k kind, base string) (*outline, error) {
	g := guard{
		lexer: lexer{b: text}, wanted: "item", declared: map[string]bool{}, prefixes: ownPrefixes(text),
		hasBase: bytes.Contains(text, []byte("xml:base")), bases: []string{base},
	}
	if k == kindAtom {
		g.wanted = "entry"
	}
	g.out.keep = -1
	g.out.feed.base = base
	for {
		t := g.next()
		var err error
		switch t.kind {
		case tokenEnd:
			if g.out.keep < 0 {
				g.out.keep = g.out.total
			}
			return &g.out, nil
		case tokenOpen:
			err = g.start(t)
		case tokenClose:
			g.finish(t.start, t.end)
		case tokenText, tokenCDATA:
			g.text(t)
		case tokenAside:
			if t.end-t.start > maxTag {
				g.cut(extent{t.start, t.end})
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

func (g *guard) start(t token) error {
	tag := g.b[t.start:t.end]
	if err := g.measure(t, tag); err != nil {
		return err
	}
	if g.itemAt == 0 || g.children < maxChildren {
		g.elements += 1 + g.bound/spacesAsOne
	}
	if g.elements > maxElements && g.out.keep < 0 {
		if g.out.total < 2 {
			return errElements
		}
		g.out.keep = g.out.total - 1
	}
	base := g.bases[len(g.bases)-1]
	if g.hasBase && bytes.Contains(tag, []byte("xml:base")) {
		base = resolve(base, unescape(attr(tag, "xml:base")))
	}
	g.depth++
	if g.depth > maxDepth {
		return errDepth
	}
	g.bases = append(g.bases, base)
	name := local(t.name)
	switch {
	case g.itemAt == 0 && name == g.wanted && g.depth > 1 && g.prefixes.foreign(t.name) == "":
		g.startItem(t, tag, base)
	case g.itemAt == g.depth-1 && g.itemAt > 0:
		if g.children++; g.children == maxChildren {
			g.dropFrom = t.start
		}
		g.construct(g.part(), t, tag, name, base)
	case g.itemAt == 0 && g.depth == 1:
		g.out.language = attr(tag, "xml:lang")
		g.out.feed.base = base
	case g.itemAt == 0 && g.depth == 2:
		g.second = name
		if name == "channel" {
			g.out.feed.about = unescape(attr(tag, "about"))
			g.out.feed.base = base
		}
		if g.wanted == "entry" {
			g.construct(&g.out.feed, t, tag, name, base)
		}
	case g.itemAt == 0 && g.depth == 3 && g.second == "channel":
		g.construct(&g.out.feed, t, tag, name, base)
	}
	if t.empty {
		g.finish(t.end, t.end)
	}
	return nil
}

// measure holds the tag against the limits of attributes and namespaces.
func (g *guard) measure(t token, tag []byte) error {
	bound := 0
	if len(tag) > 2*maxAttributes {
		list := attributes(tag, maxAttributes+1)
		if len(list) > maxAttributes {
			return errAttributes
		}
		size := len(tag)
		for _, a := range list {
			if n := a.end - a.start; n > maxValue {
				size -= n - maxValue
				g.cut(extent{t.start + boundary(tag, a.start+maxValue), t.start + a.end})
			}
		}
		if size > maxTag {
			return errAttributes
		}
	}
	if bytes.Contains(tag, []byte("xmlns")) {
		for _, a := range attributes(tag, maxAttributes) {
			if strings.HasPrefix(a.name, "xmlns") {
				bound++
				if !g.declared[a.value] {
					g.declared[strings.Clone(a.value)] = true
				}
			}
		}
	}
	g.spaces = append(g.spaces, bound)
	if g.bound += bound; g.bound > maxSpacesOpen || len(g.declared) > maxSpaces {
		return errSpaces
	}
	return nil
}

func (g *guard) startItem(t token, tag []byte, base string) {
	g.itemAt, g.itemPos, g.children, g.dropFrom = g.depth, t.start, 0, 0
	g.out.total++
	if len(g.out.parts) < maxItems {
		p := part{base: base}
		if bytes.Contains(tag, []byte("about")) {
			p.about = unescape(attr(tag, "about"))
		}
		g.out.parts = append(g.out.parts, p)
	}
}

// finish closes the innermost element; from and to are its end tag.
func (g *guard) finish(from, to int) {
	if g.depth == 0 {
		return
	}
	if g.openText {
		g.closeText(from)
	}
	if g.itemAt == g.depth {
		if g.dropFrom > 0 {
			g.cut(extent{g.dropFrom, from})
		}
		if len(g.out.items) < maxOrdered {
			g.out.items = append(g.out.items, extent{g.itemPos, to})
		}
		g.itemAt, g.children, g.out.last = 0, 0, to
	}
	g.bound -= g.spaces[g.depth-1]
	g.spaces = g.spaces[:g.depth-1]
	g.bases = g.bases[:g.depth]
	g.depth--
}

// text cuts runs that are longer than anything that is kept of them.
func (g *guard) text(t token) {
	if t.end-t.start <= maxText {
		return
	}
	end := t.end
	if t.kind == tokenCDATA {
		end -= len("]]>")
	}
	g.cut(extent{boundary(g.b, t.start+maxText), end})
}

func (g *guard) cut(e extent) {
	g.out.capped = true
	if n := len(g.out.cuts); n > 0 && g.out.cuts[n-1].start >= e.start {
		g.out.cuts[n-1] = extent{e.start, max(e.end, g.out.cuts[n-1].end)}
		return
	}
	g.out.cuts = append(g.out.cuts, e)
}

// boundary is i, or a little before, so that neither a rune nor a character
// reference is cut in two.
func boundary(b []byte, i int) int {
	for i > 0 && !utf8.RuneStart(b[i]) {
		i--
	}
	const longest = 64
	if j := bytes.LastIndexByte(b[max(0, i-longest):i], '&'); j >= 0 {
		j += max(0, i-longest)
		if bytes.IndexByte(b[j:i], ';') < 0 {
			return j
		}
	}
	return i
}
