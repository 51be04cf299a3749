package store

import (
	"encoding/binary"
	"time"
)

// Stats is what doctor and the status bar show.
type Stats struct {
	Posts, Messages, Links, People, Decisions, Damaged int
	Bytes                                              int64
	Schema                                             int
	Newest                                             time.Time
}

// Stats counts without reading the posts. Damaged is what this process has
// come across; Check looks for the rest.
func (s *Store) Stats() (Stats, error) {
	var st Stats
	err := s.view("read counts", func(t *txn) error {
		n := t.count()
		schema, _ := found(t.tx)
		st = Stats{
			Posts: int(n.Posts), Messages: int(n.Messages), Links: int(n.Links), People: int(n.People), Decisions: int(n.Decisions),
			Bytes: t.tx.Size(), Schema: int(schema),
		}
		if k, _ := t.bucket(bTime).Cursor().Last(); len(k) == 16 {
			st.Newest = at(timeOf(k))
		}
		return nil
	})
	st.Damaged = s.damagedCount()
	return st, err
}

// Volume counts the posts of each source by day (UTC) over the last days,
// oldest first; the last is today. A source without posts in them is left out.
func (s *Store) Volume(days int) (map[string][]int, error) {
	volume := map[string][]int{}
	if days <= 0 {
		return volume, nil
	}
	today := day(nanos(s.now()))
	first := today - min(today, uint32(days-1))
	err := s.view("read volume", func(t *txn) error {
		c := t.bucket(bVolume).Cursor()
		for k, v := c.Seek(key32(first)); len(k) == 8 && binary.BigEndian.Uint32(k) <= today; k, v = c.Next() {
			name := t.source(num32(k[4:]))
			if volume[name] == nil {
				volume[name] = make([]int, days)
			}
			volume[name][days-1-int(today-num32(k))] = int(num64(v))
		}
		return nil
	})
	return volume, err
}
