// Package owner lets one process own the store and serve the others.
//
// bbolt locks the whole file, so whoever holds the lock is the owner and
// listens on a unix socket beside it; any other weaktie sends its command line
// there, and the owner runs it and streams back what it prints. The kernel
// frees the lock of a process that dies, so there is no pid file to go stale.
//
// Of the caller's environment only what changes how output looks goes along,
// whatever Call.Env holds.
package owner

import (
	"context"
	"errors"
	"io"
	"time"
)

// Errors of Ask.
var (
	// ErrNobody means no owner answered: the store may be opening or closing, or
	// its owner is stopped.
	ErrNobody = errors.New("the store is busy and the weaktie that holds it does not answer: try again, and if it is suspended, continue it (fg) or end it")
	// ErrGone means the owner ended before the call did; what was printed until
	// then is all there is.
	ErrGone = errors.New("the weaktie that owns the store ended before it was done")
	// ErrOther means the owner speaks another protocol.
	ErrOther = errors.New("the store is in use by another version of weaktie: quit that one first")
	// ErrBig means that a call holds more than an owner takes.
	ErrBig = errors.New("too much to hand to the weaktie that owns the store: quit that one first, or pass a file by name")
)

// Call is a command line to run for somebody else.
type Call struct {
	Args  []string
	Dir   string // the caller's working folder
	Env   map[string]string
	Width int    // the caller's terminal, 0 when it is none
	Stdin []byte // at most 64 MiB
}

// Run runs a Call and returns its exit code. It writes as it goes.
type Run func(ctx context.Context, c Call, stdout, stderr io.Writer) int

const (
	// helloWait is how long a caller waits for an owner that may be stopped.
	helloWait = time.Second
	// callWait is how long an owner waits for a caller to say what it wants.
	callWait = 10 * time.Second
	// endWait is how long output may still be under way when the owner ends.
	endWait = time.Second
	// callsAtOnce bounds what a script run amok can start.
	callsAtOnce = 32
)

// Variables are what may go along in a Call's Env: none of them names a file, a
// program or a secret. Others are dropped.
func Variables() []string {
	return []string{"NO_COLOR", "CLICOLOR", "COLORTERM", "COLUMNS", "LINES", "TERM", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_TIME", "TZ"}
}

// safe keeps what may go along with a Call.
func safe(env map[string]string) map[string]string {
	kept := map[string]string{}
	for _, name := range Variables() {
		if value, ok := env[name]; ok {
			kept[name] = value
		}
	}
	return kept
}
