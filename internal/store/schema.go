package store

import (
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

// The buckets. Framed values are marked F; the rest are fixed numbers that can
// be made again from the framed ones.
const (
	bMeta        = "meta"        // schema, counts (F)
	bSourceIDs   = "sourceids"   // address -> number
	bSourceNames = "sourcenames" // number -> address
	bStates      = "states"      // address -> stateRecord (F)
	bPosts       = "posts"       // id -> postRecord (F)
	bFold        = "fold"        // id -> folded text, for searching (F)
	bTime        = "bytime"      // time, id -> place
	bMessages    = "messages"    // time, id -> place, of messages only
	bIdentity    = "identity"    // what a post is known by -> id
	bVerdicts    = "verdicts"    // id -> verdictRecord (F); apart, so that judging again is cheap
	bPersonIDs   = "personids"   // handle -> number
	bPersons     = "persons"     // number -> personRecord (F)
	bLinkIDs     = "linkids"     // hash of key -> number
	bLinks       = "links"       // number -> linkRecord (F)
	bShares      = "shares"      // time, id, n -> shareRecord (F)
	bSharesOf    = "sharesof"    // link, time, id, n -> nothing
	bVolume      = "volume"      // day, source -> posts
	bJournal     = "journal"     // seq -> decisionRecord (F)
	bSubjects    = "subjects"    // subject, seq -> nothing
	bStanding    = "standing"    // about, hash -> standingRecord (F)
	bUndone      = "undone"      // seq -> 1, while taken back
	bDone        = "done"        // position -> first seq of a group that can be undone
	bRedo        = "redo"        // position -> first seq of an undo that can be redone
)

func buckets() []string {
	return []string{
		bMeta, bSourceIDs, bSourceNames, bStates, bPosts, bFold, bTime, bMessages, bIdentity, bVerdicts,
		bPersonIDs, bPersons, bLinkIDs, bLinks, bShares, bSharesOf, bVolume,
		bJournal, bSubjects, bStanding, bUndone, bDone, bRedo,
	}
}

const (
	keySchema = "schema"
	keyCounts = "counts"
)

// migration takes a file from one schema to the next. All steps of an Open run
// in one transaction: a migration that is killed has not happened.
type migration func(tx *bolt.Tx) error

// migrations returns the steps; the first goes from schema 1 to 2. The schema
// that this program writes is one more than their number.
func migrations() []migration { return nil }

// found reads the schema of a file; ok is false for one without.
func found(tx *bolt.Tx) (schema uint64, ok bool) {
	meta := tx.Bucket([]byte(bMeta))
	if meta == nil {
		return 0, false
	}
	v := meta.Get([]byte(keySchema))
	return num64(v), len(v) == 8
}

// lay makes the buckets of an empty file.
func lay(tx *bolt.Tx, schema uint64) error {
	for _, name := range buckets() {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	return tx.Bucket([]byte(bMeta)).Put([]byte(keySchema), key64(schema))
}

// migrate brings an open file to the schema of steps, after a copy of it.
func migrate(db *bolt.DB, path string, steps []migration) error {
	want := uint64(len(steps)) + 1
	var have uint64
	var laid, foreign bool
	err := db.View(func(tx *bolt.Tx) error {
		have, laid = found(tx)
		k, _ := tx.Cursor().First()
		foreign = !laid && k != nil
		return nil
	})
	switch {
	case err != nil:
		return err
	case foreign:
		return fmt.Errorf("%w: it is a bbolt file, but not weaktie's", ErrDamaged)
	case !laid:
		return db.Update(func(tx *bolt.Tx) error { return lay(tx, want) })
	case have > want:
		return fmt.Errorf("%w (schema %d, this one knows %d): install the newer version", ErrNewer, have, want)
	case have == want:
		return nil
	case have == 0:
		return fmt.Errorf("%w: it says schema 0, which never was", ErrDamaged)
	}
	if err := copyBefore(db, path, have); err != nil {
		return err
	}
	return db.Update(func(tx *bolt.Tx) error {
		for n := have; n < want; n++ {
			if err := steps[n-1](tx); err != nil {
				return fmt.Errorf("migrate from schema %d to %d: %w", n, n+1, err)
			}
		}
		return lay(tx, want)
	})
}

// copyBefore keeps the file as it was beside the file to be migrated. A copy
// that is there already was made by a migration that failed, from the same file.
func copyBefore(db *bolt.DB, path string, schema uint64) error {
	to := fmt.Sprintf("%s.schema%d", path, schema)
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	if err := writeCopy(db, to); err != nil {
		return fmt.Errorf("copy before migrating: %w", err)
	}
	return nil
}
