package store

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
)

// Item is a stored post with what the judge said of it.
type Item struct {
	Post    post.Post
	Verdict flip.Verdict
	Also    []string // other sources that brought it
}

// Query narrows a walk over posts, newest first. Zero fields do not narrow.
type Query struct {
	Since, Until time.Time // [Since, Until)
	Before       Cursor    // continue after this place
	Messages     bool      // only what is addressed to the curator
	Source, Tag  string
	Person       person.Handle
	Text         []string // every word, folded
	Limit        int      // 0 is no limit
}

// Cursor is a place in time order; the zero Cursor is the newest end.
type Cursor struct {
	Time time.Time
	ID   post.ID
}

// Post returns one post; ok is false when there is none.
func (s *Store) Post(id post.ID) (it Item, ok bool, err error) {
	err = s.view("read post", func(t *txn) error {
		it, ok = t.post(id)
		return nil
	})
	return it, ok, err
}

func (t *txn) post(id post.ID) (Item, bool) {
	var r postRecord
	if !t.get(bPosts, key64(uint64(id)), &r) {
		return Item{}, false
	}
	return t.item(id, &r), true
}

const (
	// lookUp is how many entries go by between two looks at ctx: some tens of
	// microseconds.
	lookUp = 256
	// stride is how many entries one transaction reads: a long one keeps old
	// pages from being used again and the file grows.
	stride = 16 << 10
)

// Posts returns what q asks for, newest first. It looks at ctx often. A long
// walk is several transactions, so a post that arrives meanwhile may be in it
// or not.
func (s *Store) Posts(ctx context.Context, q Query) ([]Item, error) {
	w := walk{q: q, index: bTime}
	if q.Messages {
		w.index = bMessages
	}
	for _, text := range q.Text {
		if text = clean.Fold(text); text != "" {
			w.words = append(w.words, []byte(text))
		}
	}
	if q.Tag != "" {
		w.q.Tag = strings.ToLower(strings.TrimPrefix(q.Tag, "#"))
		w.words = append(w.words, []byte("#"+clean.Fold(w.q.Tag)))
	}
	w.before()
	for !w.done {
		if err := s.view("read posts", func(t *txn) error { return w.step(ctx, t) }); err != nil {
			return nil, err
		}
	}
	return w.items, nil
}

// walk is a Query under way.
type walk struct {
	q     Query
	index string
	words [][]byte

	next  []byte // everything from here on has been seen; nil is the newest end
	done  bool
	items []Item
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
		if n == stride {
			w.next = slices.Clone(k)
			return nil
		}
		k, v = c.Prev()
	}
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
}

// match is false when nothing can match.
func (w *walk) match(t *txn) (match, bool) {
	m := match{tag: w.q.Tag, words: w.words}
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

// text reports whether every word occurs. A folded text that does not check
// counts as not matching, and as damage.
func (m match) text(t *txn, id []byte) bool {
	if len(m.words) == 0 {
		return true
	}
	v := t.bucket(bFold).Get(id)
	if v == nil {
		return false
	}
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

// folded is what a search looks at: who, the title, the text, the tags. Each
// starts on a line of its own, so that no word is found across two of them.
func folded(p post.Post) string {
	parts := []string{string(p.Author.Handle), p.Author.Name.String(), p.Title.String(), p.Text().String()}
	for _, tag := range p.Tags {
		parts = append(parts, "#"+tag)
	}
	return clean.Fold(strings.Join(parts, "\n"))
}

// SetVerdicts replaces verdicts in one transaction; ids of no post are passed
// over.
func (s *Store) SetVerdicts(verdicts map[post.ID]flip.Verdict) error {
	return s.update("store verdicts", func(t *txn) error {
		for id, v := range verdicts {
			var r postRecord
			if !t.get(bPosts, key64(uint64(id)), &r) {
				continue
			}
			if err := t.putVerdict(id, v); err != nil {
				return err
			}
			if err := t.putShares(id, &r, v); err != nil {
				return err
			}
		}
		return nil
	})
}

// putVerdict files a verdict; the zero one says that the post is not judged,
// and takes away what was said of other words.
func (t *txn) putVerdict(id post.ID, v flip.Verdict) error {
	if v.Band == "" {
		return t.bucket(bVerdicts).Delete(key64(uint64(id)))
	}
	r := newVerdictRecord(v)
	return t.put(bVerdicts, key64(uint64(id)), &r)
}
