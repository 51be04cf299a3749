package store

import (
	"bytes"
	"context"
	"slices"

	bolt "go.etcd.io/bbolt"

	"weaktie/internal/post"
)

const (
	// lookUp is how many entries go by between two looks at ctx: some tens of
	// microseconds.
	lookUp = 256
	// stride is how many entries one transaction reads: a long one keeps old
	// pages from being used again and the file grows.
	stride = 16 << 10
	// probe is how many of the newest posts are looked at one by one before a
	// search reads all texts: a common word is found among them.
	probe = 2 << 10
)

// walk is a Query under way.
type walk struct {
	q     Query
	index string
	words [][]byte

	next  []byte // everything from here on has been seen; nil is the newest end
	done  bool
	items []Item

	found map[uint64]bool // posts with every word, once all texts were looked at
	from  []byte          // where gather goes on
	whole bool            // gather is done
}

func (w *walk) before() {
	if !w.q.Until.IsZero() {
		w.next = timeKey(nanos(w.q.Until), 0)
	}
	if b := w.q.Before; b != (Cursor{}) {
		if k := timeKey(nanos(b.Time), uint64(b.ID)); w.next == nil || bytes.Compare(k, w.next) < 0 {
			w.next = k
		}
	}
}

// step reads on for one transaction.
func (w *walk) step(ctx context.Context, t *txn) error {
	m, ok := w.match(t)
	if !ok {
		w.done = true
		return nil
	}
	var since []byte
	if !w.q.Since.IsZero() {
		since = timeKey(nanos(w.q.Since), 0)
	}
	c := t.bucket(w.index).Cursor()
	k, v := below(c, w.next)
	for n := 1; ; n++ {
		if k == nil || since != nil && bytes.Compare(k, since) < 0 || w.q.Limit > 0 && len(w.items) >= w.q.Limit {
			w.done = true
			return nil
		}
		if n%lookUp == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if it, ok := m.item(t, k, v); ok {
			w.items = append(w.items, it)
		}
		if n == stride || n == probe && len(m.words) > 0 && !w.whole {
			w.next = slices.Clone(k)
			return nil
		}
		k, v = c.Prev()
	}
}

// rare reports whether the words are better looked for in all texts at once:
// the newest posts did not have them often enough, and nothing else narrows the
// walk. Texts lie in order of arrival, and reading them so is several times
// faster than jumping from one to the next in order of time.
func (w *walk) rare() bool {
	return !w.done && !w.whole && len(w.words) > 0 && w.q.Since.IsZero() && w.q.Source == "" && w.q.Person == "" && !w.q.Messages
}

// gather looks at texts for one transaction.
func (w *walk) gather(ctx context.Context, t *txn) error {
	m := match{words: w.words}
	if w.found == nil {
		w.found = map[uint64]bool{}
	}
	c := t.bucket(bFold).Cursor()
	k, v := c.Seek(w.from)
	for n := 1; k != nil; n++ {
		if n%lookUp == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if m.in(t, k, v) {
			w.found[num64(k)] = true
		}
		k, v = c.Next()
		if n == stride {
			w.from = slices.Clone(k)
			w.whole = k == nil
			return nil
		}
	}
	w.whole = true
	return nil
}

// below puts c on the newest entry older than place; nil is the newest end.
func below(c *bolt.Cursor, place []byte) (k, v []byte) {
	if place == nil {
		return c.Last()
	}
	if k, _ = c.Seek(place); k == nil {
		return c.Last()
	}
	return c.Prev()
}

// match is what a Query asks of a post, in this transaction's numbers.
type match struct {
	source, person uint32
	tag            string
	words          [][]byte
	found          map[uint64]bool // not nil: the posts with every word
}

// match is false when nothing can match.
func (w *walk) match(t *txn) (match, bool) {
	m := match{tag: w.q.Tag, words: w.words}
	if w.whole {
		m.found = w.found
	}
	if w.q.Source != "" {
		if m.source = uint32(num64(t.bucket(bSourceIDs).Get([]byte(w.q.Source)))); m.source == 0 {
			return m, false
		}
	}
	if w.q.Person != "" {
		if m.person = uint32(num64(t.bucket(bPersonIDs).Get([]byte(w.q.Person)))); m.person == 0 {
			return m, false
		}
	}
	return m, true
}

// A place is the value in the time indexes: what most filters ask, so that
// they need not read the post.
const (
	placeSize    = 9
	placeMessage = 1 << 0
	placeAlso    = 1 << 1 // more than one source brought it
)

func place(r *postRecord) []byte {
	b := make([]byte, 1, placeSize)
	if r.Message {
		b[0] |= placeMessage
	}
	if len(r.Also) > 0 {
		b[0] |= placeAlso
	}
	b = append(b, key32(r.Source)...)
	return append(b, key32(r.Author)...)
}

func (m match) item(t *txn, k, v []byte) (Item, bool) {
	if len(k) != 16 || len(v) != placeSize {
		t.s.markDamaged(bTime, k)
		return Item{}, false
	}
	also := v[0]&placeAlso != 0
	if m.source != 0 && num32(v[1:]) != m.source && !also || m.person != 0 && num32(v[5:]) != m.person {
		return Item{}, false
	}
	id := k[8:]
	if !m.text(t, id) {
		return Item{}, false
	}
	var r postRecord
	if !t.get(bPosts, id, &r) {
		return Item{}, false
	}
	if m.source != 0 && r.Source != m.source && !slices.Contains(r.Also, m.source) {
		return Item{}, false
	}
	if m.tag != "" && !slices.Contains(r.Tags, m.tag) {
		return Item{}, false
	}
	return t.item(post.ID(num64(id)), &r), true
}

// text reports whether every word occurs in a post.
func (m match) text(t *txn, id []byte) bool {
	if len(m.words) == 0 {
		return true
	}
	if m.found != nil {
		return m.found[num64(id)]
	}
	v := t.bucket(bFold).Get(id)
	return v != nil && m.in(t, id, v)
}

// in reports whether every word occurs in a folded text. One that does not
// check counts as not matching, and as damage.
func (m match) in(t *txn, id, v []byte) bool {
	body, err := payload(id, v)
	if err != nil {
		t.s.markDamaged(bFold, id)
		return false
	}
	for _, w := range m.words {
		if !bytes.Contains(body, w) {
			return false
		}
	}
	return true
}
