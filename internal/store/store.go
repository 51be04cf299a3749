// Package store keeps everything in one bbolt file, and is the only package
// that knows bbolt.
//
// Values are msgp behind a version byte and a CRC-32C; a record that does not
// check is skipped and counted, never fatal. Keys are in order of arrival, so
// that writing is appending. Reads are short transactions, decoded before they
// end. Nothing handed out points into the file.
package store

import (
	"context"
	"errors"
	"time"

	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/source"
)

// Errors of Open.
var (
	ErrBusy  = errors.New("the store is in use by another weaktie")
	ErrNewer = errors.New("the store was written by a newer weaktie")
)

// Store is one open file. Safe for concurrent use.
type Store struct{}

// Options of Open.
type Options struct {
	Wait time.Duration // for the lock; 0 is 250 ms
	Now  func() time.Time
}

// Open opens or makes weaktie.db in dir (0700, file 0600), and migrates it
// after a copy. ErrBusy when another process holds it.
func Open(dir string, o Options) (*Store, error) { return nil, nil }

// Close waits for open transactions and gives the lock back.
func (s *Store) Close() error { return nil }

// Item is a stored post with what the judge said of it.
type Item struct {
	Post    post.Post
	Verdict flip.Verdict
}

// Batch is one source's answer: stored whole or not at all.
type Batch struct {
	Source string // its address
	State  source.State
	Items  []Item
}

// Added says what a batch changed.
type Added struct {
	New     []Item // with their IDs
	Updated int
}

// Add stores a batch in one transaction. A post that is known (by GUID, else
// link, else a hash of title and text, within its source; by GUID across
// sources of one network) is updated in place, keeping its ID and decisions.
func (s *Store) Add(b Batch) (Added, error) { return Added{}, nil }

// States returns what every source remembers, by address.
func (s *Store) States() (map[string]source.State, error) { return nil, nil }

// PutStates replaces the memory of some sources in one transaction; posts stay.
func (s *Store) PutStates(states map[string]source.State) error { return nil }

// Forget drops a source's memory; its posts stay.
func (s *Store) Forget(address string) error { return nil }

// Volume counts the posts of each source by day over the last days.
func (s *Store) Volume(days int) (map[string][]int, error) { return nil, nil }

// Query narrows a walk over posts, newest first. Zero fields do not narrow.
type Query struct {
	Since, Until time.Time // [Since, Until)
	Before       Cursor    // continue after this place
	Messages     bool      // only what is addressed to the curator
	Source, Tag  string
	Person       person.Handle
	Text         []string // every word, folded
	Limit        int      // 0 is no limit
}

// Cursor is a place in time order; the zero Cursor is the newest end.
type Cursor struct {
	Time time.Time
	ID   post.ID
}

// Posts returns what q asks for, newest first. It looks at ctx often.
func (s *Store) Posts(ctx context.Context, q Query) ([]Item, error) { return nil, nil }

// Post returns one post; ok is false when there is none.
func (s *Store) Post(id post.ID) (it Item, ok bool, err error) { return Item{}, false, nil }

// SetVerdicts replaces verdicts in one transaction.
func (s *Store) SetVerdicts(v map[post.ID]flip.Verdict) error { return nil }

// Share is one person sharing one link, as stored.
type Share struct {
	Link     string // grouping key
	Open     string // address to open
	Person   person.Handle
	Post     post.ID
	Time     time.Time
	BoostOf  string
	Source   string
	Pitch    float64
	Category flip.Category
	Message  bool // carried by a message: not a recommendation to everyone
}

// Shares returns the shares in [since, until), oldest first.
func (s *Store) Shares(ctx context.Context, since, until time.Time) ([]Share, error) { return nil, nil }

// SharesOf returns every share of one link, oldest first.
func (s *Store) SharesOf(key string) ([]Share, error) { return nil, nil }

// Link is what is kept of a link.
type Link struct {
	Key, Open string
	Title     string // best title seen: the feed item that is the article, else a card, else ""
	First     time.Time
	Last      time.Time
	Shares    int
}

// Links returns what is kept of the given keys; unknown keys are left out.
func (s *Store) Links(keys []string) (map[string]Link, error) { return nil, nil }

// People returns the persons of the given handles, or everyone for nil.
func (s *Store) People(handles []person.Handle) (map[person.Handle]person.Person, error) {
	return nil, nil
}

// Action is what the curator did.
type Action string

// The actions. Marked carries its value ("flip", "not-flip", "social",
// "market"); Snoozed its time in Until; Noted its text in Value; Credited and
// Answered are for the reciprocity ledger.
const (
	Saved     Action = "saved"
	Reshared  Action = "reshared"
	Dismissed Action = "dismissed"
	Muted     Action = "muted"
	Marked    Action = "marked"
	Snoozed   Action = "snoozed"
	Noted     Action = "noted"
	Credited  Action = "credited"
	Answered  Action = "answered"
	Cleared   Action = "cleared" // back to undecided
)

// What a decision can be about.
const (
	AboutLink   = "link"   // Key is the grouping key
	AboutPost   = "post"   // Key is the post's GUID and source
	AboutPerson = "person" // Key is the handle
	AboutHost   = "host"   // Key is the registrable domain
	AboutRule   = "rule"   // Key is the rule id
)

// Subject is what a decision is about.
type Subject struct{ About, Key string }

// Decision is one entry of the journal. Undoing appends an entry that names
// the one undone; nothing is ever removed.
type Decision struct {
	Seq     uint64
	Time    time.Time
	Subject Subject
	Action  Action
	Value   string
	Until   time.Time
	Label   string // the subject in words, for the journal and the notice line
	Undoes  uint64 // Seq of the entry this one takes back
	Redoes  uint64 // Seq of the undo this one takes back
}

// Decide appends a decision and returns it with Seq and Time; on disk when it
// returns. It empties what could be redone.
func (s *Store) Decide(d Decision) (Decision, error) { return d, nil }

// DecideAll appends several decisions in one transaction; one Undo takes back
// all of them.
func (s *Store) DecideAll(ds []Decision) ([]Decision, error) { return ds, nil }

// Undo takes back the latest decision not undone yet; ok is false when there
// is none.
func (s *Store) Undo() (undone []Decision, ok bool, err error) { return nil, false, nil }

// Redo takes back the latest undo that no later decision has overtaken.
func (s *Store) Redo() (redone []Decision, ok bool, err error) { return nil, false, nil }

// Standing returns the decisions in force about one sort of subject, by key,
// oldest first; each action at most once (the latest), nothing undone.
func (s *Store) Standing(about string) (map[string][]Decision, error) { return nil, nil }

// Journal returns entries newest first, undone ones included.
func (s *Store) Journal(limit int) ([]Decision, error) { return nil, nil }

// Stats is what doctor and the status bar show.
type Stats struct {
	Posts, Messages, Links, People, Decisions, Damaged int
	Bytes                                              int64
	Schema                                             int
	Newest                                             time.Time
}

// Stats counts without reading the posts.
func (s *Store) Stats() (Stats, error) { return Stats{}, nil }

// Backup writes a consistent copy to path (made with O_EXCL, 0600) while the
// store is in use.
func (s *Store) Backup(path string) error { return nil }

// Check walks the whole file and says what is damaged; nil is sound.
func (s *Store) Check(ctx context.Context) error { return nil }
