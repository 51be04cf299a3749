package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
)

// item is a feed's item with only what tells it from others.
func item(guid, url, title, stated string) Item {
	p := post.Post{
		GUID: guid, URL: url, Title: clean.Line(title), Stated: stated,
		HTML: clean.Escape("about " + title), Time: noon(), Seen: noon(),
		Author: person.Person{Handle: "blog.example@web", Network: "web"},
	}
	if l, ok := link.Clean(url); ok {
		p.Links = []link.Link{l}
	}
	return Item{Post: p}
}

func backwards(items []Item) []Item {
	items = slices.Clone(items)
	slices.Reverse(items)
	return items
}

func TestR26PostsWithoutGUIDsAreKnownAgain(t *testing.T) {
	tests := []struct {
		name  string
		items []Item
		want  int // posts
	}{
		{"by page", []Item{item("", "https://b.example/1", "One", ""), item("", "https://b.example/2", "Two", "")}, 2},
		{"by page and title, where several share the page", []Item{item("", "https://b.example/", "One", ""), item("", "https://b.example/", "Two", ""), item("", "https://b.example/2", "Two", "")}, 3},
		{"by title and text, where there is no page", []Item{item("", "", "One", ""), item("", "", "Two", ""), item("", "", "", "")}, 3},
		{"all three", []Item{item("g", "https://b.example/1", "One", ""), item("", "https://b.example/2", "Two", ""), item("", "", "Three", "")}, 3},
		{"the same twice in one answer", []Item{item("", "https://b.example/1", "One", ""), item("", "https://b.example/1", "One", "")}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := openAt(t, t.TempDir())
			if got := add(t, s, feedURL, tt.items...); len(got.New) != tt.want {
				t.Fatalf("%d posts, want %d", len(got.New), tt.want)
			}
			for _, again := range [][]Item{tt.items, backwards(tt.items), tt.items[:1], tt.items} {
				if got := add(t, s, feedURL, again...); len(got.New) != 0 || got.Updated != 0 {
					t.Errorf("again: %d new, %d updated", len(got.New), got.Updated)
				}
			}
			if got := add(t, s, "https://other.example/feed", tt.items...); len(got.New) != tt.want {
				t.Errorf("another source: %d new, want %d", len(got.New), tt.want)
			}
		})
	}
}

func TestR27OneGUIDForSeveralPosts(t *testing.T) {
	one, two := item("g", "https://b.example/1", "One", "d1"), item("g", "https://b.example/2", "Two", "d2")
	three, sameLink := item("g", "https://b.example/3", "Three", "d3"), item("g", "https://b.example/1", "Other", "d4")
	tests := []struct {
		name    string
		answers [][]Item
		want    []int // new posts by answer
	}{
		{"both kept, stable on refetch and reorder", [][]Item{{one, two}, {two, one}, {one, two, three}, {three, two, one}}, []int{2, 0, 1, 0}},
		{"the other slides out of the feed", [][]Item{{one, two}, {two}, {one}}, []int{2, 0, 0}},
		{"known before it was doubled", [][]Item{{one}, {one, two}, {two, one}}, []int{1, 1, 0}},
		{"a constant GUID, one post at a time", [][]Item{{one, two}, {three}, {three}}, []int{2, 1, 0}},
		{"one page, other titles", [][]Item{{one, sameLink}, {sameLink, one}, {sameLink}}, []int{2, 0, 0}},
		{"an edit is no other post", [][]Item{{one}, {item("g", "https://b.example/new", "New title", "d1")}}, []int{1, 0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := openAt(t, t.TempDir())
			for n, answer := range tt.answers {
				if got := add(t, s, feedURL, answer...); len(got.New) != tt.want[n] {
					t.Errorf("answer %d: %d new, want %d", n+1, len(got.New), tt.want[n])
				}
			}
		})
	}
}

// changed is article n after the feed's software changed.
func changed(n int, f func(p *post.Post)) Item {
	it := article(n)
	f(&it.Post)
	return it
}

func TestR28NewGUIDsForOldPosts(t *testing.T) {
	reguid := func(p *post.Post) { p.GUID = "urn:uuid:" + p.GUID }
	tests := []struct {
		name string
		f    func(p *post.Post)
		want int // new posts
	}{
		{"other GUIDs, same pages", reguid, 0},
		{"GUIDs dropped", func(p *post.Post) { p.GUID = "" }, 0},
		{"http for https, and campaign parameters", func(p *post.Post) {
			reguid(p)
			p.URL = strings.Replace(p.URL, "https:", "http:", 1) + "?utm_source=rss&utm_medium=feed"
		}, 0},
		{"another domain", func(p *post.Post) {
			reguid(p)
			p.URL = strings.Replace(p.URL, "blog.example", "new.example", 1)
		}, 0},
		{"other posts on the same pages", func(p *post.Post) {
			reguid(p)
			p.Title, p.Stated = clean.Line("Another day: "+p.Title.String()), "later than "+p.Stated
		}, 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := openAt(t, t.TempDir())
			first := add(t, s, feedURL, articles(10)...)
			about := Subject{AboutPost, feedURL + " " + first.New[0].Post.GUID}
			decide(t, s, Decision{Subject: about, Action: Dismissed})
			var again []Item
			for n := range 10 {
				again = append(again, changed(n, tt.f))
			}
			for round, want := range []int{tt.want, 0} {
				if got := add(t, s, feedURL, again...); len(got.New) != want {
					t.Errorf("round %d: %d new, want %d", round+1, len(got.New), want)
				}
			}
			it, _, err := s.Post(first.New[0].Post.ID)
			if err != nil || it.Post.Source+" "+it.Post.GUID != about.Key {
				t.Errorf("what was decided about is now %s %s, %v", it.Post.Source, it.Post.GUID, err)
			}
		})
	}
}

func TestR29EditsAndEmptyAnswers(t *testing.T) {
	s := openAt(t, t.TempDir())
	first := add(t, s, feedURL, articles(3)...).New
	five := 5
	edited := changed(1, func(p *post.Post) {
		p.Title, p.HTML = clean.Line("A better title"), clean.Escape("quite other words")
		p.Likes = &five
		p.Time, p.Seen = p.Time.Add(30*time.Minute), p.Seen.Add(time.Hour)
		p.Links = []link.Link{{Key: "https://elsewhere.example/", Open: "https://elsewhere.example/"}}
	})
	edited.Verdict.Why = "judged anew"
	unsaid := edited
	unsaid.Post.Likes = nil
	generations := []struct {
		items   []Item
		updated int
	}{
		{articles(3), 0}, {nil, 0}, {[]Item{edited}, 1}, {[]Item{unsaid, article(0)}, 0}, {nil, 0},
	}
	for n, g := range generations {
		if got := add(t, s, feedURL, g.items...); len(got.New) != 0 || got.Updated != g.updated {
			t.Errorf("generation %d: %d new, %d updated, want 0 and %d", n+2, len(got.New), got.Updated, g.updated)
		}
	}
	if got := titles(posts(t, s, Query{})); !slices.Equal(got, []string{"Post number 0", "A better title", "Post number 2"}) {
		t.Errorf("the posts are %q", got)
	}
	was := first[1].Post // oldest first: 2, 1, 0
	it, _, err := s.Post(was.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := it.Post
	if !p.Time.Equal(was.Time) || !p.Seen.Equal(was.Seen) || p.GUID != was.GUID || p.Likes == nil || *p.Likes != 5 || it.Verdict.Why != "judged anew" {
		t.Errorf("edited it is %+v, %+v", p, it.Verdict)
	}
	if got := posts(t, s, Query{Text: []string{"quite other"}}); len(got) != 1 {
		t.Errorf("the new words are found %d times", len(got))
	}
	if got := posts(t, s, Query{Text: []string{"week 1"}}); len(got) != 0 {
		t.Errorf("the old words are found %d times", len(got))
	}
	for key, want := range map[string]int{"https://blog.example/posts/1": 0, "https://elsewhere.example/": 1, "https://blog.example/posts/2": 1} {
		links, err := s.Links([]string{key})
		if shares, err2 := s.SharesOf(key); err != nil || err2 != nil || len(shares) != want || links[key].Shares != want {
			t.Errorf("%s: %d shares, counted %d, want %d (%v %v)", key, len(shares), links[key].Shares, want, err, err2)
		}
	}
}

func TestAPostOfANetworkIsOneWhicheverSourceBringsIt(t *testing.T) {
	s := openAt(t, t.TempDir())
	const one, two = "https://social.example/tags/b2b", "https://other.example/tags/b2b"
	post := toot("1", "ana", time.Hour, "https://x.example/")
	first := add(t, s, one, post).New[0]
	if got := add(t, s, two, post, toot("2", "bo", time.Minute)); len(got.New) != 1 || got.Updated != 1 {
		t.Fatalf("%+v", got)
	}
	got := posts(t, s, Query{Source: two})
	if len(got) != 2 || got[1].Post.ID != first.Post.ID || got[1].Post.Source != one || !slices.Equal(got[1].Also, []string{two}) {
		t.Errorf("by the second source: %+v", got)
	}
	if got := posts(t, s, Query{Source: one}); len(got) != 1 {
		t.Errorf("by the first source: %+v", got)
	}
	if shares, err := s.SharesOf("https://x.example/"); err != nil || len(shares) != 1 {
		t.Errorf("one share became %+v, %v", shares, err)
	}
	// A server that gives ana's post to eve changes nothing of ana's.
	forged := toot("1", "eve", time.Hour)
	forged.Post.HTML = clean.Escape("buy this")
	for _, want := range []int{1, 0} {
		if got := add(t, s, two, forged); len(got.New) != want {
			t.Errorf("eve's post: %d new, want %d", len(got.New), want)
		}
	}
	if it, _, err := s.Post(first.Post.ID); err != nil || it.Post.Text().String() != "worth reading 1" || it.Post.Author.Handle != "ana@social.example" {
		t.Errorf("ana's post is now %+v, %v", it.Post, err)
	}
}

func TestAMentionThatCameByATagFirst(t *testing.T) {
	s := openAt(t, t.TempDir())
	it := toot("1", "ana", time.Hour, "https://x.example/")
	it.Verdict = flip.Verdict{Band: flip.Clear}
	id := add(t, s, "https://social.example/tags/b2b", it).New[0].Post.ID
	it.Post.Message, it.Post.Seen = true, noon().Add(time.Hour)
	for _, want := range []int{1, 0} {
		if got := add(t, s, "https://social.example/notifications", it); len(got.New) != 0 || got.Updated != want {
			t.Errorf("%d new, %d updated, want 0 and %d", len(got.New), got.Updated, want)
		}
	}
	// Again by the tag: it stays a message.
	it.Post.Message = false
	add(t, s, "https://social.example/tags/b2b", it)
	if got := posts(t, s, Query{Messages: true}); len(got) != 1 || got[0].Post.ID != id || !got[0].Post.Message || got[0].Verdict.Band != flip.Clear {
		t.Errorf("messages: %+v", got)
	}
	if st, err := s.Stats(); err != nil || st.Posts != 1 || st.Messages != 1 {
		t.Errorf("%+v, %v", st, err)
	}
	if shares, err := s.SharesOf("https://x.example/"); err != nil || len(shares) != 1 || !shares[0].Message {
		t.Errorf("shares: %+v, %v", shares, err)
	}
	people, err := s.People(nil)
	if p := people["ana@social.example"]; err != nil || !p.LastSeen.Equal(noon()) {
		t.Errorf("last heard of at %v, %v", p.LastSeen, err)
	}
}

func TestTheHomePageTellsNoPostsApart(t *testing.T) {
	s := openAt(t, t.TempDir())
	for n, title := range []string{"Monday", "Tuesday", "Tuesday"} {
		b := Batch{Source: feedURL, Items: []Item{item("", "https://b.example/", title, fmt.Sprint(title))}}
		b.State.Home = "https://b.example"
		got, err := s.Add(b)
		if want := 1 - n/2; err != nil || len(got.New) != want {
			t.Errorf("%s: %d new, want %d (%v)", title, len(got.New), want, err)
		}
	}
}
