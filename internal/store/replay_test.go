package store

import (
	"bytes"
	"errors"

	bolterrors "go.etcd.io/bbolt/errors"
)

// rebuild makes what stands, what can be undone and what can be redone anew
// from the journal: it must come out as it was.
func (s *Store) rebuild() error {
	return s.update("rebuild decisions", func(t *txn) error { return t.replay() })
}

func (t *txn) replay() error {
	for _, name := range []string{bSubjects, bStanding, bUndone, bDone, bRedo} {
		if err := t.tx.DeleteBucket([]byte(name)); err != nil && !errors.Is(err, bolterrors.ErrBucketNotFound) {
			return err
		}
		if _, err := t.tx.CreateBucket([]byte(name)); err != nil {
			return err
		}
	}
	var group []Decision
	c := t.bucket(bJournal).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		var r decisionRecord
		if !t.decode(bJournal, bytes.Clone(k), v, &r) {
			continue
		}
		d := r.decision(num64(k))
		if len(group) > 0 && group[0].Group != d.Group {
			if err := t.apply(group); err != nil {
				return err
			}
			group = nil
		}
		group = append(group, d)
	}
	if len(group) == 0 {
		return nil
	}
	return t.apply(group)
}
