// Package feed turns the bytes of an RSS, Atom, RDF or JSON feed into posts.
//
// The bytes are hostile. A guard scans them before the parser sees them (depth,
// namespaces, attributes, items, size); they are decoded to UTF-8; damaged XML
// gets one repair pass; and every string that comes out is clean.
package feed

import (
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/post"
)

// Hints is what the answer's headers say of the bytes; all optional.
type Hints struct {
	URL             string // the final address, to resolve relative ones
	ContentType     string
	ContentLocation string
}

// Feed is what the bytes hold.
type Feed struct {
	Format      string // "rss 2.0", "atom 1.0", "rdf 1.0", "json 1.1"
	Title       clean.Text
	Link        string
	Self        string // the address the feed names as its own; may be empty
	Description clean.Text
	Items       []Item
	TTL         time.Duration // how long the feed asks to be left alone; 0 is unsaid
	Damaged     string        // what was wrong and mended; "" is whole
	Cut         int           // items left out because there were too many
}

// Item is one entry. Link may be empty.
type Item struct {
	Title      clean.Text
	Link       string
	ID         string
	Author     clean.Text
	AuthorURL  string
	Summary    clean.HTML
	Content    clean.HTML
	Published  time.Time // zero when unsaid or unreadable
	Updated    time.Time
	Stated     string // the feed's own text for its time
	Enclosures []string
	Links      []link.Link // every link of the item and its text
	Tags       []string
	Language   string
}

// Parse reads a whole feed. The error says what the bytes are instead ("not a
// feed: HTML page 'Just a moment'"); a feed that was partly readable has no
// error and Damaged set.
func Parse(body []byte, h Hints) (*Feed, error) { return nil, nil }

// Posts makes posts of the items, with identity and time settled; seen is now.
func (f *Feed) Posts(source string, seen time.Time) []post.Post { return nil }

// Candidate is a feed that a page announces.
type Candidate struct {
	URL   string
	Title clean.Text
	Type  string // media type as announced
}

// Discover finds the feeds that an HTML page announces, best first; base is
// the page's address.
func Discover(page []byte, base string) []Candidate { return nil }
