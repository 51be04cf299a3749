package store

import (
	"slices"

	"weaktie/internal/person"
	"weaktie/internal/post"
)

// People returns the persons of the given handles, or everyone for nil.
func (s *Store) People(handles []person.Handle) (map[person.Handle]person.Person, error) {
	people := map[person.Handle]person.Person{}
	err := s.view("read people", func(t *txn) error {
		if handles == nil {
			return t.bucket(bPersons).ForEach(func(k, v []byte) error {
				var r personRecord
				if t.decode(bPersons, k, v, &r) {
					p := r.person()
					people[p.Handle] = p
				}
				return nil
			})
		}
		for _, h := range handles {
			if id := t.bucket(bPersonIDs).Get([]byte(h)); h != "" && id != nil {
				people[h] = t.author(uint32(num64(id)))
			}
		}
		return nil
	})
	return people, err
}

// person is a numbered person as this transaction has it.
func (t *txn) person(id uint32) *kept[personRecord] {
	k, ok := t.people[id]
	if !ok {
		k = &kept[personRecord]{rec: &personRecord{}}
		if !t.get(bPersons, key32(id), k.rec) {
			k.rec = nil
		}
		t.people[id] = k
	}
	return k
}

// author is a numbered person for the outside. One whose record does not check
// is still known by the handle.
func (t *txn) author(id uint32) person.Person {
	if id == 0 {
		return person.Person{}
	}
	k := t.person(id)
	if k.rec != nil {
		return k.rec.person()
	}
	c := t.bucket(bPersonIDs).Cursor()
	for h, n := c.First(); h != nil; h, n = c.Next() {
		if uint32(num64(n)) == id {
			// Kept for the transaction only: it is not dirty.
			k.rec = &personRecord{Handle: string(h)}
			return k.rec.person()
		}
	}
	return person.Person{}
}

// handleLimit bounds keys; no network has names near this.
const handleLimit = 1 << 10

// know files what the author of p declares and returns the number. What an
// answer leaves unsaid does not erase what was known.
func (t *txn) know(p post.Post) (uint32, error) {
	a := p.Author
	if a.Handle == "" || len(a.Handle) > handleLimit {
		return 0, nil
	}
	n, fresh, err := t.intern(bPersonIDs, "", []byte(a.Handle), "")
	if err != nil {
		return 0, err
	}
	id := uint32(n)
	if fresh {
		t.count().People++
		t.people[id] = &kept[personRecord]{rec: &personRecord{Handle: string(a.Handle)}}
	}
	k := t.person(id)
	if k.rec == nil {
		k.rec = &personRecord{Handle: string(a.Handle)}
	}
	k.dirty = k.rec.learn(a, nanos(p.Seen)) || k.dirty
	return id, nil
}

// learn reports whether anything was new.
func (r *personRecord) learn(a person.Person, seen int64) bool {
	changed := false
	set := func(to *string, s string) {
		if s != "" && *to != s {
			*to, changed = s, true
		}
	}
	set(&r.Name, a.Name.String())
	set(&r.Network, a.Network)
	set(&r.URL, a.URL)
	if len(a.Sites) > 0 && !slices.Equal(r.Sites, a.Sites) {
		r.Sites, changed = slices.Clone(a.Sites), true
	}
	if b := uint8(a.Bot); a.Bot != person.Unknown && r.Bot != b {
		r.Bot, changed = b, true
	}
	if b := uint8(a.Brand); a.Brand != person.Unknown && r.Brand != b {
		r.Brand, changed = b, true
	}
	if a.Followers != nil && (r.Followers == nil || *r.Followers != int64(*a.Followers)) {
		r.Followers, changed = count64(a.Followers), true
	}
	if r.First == 0 || seen < r.First {
		r.First, changed = seen, true
	}
	if seen > r.Last {
		r.Last, changed = seen, true
	}
	return changed
}
