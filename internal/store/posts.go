package store

import (
	"context"
	"strings"
	"time"

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
		for w.rare() {
			if err := s.view("search posts", func(t *txn) error { return w.gather(ctx, t) }); err != nil {
				return nil, err
			}
		}
	}
	return w.items, nil
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
