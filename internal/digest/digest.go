// Package digest writes the saved links of a day as something ready to send.
package digest

import (
	"io"
	"time"

	"weaktie/internal/clean"
)

// Entry is one saved link.
type Entry struct {
	Title    clean.Text
	URL      string
	Note     clean.Text   // the curator's own sentence; may be empty
	Via      []clean.Text // who surfaced it, first voice first: names or handles
	Source   clean.Text   // the publisher's host
	Saved    time.Time
	Shared   int // people who shared it
	Voices   int // independent communities
	Reshared bool
}

// Digest is the saved links of a span of days.
type Digest struct {
	Title    string
	From, To time.Time
	Entries  []Entry
}

// Markdown writes d so that it renders the same everywhere: titles and
// addresses escaped, one list, credits in the text.
func Markdown(w io.Writer, d Digest) error { return nil }
