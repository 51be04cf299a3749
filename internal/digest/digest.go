// Package digest writes the saved links of a day as something ready to send.
//
// What is written holds only http and https addresses, and no character of a
// title, a note or a name is taken for markup by whoever renders it.
package digest

import (
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
	From, To time.Time // [From, To)
	Entries  []Entry
}

// maxVia is how many names a credit spells out; a longer list thanks nobody.
const maxVia = 5
