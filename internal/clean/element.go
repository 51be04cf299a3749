package clean

import "strings"

// element is what sanitising has to know of a tag's name. One look-up a tag
// finds it, and what is open is compared by bits: three million tags in one
// answer cost no more than reading them.
type element struct {
	name    string
	allowed bool
	dropped bool // with everything inside
	void    bool

	is    classes // itself, among those that the rules below name
	ends  classes // the open elements that its start tag ends
	stops classes // those beyond which none is looked for
}

// classes is a set of the elements that matter to others' end.
type classes uint32

// elements are those that are kept or dropped with their content, by name.
var elements = table()

// classed are the elements that have a bit in classes.
const classed = `li ul ol menu dir dt dd dl tr td th table option optgroup select datalist a p button caption object`

func classOf(names string) classes {
	var c classes
	for _, name := range strings.Fields(names) {
		for i, other := range strings.Fields(classed) {
			if name == other {
				c |= 1 << i
			}
		}
	}
	return c
}

func table() map[string]*element {
	all := map[string]*element{}
	for _, names := range []map[string]bool{allowedElements, droppedContent} {
		for name := range names {
			all[name] = &element{
				name: name, allowed: allowedElements[name], dropped: droppedContent[name], void: voidElements[name], is: classOf(name),
			}
		}
	}
	for names, rule := range impliedEnds() {
		for _, name := range strings.Fields(names) {
			all[name].ends, all[name].stops = classOf(rule[0]), classOf(rule[1])
		}
	}
	return all
}

// impliedEnds says which open elements a start tag ends, and the elements at
// which the search stops: markup that leaves out end tags is nested right.
func impliedEnds() map[string][2]string {
	return map[string][2]string{
		"li":       {"li", "ul ol menu dir"},
		"dt dd":    {"dt dd", "dl"},
		"tr":       {"tr td th", "table"},
		"td th":    {"td th", "tr table"},
		"option":   {"option", "select datalist optgroup"},
		"optgroup": {"option optgroup", "select"},
		"a":        {"a", "table td th"},
		// What cannot stand inside a paragraph.
		`address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form
		h1 h2 h3 h4 h5 h6 header hr main menu nav ol p pre section table ul`: {"p", "button caption td th table object"},
	}
}
