package clean

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// reader writes markup as plain text.
type reader struct {
	z      *html.Tokenizer
	out    strings.Builder
	lines  int    // newlines owed before the next text
	space  bool   // a space is owed
	bullet string // marker owed at the next text
	quote  int    // depth of quotes
	quoted int    // depth of the last line written
	pre    int
	hide   int // depth inside an invisible element
	lists  []list
	stack  []frame
}

type list struct {
	ordered bool
	n       int
}

// frame is an open element and what its end undoes.
type frame struct {
	name   string
	hidden bool
	tail   string // written at the end
}

func (r *reader) read() string {
	for {
		switch r.z.Next() {
		case html.ErrorToken:
			return r.out.String()
		case html.TextToken:
			if r.hide == 0 {
				r.text(string(r.z.Text()))
			}
		case html.StartTagToken:
			r.start()
		case html.SelfClosingTagToken:
			r.void()
		case html.EndTagToken:
			name, _ := r.z.TagName()
			r.end(string(name))
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

// attributes are those of the current tag that reading depends on.
func (r *reader) attributes(more bool) (class, alt, start string) {
	for more {
		var key, value []byte
		key, value, more = r.z.TagAttr()
		switch string(key) {
		case "class":
			class = string(value)
		case "alt":
			alt = string(value)
		case "start":
			start = string(value)
		}
	}
	return class, alt, start
}

func (r *reader) start() {
	raw, more := r.z.TagName()
	name := string(raw)
	if name == "textarea" || name == "noscript" {
		r.z.NextIsNotRawText()
	}
	class, alt, start := r.attributes(more)
	if voidElements[name] {
		r.voidElement(name, alt)
		return
	}
	f := frame{name: name}
	if name == "span" {
		switch class {
		case "invisible":
			f.hidden = true
			r.hide++
		case "ellipsis":
			f.tail = ellipsis
		}
	}
	r.stack = append(r.stack, f)
	switch {
	case blockElements[name]:
		r.block(name)
	case name == "td" || name == "th":
		r.space = true
	case name == "q":
		r.text(`"`)
	}
	switch name {
	case "ul", "menu", "dir":
		r.lists = append(r.lists, list{})
	case "ol":
		n, err := strconv.Atoi(start)
		if err != nil || n < 0 || n > 1e6 {
			n = 1
		}
		r.lists = append(r.lists, list{ordered: true, n: n})
	case "li":
		r.item()
	case "blockquote":
		r.quote++
	case "pre", "textarea":
		r.pre++
	}
}

func (r *reader) void() {
	raw, more := r.z.TagName()
	name := string(raw)
	_, alt, _ := r.attributes(more)
	r.voidElement(name, alt)
}

func (r *reader) voidElement(name, alt string) {
	switch name {
	case "br":
		if r.out.Len() > 0 {
			r.newline()
		}
	case "hr":
		r.block(name)
	case "img":
		if alt = strings.TrimSpace(alt); alt != "" && r.hide == 0 {
			r.text("[" + alt + "]")
		}
	}
}

// newline owes one more line, two at most.
func (r *reader) newline() {
	r.lines = min(r.lines+1, 2)
	r.space = false
}

// block owes the white space around a block.
func (r *reader) block(name string) {
	n := 2
	if tightBlocks[name] || len(r.lists) > 0 {
		n = 1
	}
	r.lines = max(r.lines, n)
	r.space = false
}

func (r *reader) item() {
	r.bullet = strings.Repeat("  ", max(len(r.lists)-1, 0)%8) + "• "
	if n := len(r.lists); n > 0 && r.lists[n-1].ordered {
		l := &r.lists[n-1]
		r.bullet = strings.Repeat("  ", (n-1)%8) + strconv.Itoa(l.n) + ". "
		l.n++
	}
}

func (r *reader) end(name string) {
	for i := len(r.stack) - 1; i >= 0; i-- {
		f := r.stack[i]
		if f.name != name {
			continue
		}
		r.stack = append(r.stack[:i], r.stack[i+1:]...)
		if f.hidden {
			r.hide--
		}
		if f.tail != "" && r.hide == 0 {
			r.text(f.tail)
		}
		r.leave(name)
		return
	}
}

func (r *reader) leave(name string) {
	switch name {
	case "ul", "menu", "dir", "ol":
		if len(r.lists) > 0 {
			r.lists = r.lists[:len(r.lists)-1]
		}
	case "blockquote":
		defer func() { r.quote-- }()
	case "pre", "textarea":
		r.pre--
	case "q":
		r.text(`"`)
	case "li":
		r.bullet = ""
	}
	if blockElements[name] {
		r.block(name)
	}
}

// text writes a piece of text with the white space owed before it.
func (r *reader) text(s string) {
	if r.pre > 0 {
		for i, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
			if i > 0 {
				r.newline()
			}
			if line != "" {
				r.open()
				r.out.WriteString(line)
			}
		}
		return
	}
	for s != "" {
		i := strings.IndexAny(s, " \n\t\r\f")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			r.open()
			r.out.WriteString(s[:i])
			s = s[i:]
			continue
		}
		r.space = r.lines == 0
		s = s[1:]
	}
}

// open pays what is owed before a word: lines, quote marks, a bullet or a
// space.
func (r *reader) open() {
	first := r.out.Len() == 0
	if first || r.lines > 0 {
		prefix := strings.Repeat("> ", min(r.quote, 8))
		if !first {
			for n := range r.lines {
				if n > 0 { // an empty line is quoted when both its neighbours are
					r.out.WriteString(strings.TrimRight(strings.Repeat("> ", min(r.quote, r.quoted, 8)), " "))
				}
				r.out.WriteByte('\n')
			}
		}
		r.out.WriteString(prefix)
	} else if r.space {
		r.out.WriteByte(' ')
	}
	r.out.WriteString(r.bullet)
	r.lines, r.space, r.bullet, r.quoted = 0, false, "", r.quote
}
