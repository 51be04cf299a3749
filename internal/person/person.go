// Package person is about who is heard: a handle, what the account declares,
// and the tie that stands between that person and the curator.
package person

import (
	"time"

	"weaktie/internal/clean"
)

// Maybe is a fact that may not be known.
type Maybe uint8

// The three answers.
const (
	Unknown Maybe = iota
	No
	Yes
)

// Known makes a Maybe of a fact.
func Known(b bool) Maybe {
	if b {
		return Yes
	}
	return No
}

// Person is an author as the account declares itself.
type Person struct {
	Handle    Handle
	Name      clean.Text // shown name; may be empty
	Network   string     // mastodon, bluesky, web, linkedin, x, email, sms …; "" is unknown
	URL       string     // profile page, http or https
	Sites     []string   // registrable domains the profile claims as its own
	Bot       Maybe
	Brand     Maybe
	Followers *int // nil is unknown, never 0
	FirstSeen time.Time
	LastSeen  time.Time
}

// Kind is the norm a tie lives by.
type Kind string

// The kinds of tie.
const (
	KindUnknown Kind = "unknown"
	KindSocial  Kind = "social"
	KindMarket  Kind = "market"
)

// Strength is how close a tie is.
type Strength uint8

// The strengths, weakest first.
const (
	Stranger Strength = iota
	Weak
	Warm
	Strong
)

func (s Strength) String() string { return [...]string{"stranger", "weak", "warm", "strong"}[s&3] }

// Tie is what stands between the curator and a person.
type Tie struct {
	Kind     Kind
	Strength Strength
	Settled  bool // the curator said so; evidence no longer moves it
}
