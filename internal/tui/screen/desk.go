package screen

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/store"
	"weaktie/internal/tui/list"
)

// decide records decisions and says so when they are on disk; also is what else
// the key did, for the same sentence.
func (d *Desk) decide(ds []store.Decision, also string) tea.Cmd {
	app := d.App
	subjects := make([]store.Subject, len(ds))
	for i := range ds {
		subjects[i] = ds[i].Subject
	}
	return func() tea.Msg {
		sentence, err := app.Review.Decide(app.Context(), ds...)
		return Decided{Subjects: subjects, Sentence: sentence + also, Err: err}
	}
}

// open shows an address in the browser.
func (d *Desk) open(url string) tea.Cmd {
	if url == "" {
		return complain("nothing to open here: it has no address")
	}
	open := d.App.Open
	if open == nil {
		return complain(d.Keys.Fill("no browser is set up; {yank} copies the address instead"))
	}
	return func() tea.Msg {
		if err := open(url); err != nil {
			return Noticed{Text: "could not open the browser: " + err.Error(), Bad: true}
		}
		return Noticed{Text: "opened in the browser"}
	}
}

// yank copies text by the terminal.
func (d *Desk) yank(text, what string) tea.Cmd {
	if text == "" {
		return complain("nothing to copy here: it has no address")
	}
	return tea.Batch(tea.SetClipboard(text), notice("copied "+what))
}

// morning is when a snooze ends: seven the next morning.
func (d *Desk) morning() time.Time {
	n := d.App.Now().Local()
	return time.Date(n.Year(), n.Month(), n.Day()+1, 7, 0, 0, 0, n.Location())
}

// age is how long ago t was, in at most four cells.
func (d *Desk) age(t time.Time) string { return span(d.App.Now().Sub(t), t.IsZero()) }

func span(since time.Duration, never bool) string {
	switch {
	case never:
		return "-"
	case since < time.Minute:
		return "now"
	case since < time.Hour:
		return fmt.Sprintf("%dm", int(since.Minutes()))
	case since < 24*time.Hour:
		return fmt.Sprintf("%dh", int(since.Hours()))
	case since < 14*24*time.Hour:
		return fmt.Sprintf("%dd", int(since.Hours()/24))
	case since < 365*24*time.Hour:
		return fmt.Sprintf("%dw", int(since.Hours()/24/7))
	}
	return fmt.Sprintf("%dy", int(since.Hours()/24/365))
}

// Ago is age as a phrase.
func (d *Desk) Ago(t time.Time) string {
	switch a := d.age(t); a {
	case "-":
		return "never"
	case "now":
		return "just now"
	default:
		return a + " ago"
	}
}

// Ahead is when a time to come will be, as a phrase.
func (d *Desk) Ahead(t time.Time) string {
	in := t.Sub(d.App.Now())
	if t.IsZero() || in <= 0 {
		return "now"
	}
	if in < time.Minute {
		return "in a moment"
	}
	return "in " + span(in, false)
}

// looks are the row styles for a list with or without the focus.
func (d *Desk) looks(focus bool) list.Looks {
	l := list.Looks{
		Cursor: d.Theme.Selected, Mark: d.Theme.Marked, PointerStyle: d.Theme.Accent,
		Pointer: "┃", MarkGlyph: "●",
	}
	if !focus {
		l.Cursor = d.Theme.SelectedDim
	}
	return l
}

// plural is n with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", grouped(n), many)
}

// grouped writes n with thin thousands.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
