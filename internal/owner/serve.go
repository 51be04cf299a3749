package owner

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
	"time"
)

// acceptWait is the pause when the process has no file handles left.
const acceptWait = 100 * time.Millisecond

// exitFailed is the exit code of a call that could not be run to its end.
const exitFailed = 3

// Serve answers calls until ctx ends or the listener is closed, then cancels
// the calls under way, waits for them, and returns nil. A caller that goes
// away cancels its call.
func Serve(ctx context.Context, l net.Listener, run Run) error {
	ctx, cancel := context.WithCancel(ctx)
	var calls sync.WaitGroup
	defer calls.Wait()
	defer cancel()
	defer l.Close()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()

	room := make(chan struct{}, callsAtOnce)
	for {
		conn, err := l.Accept()
		switch {
		case err == nil:
		case ctx.Err() != nil || errors.Is(err, net.ErrClosed):
			return nil
		case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE), errors.Is(err, syscall.ECONNABORTED):
			select {
			case <-ctx.Done():
			case <-time.After(acceptWait):
			}
			continue
		default:
			return fmt.Errorf("serve other weakties: %w", err)
		}
		calls.Go(func() {
			defer conn.Close()
			select {
			case room <- struct{}{}:
				defer func() { <-room }()
			case <-ctx.Done():
				return
			}
			answer(ctx, conn, run)
		})
	}
}

// answer runs the one call of a connection.
func answer(ctx context.Context, conn net.Conn, run Run) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// A caller that reads no longer must not keep the owner from ending.
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(endWait, func() { conn.Close() }) })
	defer stop()

	if _, err := io.WriteString(conn, hello); err != nil {
		return
	}
	late := time.AfterFunc(callWait, func() { conn.Close() })
	c, err := receiveCall(conn)
	late.Stop()
	if err != nil {
		return // gone, or not one of us
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		defer cancel()
		var b [1]byte
		// A caller says no more after its call: this returns when it is gone.
		_, _ = conn.Read(b[:])
	}()
	f := &frames{w: conn}
	exit := safely(ctx, c, run, stream{f, kindStdout}, stream{f, kindStderr})
	// If the caller is gone there is nobody to tell.
	_ = f.send(kindExit, binary.BigEndian.AppendUint32(nil, uint32(int32(exit))))
	conn.Close()
	<-gone
}

// safely keeps a call that panics from taking the owner down with it.
func safely(ctx context.Context, c Call, run Run, stdout, stderr io.Writer) (exit int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "weaktie: the command failed inside the weaktie that owns the store: %v\n", p)
			exit = exitFailed
		}
	}()
	return run(ctx, c, stdout, stderr)
}
