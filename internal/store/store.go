// Package store keeps everything in one bbolt file, and is the only package
// that knows bbolt.
//
// Values are msgp behind a version byte and a CRC-32C; a record that does not
// check is skipped and counted, never fatal. Keys are in order of arrival, so
// that writing is appending. Reads are short transactions, decoded before they
// end. Nothing handed out points into the file.
//
// What the file holds is cleaned again on the way out, markup included: a file
// that somebody else wrote cannot bring a byte to the terminal that a feed
// could not.
//
// Caveats: a network file system is no place for it, since the lock is unsure
// there; a file never shrinks by itself.
package store

import (
	"errors"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Errors of Open and of what follows.
var (
	ErrBusy    = errors.New("the store is in use by another weaktie")
	ErrNewer   = errors.New("the store was written by a newer weaktie")
	ErrDamaged = errors.New("the store is damaged")
	ErrFull    = errors.New("disk full, nothing saved")
	ErrClosed  = errors.New("the store is closed")
)

// Name is the name of the file in the data folder.
const Name = "weaktie.db"

// Store is one open file. Safe for concurrent use.
type Store struct {
	db   *bolt.DB
	path string
	now  func() time.Time

	mu      sync.Mutex
	damaged map[string]bool // records found not to check, by bucket and key
}

// damagedLimit bounds the memory that a rotten file can claim; beyond it the
// count no longer matters.
const damagedLimit = 10_000

// Path is where the file is.
func (s *Store) Path() string { return s.path }

// Close waits for open transactions and gives the lock back. Closing again is
// harmless.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return explain("close store", s.path, err)
	}
	return nil
}

func (s *Store) markDamaged(bucket string, key []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.damaged) < damagedLimit {
		s.damaged[bucket+string(key)] = true
	}
}

func (s *Store) damagedCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.damaged)
}
