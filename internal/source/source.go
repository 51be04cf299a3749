// Package source is where posts come from, one file per network, and the
// polite HTTP they share.
//
// A Source asks one network one question and answers in posts. It keeps
// nothing: what it must remember comes in and goes out as State.
package source

import (
	"context"
	"net/http"
	"time"

	"weaktie/internal/clean"
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
// byte and belong to Asked.
type State struct {
	Kind         Kind
	Title        string // as the source calls itself
	Home         string // the page a person would open
	Asked        string // the address that was last asked, when it is not the source's own
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

// Error is a poll that failed, in words a curator can act on.
type Error struct {
	Health Health
	Status int       // HTTP status, 0 when there was none
	Until  time.Time // do not ask before; zero is unsaid
	Host   bool      // Until is for the whole host
	Msg    string    // one clear sentence, cleaned, without secrets
	Err    error
}

func (e *Error) Error() string { return e.Msg }
func (e *Error) Unwrap() error { return e.Err }

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

// Client is the polite HTTP that all sources share. Safe for concurrent use.
type Client struct {
	HTTP   *http.Client
	Agent  string                   // User-Agent
	Now    func() time.Time         // time.Now in production
	Token  func(host string) string // bearer token for a host; nil is none
	Limits Limits
}

// Limits of one fetch; zero fields take the defaults.
type Limits struct {
	Body    int64         // decompressed bytes; 16 MiB
	Whole   time.Duration // 30 s
	Headers time.Duration // 15 s
	Idle    time.Duration // no bytes for; 10 s
	PerHost int           // requests at once to one host; 2
}

// NewClient makes a Client that refuses private addresses for anything but
// what the user typed, follows at most five redirects, keeps no cookies.
func NewClient(agent string, now func() time.Time, token func(string) string) *Client { return nil }

// Open makes the Source for a reference, by what is known of it (st.Kind) and
// by the form of its address.
func (c *Client) Open(r Ref, st State) (Source, error) { return nil, nil }

// Found is what Find learned about an address.
type Found struct {
	Ref    Ref        // what to write into the sources file
	State  State      // with Kind, Title and validators of the first answer
	Title  clean.Text // for the sentence "found …"
	Format string     // "rss 2.0", "Mastodon tag", …
	Items  int
	Newest time.Time
	Others []string // other feeds the page announces
}

// Find looks at an address as a person would paste it: a feed, a page that
// announces one, a tag page, a profile, @user@host, or #tag with a default
// instance. It fetches, and says what it is.
func (c *Client) Find(ctx context.Context, address, instance string) (Found, error) {
	return Found{}, nil
}
