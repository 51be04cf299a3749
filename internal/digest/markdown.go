package digest

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes d so that it renders the same everywhere: titles and
// addresses escaped, one list with one line an entry, credits in the text.
func Markdown(w io.Writer, d Digest) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n", escape(titleOf(d)), heading(d))
	if len(d.Entries) > 0 {
		b.WriteByte('\n')
	}
	for _, e := range d.Entries {
		b.WriteString("- " + entry(e) + "\n")
	}
	return write(w, b.String())
}

func write(w io.Writer, s string) error {
	if _, err := io.WriteString(w, s); err != nil {
		return fmt.Errorf("write the digest: %w", err)
	}
	return nil
}

func entry(e Entry) string {
	line := escape(nameOf(e))
	if followed(e.URL) {
		line = "[" + line + "](" + destination(e.URL) + ")"
	}
	if !e.Source.Empty() {
		line += " (" + escape(e.Source.String()) + ")"
	}
	if !e.Note.Empty() {
		line += ": " + sentence(escape(e.Note.String()))
	} else {
		line = sentence(line)
	}
	if c := credit(e); c != "" {
		line += " " + escape(c)
	}
	return line
}

// escape makes every character of s stand for itself. Angle brackets and
// ampersands become entities, for not every renderer knows them escaped.
func escape(s string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(s), " ") {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_{}[]()#|~", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// destination is an address as it may stand between parentheses.
func destination(address string) string {
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; c <= ' ' || c == 0x7f || strings.IndexByte("()<>\"\\`|", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
