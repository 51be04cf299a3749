// Package poll asks every source on its schedule, judges what it brings, files
// it, and reports.
//
// It knows nothing of terminals: events go to a function. One source's answer
// is one transaction; a poll that is killed leaves every finished source
// stored and nothing half-written. What answered without news is written
// together, so that a poll in which nothing changed costs one commit.
package poll

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"weaktie/internal/flip"
	"weaktie/internal/post"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

// ErrOffline is the one notice of a run in which no source could be reached.
// It counts against none of them.
var ErrOffline = errors.New("offline: no source could be reached")

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
	Updated     int // posts that were known and have changed
	NotModified int
	Failed      int
	Bytes       int64
	Took        time.Duration
	Offline     bool // nothing could be reached: no source is to blame
}

// Request says what to poll.
type Request struct {
	All  bool     // also what is not due yet (a host's Retry-After still holds)
	Only []string // addresses; empty is every source
}

// Poller polls. Fields are set once, before the first Run.
type Poller struct {
	Store  *store.Store
	Client *source.Client
	// Judge says what a post is; earlier holds the messages of the same answer
	// that came before it and are not stored yet. Its error fails the source.
	Judge   func(ctx context.Context, p post.Post, earlier []store.Item) (flip.Verdict, error)
	Sources func() ([]source.Ref, error)
	Now     func() time.Time
	Notify  func(Event)   // may be nil; called from one goroutine at a time
	Every   time.Duration // default interval; 0 is an hour
	AtOnce  int           // fetches at once over all hosts; 0 is 128

	Rand func() float64                                   // spreads retries; nil is math/rand
	Wait func(ctx context.Context, d time.Duration) error // nil is a timer

	mu      sync.Mutex
	current *flight
}

// flight is a run that others may wait for.
type flight struct {
	req  Request
	done chan struct{}
	sum  Summary
	err  error
}

// serves reports whether a run asks everybody that another request wants.
func (f *flight) serves(r Request) bool {
	return len(f.req.Only) == 0 && len(r.Only) == 0 && (f.req.All || !r.All)
}

// Run polls what is due once. The error is for runs that could not happen at
// all, or were broken off; failures of sources are events. Two runs at once
// are one: the second waits for the first and returns its summary, unless it
// asks for more or the first was broken off.
func (p *Poller) Run(ctx context.Context, r Request) (Summary, error) {
	return p.once(ctx, r, false)
}

// once is Run; with quiet set, a run without anything to do is no run.
func (p *Poller) once(ctx context.Context, r Request, quiet bool) (Summary, error) {
	p.mu.Lock()
	if f := p.current; f != nil {
		p.mu.Unlock()
		select {
		case <-f.done:
			if f.serves(r) && (!errors.Is(f.err, context.Canceled) || ctx.Err() != nil) {
				return f.sum, f.err
			}
			return p.once(ctx, r, quiet)
		case <-ctx.Done():
			return Summary{}, fmt.Errorf("poll: %w", ctx.Err())
		}
	}
	f := &flight{req: r, done: make(chan struct{})}
	p.current = f
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.current = nil
		p.mu.Unlock()
		close(f.done)
	}()
	f.sum, f.err = p.run(ctx, r, quiet)
	return f.sum, f.err
}

func (p *Poller) run(ctx context.Context, req Request, quiet bool) (Summary, error) {
	if err := ctx.Err(); err != nil {
		return Summary{}, fmt.Errorf("poll: %w", err)
	}
	refs, err := p.Sources()
	if err != nil {
		return Summary{}, fmt.Errorf("poll: %w", err)
	}
	states, err := p.Store.States()
	if err != nil {
		return Summary{}, fmt.Errorf("poll: %w", err)
	}
	r := newRun(p, states)
	if err := r.plan(refs, req); err != nil {
		return Summary{}, err
	}
	if quiet && len(r.jobs) == 0 {
		r.mu.Lock()
		defer r.mu.Unlock()
		return r.sum, r.flush() // who was found out is on disk, or its time would begin anew each time
	}
	return r.all(ctx)
}
