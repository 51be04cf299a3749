package feed

import (
	"slices"
	"strings"
	"testing"
	"time"

	"weaktie/internal/post"
)

var seen = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func guids(posts []post.Post) []string {
	var out []string
	for _, p := range posts {
		out = append(out, p.GUID)
	}
	slices.Sort(out)
	return out
}

func TestR26Identity(t *testing.T) {
	f := mustParse(t, rssFeed(
		"<item><guid>g</guid><link>https://a.example/1</link></item>",
		"<item><link>https://www.a.example/2?utm_source=rss</link></item>",
		"<item><title>only words</title></item>",
		"<item><title>other words</title></item>"), Hints{})
	posts := f.Posts("https://a.example/feed", seen)
	if len(posts) != 4 || posts[0].GUID != "g" || !strings.HasPrefix(posts[1].GUID, "https://") ||
		!strings.HasPrefix(posts[2].GUID, "sha:") || posts[2].GUID == posts[3].GUID {
		t.Errorf("identities %q", guids(posts))
	}
}

func TestR27SharedIDs(t *testing.T) {
	item := func(guid, link, title string) string {
		return "<item><guid isPermaLink='false'>" + guid + "</guid><link>" + link + "</link><title>" + title + "</title></item>"
	}
	a, b, c := item("same", "https://a.example/1", "One"), item("same", "https://a.example/2", "Two"), item("own", "https://a.example/3", "Three")
	forward := mustParse(t, rssFeed(a, b, c), Hints{}).Posts("s", seen)
	back := mustParse(t, rssFeed(c, b, a), Hints{}).Posts("s", seen)
	if len(forward) != 3 || !slices.Equal(guids(forward), guids(back)) {
		t.Errorf("%q forward, %q back; want three, the same", guids(forward), guids(back))
	}
	if again := mustParse(t, rssFeed(a, a, c), Hints{}).Posts("s", seen); len(again) != 2 {
		t.Errorf("an item twice gave %q", guids(again))
	}
}

func TestR30Times(t *testing.T) {
	for stated, want := range map[string]time.Time{
		"Thu, 01 Jan 2026 10:00:00 GMT": time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC),
		"Fri, 31 Dec 9999 23:59:59 GMT": seen,
		"Mon, 01 Jan 0001 00:00:00 GMT": seen,
		"soon":                          seen,
	} {
		p := mustParse(t, rssFeed("<item><title>t</title><pubDate>"+stated+"</pubDate></item>"), Hints{}).Posts("s", seen)[0]
		if !p.Time.Equal(want) || p.Stated != stated {
			t.Errorf("%q: time %v, stated %q; want %v", stated, p.Time, p.Stated, want)
		}
	}
}

func TestAuthors(t *testing.T) {
	const source = "https://blog.acme.example/feed"
	for _, c := range []struct{ name, body, handle, network string }{
		{"named", rssFeed("<item><author>jo@harbour.example (Jo Roe)</author></item>"), "jo-roe@harbour.example", "web"},
		{"dublin core", rssFeed("<item><dc:creator>Jo Roe</dc:creator></item>"), "jo-roe@harbour.example", "web"},
		{"mailbox of a person", rssFeed("<item><author>jo@harbour.example</author></item>"), "jo@harbour.example", "web"},
		{"mailbox of nobody", rssFeed("<item><author>noreply@harbour.example</author></item>"), "harbour.example@web", "web"},
		{"none", rssFeed("<item><title>t</title></item>"), "harbour.example@web", "web"},
		{"of the feed", `<feed xmlns="http://www.w3.org/2005/Atom"><author><name>Jo Roe</name></author><link href="https://harbour.example/"/><entry><id>1</id></entry></feed>`, "jo-roe@harbour.example", "web"},
		{"mastodon", rssFeed("<item><link>https://social.example/@ana/112233445566</link></item>"), "ana@social.example", "mastodon"},
		{"mastodon, seen from elsewhere", rssFeed("<item><link>https://social.example/@ana@far.example/112233445566</link></item>"), "ana@far.example", "mastodon"},
		{"bluesky", strings.Replace(rssFeed("<item><link>https://bsky.app/profile/did:plc:abc/post/3k</link></item>"), "Harbour notes", "@ana.example - Ana", 1), "ana.example@bluesky", "bluesky"},
		{"bluesky by number", rssFeed("<item><link>https://bsky.app/profile/did:plc:abc/post/3k</link></item>"), "did-plc-abc@bluesky", "bluesky"},
	} {
		posts := mustParse(t, c.body, Hints{}).Posts(source, seen)
		if len(posts) != 1 || string(posts[0].Author.Handle) != c.handle || posts[0].Author.Network != c.network {
			t.Errorf("%s: %+v, want %s on %s", c.name, posts, c.handle, c.network)
		}
	}
}

func TestLinksOfPosts(t *testing.T) {
	open := func(body string) []string {
		var out []string
		for _, l := range mustParse(t, body, Hints{}).Posts("s", seen)[0].Links {
			out = append(out, l.Open)
		}
		return out
	}
	article := open(rssFeed(`<item><link>https://a.example/1</link><description><![CDATA[<a href="https://b.example/2">b</a> <img src="https://c.example/3.png"> <a href="https://b.example/2">b</a>]]></description><enclosure url="https://a.example/4.mp3"/></item>`))
	if want := []string{"https://a.example/1", "https://b.example/2"}; !slices.Equal(article, want) {
		t.Errorf("article has links %q, want %q", article, want)
	}
	toot := open(rssFeed(`<item><link>https://social.example/@ana/112233445566</link><description><![CDATA[<a href="https://social.example/tags/b2b">#b2b</a> <a href="https://far.example/@bo">@bo</a> <a href="https://b.example/2">b</a>]]></description></item>`))
	if want := []string{"https://b.example/2"}; !slices.Equal(toot, want) {
		t.Errorf("toot has links %q, want %q", toot, want)
	}
	skeet := open(rssFeed(`<item><link>https://bsky.app/profile/did:plc:abc/post/3k</link><description>worth reading: https://b.example/2 today</description></item>`))
	if want := []string{"https://b.example/2"}; !slices.Equal(skeet, want) {
		t.Errorf("skeet has links %q, want %q", skeet, want)
	}
}

func TestCorpusIdentityHolds(t *testing.T) {
	eachFeed(t, func(name string, body []byte) {
		f, err := Parse(body, Hints{URL: "https://site.example/" + name})
		if err != nil {
			return
		}
		checkClean(t, f)
		first := guids(f.Posts("s", seen))
		if len(slices.Compact(slices.Clone(first))) != len(first) {
			t.Errorf("%s: an identity twice", name)
		}
		again, err := Parse(body, Hints{URL: "https://site.example/" + name})
		if err != nil {
			t.Fatalf("%s: read once and not twice: %v", name, err)
		}
		slices.Reverse(again.Items)
		if second := guids(again.Posts("s", seen.Add(time.Hour))); !slices.Equal(first, second) {
			t.Errorf("%s: read again backwards, %d posts are others", name, len(second))
		}
	})
}

func TestDiscover(t *testing.T) {
	page := `<html><head><base href="/sub/"><link rel="stylesheet" href="x.css">
		<link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed">
		<link rel="ALTERNATE home" type="application/atom+xml" title="Posts" href="atom.xml">
		<link rel="alternate" hreflang="de" href="/de"><link rel="feed" href="/f"></head>
		<body><a href="/rss.xml">RSS</a> <a href="https://other.example/index.rdf">x</a> <a href="/sitemap.xml">m</a> <a href="javascript:rss">j</a></body></html>`
	var got []string
	for _, c := range Discover([]byte(page), "https://site.example/a/b") {
		got = append(got, c.URL)
	}
	want := []string{
		"https://site.example/sub/atom.xml", "https://site.example/f", "https://site.example/sub/comments/feed",
		"https://site.example/rss.xml", "https://other.example/index.rdf",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestCorpusPagesNameFeeds(t *testing.T) {
	pages, found := 0, 0
	eachFeed(t, func(name string, body []byte) {
		if !strings.HasPrefix(name, "feedfinder/") || !strings.HasSuffix(name, ".html") {
			return
		}
		pages++
		if len(Discover(body, "https://site.example/"+name)) > 0 {
			found++
		} else {
			t.Logf("%s: nothing found", name)
		}
	})
	if found*100 < pages*95 {
		t.Errorf("feeds found on %d of %d pages", found, pages)
	}
}
