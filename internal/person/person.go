// Package person is about who is heard: a handle, what the account declares,
// and the tie that stands between that person and the curator.
package person

import (
	"strings"
	"time"

	"weaktie/internal/clean"
)

// Handle names a person: "ana@mastodon.social", "ana.example@bluesky",
// "blog.example@web". Lower case, cleaned, comparable.
type Handle string

// NewHandle makes a Handle of a name and the network (or server) it is known
// on. A name that holds an @ already keeps its own server.
func NewHandle(name, network string) Handle {
	name = strings.ToLower(strings.TrimPrefix(clean.Line(name).String(), "@"))
	name = strings.ReplaceAll(name, " ", "-")
	if name == "" {
		return ""
	}
	if strings.Contains(name, "@") || network == "" {
		return Handle(name)
	}
	return Handle(name + "@" + strings.ToLower(clean.Line(network).String()))
}

// Name is the part before the @.
func (h Handle) Name() string { name, _, _ := strings.Cut(string(h), "@"); return name }

// Server is the part after the last @; "" when there is none.
func (h Handle) Server() string {
	if i := strings.LastIndexByte(string(h), '@'); i >= 0 {
		return string(h[i+1:])
	}
	return ""
}

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
