package store

import (
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/post"
)

// Link is what is kept of a link.
type Link struct {
	Key, Open string
	Title     string // best title seen: the feed item that is the article, else a card, else ""
	First     time.Time
	Last      time.Time
	Shares    int
}

// Links returns what is kept of the given keys; unknown keys are left out.
func (s *Store) Links(keys []string) (map[string]Link, error) {
	links := make(map[string]Link, len(keys))
	err := s.view("read links", func(t *txn) error {
		for _, key := range keys {
			id := num64(t.bucket(bLinkIDs).Get(digest(key)))
			if id == 0 {
				continue
			}
			if r := t.link(id).rec; r != nil {
				l := r.link()
				links[key] = Link{
					Key: l.Key, Open: l.Open, Title: clean.Line(r.Title).String(),
					First: at(r.First), Last: at(r.Last), Shares: int(r.Shares),
				}
			}
		}
		return nil
	})
	return links, err
}

func (r *linkRecord) link() link.Link {
	return link.Link{Key: address(r.Key), Open: address(r.Open)}
}

// link is a numbered link as this transaction has it.
func (t *txn) link(id uint64) *kept[linkRecord] {
	k, ok := t.links[id]
	if !ok {
		k = &kept[linkRecord]{rec: &linkRecord{}}
		if !t.get(bLinks, key64(id), k.rec) {
			k.rec = nil
		}
		t.links[id] = k
	}
	return k
}

// internLinks gives numbers to the links of a post, each key once.
func (t *txn) internLinks(p post.Post) ([]uint64, error) {
	var ids []uint64
	seen := map[string]bool{}
	for _, l := range atMost(p.Links) {
		if l.Key == "" || seen[l.Key] {
			continue
		}
		seen[l.Key] = true
		id, fresh, err := t.intern(bLinkIDs, "", digest(l.Key), "")
		if err != nil {
			return nil, err
		}
		if fresh {
			t.count().Links++
			t.links[id] = &kept[linkRecord]{rec: &linkRecord{Key: l.Key, Open: l.Open}, dirty: true}
		} else if k := t.link(id); k.rec == nil {
			// Its record does not check: what this post says of it is all there is.
			k.rec, k.dirty = &linkRecord{Key: l.Key, Open: l.Open}, true
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// shared files one more share of a link.
func (t *txn) shared(id uint64, when int64) {
	k := t.link(id)
	if k.rec == nil {
		return
	}
	k.rec.Shares++
	if k.rec.First == 0 || when < k.rec.First {
		k.rec.First = when
	}
	k.rec.Last = max(k.rec.Last, when)
	k.dirty = true
}

// entitle gives links the titles that p knows: of the page that p is itself,
// and, where there is no better one, of its first link by the card.
func (t *txn) entitle(ids []uint64, p post.Post) {
	if len(ids) == 0 {
		return
	}
	if k := t.link(ids[0]); k.rec != nil && k.rec.Title == "" && !p.Card.Empty() {
		k.rec.Title, k.dirty = p.Card.String(), true
	}
	own := pageKey(p.URL)
	if p.Title.Empty() || own == "" {
		return
	}
	for _, id := range ids {
		k := t.link(id)
		if k.rec != nil && k.rec.Key == own && k.rec.Title != p.Title.String() {
			k.rec.Title, k.dirty = p.Title.String(), true
		}
	}
}
