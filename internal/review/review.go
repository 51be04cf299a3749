// Package review is what a curator asks and decides: today's queue, the
// ranked links, messages, the stream, sources, search; save, dismiss, mark,
// undo.
//
// Screens and commands ask here and never touch the store. Every method may
// be slow: call it off the UI goroutine. What it returns is a copy.
package review

import (
	"context"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/digest"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/rank"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

// Review answers and decides. Fields are set once.
type Review struct {
	Store   *store.Store
	Judge   *flip.Judge
	Sources func() ([]source.Ref, error) // the sources file
	Now     func() time.Time

	Window   time.Duration // what Today and Links look at
	HalfLife time.Duration
	Topics   []string // raise the affinity of links that speak of them
	Me       []string // my own handles and sites
}

// Status is what was decided about something, in force now.
type Status struct {
	Saved, Reshared, Dismissed, Muted bool
	Snoozed                           time.Time // until; zero is not
	Marked                            string    // "flip", "not-flip", "social", "market"
	Note                              string
	At                                time.Time // of the latest of these
}

// Decided reports whether the subject is out of the queue at now.
func (s Status) Decided(now time.Time) bool {
	return s.Saved || s.Reshared || s.Dismissed || s.Muted || s.Marked != "" || s.Snoozed.After(now)
}

// LinkQuery asks for links.
type LinkQuery struct {
	Since   time.Duration // 0 is Window
	At      time.Time     // rank as of then; zero is now
	By      rank.Formula
	Limit   int  // 0 is 200
	Decided bool // also what was decided
	Text    []string
}

// Link is one ranked link.
type Link struct {
	rank.Ranked
	Rank    int
	Open    string
	Title   clean.Text
	Host    string
	Sharers []Sharer // newest first
	Spark   []int    // shares over the window, oldest first, 24 buckets
	Status  Status
	Again   clean.Text // "" or why a decided link is back: "new voice: ana@… (another community)"
}

// Sharer is one share of a link, for people.
type Sharer struct {
	Person    person.Person
	Tie       person.Tie
	Time      time.Time
	Words     clean.Text
	Post      post.ID
	PostURL   string
	Boost     bool
	Community string
	Counts    float64
	Folded    string
	Verdict   flip.Verdict
}

// Links is a ranking with what was left out of it.
type Links struct {
	Items  []Link
	Hidden int // decided, muted, or pitches only
	Posts  int // posts looked at
	Took   time.Duration
}

// Links ranks the window's links.
func (r *Review) Links(ctx context.Context, q LinkQuery) (Links, error) { return Links{}, nil }

// Link is one link by its key, ranked alone, with every sharer.
func (r *Review) Link(ctx context.Context, key string) (Link, error) { return Link{}, nil }

// Message is a post addressed to the curator, with its verdict.
type Message struct {
	Post    post.Post
	From    person.Person
	Tie     person.Tie
	Verdict flip.Verdict
	Status  Status
}

// MessageQuery asks for messages.
type MessageQuery struct {
	Since   time.Time
	Band    flip.Band // "" is all
	Decided bool
	Limit   int // 0 is 500
	Text    []string
}

// Messages returns messages, newest first.
func (r *Review) Messages(ctx context.Context, q MessageQuery) ([]Message, error) { return nil, nil }

// Card is one thing in today's queue: a link or a message.
type Card struct {
	Link    *Link
	Message *Message
}

// Today is the daily review: finite.
type Today struct {
	Cards   []Card // undecided, best first
	Done    int    // decided since midnight, local time
	Saved   int
	Minutes int // honest guess for what is left
	Hidden  int
}

// Today makes the queue: at most 20 links, and every message that needs a look.
func (r *Review) Today(ctx context.Context) (Today, error) { return Today{}, nil }

// Entry is one row of the stream.
type Entry struct {
	Post    post.Post
	Verdict flip.Verdict
	Source  clean.Text // the source's title
	Status  Status     // of its first link, or of the message
}

// StreamQuery asks for a page of the stream.
type StreamQuery struct {
	Query  string // "words from:ana host:x tag:b2b source:… since:24h is:saved is:flip"
	Before store.Cursor
	Limit  int // 0 is 200
}

// Stream returns a page, newest first; next continues it.
func (r *Review) Stream(ctx context.Context, q StreamQuery) (page []Entry, next store.Cursor, err error) {
	return nil, store.Cursor{}, nil
}

// Source is one source with its health.
type Source struct {
	Ref    source.Ref
	State  source.State
	Title  clean.Text
	PerDay float64
	Days   []int // posts a day, oldest first, 14
}

// Sources lists the sources file with what is known of each.
func (r *Review) SourceList(ctx context.Context) ([]Source, error) { return nil, nil }

// LinkSubject, MessageSubject and PersonSubject name what to decide about.
func LinkSubject(key string) store.Subject { return store.Subject{About: store.AboutLink, Key: key} }

// MessageSubject names a message across restarts.
func MessageSubject(p post.Post) store.Subject {
	return store.Subject{About: store.AboutPost, Key: p.Source + " " + p.GUID}
}

// PersonSubject names a person.
func PersonSubject(h person.Handle) store.Subject {
	return store.Subject{About: store.AboutPerson, Key: string(h)}
}

// Decide records decisions, on disk when it returns; one Undo takes back all
// of one call. The sentence says what was done.
func (r *Review) Decide(ctx context.Context, ds ...store.Decision) (sentence string, err error) {
	return "", nil
}

// Undo takes back the latest decision, whenever it was made; the sentence says
// which. ok is false when there is nothing to undo.
func (r *Review) Undo(ctx context.Context) (sentence string, ok bool, err error) {
	return "", false, nil
}

// Redo is the other way.
func (r *Review) Redo(ctx context.Context) (sentence string, ok bool, err error) {
	return "", false, nil
}

// Digest collects the links saved or reshared in [from, to).
func (r *Review) Digest(ctx context.Context, from, to time.Time) (digest.Digest, error) {
	return digest.Digest{}, nil
}

// Check judges what the curator is about to send to a person ("" is nobody).
func (r *Review) Check(ctx context.Context, text string, to person.Handle, network string) (flip.Verdict, error) {
	return flip.Verdict{}, nil
}

// Around is what is known around a post, for the judge: the tie, the history
// of both sides, what the account declares.
func (r *Review) Around(p post.Post) flip.Context { return flip.Context{} }
