// Package review is what a curator asks and decides: today's queue, the
// ranked links, messages, the stream, sources, search; save, dismiss, mark,
// undo.
//
// Screens and commands ask here and never touch the store. Every method may
// be slow: call it off the UI goroutine. What it returns is a copy.
package review

import (
	"sync"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/rank"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

// Review answers and decides. Fields are set once, before the first question.
type Review struct {
	Store   *store.Store
	Judge   func() (*flip.Judge, error)  // made at the first need: its rules take a while to read
	Sources func() ([]source.Ref, error) // the sources file
	Now     func() time.Time

	Window   time.Duration // what Today and Links look at; 0 is 48 h
	HalfLife time.Duration // 0 is rank's own; below 0 the one that suits the shares
	Topics   []string      // raise the affinity of links that speak of them
	Me       []string      // my own handles and sites

	learning sync.Mutex
	taught   *flip.Judge // with what was learned; nil is to be made

	copies copies

	circles circles

	read sync.Map // post.ID -> said: decoding and rendering is dear, posts hardly change
}

// defaultWindow is two days: what was shared on a weekend evening is still
// there on Monday's coffee.
const defaultWindow = 48 * time.Hour

func (r *Review) window() time.Duration {
	if r.Window > 0 {
		return r.Window
	}
	return defaultWindow
}

// Refresh forgets what was worked out from the posts: call it when a poll
// brought some.
func (r *Review) Refresh() {
	r.read.Clear()
	r.circles.forget()
}

// circles keeps the communities found in what was shared, which is dear to
// find and changes slowly.
type circles struct {
	mu   sync.Mutex
	kept *rank.Groups
	at   time.Time
}

// circlesFor is how long communities are kept when no poll brings anything.
const circlesFor = time.Hour

func (c *circles) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = nil
}

// of finds the communities of an input, or returns those of before.
func (c *circles) of(in rank.Input) *rank.Groups {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || in.Now.Sub(c.at).Abs() > circlesFor {
		c.kept, c.at = rank.FindGroups(in.Now, in.Voices, in.History, in.Shares), in.Now
	}
	return c.kept
}

// Status is what was decided about something, in force now.
type Status struct {
	Saved, Reshared, Dismissed, Muted bool
	Snoozed                           time.Time // until; zero is not
	Marked                            string    // "flip", "not-flip", "social", "market"
	Note                              string
	At                                time.Time // of the latest of these, notes aside
}

// Decided reports whether the subject is out of the queue at now.
func (s Status) Decided(now time.Time) bool {
	return s.Saved || s.Reshared || s.Dismissed || s.Muted || s.Marked != "" || s.Snoozed.After(now)
}

// Word is the status in one word, "" when undecided.
func (s Status) Word() string {
	switch {
	case s.Muted:
		return string(store.Muted)
	case s.Reshared:
		return string(store.Reshared)
	case s.Saved:
		return string(store.Saved)
	case s.Dismissed:
		return string(store.Dismissed)
	case s.Marked != "":
		return string(store.Marked)
	case !s.Snoozed.IsZero():
		return string(store.Snoozed)
	}
	return ""
}

// statusOf folds the decisions in force about one subject, oldest first, made
// no later than at (zero is whenever). What was dismissed is no longer saved,
// and the other way round.
func statusOf(ds []store.Decision, at time.Time) Status {
	var s Status
	for _, d := range ds {
		if !at.IsZero() && d.Time.After(at) {
			continue
		}
		switch d.Action {
		case store.Saved:
			s.Saved, s.Dismissed = true, false
		case store.Reshared:
			s.Reshared, s.Dismissed = true, false
		case store.Dismissed:
			s.Saved, s.Dismissed = false, true
		case store.Muted:
			s.Muted = true
		case store.Snoozed:
			s.Snoozed = d.Until
		case store.Marked:
			if s.Marked = d.Value; d.Value == "" {
				continue
			}
		case store.Noted:
			s.Note = clean.Line(d.Value).String()
			continue
		}
		if d.Time.After(s.At) {
			s.At = d.Time
		}
	}
	return s
}

// LinkSubject names a link to decide about.
func LinkSubject(key string) store.Subject { return store.Subject{About: store.AboutLink, Key: key} }

// MessageSubject names a message across restarts.
func MessageSubject(p post.Post) store.Subject {
	return store.Subject{About: store.AboutPost, Key: p.Source + " " + p.GUID}
}

// PersonSubject names a person.
func PersonSubject(h person.Handle) store.Subject {
	return store.Subject{About: store.AboutPerson, Key: string(h)}
}
