package feed

import "weaktie/internal/clean"

// Candidate is a feed that a page announces.
type Candidate struct {
	URL   string
	Title clean.Text
	Type  string // media type as announced
}

// Discover finds the feeds that an HTML page announces, best first; base is
// the page's address.
func Discover(page []byte, base string) []Candidate { return nil }
