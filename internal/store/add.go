package store

import (
	"bytes"
	"slices"

	"weaktie/internal/flip"
	"weaktie/internal/post"
	"weaktie/internal/source"
)

// Batch is one source's answer: stored whole or not at all.
type Batch struct {
	Source string // its address
	State  source.State
	Items  []Item
}

// Added says what a batch changed.
type Added struct {
	New     []Item // with their IDs
	Updated int
}

// Add stores a batch in one transaction. A post that is known (by GUID, else
// link, else a hash of title and text, within its source; by GUID across
// sources of one network) is updated in place, keeping its ID and decisions.
func (s *Store) Add(b Batch) (Added, error) {
	var added Added
	err := s.update("store posts of "+b.Source, func(t *txn) error {
		added = Added{}
		return t.add(b, &added)
	})
	if err != nil {
		return Added{}, err
	}
	return added, nil
}

func (t *txn) add(b Batch, added *Added) error {
	if err := t.putState(b.Source, b.State); err != nil {
		return err
	}
	if len(b.Items) == 0 {
		return nil
	}
	n, _, err := t.intern(bSourceIDs, bSourceNames, []byte(b.Source), b.Source)
	if err != nil {
		return err
	}
	from := uint32(n)
	items, marks := distinct(t.sorted(b), from, pageKey(b.State.Home))
	a := t.match(items, marks)
	for i := range items {
		id := a.ids[i]
		if id == 0 {
			id, err = t.insert(&items[i], from)
			added.New = append(added.New, items[i])
		} else {
			var changed bool
			changed, err = t.refresh(id, a.old[i], items[i], from)
			if changed {
				added.Updated++
			}
		}
		if err != nil {
			return err
		}
		if err := a.remember(i, id); err != nil {
			return err
		}
	}
	return nil
}

// sorted is the batch's items oldest first, so that they arrive in the order
// in which they were said, with the times that the indexes need.
func (t *txn) sorted(b Batch) []Item {
	items := slices.Clone(b.Items)
	now := t.s.now()
	for i := range items {
		p := &items[i].Post
		p.Source = b.Source
		if p.Seen.IsZero() {
			p.Seen = now
		}
		p.Seen = at(nanos(p.Seen))
		p.Time = at(nanos(post.Clamp(p.Time, p.Seen)))
	}
	slices.SortStableFunc(items, func(a, b Item) int { return a.Post.Time.Compare(b.Post.Time) })
	return items
}

// listLimit bounds what one post may bring of anything; readers refuse records
// with far longer lists.
const listLimit = 4096

func atMost[T any](list []T) []T { return list[:min(len(list), listLimit)] }

// record turns a post into its record, filing its author and its links.
func (t *txn) record(p post.Post, from uint32) (*postRecord, error) {
	author, err := t.know(p)
	if err != nil {
		return nil, err
	}
	links, err := t.internLinks(p)
	if err != nil {
		return nil, err
	}
	t.entitle(links, p)
	return &postRecord{
		Source: from, GUID: p.GUID, URL: p.URL, Author: author,
		Title: p.Title.String(), HTML: p.HTML.String(), Links: links, Card: p.Card.String(), Tags: atMost(p.Tags), Language: p.Language,
		Time: nanos(p.Time), Stated: p.Stated, Seen: nanos(p.Seen),
		Message: p.Message, Direct: p.Direct, Followed: nanos(p.Followed), ReplyTo: p.ReplyTo, BoostOf: p.BoostOf,
		Replies: count64(p.Replies), Boosts: count64(p.Boosts), Likes: count64(p.Likes), Enclosed: atMost(p.Enclosed),
	}, nil
}

func (t *txn) insert(it *Item, from uint32) (post.ID, error) {
	r, err := t.record(it.Post, from)
	if err != nil {
		return 0, err
	}
	n, err := t.bucket(bPosts).NextSequence()
	if err != nil {
		return 0, err
	}
	it.Post.ID = post.ID(n)
	if err := t.put(bPosts, key64(n), r); err != nil {
		return 0, err
	}
	if err := t.index(it.Post.ID, r, it.Post); err != nil {
		return 0, err
	}
	if err := t.putVerdict(it.Post.ID, it.Verdict); err != nil {
		return 0, err
	}
	t.count().Posts++
	if r.Message {
		t.count().Messages++
	}
	t.volume[string(key32(day(r.Time)))+string(key32(from))]++
	return it.Post.ID, t.fileShares(it.Post.ID, r, it.Verdict)
}

// index files the place of a post in time, and its text for searching.
func (t *txn) index(id post.ID, r *postRecord, p post.Post) error {
	k := timeKey(r.Time, uint64(id))
	if err := t.bucket(bTime).Put(k, place(r)); err != nil {
		return err
	}
	if r.Message {
		if err := t.bucket(bMessages).Put(k, place(r)); err != nil {
			return err
		}
	}
	fold := key64(uint64(id))
	return t.bucket(bFold).Put(fold, sealBytes(fold, folded(p)))
}

// fileShares files the shares of a post and counts them.
func (t *txn) fileShares(id post.ID, r *postRecord, v flip.Verdict) error {
	for _, l := range r.Links {
		t.shared(l, r.Time)
	}
	return t.putShares(id, r, v)
}

// refresh brings a known post up to what its source says now. What it was
// first (ID, GUID, source, time, first seen) stays; what the answer leaves
// unsaid stays too. It reports whether anything changed.
func (t *txn) refresh(id post.ID, old *postRecord, it Item, from uint32) (bool, error) {
	if old == nil {
		return t.restore(id, it, from)
	}
	// Seeing a post again is not hearing from its author.
	it.Post.Seen = at(old.Seen)
	r, err := t.record(it.Post, from)
	if err != nil {
		return false, err
	}
	r.Source, r.Also = old.Source, old.Also
	if from != old.Source && !slices.Contains(old.Also, from) {
		r.Also = append(slices.Clone(old.Also), from)
	}
	r.GUID, r.Time, r.Seen = old.GUID, old.Time, old.Seen
	// A mention may come by a tag first and by the inbox later.
	r.Message, r.Direct = old.Message || r.Message, old.Direct || r.Direct
	if r.Followed == 0 {
		r.Followed = old.Followed
	}
	if r.Stated == "" {
		r.Stated = old.Stated
	}
	if r.Author == 0 {
		r.Author = old.Author
	}
	keep(&r.Replies, old.Replies)
	keep(&r.Boosts, old.Boosts)
	keep(&r.Likes, old.Likes)
	key := key64(uint64(id))
	sealed, err := seal(key, r)
	if err != nil || bytes.Equal(sealed, t.bucket(bPosts).Get(key)) {
		return false, err
	}
	if err := t.bucket(bPosts).Put(key, sealed); err != nil {
		return false, err
	}
	return true, t.reindex(id, old, r, it)
}

func keep(now **int64, old *int64) {
	if *now == nil {
		*now = old
	}
}

// reindex follows a changed record where the change shows.
func (t *txn) reindex(id post.ID, old, r *postRecord, it Item) error {
	reworded := old.Title != r.Title || old.HTML != r.HTML
	if anew := reworded || old.Message != r.Message; !anew {
		it.Verdict = t.verdict(id) // the poller need not have judged it again
	} else if err := t.putVerdict(id, it.Verdict); err != nil {
		return err
	}
	if r.Message && !old.Message {
		t.count().Messages++
	}
	if reworded || old.Message != r.Message || old.Author != r.Author || !slices.Equal(old.Tags, r.Tags) || len(old.Also) != len(r.Also) {
		if err := t.index(id, r, it.Post); err != nil {
			return err
		}
	}
	relinked := !slices.Equal(old.Links, r.Links)
	if !relinked && !reworded && old.Author == r.Author && old.Message == r.Message {
		return nil
	}
	if !relinked {
		return t.putShares(id, r, it.Verdict)
	}
	if err := t.dropShares(id, old); err != nil {
		return err
	}
	return t.fileShares(id, r, it.Verdict)
}

// restore writes a post anew whose record did not check: the source still has
// it. Its place in time is found in the index, which is whole.
func (t *txn) restore(id post.ID, it Item, from uint32) (bool, error) {
	r, err := t.record(it.Post, from)
	if err != nil {
		return false, err
	}
	c := t.bucket(bTime).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		if len(k) == 16 && num64(k[8:]) == uint64(id) {
			r.Time = timeOf(k)
			break
		}
	}
	if err := t.put(bPosts, key64(uint64(id)), r); err != nil {
		return false, err
	}
	if err := t.index(id, r, it.Post); err != nil {
		return false, err
	}
	if err := t.putVerdict(id, it.Verdict); err != nil {
		return false, err
	}
	return true, t.putShares(id, r, it.Verdict)
}
