package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/tinylib/msgp/msgp"
	bolt "go.etcd.io/bbolt"
)

// framed says how the framed values of a bucket decode; nil is plain bytes.
func framed() map[string]func() msgp.Unmarshaler {
	return map[string]func() msgp.Unmarshaler{
		bStates:   func() msgp.Unmarshaler { return &stateRecord{} },
		bPosts:    func() msgp.Unmarshaler { return &postRecord{} },
		bFold:     nil,
		bVerdicts: func() msgp.Unmarshaler { return &verdictRecord{} },
		bPersons:  func() msgp.Unmarshaler { return &personRecord{} },
		bLinks:    func() msgp.Unmarshaler { return &linkRecord{} },
		bShares:   func() msgp.Unmarshaler { return &shareRecord{} },
		bJournal:  func() msgp.Unmarshaler { return &decisionRecord{} },
		bStanding: func() msgp.Unmarshaler { return &standingRecord{} },
	}
}

// Check walks the whole file and says what is damaged; nil is sound. A file
// that is damaged badly can take the process down with it: doctor calls this
// in a child process.
func (s *Store) Check(ctx context.Context) error {
	return s.view("check store", func(t *txn) error {
		if err := pages(ctx, t.tx); err != nil {
			return err
		}
		var bad []string
		for _, name := range buckets() {
			if t.bucket(name) == nil {
				return fmt.Errorf("%w: the bucket %s is missing", ErrDamaged, name)
			}
			n, err := t.rotten(ctx, name)
			if err != nil {
				return err
			}
			if n > 0 {
				bad = append(bad, fmt.Sprintf("%d in %s", n, name))
			}
		}
		if len(bad) > 0 {
			return fmt.Errorf("%w: records that do not check: %s", ErrDamaged, strings.Join(bad, ", "))
		}
		return nil
	})
}

// pages is bbolt's own check of the tree and the freelist.
func pages(ctx context.Context, tx *bolt.Tx) error {
	found := 0
	var first error
	for err := range tx.Check() {
		if found++; first == nil {
			first = err
		}
	}
	if first != nil {
		return fmt.Errorf("%w: %d faults in its pages, the first: %w", ErrDamaged, found, first)
	}
	return ctx.Err()
}

// rotten counts the records of a bucket that do not check, and the places of
// posts that are not there.
func (t *txn) rotten(ctx context.Context, name string) (bad int, err error) {
	decoder, isFramed := framed()[name]
	posts := t.bucket(bPosts)
	n := 0
	err = t.bucket(name).ForEach(func(k, v []byte) error {
		if n++; n%lookUp == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		sound := true
		switch {
		case name == bTime || name == bMessages:
			sound = len(k) == 16 && len(v) == placeSize && posts.Get(k[8:]) != nil
		case isFramed && decoder == nil:
			_, err := payload(k, v)
			sound = err == nil
		case isFramed:
			sound = unseal(k, v, decoder()) == nil
		}
		if !sound {
			bad++
			t.s.markDamaged(name, k)
		}
		return nil
	})
	return bad, err
}
