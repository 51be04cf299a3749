// Package source is where posts come from, one file per network, and the
// polite HTTP they share.
//
// A Source asks one network one question and answers in posts. It keeps
// nothing: what it must remember comes in and goes out as State. Everything a
// server says is hostile, its headers and redirects included; everything it
// sends is clean when it leaves this package.
//
// Nothing here ever sends anything but GET.
package source

import (
	"context"
	"net/url"
	"strings"
	"time"

	"weaktie/internal/post"
)

// Ref is a source as the sources file names it.
type Ref struct {
	URL   string // as written; for a hashtag search the tag's own page
	Title string // the user's own title; may be empty
	Tags  []string
}

// Kind says how a source is asked.
type Kind string

// The kinds of source.
const (
	KindFeed     Kind = "feed"
	KindMastodon Kind = "mastodon-tag"
	KindAccount  Kind = "mastodon-account"
	KindInbox    Kind = "mastodon-inbox"
)

// State is what a source remembers between polls. Validators are kept byte for
// byte and belong to Asked. A Source sets what it learned; the poller sets when
// it asked and how it went (LastPoll to Problem).
type State struct {
	Kind         Kind
	Title        string // as the source calls itself
	Home         string // the page a person would open
	Asked        string // the address that last answered, when it is not the source's own
	ETag         string
	LastModified string
	Cursor       string        // newest id seen; opaque
	Every        time.Duration // how often the source wants to be asked; 0 is unsaid
	Moved        string        // where it says it moved to
	MovedOn      []string      // days (2006-01-02) on which it said so
	LastPoll     time.Time
	LastNew      time.Time
	LastOK       time.Time
	Next         time.Time // not before
	Failures     int       // in a row
	Health       Health
	Problem      string // in words; "" is well
	Items        int    // in the last full answer
	Damaged      string
	Parsing      bool   // set while its body is parsed: still set at start means it killed us
	BodyHash     string // of a body that crashed the parser
	Public       bool   // it answered from a public address: from then on it may not be a private one
}

// movedDays is on how many days a source must name the same new address
// before it is believed: one hijacked answer must not move a subscription.
const movedDays = 3

// MovedTo is the address to offer instead, once the source named it on three
// days; "" before.
func (s State) MovedTo() string {
	if len(s.MovedOn) < movedDays {
		return ""
	}
	return s.Moved
}

// move notes where an answer said that the source has gone; to is "" when it
// answered from where it always was.
func (s *State) move(to string, now time.Time) {
	if to != s.Moved {
		s.Moved, s.MovedOn = to, nil
	}
	if to == "" {
		return
	}
	day := now.Format(time.DateOnly)
	if n := len(s.MovedOn); n < movedDays && (n == 0 || s.MovedOn[n-1] != day) {
		s.MovedOn = append(append([]string(nil), s.MovedOn...), day)
	}
}

// Health is the typed state of a source.
type Health string

// The states a source can be in; "" is never polled.
const (
	OK          Health = "ok"
	NeedsLogin  Health = "needs-login"
	Blocked     Health = "blocked"
	RateLimited Health = "rate-limited"
	Gone        Health = "gone"
	Transient   Health = "transient"
	Broken      Health = "broken"
)

// Answer is what a poll brought. NotModified means success without posts.
type Answer struct {
	State       State
	Posts       []post.Post
	NotModified bool
	Bytes       int64 // body bytes received, decompressed
}

// Source answers one question of one network. Poll never panics on hostile
// bytes, honours ctx, and changes nothing outside the Answer. On error the
// Answer's State still says what was learned (moved, retry).
type Source interface {
	Poll(ctx context.Context, st State) (Answer, error)
}

// Host is the part of an address that limits and waits are kept for: host and
// port, lower case; "" when there is none.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}
