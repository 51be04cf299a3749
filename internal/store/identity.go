package store

import (
	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/post"
)

// How a post is known again.
//
// A post of a social network is known by its GUID (an address or a URI that
// the network gives once), whichever source brings it. Any other post belongs
// to its source, and is known there by, in this order:
//
//  1. its GUID;
//  2. its own page, when it has no GUID, or when its GUID is new and the title
//     or the stated time are those of a post whose GUID is gone from the
//     answer: feeds that change software give every post a new GUID;
//  3. title and stated time, when an answer of several posts is new from end
//     to end: the feed has moved to another domain;
//  4. title and text, when it has neither GUID nor page.
//
// The same GUID from two authors of a network is two posts: the first keeps it,
// the other is known by GUID and author.
//
// A GUID that stands for different posts in one answer is worth nothing alone;
// such posts are known by GUID, page and title together. The same goes for a
// page that several posts of one answer share.
//
// What a post was once known by is never taken away.

// The kinds of identity, the byte after the source's number in a key. A wide
// one has source 0.
const (
	byWide  = 'w' // network, GUID
	byGUID  = 'g' // GUID; the value 0 says that it stands for several posts
	byAll   = 'a' // GUID, page, title
	byLink  = 'l' // page
	byDate  = 'd' // title, stated time
	byWords = 't' // title, text
)

// marks are what one post can be known by; "" is not at all.
type marks struct {
	wide, guid, all, link, date, words string
}

func mark(source uint32, kind byte, parts ...string) string {
	return string(key32(source)) + string(kind) + string(digest(parts...))
}

// social reports whether p's network gives GUIDs that hold across sources.
func social(p post.Post) bool {
	return p.GUID != "" && p.Author.Network != "" && p.Author.Network != "web"
}

func newMarks(source uint32, p post.Post, home string) marks {
	var m marks
	if social(p) {
		m.wide = mark(0, byWide, p.Author.Network, p.GUID)
		m.all = mark(0, byAll, p.Author.Network, p.GUID, string(p.Author.Handle))
		return m
	}
	title, page := clean.Fold(p.Title.String()), pageKey(p.URL)
	if page == home {
		page = "" // every post of such a source would be the same one
	}
	if p.GUID != "" {
		m.guid = mark(source, byGUID, p.GUID)
	}
	if page != "" {
		m.link = mark(source, byLink, page)
	}
	if p.GUID != "" || page != "" {
		m.all = mark(source, byAll, p.GUID, page, title)
	} else {
		m.words = mark(source, byWords, title, p.HTML.String())
	}
	if title != "" && p.Stated != "" {
		m.date = mark(source, byDate, title, p.Stated)
	}
	return m
}

// pageKey is the grouping key of a post's own page.
func pageKey(url string) string {
	if url == "" {
		return ""
	}
	l, ok := link.Clean(url)
	if !ok {
		return ""
	}
	return l.Key
}

// answer is one batch being matched against what is stored.
type answer struct {
	t     *txn
	items []Item
	marks []marks

	guids map[string]bool  // GUIDs of the answer
	posts map[string]int   // marks that several posts of the answer may share -> how many do
	taken map[post.ID]bool // stored posts that an item was matched to
	ids   []post.ID        // by item; 0 is new
	old   []*postRecord    // by item; nil is new
}

// distinct drops the items that say the same thing of the same post twice.
func distinct(items []Item, source uint32, home string) ([]Item, []marks) {
	var kept []Item
	var all []marks
	seen := map[string]bool{}
	for _, it := range items {
		m := newMarks(source, it.Post, home)
		key := m.wide + m.all + m.words
		if seen[key] {
			continue
		}
		seen[key] = true
		kept, all = append(kept, it), append(all, m)
	}
	return kept, all
}

// match finds the stored post of every item.
func (t *txn) match(items []Item, all []marks) *answer {
	a := &answer{
		t: t, items: items, marks: all,
		guids: map[string]bool{}, posts: map[string]int{}, taken: map[post.ID]bool{},
		ids: make([]post.ID, len(items)), old: make([]*postRecord, len(items)),
	}
	for i, m := range all {
		a.guids[items[i].Post.GUID] = true
		for _, k := range []string{m.guid, m.link, m.date} {
			if k != "" {
				a.posts[k]++
			}
		}
	}
	// GUIDs first, for all items: what they take, a page cannot.
	for i := range items {
		a.byGUID(i)
	}
	for i := range items {
		a.byPage(i)
	}
	if len(items) > 1 && len(a.taken) == 0 {
		for i := range items {
			a.byDate(i)
		}
	}
	return a
}

// find looks up the post of a mark; 0 when there is none, or several, or
// another item has it already. The record is nil when it does not check.
func (a *answer) find(mark string) (post.ID, *postRecord) {
	if mark == "" {
		return 0, nil
	}
	id := post.ID(num64(a.t.bucket(bIdentity).Get([]byte(mark))))
	if id == 0 || a.taken[id] {
		return 0, nil
	}
	r := &postRecord{}
	if !a.t.get(bPosts, key64(uint64(id)), r) {
		return id, nil
	}
	return id, r
}

func (a *answer) take(i int, id post.ID, r *postRecord) {
	a.ids[i], a.old[i], a.taken[id] = id, r, true
}

func (a *answer) byGUID(i int) {
	m, p := a.marks[i], a.items[i].Post
	// Another server may not put words into somebody's mouth.
	if id, r := a.find(m.wide); id != 0 && (r == nil || r.Author == 0 || a.t.author(r.Author).Handle == p.Author.Handle) {
		a.take(i, id, r)
		return
	}
	if id, r := a.find(m.all); id != 0 {
		a.take(i, id, r)
		return
	}
	if id, r := a.find(m.guid); id != 0 {
		if a.posts[m.guid] == 1 || r != nil && pageKey(r.URL) == pageKey(p.URL) && sameTitle(r, p) {
			a.take(i, id, r)
		}
		return
	}
	if id, r := a.find(m.words); id != 0 {
		a.take(i, id, r)
	}
}

func (a *answer) byPage(i int) {
	m, p := a.marks[i], a.items[i].Post
	if a.ids[i] != 0 || a.posts[m.link] != 1 {
		return
	}
	id, r := a.find(m.link)
	if id == 0 || r == nil {
		return
	}
	same := sameTitle(r, p) || r.Stated != "" && r.Stated == p.Stated
	switch {
	case p.GUID == "" && r.GUID == "": // the page is all there ever was
	case p.GUID == r.GUID && same: // a GUID that stands for several
	case !a.guids[r.GUID] && same: // a new GUID for an old post
	default:
		return
	}
	a.take(i, id, r)
}

func (a *answer) byDate(i int) {
	m := a.marks[i]
	if a.ids[i] != 0 || a.posts[m.date] != 1 {
		return
	}
	if id, r := a.find(m.date); id != 0 && r != nil {
		a.take(i, id, r)
	}
}

func sameTitle(r *postRecord, p post.Post) bool {
	return clean.Fold(r.Title) == clean.Fold(p.Title.String())
}

// remember files what item i is known by from now on.
func (a *answer) remember(i int, id post.ID) error {
	m := a.marks[i]
	for _, k := range []string{m.wide, m.link, m.date, m.words} {
		if err := a.file(k, id, false); err != nil {
			return err
		}
	}
	b := a.t.bucket(bIdentity)
	if m.wide != "" {
		if post.ID(num64(b.Get([]byte(m.wide)))) != id {
			return a.file(m.all, id, false)
		}
		return nil
	}
	if m.guid == "" {
		if m.link != "" && a.posts[m.link] > 1 {
			return a.file(m.all, id, false)
		}
		return nil
	}
	v := b.Get([]byte(m.guid))
	several := a.posts[m.guid] > 1 || v != nil && post.ID(num64(v)) != id
	if !several {
		return a.file(m.guid, id, false)
	}
	if err := a.file(m.guid, 0, true); err != nil {
		return err
	}
	return a.file(m.all, id, false)
}

// file writes a mark that is not there yet, or any with over.
func (a *answer) file(mark string, id post.ID, over bool) error {
	if mark == "" {
		return nil
	}
	b := a.t.bucket(bIdentity)
	if v := b.Get([]byte(mark)); v != nil && (!over || post.ID(num64(v)) == id) {
		return nil
	}
	return b.Put([]byte(mark), key64(uint64(id)))
}
