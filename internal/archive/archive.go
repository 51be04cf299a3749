// Package archive reads what other programs wrote: lines of JSON, OPML and
// urls files now, the networks' own exports later.
package archive

import (
	"io"
	"time"

	"weaktie/internal/post"
	"weaktie/internal/source"
)

// Bad is an entry that could not be read.
type Bad struct {
	Line int
	Msg  string
}

// Posts reads lines of JSON as contracts has them: {"id"?,"author","network"?,
// "text"?,"title"?,"urls":[…],"time","to"?,"in_reply_to"?,"reshare_of"?,
// "followers"?}. yield gets each good line; the rest are returned.
func Posts(r io.Reader, name string, seen time.Time, yield func(post.Post) error) (bad []Bad, err error) {
	return nil, nil
}

// OPML reads subscriptions: http and https only, at most 10,000 outlines, 32
// deep. What it refused is in bad.
func OPML(r io.Reader) (refs []source.Ref, bad []Bad, err error) { return nil, nil, nil }

// WriteOPML writes subscriptions, without credentials.
func WriteOPML(w io.Writer, title string, refs []source.Ref) error { return nil }
