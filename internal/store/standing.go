package store

import "slices"

func standingKey(s Subject) []byte {
	return append([]byte(s.About+"\x00"), digest(s.About, s.Key)...)
}

// settle works out anew what is in force about one subject: everything not
// undone since it was last cleared, each action once, the latest.
func (t *txn) settle(sub Subject) error {
	var force []Decision
	prefix := digest(sub.About, sub.Key)
	undone := t.bucket(bUndone)
	err := prefixed(t.bucket(bSubjects), prefix, func(k, _ []byte) error {
		seq := k[len(prefix):]
		if undone.Get(seq) != nil {
			return nil
		}
		d, ok := t.decided(num64(seq))
		if !ok {
			return nil
		}
		if d.Action == Cleared {
			force = force[:0]
			return nil
		}
		force = slices.DeleteFunc(force, func(e Decision) bool { return e.Action == d.Action })
		force = append(force, d)
		return nil
	})
	if err != nil {
		return err
	}
	if len(force) == 0 {
		return t.bucket(bStanding).Delete(standingKey(sub))
	}
	r := standingRecord{About: sub.About, Key: sub.Key}
	for _, d := range force {
		r.Seqs = append(r.Seqs, d.Seq)
	}
	return t.put(bStanding, standingKey(sub), &r)
}

// Standing returns the decisions in force about one sort of subject, by key,
// oldest first; each action at most once (the latest), nothing undone.
func (s *Store) Standing(about string) (map[string][]Decision, error) {
	standing := map[string][]Decision{}
	err := s.view("read decisions", func(t *txn) error {
		return prefixed(t.bucket(bStanding), []byte(about+"\x00"), func(k, v []byte) error {
			var r standingRecord
			if !t.decode(bStanding, k, v, &r) {
				return nil
			}
			for _, seq := range r.Seqs {
				if d, ok := t.decided(seq); ok {
					standing[r.Key] = append(standing[r.Key], d)
				}
			}
			return nil
		})
	})
	return standing, err
}
