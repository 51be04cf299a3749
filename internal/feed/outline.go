package feed

import (
	"bytes"
	"strings"
)

// extent is a stretch of bytes.
type extent struct{ start, end int }

// outline is what one pass over the bytes learns of a feed: where its items
// are, what is too long, and what the parser will not tell later.
type outline struct {
	items    []extent // the first maxOrdered
	total    int      // items in all
	last     int      // where the last one ends
	keep     int      // how many items are cheap enough to parse
	cuts     []extent // bytes to leave out
	feed     part
	parts    []part // one for each of the first maxItems
	language string
	capped   bool // a cut shortened something
}

// part is what the parser's model hides of the feed's head or an item.
type part struct {
	about string
	base  string
	texts []construct
}

// construct is a text child as it was written.
type construct struct {
	name, kind, mode, base string
	space                  bool // the name has a prefix
	extent                      // of what is inside
}

// find is the construct of that name; the last one wins, as in the parser.
func (p *part) find(name string) *construct {
	for i := len(p.texts) - 1; i >= 0; i-- {
		if p.texts[i].name == name {
			return &p.texts[i]
		}
	}
	return nil
}

// part is where the open item's texts go; a throw-away one past the limit.
func (g *guard) part() *part {
	if g.out.total == len(g.out.parts) {
		return &g.out.parts[len(g.out.parts)-1]
	}
	return &part{}
}

// construct notes a text child that the parser would tell too little of.
func (g *guard) construct(p *part, t token, tag []byte, name, base string) {
	switch name {
	case "title", "subtitle", "tagline", "description", "summary", "content", "encoded", "body", "fullitem":
	case "id":
		if g.wanted != "entry" {
			return
		}
	default:
		return
	}
	if t.empty || len(p.texts) >= 64 {
		return
	}
	space := g.prefixes.foreign(t.name)
	if space != "" && space != "content" && space != "xhtml" {
		return
	}
	c := construct{name: name, base: base, space: space != "", extent: extent{t.end, -g.depth}}
	if bytes.IndexByte(tag, '=') > 0 {
		c.kind, c.mode = strings.ToLower(attr(tag, "type")), strings.ToLower(attr(tag, "mode"))
	}
	p.texts = append(p.texts, c)
	g.openText = true
}

func (g *guard) closeText(from int) {
	p := &g.out.feed
	if g.itemAt > 0 {
		p = g.part()
	}
	if n := len(p.texts); n > 0 && p.texts[n-1].end == -g.depth {
		p.texts[n-1].end = from
		g.openText = false
	}
}
