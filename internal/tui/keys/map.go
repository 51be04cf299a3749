package keys

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// Always quits, whatever the config says: the way out of any remap.
const Always = "ctrl+c"

// Map answers what a key means. Make one with New; it does not change.
type Map struct {
	table []Binding
	index map[Where]map[string]Action
}

// New is the table with a remap applied: action name to keys. No keys unbind
// the action. Every problem is reported at once, and then nothing is applied.
func New(remap map[string][]string) (Map, error) {
	m := Map{table: Table()}
	var problems []error
	names := make([]string, 0, len(remap))
	for name := range remap {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := m.rebind(name, remap[name]); err != nil {
			problems = append(problems, err)
		}
	}
	index, clashes := m.build()
	problems = append(problems, clashes...)
	if len(problems) > 0 {
		return Map{}, errors.Join(problems...)
	}
	m.index = index
	return m, nil
}

func (m *Map) rebind(name string, to []string) error {
	for i := range m.table {
		b := &m.table[i]
		if string(b.Action) != name {
			continue
		}
		for _, k := range to {
			if err := check(k); err != nil {
				return fmt.Errorf("keys: %s: %w", name, err)
			}
		}
		b.Keys = append([]string(nil), to...)
		return nil
	}
	if near := nearest(name); near != "" {
		return fmt.Errorf("keys: there is no action %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("keys: there is no action %q; docs/keys.md lists them", name)
}

// build indexes the table by place and finds keys that two actions claim. A
// place's own binding may shadow one that holds everywhere.
func (m *Map) build() (map[Where]map[string]Action, []error) {
	index := map[Where]map[string]Action{}
	var clashes []error
	said := map[string]bool{}
	for _, w := range append(Places(), Everywhere) {
		index[w] = map[string]Action{}
		for _, b := range m.table {
			if !b.Own(w) {
				continue
			}
			for _, k := range b.Keys {
				before, taken := index[w][k]
				line := fmt.Sprintf("keys: %q is both %s and %s (%s): give one of them another key", k, before, b.Action, w)
				if taken && before != b.Action && !said[k+string(before)+string(b.Action)] {
					said[k+string(before)+string(b.Action)] = true
					clashes = append(clashes, errors.New(line))
				}
				index[w][k] = b.Action
			}
		}
	}
	return index, clashes
}

// Lookup says what a key means in a place; "" is nothing.
func (m Map) Lookup(w Where, key string) Action {
	if a, ok := m.index[w][key]; ok {
		return a
	}
	return m.index[Everywhere][key]
}

// Keys returns the keys of an action.
func (m Map) Keys(a Action) []string {
	for _, b := range m.table {
		if b.Action == a {
			return b.Keys
		}
	}
	return nil
}

// Fill puts keys into a sentence: "{save} saves" becomes "s saves". An action
// without keys is named as the palette knows it.
func (m Map) Fill(sentence string) string {
	for _, b := range m.table {
		mark := "{" + string(b.Action) + "}"
		if !strings.Contains(sentence, mark) {
			continue
		}
		key := "“" + b.Words + "”"
		if len(b.Keys) > 0 {
			key = Shown(b.Keys[0])
		}
		sentence = strings.ReplaceAll(sentence, mark, key)
	}
	return sentence
}

// At returns the bindings that work in a place, without those that another
// binding of the place shadows, in the table's order.
func (m Map) At(w Where) []Binding {
	var out []Binding
	for _, b := range m.table {
		if !b.At(w) || len(b.Keys) == 0 {
			continue
		}
		var live []string
		for _, k := range b.Keys {
			if m.Lookup(w, k) == b.Action {
				live = append(live, k)
			}
		}
		if len(live) > 0 {
			b.Keys = live
			out = append(out, b)
		}
	}
	return out
}

// Line returns the bindings for the help line of a place, in its order.
func (m Map) Line(w Where) []Binding {
	var out []Binding
	for _, b := range m.At(w) {
		if b.Line > 0 {
			out = append(out, b)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Line < out[j].Line })
	return out
}

// check says what is wrong with a key's name.
func check(key string) error {
	if key == Always {
		return fmt.Errorf("%s always quits and cannot be given away", Always)
	}
	name := key
	for {
		mod, rest, ok := strings.Cut(name, "+")
		if !ok || rest == "" {
			break
		}
		if mod != "ctrl" && mod != "alt" && mod != "shift" && mod != "super" {
			return fmt.Errorf("%q is no key: %q is no modifier (ctrl, alt, shift, super)", key, mod)
		}
		name = rest
	}
	if utf8.RuneCountInString(name) == 1 && name != " " {
		return nil
	}
	if named(name) {
		return nil
	}
	return fmt.Errorf("%q is no key: write a character, or a name such as enter, space, tab, esc, f5, ctrl+x", key)
}

func named(name string) bool {
	switch name {
	case "enter", "space", "tab", "esc", "backspace", "delete", "insert",
		"up", "down", "left", "right", "home", "end", "pgup", "pgdown":
		return true
	}
	var n int
	_, err := fmt.Sscanf(name, "f%d", &n)
	return err == nil && n >= 1 && n <= 24 && name == fmt.Sprintf("f%d", n)
}

// nearest finds the action that a mistyped name most likely meant.
func nearest(name string) string {
	best, at := "", 3
	for _, b := range Table() {
		if d := distance(name, string(b.Action)); d < at {
			best, at = string(b.Action), d
		}
	}
	return best
}

// distance is Levenshtein's, over bytes: action names are ASCII.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
