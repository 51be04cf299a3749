package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// An item of RSS takes each thing from the first place that says it.
func TestWhereRSSSaysThings(t *testing.T) {
	const spaces = `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" ` +
		`xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/"><channel><title>Quay</title><item>`
	at := func(s string) string { return parseDate(s).Format(time.RFC3339) }
	for _, tt := range []struct{ name, item, field, want string }{
		{"media title", "<media:title>On the quay</media:title>", "title", "On the quay"},
		{"media title in a group", "<media:group><media:title>On the quay</media:title></media:group>", "title", "On the quay"},
		{"own title first", "<media:title>Picture</media:title><title>Own</title>", "title", "Own"},
		{"dublin core title", "<dc:title>Core</dc:title>", "title", "Core"},
		{"markup in a title", "<title>&lt;b&gt;Bold&lt;/b&gt; &amp;amp; <![CDATA[<i>more</i>]]></title>", "title", "Bold & more"},
		{"less than in a title", "<title>Is 1 &lt; 2 &gt; 0?</title>", "title", "Is 1 < 2 > 0?"},
		{"media description", "<media:description>Seen &lt;b&gt;here&lt;/b&gt;</media:description>", "summary", "Seen <b>here</b>"},
		{"itunes summary", "<itunes:summary>Heard</itunes:summary>", "summary", "Heard"},
		{"content beside description", "<description>Short</description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded>", "content", "<p>Long</p>"},
		{"inline markup", "<description>A <b>bold</b> word</description>", "summary", "A <b>bold</b> word"},
		{"permanent guid", "<guid>https://quay.example/1</guid>", "link", "https://quay.example/1"},
		{"guid that is no link", `<guid isPermaLink="false">https://quay.example/1</guid>`, "link", ""},
		{"link before guid", "<guid>https://quay.example/1</guid><link>https://quay.example/2</link>", "link", "https://quay.example/2"},
		{"atom link", `<atom:link rel="alternate" href="/3"/>`, "link", "https://site.example/3"},
		{"only a file", `<enclosure url="https://quay.example/a.mp3"/>`, "link", "https://quay.example/a.mp3"},
		{"script for a link", "<link>javascript:alert(1)</link>", "link", ""},
		{"relative link", "<link>a?b=1&amp;c=2</link>", "link", "https://site.example/blog/a?b=1&c=2"},
		{"author and address", "<author>ana@quay.example (Ana)</author>", "author", "Ana (ana@quay.example)"},
		{"creator", "<dc:creator>Ana</dc:creator>", "author", "Ana"},
		{"atom author", "<atom:author><atom:name>Ana</atom:name></atom:author>", "author", "Ana"},
		{"date", "<pubDate>Tue, 05 Mar 2024 10:00:00 +0100</pubDate>", "published", at("2024-03-05T09:00:00Z")},
		{"date without a weekday", "<pubDate>5 Mar 2024 10:00 GMT</pubDate>", "published", at("2024-03-05T10:00:00Z")},
		{"core date", "<dc:date>2024-03-05T10:00:00Z</dc:date>", "published", at("2024-03-05T10:00:00Z")},
		{"issued", "<dcterms:issued>2024-03-05</dcterms:issued><dcterms:modified>2024-03-06</dcterms:modified>", "updated", at("2024-03-06T00:00:00Z")},
		{"tags", "<category>Tides</category><category>#tides</category><dc:subject>Wind</dc:subject>", "tags", "tides wind"},
		{"media file", `<media:group><media:content url="https://quay.example/a.jpg"/></media:group>`, "files", "https://quay.example/a.jpg"},
		{"two files", `<enclosure url="/a.mp3"/><enclosure url="https://quay.example/b.mp3"/>`, "files", "https://site.example/a.mp3 https://quay.example/b.mp3"},
		{"language", "<dc:language>pt</dc:language>", "language", "pt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := mustParse(t, spaces+tt.item+"</item></channel></rss>", Hints{URL: "https://site.example/blog/feed"})
			if got := fieldOf(&f.Items[0], tt.field); got != tt.want {
				t.Errorf("%s is %q, want %q", tt.field, got, tt.want)
			}
		})
	}
}

func fieldOf(it *Item, field string) string {
	switch field {
	case "title":
		return it.Title.String()
	case "summary":
		return it.Summary.String()
	case "content":
		return it.Content.String()
	case "link":
		return it.Link
	case "id":
		return it.ID
	case "author":
		return it.Byline()
	case "published":
		return it.Published.Format(time.RFC3339)
	case "updated":
		return it.Updated.Format(time.RFC3339)
	case "tags":
		return strings.Join(it.Tags, " ")
	case "files":
		return strings.Join(it.Enclosures, " ")
	}
	return it.Language
}

func TestWhereAtomSaysThings(t *testing.T) {
	for _, tt := range []struct{ name, entry, field, want string }{
		{"page before file", `<link rel="enclosure" href="/a.mp3"/><link rel="alternate" type="application/json" href="/j"/><link href="/page" type="text/html"/>`, "link", "https://site.example/page"},
		{"files", `<link rel="enclosure" href="/a.mp3"/><link rel="enclosure" href="/b.mp3"/>`, "files", "https://site.example/a.mp3 https://site.example/b.mp3"},
		{"content elsewhere", `<content src="/elsewhere" type="text/html"/>`, "link", "https://site.example/elsewhere"},
		{"id for a link", `<id>https://quay.example/1</id>`, "link", "https://quay.example/1"},
		{"id as written", `<id>tag:quay.example,2024:/A%20b</id>`, "id", "tag:quay.example,2024:/A%20b"},
		{"base", `<content type="html" xml:base="https://quay.example/x/">&lt;a href="y"&gt;z&lt;/a&gt;</content>`, "content", `<a href="https://quay.example/x/y">z</a>`},
		{"base of the entry", `<link href="y"/>`, "link", "https://site.example/y"},
		{"author and address", `<author><name>Ana</name><email>ana@quay.example</email></author>`, "author", "Ana (ana@quay.example)"},
		{"author of the source", `<source><author><name>Ana</name></author></source>`, "author", "Ana"},
		{"label before term", `<category term="t1" label="Tides"/>`, "tags", "tides"},
		{"xhtml", `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>b</b></div></content>`, "content", "A <b>b</b>"},
		{"html inside a div", `<content type="html"><div xmlns="http://www.w3.org/1999/xhtml">A &lt;b&gt;b&lt;/b&gt;</div></content>`, "content", "A <b>b</b>"},
		{"base64", `<content type="application/octet-stream">QSA8Yj5iPC9iPg==</content>`, "content", "A <b>b</b>"},
		{"text with brackets", `<summary type="text">The &lt;b&gt; tag</summary>`, "summary", "The &lt;b&gt; tag"},
		{"html with brackets", `<summary type="html">The &lt;b&gt;tag&lt;/b&gt;</summary>`, "summary", "The <b>tag</b>"},
		{"dates", `<published>2024-03-05T10:00:00+01:00</published><updated>2024-03-06T10:00:00Z</updated>`, "published", "2024-03-05T09:00:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := mustParse(t, atomTop+"<entry>"+tt.entry+"</entry></feed>", Hints{URL: "https://site.example/feed"})
			if got := fieldOf(&f.Items[0], tt.field); got != tt.want {
				t.Errorf("%s is %q, want %q", tt.field, got, tt.want)
			}
		})
	}
}

// The head of a feed, in each of the formats.
func TestHeads(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{
			"rss", `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Quay</title><link>/</link><atom:link rel="self" href="/feed"/><description>Tides</description>` +
				`<managingEditor>ana@quay.example (Ana)</managingEditor><ttl>90</ttl><item/></channel></rss>`,
			"rss 2.0|Quay|https://site.example/|https://site.example/feed|Tides|Ana|ana@quay.example|1h30m0s",
		},
		{
			"atom", `<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title><subtitle>Tides</subtitle><link href="https://quay.example/"/><link rel="self" href="https://quay.example/feed"/>` +
				`<author><name>Ana</name></author><entry><id>1</id></entry></feed>`,
			"atom 1.0|Quay|https://quay.example/|https://quay.example/feed|Tides|Ana||0s",
		},
		{
			"atom in an old vocabulary", `<feed version="0.3" xmlns="http://purl.org/atom/ns#draft"><title>Quay</title><tagline>Tides</tagline><link rel="alternate" href="/"/><entry><id>1</id></entry></feed>`,
			"atom 0.3|Quay|https://site.example/||Tides|||0s",
		},
		{
			"rdf", `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
				`<channel rdf:about="https://quay.example/feed"><title>Quay</title><link>https://quay.example/</link><dc:creator>Ana</dc:creator></channel><item rdf:about="https://quay.example/1"><title>One</title></item></rdf:RDF>`,
			"rdf 1.0|Quay|https://quay.example/|https://quay.example/feed||Ana||0s",
		},
		{
			"json", `{"version":"https://jsonfeed.org/version/1.1","title":"Quay","home_page_url":"/","feed_url":"/feed","description":"Tides","authors":[{"name":"Ana"}],"items":[{"id":"1"}]}`,
			"json 1.1|Quay|https://site.example/|https://site.example/feed|Tides|Ana||0s",
		},
		{
			"rss in json", `{"rss":{"version":"2.0","channel":{"title":"Quay","link":"https://quay.example/","description":"Tides","item":[{"title":"One"}]}}}`,
			"rss 2.0 in json|Quay|https://quay.example/||Tides|||0s",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := mustParse(t, tt.body, Hints{URL: "https://site.example/feed"})
			got := fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s|%s", f.Format, f.Title, f.Link, f.Self, f.Description, f.Author, f.AuthorEmail, f.TTL)
			if got != tt.want || len(f.Items) != 1 || f.Damaged != "" {
				t.Errorf("got  %s (%d items, %s)\nwant %s", got, len(f.Items), f.Damaged, tt.want)
			}
		})
	}
}

// A long text does not pass through the parser; what is read of it must not
// depend on that.
func TestLongTextsAreReadAsShortOnes(t *testing.T) {
	pad := strings.Repeat("word ", 40)
	for _, in := range []string{
		"a &amp; b", "a &lt;b&gt;c&lt;/b&gt;", "<![CDATA[a <b>c</b> & d]]>", "<![CDATA[a]]> and <![CDATA[b]]>", "a <b>c</b>", "AT&T and a < b", "a&#27;[31mb", "a &nbsp; b", "]]&gt; a",
	} {
		short := mustParse(t, rssFeed("<item><title>t</title><description>"+in+"</description></item>", rssItem(2)), Hints{})
		long := mustParse(t, rssFeed("<item><title>t</title><description>"+pad+in+"</description></item>", rssItem(2)), Hints{})
		if strings.HasPrefix(in, "<![CDATA[") {
			long = mustParse(t, rssFeed("<item><title>t</title><description>"+strings.Replace(in, "<![CDATA[", "<![CDATA["+pad, 1)+"</description></item>", rssItem(2)), Hints{})
		}
		if a, b := pad+short.Items[0].Summary.String(), long.Items[0].Summary.String(); a != b || len(long.Items) != 2 {
			t.Errorf("%q: short it reads\n%q, long\n%q", in, a, b)
		}
		atom := atomTop + `<entry><title>t</title><content type="html">` + pad + in + `</content></entry><entry><title>u</title></entry></feed>`
		if f := mustParse(t, atom, Hints{}); len(f.Items) != 2 || !strings.HasPrefix(f.Items[0].Content.String(), pad) {
			t.Errorf("%q in Atom gives %d items, the first %q", in, len(f.Items), f.Items[0].Content)
		}
	}
}
