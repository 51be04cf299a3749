package keys

import (
	"fmt"
	"io"
	"strings"
)

// Shown is how a key is written for people.
func Shown(key string) string {
	switch key {
	case "pgdown":
		return "page down"
	case "pgup":
		return "page up"
	}
	return key
}

// Markdown writes the table as docs/keys.md.
func Markdown(w io.Writer, m Map) error {
	var b strings.Builder
	b.WriteString("# Keys\n\nMade from the table in `internal/tui/keys`; a test fails when the two differ.\n\n")
	b.WriteString("`ctrl+c` always quits. Any other key can be changed in `config.toml`, by the action's name:\n\n")
	b.WriteString("```toml\n[keys]\nsave = [\"s\", \"ctrl+s\"]\nsnooze = []\n```\n\n")
	b.WriteString("In an overlay, `enter` accepts, `esc` closes, and the arrow keys, `ctrl+n` and `ctrl+p` move.\n")
	b.WriteString("The mouse works too: the wheel scrolls, a click chooses a row, a pane or a screen.\n")
	section(&b, "Everywhere", m, func(b Binding) bool { return b.Own(Everywhere) })
	for _, place := range Places() {
		section(&b, string(place), m, func(b Binding) bool { return b.Own(place) })
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func section(b *strings.Builder, title string, m Map, in func(Binding) bool) {
	fmt.Fprintf(b, "\n## %s\n\n| keys | action | does |\n| --- | --- | --- |\n", title)
	for _, row := range m.table {
		if !in(row) {
			continue
		}
		var ks []string
		for _, k := range row.Keys {
			ks = append(ks, "`"+k+"`")
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", strings.Join(ks, " "), row.Action, row.Long)
	}
}
