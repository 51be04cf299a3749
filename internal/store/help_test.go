package store

import (
	"fmt"
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/source"
)

// noon is when the tests play.
func noon() time.Time { return time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC) }

func openAt(t testing.TB, dir string) *Store {
	t.Helper()
	s, err := Open(dir, Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

const feedURL = "https://blog.example/feed.xml"

// article is a feed's item number n, an hour older for each n.
func article(n int) Item {
	url := fmt.Sprintf("https://blog.example/posts/%d", n)
	return Item{
		Post: post.Post{
			Source: feedURL, GUID: fmt.Sprintf("tag:blog.example,2026:%d", n), URL: url,
			Author: person.Person{Handle: "ana@web", Name: clean.Line("Ana"), Network: "web"},
			Title:  clean.Line(fmt.Sprintf("Post number %d", n)),
			HTML:   clean.Sanitize(fmt.Sprintf("<p>What we learned in week %d about retention.</p>", n), ""),
			Links:  []link.Link{{Key: url, Open: url}},
			Tags:   []string{"b2b"}, Language: "en",
			Time: noon().Add(-time.Duration(n) * time.Hour), Stated: fmt.Sprintf("stated %d", n), Seen: noon(),
		},
		Verdict: flip.Verdict{Band: flip.Clear, Why: "a plain post"},
	}
}

func articles(n int) []Item {
	var items []Item
	for i := range n {
		items = append(items, article(i))
	}
	return items
}

// toot is a status of a social network with the given links.
func toot(id, handle string, ago time.Duration, links ...string) Item {
	p := post.Post{
		GUID: "https://social.example/statuses/" + id, URL: "https://social.example/@" + handle + "/" + id,
		Author: person.Person{Handle: person.Handle(handle + "@social.example"), Network: "mastodon"},
		HTML:   clean.Escape("worth reading " + id),
		Time:   noon().Add(-ago), Seen: noon(),
	}
	for _, l := range links {
		p.Links = append(p.Links, link.Link{Key: l, Open: l})
	}
	return Item{Post: p}
}

func add(t testing.TB, s *Store, address string, items ...Item) Added {
	t.Helper()
	added, err := s.Add(Batch{Source: address, State: source.State{Kind: source.KindFeed}, Items: items})
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func posts(t testing.TB, s *Store, q Query) []Item {
	t.Helper()
	items, err := s.Posts(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func titles(items []Item) []string {
	var out []string
	for _, it := range items {
		out = append(out, it.Post.Headline().String())
	}
	return out
}
