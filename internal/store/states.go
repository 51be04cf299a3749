package store

import (
	"errors"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/source"
)

// addressLimit bounds a source's address: bbolt refuses keys over 32 KiB, and
// no real address comes near this.
const addressLimit = 8 << 10

var errAddress = errors.New("a source needs an address of at most 8 KiB")

// States returns what every source remembers, by address.
func (s *Store) States() (map[string]source.State, error) {
	states := map[string]source.State{}
	err := s.view("read sources", func(t *txn) error {
		return t.bucket(bStates).ForEach(func(k, v []byte) error {
			var r stateRecord
			if t.decode(bStates, k, v, &r) {
				states[string(k)] = r.state()
			}
			return nil
		})
	})
	return states, err
}

// PutStates replaces the memory of some sources in one transaction; posts stay.
func (s *Store) PutStates(states map[string]source.State) error {
	return s.update("store sources", func(t *txn) error {
		for address, st := range states {
			if err := t.putState(address, st); err != nil {
				return err
			}
		}
		return nil
	})
}

// Forget drops a source's memory; its posts stay.
func (s *Store) Forget(address string) error {
	return s.update("forget source", func(t *txn) error {
		return t.bucket(bStates).Delete([]byte(address))
	})
}

func (t *txn) putState(address string, st source.State) error {
	if address == "" || len(address) > addressLimit {
		return errAddress
	}
	r := newStateRecord(st)
	return t.put(bStates, []byte(address), &r)
}

func newStateRecord(st source.State) stateRecord {
	return stateRecord{
		Kind: string(st.Kind), Title: st.Title, Home: st.Home, Asked: st.Asked,
		ETag: st.ETag, LastModified: st.LastModified, Cursor: st.Cursor, Every: int64(st.Every),
		Moved: st.Moved, MovedOn: st.MovedOn,
		LastPoll: nanos(st.LastPoll), LastNew: nanos(st.LastNew), LastOK: nanos(st.LastOK), Next: nanos(st.Next),
		Failures: st.Failures, Health: string(st.Health), Problem: st.Problem, Items: st.Items,
		Damaged: st.Damaged, Parsing: st.Parsing, BodyHash: st.BodyHash, Public: st.Public,
	}
}

// state leaves validators, cursor and addresses byte for byte: they go back to
// the server, not to the screen.
func (r stateRecord) state() source.State {
	return source.State{
		Kind: source.Kind(r.Kind), Title: clean.Line(r.Title).String(), Home: r.Home, Asked: r.Asked,
		ETag: r.ETag, LastModified: r.LastModified, Cursor: r.Cursor, Every: time.Duration(r.Every),
		Moved: r.Moved, MovedOn: r.MovedOn,
		LastPoll: at(r.LastPoll), LastNew: at(r.LastNew), LastOK: at(r.LastOK), Next: at(r.Next),
		Failures: r.Failures, Health: source.Health(r.Health), Problem: clean.Line(r.Problem).String(), Items: r.Items,
		Damaged: clean.Line(r.Damaged).String(), Parsing: r.Parsing, BodyHash: r.BodyHash, Public: r.Public,
	}
}
