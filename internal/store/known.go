package store

import (
	"weaktie/internal/post"
)

// Known says of each post of a source's answer whether it is stored already,
// with the same words and to the same readers: its verdict will be kept, so it
// need not be judged again. home is the source's own page (State.Home).
func (s *Store) Known(source, home string, posts []post.Post) ([]bool, error) {
	known := make([]bool, len(posts))
	err := s.view("look up posts of "+source, func(t *txn) error {
		from := uint32(num64(t.bucket(bSourceIDs).Get([]byte(source))))
		items, all := make([]Item, len(posts)), make([]marks, len(posts))
		for i, p := range posts {
			items[i].Post = p
			all[i] = newMarks(from, p, pageKey(home))
		}
		a := t.match(items, all)
		for i, old := range a.old {
			p := posts[i]
			known[i] = old != nil && old.Title == p.Title.String() && old.HTML == p.HTML.String() && (old.Message || !p.Message)
		}
		return nil
	})
	return known, err
}
