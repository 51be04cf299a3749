// Package owner lets one process own the store and serve the others.
//
// bbolt locks the whole file, so whoever holds the lock is the owner and
// listens on a unix socket beside it; any other weaktie sends its command line
// there, and the owner runs it and streams back what it prints. The kernel
// frees the lock of a process that dies, so there is no pid file to go stale.
package owner

import (
	"context"
	"errors"
	"io"
	"net"
)

// ErrNobody means no owner answered: the store may be opening or closing, or
// its owner is stopped.
var ErrNobody = errors.New("the store is busy and its owner does not answer")

// Call is a command line to run for somebody else.
type Call struct {
	Args  []string
	Dir   string // the caller's working folder
	Env   map[string]string
	Width int // the caller's terminal, 0 when it is none
	Stdin []byte
}

// Run runs a Call and returns its exit code. It writes as it goes.
type Run func(ctx context.Context, c Call, stdout, stderr io.Writer) int

// Listen makes the socket in dir (0700; the socket 0600), replacing a dead
// one. The caller must hold the store's lock.
func Listen(dir string) (net.Listener, error) { return nil, nil }

// Serve answers calls until ctx ends or the listener is closed. A caller that
// goes away cancels its call.
func Serve(ctx context.Context, l net.Listener, run Run) error { return nil }

// Ask has the owner of dir run c. ErrNobody when none says hello within a
// second.
func Ask(ctx context.Context, dir string, c Call, stdout, stderr io.Writer) (exit int, err error) {
	return 0, nil
}
