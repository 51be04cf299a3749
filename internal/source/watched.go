package source

import (
	"context"
	"errors"
)

// Body is an answer about to be read.
type Body struct {
	Size int
	Hash func() string
}

type readingKey struct{}

// Reading returns a context in which every Poll calls around instead of
// reading a body at once; around calls read, when and if it sees fit. The
// poller bounds the processors with it, and notes on disk what is being read.
func Reading(ctx context.Context, around func(b Body, read func()) error) context.Context {
	return context.WithValue(ctx, readingKey{}, around)
}

// reading runs read inside what Reading set, if anything.
func reading(ctx context.Context, body []byte, read func()) error {
	around, ok := ctx.Value(readingKey{}).(func(Body, func()) error)
	if !ok {
		read()
		return nil
	}
	return around(Body{Size: len(body), Hash: func() string { return bodyHash(body) }}, read)
}

// errCrashed is the cause when reading an answer panicked.
var errCrashed = errors.New("crashed on parse")

// watched reads an answer under the poller's watch. An answer that makes the
// parser panic is known again by its hash, and left alone until it changes.
func watched(ctx context.Context, st *State, r *reply, read func()) error {
	host := hostWords(r.url)
	if st.BodyHash != "" && st.BodyHash == bodyHash(r.body) {
		return fail(Broken, errCrashed, "%s still sends the answer that crashed the parser: it is left alone until it changes", host)
	}
	crashed := true // until the end is reached
	err := reading(ctx, r.body, func() {
		defer func() { _ = recover() }()
		read()
		crashed = false
	})
	if err != nil {
		return err
	}
	if crashed {
		st.BodyHash = bodyHash(r.body)
		return fail(Broken, errCrashed, "the answer of %s crashed the parser: it is left alone until it changes", host)
	}
	st.BodyHash = ""
	return nil
}
