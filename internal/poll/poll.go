// Package poll asks every source on its schedule, judges what it brings, files
// it, and reports.
//
// It knows nothing of terminals: events go to a function. One source's answer
// is one transaction; a poll that is killed leaves every finished source
// stored and nothing half-written.
package poll

import (
	"context"
	"time"

	"weaktie/internal/flip"
	"weaktie/internal/post"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

// Event is one source answered, or the start and end of a run.
type Event struct {
	Source      string // "" for the start and the end of a run
	Title       string
	New         []post.ID
	NotModified bool
	Err         error
	Done, Total int
	Running     bool     // false on the run's last event
	Summary     *Summary // on the last event only
}

// Summary is what a run brought.
type Summary struct {
	Sources     int // asked
	Waiting     int // not due, or told to wait
	New         int // posts
	NotModified int
	Failed      int
	Bytes       int64
	Took        time.Duration
}

// Request says what to poll.
type Request struct {
	All  bool     // also what is not due yet (a host's Retry-After still holds)
	Only []string // addresses; empty is every source
}

// Poller polls. Fields are set once, before the first Run.
type Poller struct {
	Store   *store.Store
	Client  *source.Client
	Judge   *flip.Judge
	Sources func() ([]source.Ref, error)
	Now     func() time.Time
	Notify  func(Event)                  // may be nil; called from one goroutine at a time
	Every   time.Duration                // default interval; 0 is an hour
	AtOnce  int                          // fetches at once; 0 is 64
	Context func(post.Post) flip.Context // what is known around a post; nil is nothing
}

// Run polls what is due once. The error is for runs that could not happen at
// all; failures of sources are events. Two runs at once are one: the second
// waits for the first and returns its summary.
func (p *Poller) Run(ctx context.Context, r Request) (Summary, error) { return Summary{}, nil }

// Watch runs on schedule until ctx ends. Clock jumps cause no storm.
func (p *Poller) Watch(ctx context.Context) error { return nil }
