package owner

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"time"
)

// Ask has the owner of dir run c. ErrNobody when none says hello within a
// second. When ctx ends the call is cancelled and Ask returns its error.
func Ask(ctx context.Context, dir string, c Call, stdout, stderr io.Writer) (exit int, err error) {
	path, err := place(dir)
	if err != nil {
		return 0, fmt.Errorf("ask the owner of the store: %w", err)
	}
	var d net.Dialer
	patience, cancel := context.WithTimeout(ctx, helloWait)
	defer cancel()
	conn, err := d.DialContext(patience, "unix", path)
	if err != nil {
		return 0, nobody(ctx)
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	if err := greet(ctx, patience, conn, r); err != nil {
		return 0, err
	}
	// Closing the connection is how a call is cancelled.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if err = c.send(&frames{w: conn}); err == nil {
		exit, err = listenTo(r, stdout, stderr)
	} else if !errors.Is(err, ErrBig) {
		err = fmt.Errorf("%w (%w)", ErrGone, err)
	}
	switch {
	case ctx.Err() != nil && err != nil:
		return 0, ctx.Err()
	case errors.Is(err, ErrBig):
		return 0, err
	case err != nil:
		return 0, fmt.Errorf("ask the owner of the store: %w", err)
	}
	return exit, nil
}

func nobody(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return ErrNobody
}

// greet waits for the owner's hello, no longer than patience.
func greet(ctx, patience context.Context, conn net.Conn, r *bufio.Reader) error {
	stop := context.AfterFunc(patience, func() {
		// Any time gone by ends a read at once.
		_ = conn.SetReadDeadline(time.Unix(1, 0))
	})
	said, err := r.Peek(len(hello))
	switch {
	case !stop() || err != nil && len(said) == 0:
		return nobody(ctx)
	case string(said) != hello:
		return ErrOther
	}
	_, err = r.Discard(len(hello))
	return err
}

// listenTo passes output on until the exit code comes. Output that the caller
// cannot take ends the call.
func listenTo(r io.Reader, stdout, stderr io.Writer) (exit int, err error) {
	for {
		kind, body, err := receive(r)
		if err != nil {
			return 0, fmt.Errorf("%w (%w)", ErrGone, err)
		}
		switch kind {
		case kindStdout:
			_, err = stdout.Write(body)
		case kindStderr:
			_, err = stderr.Write(body)
		case kindExit:
			if len(body) != 4 {
				return 0, ErrGone
			}
			return int(int32(binary.BigEndian.Uint32(body))), nil
		default:
			err = ErrOther
		}
		if err != nil {
			return 0, err
		}
	}
}
