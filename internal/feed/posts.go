package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
)

// Posts makes posts of the items, with identity and time settled; seen is now.
//
// A post is known by the id that the feed gives it, else by its link, else by
// a hash of what it says, so fetching or reordering the feed changes nothing.
func (f *Feed) Posts(source string, seen time.Time) []post.Post {
	site := f.site(source)
	posts := make([]post.Post, 0, len(f.Items))
	for i := range f.Items {
		posts = append(posts, f.post(&f.Items[i], source, site, seen))
	}
	return distinct(posts)
}

func (f *Feed) post(it *Item, source, site string, seen time.Time) post.Post {
	p := post.Post{
		Source: source, GUID: it.guid(), Title: it.Title, HTML: it.Content,
		Tags: it.Tags, Language: it.Language, Stated: it.Stated, Seen: seen, Enclosed: it.Enclosures,
	}
	if p.HTML.Blank() {
		p.HTML = it.Summary
	}
	if web(it.Link) {
		p.URL = it.Link
	}
	stated := it.Published
	if stated.IsZero() {
		stated = it.Updated
	}
	p.Time = post.Clamp(stated, seen)
	if who, ok := f.network(it); ok {
		p.Author, p.Links = who, said(p.HTML)
		return p
	}
	p.Author = f.writer(it, source, site)
	p.Links = it.Links
	return p
}

// site is the registrable domain that the feed belongs to.
func (f *Feed) site(source string) string {
	for _, a := range [...]string{f.Link, f.Self, source} {
		if web(a) {
			if s := link.Site(a); s != "" {
				return s
			}
		}
	}
	return ""
}

// writer is the author of an article: the one named, on the feed's site, or
// the site itself. A blog with one author, named or not, is one person.
func (f *Feed) writer(it *Item, source, site string) person.Person {
	name, profile, email := it.Author, it.AuthorURL, it.AuthorEmail
	if name.Empty() && email == "" {
		name, profile, email = f.Author, f.AuthorURL, f.AuthorEmail
	}
	if name.Empty() {
		// The part before the @ is a name where the mailbox is a person's.
		if box, _, _ := strings.Cut(email, "@"); box != "" && !mailbox(box) {
			name = clean.Line(box)
		}
	}
	who := person.Person{Name: name, Network: "web", URL: profile}
	if site != "" {
		who.Sites = []string{site}
	}
	if who.URL == "" && web(f.Link) {
		who.URL = f.Link
	}
	short := strings.Trim(strings.ReplaceAll(strings.TrimPrefix(name.String(), "/u/"), "@", " "), " /")
	if short != "" {
		who.Handle = person.NewHandle(short, firstOf(site, "web"))
		return who
	}
	who.Name = f.Title
	who.Handle = person.NewHandle(firstOf(site, link.Host(source), source), "web")
	return who
}

// mailbox reports whether an address is a role's, not a person's.
func mailbox(box string) bool {
	switch strings.ToLower(box) {
	case "noreply", "no-reply", "donotreply", "info", "contact", "webmaster", "editor", "admin", "blog", "hello", "mail", "feedback", "support", "news", "office", "press":
		return true
	}
	return false
}

// network is the author of a post that a social network serves as a feed:
// there the link is the post, and it names who wrote it.
func (f *Feed) network(it *Item) (person.Person, bool) {
	u, err := url.Parse(it.Link)
	if err != nil || !web(it.Link) {
		return person.Person{}, false
	}
	path := strings.Split(strings.Trim(u.Path, "/"), "/")
	if link.Host(it.Link) == "bsky.app" || u.Host == "bsky.app" {
		if len(path) >= 4 && path[0] == "profile" && path[2] == "post" {
			return f.bluesky(path[1]), true
		}
		return person.Person{}, false
	}
	if !it.Author.Empty() || len(path) != 2 || !strings.HasPrefix(path[0], "@") || !statusID(path[1]) {
		return person.Person{}, false
	}
	user := path[0][1:]
	server := strings.ToLower(u.Host)
	if name, own, ok := strings.Cut(user, "@"); ok {
		user, server = name, own
	}
	who := person.Person{Handle: person.NewHandle(user, server), Network: "mastodon", URL: "https://" + u.Host + "/" + path[0]}
	if strings.EqualFold(strings.TrimRight(f.Link, "/"), who.URL) {
		who.Name = f.Title
	}
	return who, true
}

// bluesky is the author of a profile feed. Its title reads "@handle - Name"
// while the links hold the number that never changes.
func (f *Feed) bluesky(id string) person.Person {
	name := f.Title.String()
	if handle, shown, ok := strings.Cut(strings.TrimPrefix(name, "@"), " - "); ok && strings.HasPrefix(name, "@") && strings.Contains(handle, ".") {
		id, name = strings.TrimSpace(handle), shown
	}
	return person.Person{
		Handle: person.NewHandle(id, "bluesky"), Name: clean.Line(name), Network: "bluesky",
		URL: "https://bsky.app/profile/" + plain(id),
	}
}

// statusID reports whether s can be a post's number.
func statusID(s string) bool {
	return len(s) >= 6 && len(s) <= 32 && strings.Trim(s, "0123456789") == ""
}

// said is the links in a post's own words: not the hashtags and people in it.
func said(h clean.HTML) []link.Link {
	var out []link.Link
	seen := map[string]bool{}
	add := func(l link.Link) {
		if !seen[l.Key] && !ornament(l.Open) {
			seen[l.Key] = true
			out = append(out, l)
		}
	}
	for _, href := range h.Hrefs() {
		if l, ok := link.Clean(href); ok {
			add(l)
		}
	}
	if len(out) == 0 { // Bluesky's feeds are plain text
		for _, s := range link.Find(h.Text().String()) {
			add(s.Link)
		}
	}
	return out
}

// ornament reports whether an address is that of a hashtag or a person, as
// networks link them inside a post.
func ornament(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	path := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch {
	case len(path) == 1:
		return strings.HasPrefix(path[0], "@")
	case len(path) == 2:
		switch path[0] {
		case "tags", "tag", "hashtag", "users", "explore", "t":
			return path[0] != "t" || u.Host == "bsky.app"
		case "profile":
			return u.Host == "bsky.app"
		}
	}
	return false
}

// guid is what the item is known by.
func (it *Item) guid() string {
	if it.ID != "" {
		return it.ID
	}
	if l, ok := link.Clean(it.Link); ok && web(it.Link) {
		return l.Key
	}
	return it.sum()
}

// sum is the identity of an item that names none.
func (it *Item) sum() string {
	body := it.Content.String()
	if body == "" {
		body = it.Summary.String()
	}
	return hash(it.Title.String(), it.Stated, body, strings.Join(it.Enclosures, " "))
}

func hash(parts ...string) string {
	const length = 16 // bytes; enough for ever
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "sha:" + hex.EncodeToString(sum[:length])
}

// distinct parts different posts that share an id and drops repetitions of the
// same one. Every post of such a group gets its link appended, the first as
// well: otherwise the order would decide who is who.
func distinct(posts []post.Post) []post.Post {
	groups := map[string][]int{}
	for i := range posts {
		groups[posts[i].GUID] = append(groups[posts[i].GUID], i)
	}
	for id, members := range groups {
		if len(members) < 2 || !differ(posts, members) {
			continue
		}
		for _, i := range members {
			p := &posts[i]
			if l, ok := link.Clean(p.URL); ok {
				p.GUID = id + " " + l.Key
			} else {
				p.GUID = id + " " + hash(p.Title.String(), p.Stated)
			}
		}
	}
	at := map[string]int{}
	out := posts[:0]
	for _, p := range posts {
		i, again := at[p.GUID]
		switch {
		case !again:
			at[p.GUID] = len(out)
			out = append(out, p)
		case better(p, out[i]):
			out[i] = p
		}
	}
	return out
}

// differ reports whether a group holds two posts of different link and title;
// where there are no links, the title alone tells.
func differ(posts []post.Post, members []int) bool {
	for n, i := range members {
		for _, j := range members[:min(n, 8)] {
			a, b := posts[i], posts[j]
			if a.Title != b.Title && (a.URL != b.URL || a.URL == "") {
				return true
			}
		}
	}
	return false
}

// better chooses between two states of one post, whatever their order.
func better(a, b post.Post) bool {
	if !a.Time.Equal(b.Time) {
		return a.Time.After(b.Time)
	}
	if a.Title != b.Title {
		return a.Title.String() > b.Title.String()
	}
	return a.HTML.String() > b.HTML.String()
}
