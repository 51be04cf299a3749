package store

import (
	"errors"
	"slices"
)

// The journal is the truth; what stands, what can be undone and what can be
// redone follow from it by playing it from the start, and are kept beside it so
// that nothing has to.

// Decide appends a decision and returns it with Seq and Time; on disk when it
// returns. It empties what could be redone.
func (s *Store) Decide(d Decision) (Decision, error) {
	ds, err := s.DecideAll([]Decision{d})
	if err != nil {
		return Decision{}, err
	}
	return ds[0], nil
}

// subjectLimit bounds what a subject's key may be; links and GUIDs are far
// shorter.
const subjectLimit = 16 << 10

var errSubject = errors.New("a decision needs an action, and a subject of at most 16 KiB")

// DecideAll appends several decisions in one transaction; one Undo takes back
// all of them.
func (s *Store) DecideAll(ds []Decision) ([]Decision, error) {
	for _, d := range ds {
		if d.Subject.About == "" || d.Subject.Key == "" || d.Action == "" || len(d.Subject.Key) > subjectLimit {
			return nil, explain("decide", s.path, errSubject)
		}
	}
	if len(ds) == 0 {
		return nil, nil
	}
	var out []Decision
	err := s.update("decide", func(t *txn) (err error) {
		fresh := slices.Clone(ds)
		for i := range fresh {
			fresh[i].Undoes, fresh[i].Redoes = 0, 0
		}
		out, err = t.append(fresh)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Undo takes back the latest decision not undone yet; ok is false when there
// is none. What comes back are the decisions taken back.
func (s *Store) Undo() (undone []Decision, ok bool, err error) {
	err = s.update("undo", func(t *txn) error {
		undone, err = t.turn(bDone, func(d Decision) Decision {
			return Decision{Subject: d.Subject, Action: d.Action, Label: d.Label, Undoes: d.Seq}
		})
		return err
	})
	return undone, err == nil && len(undone) > 0, err
}

// Redo takes back the latest undo that no later decision has overtaken. What
// comes back are the decisions in force again.
func (s *Store) Redo() (redone []Decision, ok bool, err error) {
	err = s.update("redo", func(t *txn) error {
		undos, err := t.turn(bRedo, func(d Decision) Decision {
			return Decision{Subject: d.Subject, Action: d.Action, Label: d.Label, Redoes: d.Seq}
		})
		if err != nil {
			return err
		}
		redone = redone[:0]
		for _, u := range undos {
			if d, ok := t.decided(u.Undoes); ok {
				redone = append(redone, d)
			}
		}
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	return redone, len(redone) > 0, nil
}

// turn appends what takes back the group on top of a stack, and returns that
// group. A group whose every entry is damaged is passed over.
func (t *txn) turn(stack string, back func(Decision) Decision) ([]Decision, error) {
	for {
		pos, first := t.bucket(stack).Cursor().Last()
		if pos == nil {
			return nil, nil
		}
		group := t.group(num64(first))
		if len(group) == 0 {
			if err := t.bucket(stack).Delete(pos); err != nil {
				return nil, err
			}
			continue
		}
		turned := make([]Decision, len(group))
		for i, d := range group {
			turned[i] = back(d)
		}
		_, err := t.append(turned)
		return group, err
	}
}

// group is the entries made in one call, in order.
func (t *txn) group(first uint64) []Decision {
	var ds []Decision
	c := t.bucket(bJournal).Cursor()
	for k, v := c.Seek(key64(first)); k != nil; k, v = c.Next() {
		var r decisionRecord
		if !t.decode(bJournal, k, v, &r) {
			continue
		}
		if r.Group != first {
			break
		}
		ds = append(ds, r.decision(num64(k)))
	}
	return ds
}

// append writes a group to the journal and lets it take effect.
func (t *txn) append(ds []Decision) ([]Decision, error) {
	journal := t.bucket(bJournal)
	now := at(nanos(t.s.now()))
	var first uint64
	for i := range ds {
		seq, err := journal.NextSequence()
		if err != nil {
			return nil, err
		}
		if i == 0 {
			first = seq
		}
		d := &ds[i]
		d.Seq, d.Time, d.Group, d.Until, d.Undone = seq, now, first, at(nanos(d.Until)), false
		r := newDecisionRecord(*d)
		if err := t.put(bJournal, key64(seq), &r); err != nil {
			return nil, err
		}
	}
	t.count().Decisions += int64(len(ds))
	return ds, t.apply(ds)
}

// apply lets a group of the journal take effect on what is kept beside it.
func (t *txn) apply(ds []Decision) error {
	var err error
	switch d := ds[0]; {
	case d.Undoes != 0:
		err = t.move(bDone, bRedo, d.Group)
	case d.Redoes != 0:
		undo, _ := t.decided(d.Redoes)
		undone, _ := t.decided(undo.Undoes)
		err = t.move(bRedo, bDone, undone.Group)
	default:
		if err = t.drain(bRedo); err == nil {
			err = t.push(bDone, d.Group)
		}
	}
	if err != nil {
		return err
	}
	touched := map[Subject]bool{}
	for _, d := range ds {
		if err := t.take(d); err != nil {
			return err
		}
		touched[d.Subject] = true
	}
	for sub := range touched {
		if err := t.settle(sub); err != nil {
			return err
		}
	}
	return nil
}

// take notes what one entry does to the journal's other entries.
func (t *txn) take(d Decision) error {
	switch {
	case d.Undoes != 0:
		return t.bucket(bUndone).Put(key64(d.Undoes), []byte{1})
	case d.Redoes != 0:
		undo, _ := t.decided(d.Redoes)
		return t.bucket(bUndone).Delete(key64(undo.Undoes))
	}
	return t.bucket(bSubjects).Put(append(digest(d.Subject.About, d.Subject.Key), key64(d.Seq)...), nil)
}

func (t *txn) push(stack string, group uint64) error {
	b := t.bucket(stack)
	pos, err := b.NextSequence()
	if err != nil {
		return err
	}
	return b.Put(key64(pos), key64(group))
}

// move takes the top off one stack and puts group on the other.
func (t *txn) move(from, to string, group uint64) error {
	if pos, _ := t.bucket(from).Cursor().Last(); pos != nil {
		if err := t.bucket(from).Delete(pos); err != nil {
			return err
		}
	}
	return t.push(to, group)
}

func (t *txn) drain(stack string) error {
	b := t.bucket(stack)
	for k, _ := b.Cursor().Last(); k != nil; k, _ = b.Cursor().Last() {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// Journal returns entries newest first, undone ones included; limit 0 is all.
func (s *Store) Journal(limit int) ([]Decision, error) {
	var ds []Decision
	err := s.view("read journal", func(t *txn) error {
		undone := t.bucket(bUndone)
		c := t.bucket(bJournal).Cursor()
		for k, v := c.Last(); k != nil && (limit <= 0 || len(ds) < limit); k, v = c.Prev() {
			var r decisionRecord
			if t.decode(bJournal, k, v, &r) {
				d := r.decision(num64(k))
				d.Undone = undone.Get(k) != nil
				ds = append(ds, d)
			}
		}
		return nil
	})
	return ds, err
}
