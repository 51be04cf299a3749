package digest

import (
	"fmt"
	"io"
	"strings"
	"time"

	"weaktie/internal/clean"
)

// Markdown writes d so that it renders the same everywhere: titles and
// addresses escaped, one list with one line an entry, credits in the text.
func Markdown(w io.Writer, d Digest) error {
	var b strings.Builder
	title := strings.TrimSpace(d.Title)
	if title == "" {
		title = "Worth reading"
	}
	fmt.Fprintf(&b, "# %s\n\n", escape(title))
	if len(d.Entries) == 0 {
		fmt.Fprintf(&b, "%s: nothing was saved.\n", span(d.From, d.To))
	} else {
		links := "links"
		if len(d.Entries) == 1 {
			links = "link"
		}
		fmt.Fprintf(&b, "%s, %d %s.\n\n", span(d.From, d.To), len(d.Entries), links)
	}
	for _, e := range d.Entries {
		b.WriteString("- " + entry(e) + "\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the digest: %w", err)
	}
	return nil
}

func entry(e Entry) string {
	title := escape(e.Title.String())
	if title == "" {
		title = escape(clean.Address(e.URL).String())
	}
	line := title
	if to, ok := destination(e.URL); ok {
		line = "[" + title + "](" + to + ")"
	}
	if s := escape(e.Source.String()); s != "" {
		line += " (" + s + ")"
	}
	if note := escape(e.Note.String()); note != "" {
		line += ": " + sentence(note)
	} else {
		line = sentence(line)
	}
	if c := credit(e); c != "" {
		line += " " + c
	}
	return line
}

// credit is the sentence that says who surfaced a link and how widely it went.
func credit(e Entry) string {
	var parts []string
	var names []string
	for _, v := range e.Via {
		if !v.Empty() {
			names = append(names, escape(v.String()))
		}
	}
	if len(names) > 0 {
		parts = append(parts, "via "+and(names))
	}
	if e.Shared > 1 {
		s := fmt.Sprintf("shared by %d people", e.Shared)
		if e.Voices > 1 {
			s += fmt.Sprintf(" in %d communities", e.Voices)
		}
		parts = append(parts, s)
	}
	if len(parts) == 0 {
		return ""
	}
	c := strings.Join(parts, "; ")
	return strings.ToUpper(c[:1]) + c[1:] + "."
}

func and(names []string) string {
	if len(names) > maxVia {
		names = append(names[:maxVia:maxVia], fmt.Sprintf("%d more", len(names)-maxVia))
	}
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// sentence ends a text with a full stop unless it ends itself.
func sentence(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
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

// destination is an address as it may stand between parentheses; false when it
// is none to follow.
func destination(address string) (string, bool) {
	lower := strings.ToLower(address)
	if !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return "", false
	}
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; c <= ' ' || c == 0x7f || strings.IndexByte("()<>\"\\`|", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

// span is the days of a digest in words.
func span(from, to time.Time) string {
	const day = "Monday, 2 January 2006"
	if from.IsZero() {
		return "all days"
	}
	last := to.Add(-time.Nanosecond)
	if !to.After(from) || last.YearDay() == from.YearDay() && last.Year() == from.Year() {
		return from.Format(day)
	}
	return from.Format("2 January 2006") + " to " + last.Format("2 January 2006")
}
