package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	rssHead = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:x="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Harbour notes</title><link>https://harbour.example/</link>`
	rssTail = `</channel></rss>`
	atomTop = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Tides</title><id>urn:tides</id>`
)

func rssItem(n int) string {
	return fmt.Sprintf(`<item><title>Boat %d</title><link>https://harbour.example/%d</link><guid>boat-%d</guid><pubDate>Mon, 02 Jan 2006 15:04:05 GMT</pubDate><description>It came in at %d knots.</description></item>`, n, n, n, n)
}

func rssFeed(items ...string) string { return rssHead + strings.Join(items, "") + rssTail }

func boats(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(rssItem(i))
	}
	return rssFeed(b.String())
}

func mustParse(t *testing.T, body string, h Hints) *Feed {
	t.Helper()
	f, err := Parse([]byte(body), h)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return f
}

func TestR22WhatIsNoFeed(t *testing.T) {
	for body, want := range map[string]string{
		"":      "not a feed: empty answer",
		" \n\t": "not a feed: empty answer",
		"<!doctype html><html><head><title>Just a moment</title></head></html>": "not a feed: HTML page 'Just a moment'",
		"<html><body>Sign in</body></html>":                                     "not a feed: HTML page",
		`{"error":"rate limited","code":429}`:                                   "not a feed: JSON error 'rate limited'",
		`{"errors":[],"message":"gone"}`:                                        "not a feed: JSON error 'gone'",
		`{}`:                                                                    "not a feed: JSON object without version or items",
		`[1,2]`:                                                                 "not a feed: JSON list",
		`{"a":`:                                                                 "not a feed: damaged JSON",
		"Too many requests":                                                     "not a feed: plain text 'Too many requests'",
		"<opml version='2.0'></opml>":                                           "not a feed: OPML list of feeds (import it instead)",
		"<sitemap></sitemap>":                                                   "not a feed: XML document 'sitemap'",
		"<p>Service \x1b[31m down</p>":                                          "not a feed: HTML page",
	} {
		f, err := Parse([]byte(body), Hints{})
		if err == nil || err.Error() != want {
			t.Errorf("Parse(%q) = %v, %v; want error %q", body, f, err, want)
		}
	}
}

func TestR20Encodings(t *testing.T) {
	wide := func(s string, low, high int, size int) string {
		var b strings.Builder
		for _, r := range s {
			unit := make([]byte, size)
			unit[low], unit[high] = byte(r), byte(r>>8)
			b.Write(unit)
		}
		return b.String()
	}
	plain := `<rss version="2.0"><channel><title>café ‹š›</title></channel></rss>`
	latin := `<rss version="2.0"><channel><title>caf` + "\xe9" + `</title></channel></rss>`
	for _, c := range []struct{ name, body, contentType, title string }{
		{"utf-8", plain, "", "café ‹š›"},
		{"utf-8 with mark", "\xef\xbb\xbf" + plain, "", "café ‹š›"},
		{"utf-16le with mark", "\xff\xfe" + wide(plain, 0, 1, 2), "", "café ‹š›"},
		{"utf-16be with mark", "\xfe\xff" + wide(plain, 1, 0, 2), "", "café ‹š›"},
		{"utf-16le", wide(plain, 0, 1, 2), "", "café ‹š›"},
		{"utf-16be", wide(plain, 1, 0, 2), "", "café ‹š›"},
		{"utf-32le with mark", "\xff\xfe\x00\x00" + wide(plain, 0, 1, 4), "", "café ‹š›"},
		{"utf-32be", wide(plain, 3, 2, 4), "", "café ‹š›"},
		{"undeclared latin-1", latin, "", "café"},
		{"false utf-8", `<?xml version="1.0" encoding="utf-8"?>` + latin, "", "café"},
		{"false utf-16", `<?xml version="1.0" encoding="utf-16"?>` + plain, "", "café ‹š›"},
		{"false latin-1", `<?xml version="1.0" encoding="iso-8859-1"?>` + plain, "", "café ‹š›"},
		{"unknown", `<?xml version="1.0" encoding="x-mystery"?>` + plain, "", "café ‹š›"},
		{"xml 1.1", `<?xml version="1.1"?>` + plain, "", "café ‹š›"},
		{"declared", `<?xml version="1.0" encoding="koi8-r"?><rss><channel><title>` + "\xcd\xd9\xda" + `</title></channel></rss>`, "", "мыз"},
		{"by header", `<rss><channel><title>` + "\xcd\xd9\xda" + `</title></channel></rss>`, "text/xml; charset=koi8-r", "мыз"},
		{"header over declaration", `<?xml version="1.0" encoding="iso-8859-1"?><rss><channel><title>` + "\xcd\xd9\xda" + `</title></channel></rss>`, `text/xml;charset="koi8-r"`, "мыз"},
		{"undeclared korean", `<rss><channel><title>` + "\xc7\xd1\xb1\xdb \xb9\xae\xbc\xad \xc7\xd1\xb1\xdb" + `</title></channel></rss>`, "", "한글 문서 한글"},
		{"one bad byte", `<rss><channel><title>na` + "\xef" + `ve café</title></channel></rss>`, "", "naïve café"},
	} {
		f, err := Parse([]byte(c.body), Hints{ContentType: c.contentType})
		if err != nil || f.Title.String() != c.title {
			t.Errorf("%s: %v, %v; want title %q", c.name, f, err, c.title)
		}
	}
}

// hostileFeeds attack the parser. An error is as good as an answer, as long as
// there is one and it cost little.
func TestR14EntitiesStayText(t *testing.T) {
	for _, name := range []string{"entities", "external entity"} {
		f := mustParse(t, hostileFeeds()[name], Hints{})
		if got := f.Items[0].Title.String(); len(got) > 8 {
			t.Errorf("%s became %q", name, got)
		}
	}
}

func TestR23Addresses(t *testing.T) {
	h := Hints{URL: "https://site.example/news/feed.xml"}
	for _, c := range []struct{ name, body, want string }{
		{"absolute", rssFeed("<item><link>https://other.example/1</link></item>"), "https://other.example/1"},
		{"relative to the document", rssFeed("<item><link>../1</link></item>"), "https://site.example/1"},
		{"xml:base", `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/a/"><entry xml:base="b/"><link href="c"/></entry></feed>`, "https://base.example/a/b/c"},
		{"permalink guid", rssFeed("<item><guid>https://site.example/2</guid></item>"), "https://site.example/2"},
		{"guid that is none", rssFeed(`<item><guid isPermaLink="false">https://site.example/2</guid></item>`), ""},
		{"rdf about", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item rdf:about="https://site.example/3"><title>t</title></item></rdf:RDF>`, "https://site.example/3"},
		{"enclosure", rssFeed(`<item><enclosure url="/4.mp3"/></item>`), "https://site.example/4.mp3"},
		{"alternate before the rest", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="edit" href="/e"/><link rel="alternate" type="text/html" href="/5"/></entry></feed>`, "https://site.example/5"},
		{"no script", rssFeed("<item><link>javascript:alert(1)</link></item>"), ""},
		{"no file", rssFeed("<item><link>file:///etc/passwd</link></item>"), ""},
	} {
		f := mustParse(t, c.body, h)
		if len(f.Items) != 1 || f.Items[0].Link != c.want {
			t.Errorf("%s: %+v, want link %q", c.name, f.Items, c.want)
		}
	}
	f := mustParse(t, rssFeed(`<item><description>&lt;a href="5"&gt;x&lt;/a&gt;</description></item>`), Hints{URL: h.URL, ContentLocation: "/else/"})
	if l := f.Items[0].Links; len(l) != 1 || l[0].Open != "https://site.example/else/5" {
		t.Errorf("links %v", l)
	}
}

func TestR04UnescapeOnce(t *testing.T) {
	for in, want := range map[string]string{
		"a &amp; b":                           "a & b",
		"a &amp;amp; b":                       "a &amp; b",
		"<![CDATA[a &amp; b]]>":               "a & b",
		"&lt;b&gt;bold&lt;/b&gt; &amp;amp; x": "bold & x",
		"1 &lt; 2":                            "1 < 2",
		"tab&#9;and\nline":                    "tab and line",
		"&amp;#27;[31mred":                    "red",
		"a\u202eb":                            "ab",
	} {
		f := mustParse(t, rssFeed("<item><title>"+in+"</title></item>"), Hints{})
		if got := f.Items[0].Title.String(); got != want {
			t.Errorf("title %q became %q, want %q", in, got, want)
		}
	}
}

func TestDescriptions(t *testing.T) {
	f := mustParse(t, rssHead+"<description>Tides &amp;amp; &lt;b onclick=x&gt;winds&lt;/b&gt;</description>"+
		"<item><description>All that was said</description><summary>Some</summary></item>"+
		"<item><summary>All that was said</summary><description>Some</description></item>"+
		"<item><description>Some</description><summary>Some</summary></item>"+rssTail, Hints{})
	if got := f.Description.String(); got != "Tides &amp; <b>winds</b>" {
		t.Errorf("the feed's description is %q", got)
	}
	for i, want := range []string{"All that was said", "All that was said", ""} {
		if got := f.Items[i]; got.Content.String() != want || got.Summary.String() != "Some" {
			t.Errorf("item %d says %q and %q", i, got.Summary, got.Content)
		}
	}
}

func TestAtomTexts(t *testing.T) {
	for attrs, c := range map[string][2]string{
		`type="text"`:                    {"1 &lt; 2 &amp;amp;", "1 < 2 &amp;"},
		`type="html"`:                    {"&lt;i&gt;a&lt;/i&gt; &amp;amp; b", "a & b"},
		`type="xhtml"`:                   {`<div xmlns="http://www.w3.org/1999/xhtml"><i>a</i> &amp; b</div>`, "a & b"},
		`mode="escaped"`:                 {"&lt;i&gt;a&lt;/i&gt;", "a"},
		`type="text/html" mode="base64"`: {"PGk+YTwvaT4=", "a"},
		``:                               {"a &amp; b", "a & b"},
	} {
		f := mustParse(t, atomTop+`<entry><id>1</id><title `+attrs+`>`+c[0]+`</title><content `+attrs+`>`+c[0]+`</content></entry></feed>`, Hints{})
		if got := f.Items[0].Title.String(); got != c[1] {
			t.Errorf("%s: title %q, want %q", attrs, got, c[1])
		}
		if got := f.Items[0].Content.Text().String(); got != c[1] {
			t.Errorf("%s: content %q, want %q", attrs, got, c[1])
		}
	}
}

func TestJSONFeeds(t *testing.T) {
	f := mustParse(t, `{"version":"https://jsonfeed.org/version/1.1","title":"Tides\u001b]52;c;eA==\u0007","home_page_url":"https://tides.example/",
		"authors":[{"name":"Ana","url":"https://tides.example/ana"}],"items":[
		{"id":7,"url":"/7","title":"High","content_html":"<p>Water</p>","date_published":"2024-01-02T03:04:05Z","tags":""},
		"no item",
		{"id":"8","content_text":"1 < 2","author":"Bo","tags":["Sea","sea",3],"attachments":[{"url":"https://tides.example/8.mp3"}]}]}`,
		Hints{URL: "https://tides.example/feed.json"})
	if f.Format != "json 1.1" || f.Title.String() != "Tides" || len(f.Items) != 2 || f.Author.String() != "Ana" {
		t.Fatalf("feed %+v", f)
	}
	a, b := f.Items[0], f.Items[1]
	if a.ID != "7" || a.Link != "https://tides.example/7" || a.Published.Hour() != 3 || len(a.Tags) != 0 {
		t.Errorf("first item %+v", a)
	}
	if b.Author.String() != "Bo" || b.Content.Text().String() != "1 < 2" || strings.Join(b.Tags, " ") != "sea 3" || len(b.Enclosures) != 1 {
		t.Errorf("second item %+v", b)
	}
	cut := mustParse(t, `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1"},{"id":"2"},{"id":"3`, Hints{})
	if len(cut.Items) != 2 || cut.Damaged == "" {
		t.Errorf("cut feed: %d items, damaged %q", len(cut.Items), cut.Damaged)
	}
	inRSS := mustParse(t, `{"rss":{"version":"2.0","channel":{"title":"t","item":[{"title":"a","link":"https://x.example/a","guid":{"#value":"g"},"pubDate":"Tue, 05 Mar 2024 10:00:00 GMT"}]}}}`, Hints{})
	if len(inRSS.Items) != 1 || inRSS.Items[0].ID != "g" || inRSS.Items[0].Published.IsZero() {
		t.Errorf("rss in json: %+v", inRSS.Items)
	}
}

// checkClean fails when a string of the feed could harm a terminal.
func checkClean(t *testing.T, f *Feed) {
	t.Helper()
	check := func(where, s string) {
		if !utf8.ValidString(s) {
			t.Fatalf("%s is no UTF-8: %q", where, s)
		}
		for _, r := range s {
			if r != '\n' && (r != '\t' || where != "markup") && unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Fatalf("%s holds %U: %q", where, r, s)
			}
		}
	}
	for _, s := range []string{f.Format, f.Title.String(), f.Link, f.Self, f.Description.String(), f.Author.String(), f.AuthorEmail, f.AuthorURL, f.Damaged} {
		check("feed", s)
	}
	for _, it := range f.Items {
		for _, s := range []string{it.Title.String(), it.Link, it.ID, it.Author.String(), it.AuthorEmail, it.AuthorURL, it.Stated, it.Language} {
			check("item", s)
		}
		check("markup", it.Summary.String()+it.Content.String())
		for _, list := range [][]string{it.Enclosures, it.Tags} {
			for _, s := range list {
				check("item's list", s)
			}
		}
		for _, l := range it.Links {
			check("link", l.Open+l.Key)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		boats(2), atomTop + `<entry><title type="html">&lt;b&gt;x</title><link href="a"/></entry></feed>`,
		`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"title":"\u009b31m"}]}`,
		rssFeed("<item><title>\x1b[31m & < &#27;</title><guid>\u202e</guid><category>\u2066</category></item>"),
		rssHead + "<item><title><![CDATA[x", "\xff\xfe<\x00r\x00s\x00s\x00>\x00",
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item rdf:about="x"/></rdf:RDF>`,
	} {
		f.Add([]byte(seed), "text/xml")
	}
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		feed, err := Parse(body, Hints{URL: "https://site.example/", ContentType: contentType})
		if err != nil {
			checkClean(t, &Feed{Damaged: err.Error()})
			return
		}
		checkClean(t, feed)
		now := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
		if a, b := feed.Posts("s", now), feed.Posts("s", now); len(a) != len(b) {
			t.Fatal("posts differ from themselves")
		}
	})
}
