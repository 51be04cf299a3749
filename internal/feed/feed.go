// Package feed turns the bytes of an RSS, Atom, RDF or JSON feed into posts.
//
// The bytes are hostile. They are decoded to UTF-8, then a guard scans them
// before the parser sees them (depth, namespaces, attributes, items, size);
// damaged XML gets one repair pass; and every string that comes out is clean.
//
//	body, ContentType -> decode -> sniff -> guard -> gofeed -> map -> clean
//	                                          ^--- repair ---'  once
package feed

import (
	"errors"
	"fmt"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/link"
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
	Description clean.HTML
	Author      clean.Text // of the whole feed; an item's own author goes before it
	AuthorEmail string
	AuthorURL   string
	Items       []Item
	TTL         time.Duration // how long the feed asks to be left alone; 0 is unsaid
	Damaged     string        // what was wrong and mended; "" is whole
	Cut         int           // items left out because there were too many
}

// Item is one entry. Link may be empty.
type Item struct {
	Title       clean.Text
	Link        string
	ID          string
	Author      clean.Text
	AuthorEmail string // kept apart: it is not for showing
	AuthorURL   string
	Summary     clean.HTML
	Content     clean.HTML
	Published   time.Time // zero when unsaid or unreadable
	Updated     time.Time
	Stated      string // the feed's own text for its time
	Enclosures  []string
	Links       []link.Link // every link of the item and its text
	Tags        []string
	Language    string
}

// Byline is the author as feeds write it, "Name (email)", for programs that
// compare readers; screens show Author alone.
func (i Item) Byline() string {
	switch name := i.Author.String(); {
	case i.AuthorEmail == "":
		return name
	case name == "":
		return i.AuthorEmail
	default:
		return name + " (" + i.AuthorEmail + ")"
	}
}

// maxBody is the most that is read of one answer, before and after decoding.
const maxBody = 16 << 20

// maxItems is how many items of one answer are kept; no site publishes more
// between two polls.
const maxItems = 1000

// Parse reads a whole feed. The error says what the bytes are instead ("not a
// feed: HTML page 'Just a moment'"); a feed that was partly readable has no
// error and Damaged set.
func Parse(body []byte, h Hints) (*Feed, error) {
	if len(body) > maxBody {
		return nil, errTooLarge
	}
	text, note := decode(body, h.ContentType)
	text = modern(text)
	if len(text) > maxBody {
		return nil, errTooLarge
	}
	kind, text, err := sniff(text)
	if err != nil {
		return nil, err
	}
	var f *Feed
	if kind == kindJSON {
		f, err = parseJSON(text, h)
	} else {
		f, err = parseXML(text, kind, h)
	}
	if err != nil {
		return nil, err
	}
	f.damage(note)
	return f, nil
}

// errTooLarge refuses what no feed needs.
var errTooLarge = fmt.Errorf("the feed is larger than %d MiB", maxBody>>20)

// errDamaged is for XML that stays unreadable after its repair.
var errDamaged = errors.New("the feed is damaged beyond repair")

// damage adds a remark to what was mended.
func (f *Feed) damage(note string) {
	switch {
	case note == "":
	case f.Damaged == "":
		f.Damaged = note
	default:
		f.Damaged += "; " + note
	}
}
