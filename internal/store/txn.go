package store

import (
	"github.com/tinylib/msgp/msgp"
	bolt "go.etcd.io/bbolt"
)

// txn is one transaction with what it has already looked up: the same few
// people, links and sources come again and again within one.
type txn struct {
	s  *Store
	tx *bolt.Tx

	sources map[uint32]string
	people  map[uint32]*kept[personRecord]
	links   map[uint64]*kept[linkRecord]
	volume  map[string]int64
	counts  countsRecord
	counted bool
}

// kept is a record as this transaction has it; nil rec is one that is not
// there or does not check.
type kept[T any] struct {
	rec   *T
	dirty bool
}

func (s *Store) txn(tx *bolt.Tx) *txn {
	return &txn{
		s: s, tx: tx,
		sources: map[uint32]string{},
		people:  map[uint32]*kept[personRecord]{},
		links:   map[uint64]*kept[linkRecord]{},
		volume:  map[string]int64{},
	}
}

func (s *Store) view(op string, f func(*txn) error) error {
	err := guard(func() error {
		return s.db.View(func(tx *bolt.Tx) error { return f(s.txn(tx)) })
	})
	return explain(op, s.path, err)
}

func (s *Store) update(op string, f func(*txn) error) error {
	err := guard(func() error {
		return s.db.Update(func(tx *bolt.Tx) error {
			t := s.txn(tx)
			t.pack()
			if err := f(t); err != nil {
				return err
			}
			return t.flush()
		})
	})
	return explain(op, s.path, err)
}

// packed is how full a page gets where keys come in order: nothing will be put
// between them, so room is left only for records that grow.
const packed = 0.95

func (t *txn) pack() {
	for _, name := range []string{bPosts, bFold, bVerdicts, bLinks, bPersons, bJournal} {
		if b := t.bucket(name); b != nil {
			b.FillPercent = packed
		}
	}
}

func (t *txn) bucket(name string) *bolt.Bucket { return t.tx.Bucket([]byte(name)) }

// get decodes one record; ok is false when there is none or it does not check.
func (t *txn) get(bucket string, key []byte, r msgp.Unmarshaler) (ok bool) {
	v := t.bucket(bucket).Get(key)
	return v != nil && t.decode(bucket, key, v, r)
}

func (t *txn) decode(bucket string, key, value []byte, r msgp.Unmarshaler) bool {
	if err := unseal(key, value, r); err != nil {
		t.s.markDamaged(bucket, key)
		return false
	}
	return true
}

func (t *txn) put(bucket string, key []byte, r msgp.Marshaler) error {
	v, err := seal(key, r)
	if err != nil {
		return err
	}
	return t.bucket(bucket).Put(key, v)
}

// flush writes what was collected over the transaction, each record once.
func (t *txn) flush() error {
	for id, k := range t.people {
		if k.dirty {
			if err := t.put(bPersons, key32(id), k.rec); err != nil {
				return err
			}
		}
	}
	for id, k := range t.links {
		if k.dirty {
			if err := t.put(bLinks, key64(id), k.rec); err != nil {
				return err
			}
		}
	}
	volume := t.bucket(bVolume)
	for key, n := range t.volume {
		total := num64(volume.Get([]byte(key))) + uint64(n)
		if err := volume.Put([]byte(key), key64(total)); err != nil {
			return err
		}
	}
	if !t.counted {
		return nil
	}
	return t.put(bMeta, []byte(keyCounts), &t.counts)
}

// count is the running totals, to be changed by the caller.
func (t *txn) count() *countsRecord {
	if !t.counted {
		t.get(bMeta, []byte(keyCounts), &t.counts)
		t.counted = true
	}
	return &t.counts
}

// intern gives a number to name in the bucket ids, and remembers the way back
// in names when there is one.
func (t *txn) intern(ids, names string, key []byte, name string) (id uint64, fresh bool, err error) {
	b := t.bucket(ids)
	if v := b.Get(key); v != nil {
		return num64(v), false, nil
	}
	if id, err = b.NextSequence(); err != nil {
		return 0, false, err
	}
	if err := b.Put(key, key64(id)); err != nil {
		return 0, false, err
	}
	if names != "" {
		err = t.bucket(names).Put(key32(uint32(id)), []byte(name))
	}
	return id, true, err
}
