// Package post is the noun everything here is about: one thing said by one
// person.
package post

import (
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/person"
)

// ID is the store's number for a post, in order of arrival; 0 before it is
// stored.
type ID uint64

// Post is one item of a source, already clean. A Post with Message set is
// addressed to the curator: a direct message, a mention, an invitation.
type Post struct {
	ID       ID
	Source   string // the address of the source that brought it
	GUID     string // identity within the network ("uri" on Mastodon) or the source
	URL      string // its own page; http, https or ""
	Author   person.Person
	Title    clean.Text // may be empty
	HTML     clean.HTML // what was said, at most 256 KiB
	Links    []link.Link
	Card     clean.Text // the first link's title, as the network's preview card has it; may be empty
	Tags     []string   // lower case, without #
	Language string     // as declared, BCP 47; "" is unknown

	Time   time.Time // to sort by: the stated time if it can be true, else Seen
	Stated string    // the source's own text for its time
	Seen   time.Time // when weaktie first saw it

	Message  bool
	Direct   bool      // a message nobody else can read
	Followed time.Time // when its author began to follow me, if the same answer said so
	ReplyTo  string    // GUID of the post it answers
	BoostOf  string    // GUID of the post it passes on unchanged
	Replies  *int      // nil is unknown, never 0
	Boosts   *int
	Likes    *int
	Enclosed []string // addresses of enclosures
}

// Text is what was said, for reading, judging and searching.
func (p Post) Text() clean.Text { return p.HTML.Text() }

// Headline is the title, or the first words where there is none.
func (p Post) Headline() clean.Text {
	if !p.Title.Empty() {
		return p.Title
	}
	return clean.Line(p.Text().String())
}

// Clamp picks the time to sort by: the stated time if it lies between 1990 and
// an hour after the post was first seen, else when it was first seen.
func Clamp(stated, seen time.Time) time.Time {
	if stated.IsZero() || stated.Year() < 1990 || stated.After(seen.Add(time.Hour)) {
		return seen
	}
	return stated
}
