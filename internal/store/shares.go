package store

import (
	"bytes"
	"context"
	"time"

	bolt "go.etcd.io/bbolt"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
)

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
func (s *Store) Shares(ctx context.Context, since, until time.Time) ([]Share, error) {
	var shares []Share
	from, to := timeKey(nanos(since), 0)[:8], timeKey(nanos(until), 0)[:8]
	if since.IsZero() {
		from = nil
	}
	if until.IsZero() {
		to = nil
	}
	err := s.view("read shares", func(t *txn) error {
		c := t.bucket(bShares).Cursor()
		k, v := c.Seek(from)
		for n := 0; k != nil && (to == nil || bytes.Compare(k, to) < 0); k, v = c.Next() {
			if n++; n%lookUp == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if sh, ok := t.share(k, v); ok {
				shares = append(shares, sh)
			}
		}
		return nil
	})
	return shares, err
}

// SharesOf returns every share of one link, oldest first.
func (s *Store) SharesOf(key string) ([]Share, error) {
	var shares []Share
	err := s.view("read shares", func(t *txn) error {
		id := t.bucket(bLinkIDs).Get(digest(key))
		if id == nil {
			return nil
		}
		all := t.bucket(bShares)
		return prefixed(t.bucket(bSharesOf), id, func(k, _ []byte) error {
			place := k[len(id):]
			if v := all.Get(place); v != nil {
				if sh, ok := t.share(place, v); ok {
					shares = append(shares, sh)
				}
			}
			return nil
		})
	})
	return shares, err
}

func prefixed(b *bolt.Bucket, prefix []byte, f func(k, v []byte) error) error {
	c := b.Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if err := f(k, v); err != nil {
			return err
		}
	}
	return nil
}

// A share's key is its time, its post, and which of the post's links it is.
func shareKey(when int64, id post.ID, n int) []byte {
	return append(timeKey(when, uint64(id)), byte(n>>8), byte(n))
}

func (t *txn) share(k, v []byte) (Share, bool) {
	var r shareRecord
	if len(k) < 16 || !t.decode(bShares, k, v, &r) {
		return Share{}, false
	}
	l := t.link(r.Link).rec
	if l == nil {
		return Share{}, false
	}
	sh := Share{
		Post: post.ID(num64(k[8:])), Time: at(timeOf(k)),
		BoostOf: r.BoostOf, Source: t.source(r.Source),
		Pitch: float64(r.Pitch), Category: flip.Category(clean.Line(r.Category).String()), Message: r.Message,
	}
	ln := l.link()
	sh.Link, sh.Open = ln.Key, ln.Open
	sh.Person = t.author(r.Person).Handle
	return sh, sh.Link != ""
}

// putShares files the shares of a post; ids are its links.
func (t *txn) putShares(id post.ID, r *postRecord, v flip.Verdict) error {
	shares, of := t.bucket(bShares), t.bucket(bSharesOf)
	for n, l := range r.Links {
		k := shareKey(r.Time, id, n)
		sealed, err := seal(k, &shareRecord{
			Link: l, Person: r.Author, Source: r.Source, Message: r.Message, BoostOf: r.BoostOf,
			Pitch: float32(v.Commercial()), Category: string(v.Category),
		})
		if err != nil {
			return err
		}
		if err := shares.Put(k, sealed); err != nil {
			return err
		}
		if err := of.Put(append(key64(l), k...), nil); err != nil {
			return err
		}
	}
	return nil
}

// dropShares takes a post's shares out again, before others are filed.
func (t *txn) dropShares(id post.ID, r *postRecord) error {
	for n, l := range r.Links {
		k := shareKey(r.Time, id, n)
		if err := t.bucket(bShares).Delete(k); err != nil {
			return err
		}
		if err := t.bucket(bSharesOf).Delete(append(key64(l), k...)); err != nil {
			return err
		}
		if k := t.link(l); k.rec != nil {
			k.rec.Shares--
			k.dirty = true
		}
	}
	return nil
}
