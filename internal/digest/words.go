package digest

import (
	"fmt"
	"strings"
	"time"

	"weaktie/internal/clean"
)

// credit is the sentence that says who surfaced a link and how widely it went,
// in plain text.
func credit(e Entry) string {
	var parts []string
	var names []string
	for _, v := range e.Via {
		if !v.Empty() {
			names = append(names, v.String())
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

// titleOf is what a digest is called.
func titleOf(d Digest) string {
	if t := strings.TrimSpace(d.Title); t != "" {
		return t
	}
	return "Worth reading"
}

// nameOf is what an entry is called: its title, else its address.
func nameOf(e Entry) string {
	if !e.Title.Empty() {
		return e.Title.String()
	}
	return clean.Address(e.URL).String()
}

// followed reports whether an address is one to follow.
func followed(address string) bool {
	lower := strings.ToLower(address)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// heading is the days of a digest and what they brought.
func heading(d Digest) string {
	switch len(d.Entries) {
	case 0:
		return span(d.From, d.To) + ": nothing was saved."
	case 1:
		return span(d.From, d.To) + ", 1 link."
	}
	return fmt.Sprintf("%s, %d links.", span(d.From, d.To), len(d.Entries))
}

// span is the days of a digest in words.
func span(from, to time.Time) string {
	const day = "Monday, 2 January 2006"
	if from.IsZero() {
		return "All days"
	}
	last := to.Add(-time.Nanosecond)
	if !to.After(from) || last.YearDay() == from.YearDay() && last.Year() == from.Year() {
		return from.Format(day)
	}
	return from.Format("2 January 2006") + " to " + last.Format("2 January 2006")
}

// remark is the curator's sentence and the credit, in plain text.
func remark(e Entry) string {
	note := strings.Join(strings.Fields(e.Note.String()), " ")
	if note != "" {
		note = sentence(note)
	}
	return strings.TrimSpace(note + " " + credit(e))
}
