package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"html"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// retryAfter is how long the busy feed wants to be left alone, in seconds.
const retryAfter = 3600

// handler is one server of the network.
func (n *Network) handler(server string) http.Handler {
	if server == instance {
		return n.instance()
	}
	mux := http.NewServeMux()
	for _, f := range n.story.feeds {
		if f.server != server {
			continue
		}
		at := f.path
		if f.format == "moved" {
			at = path.Join(path.Dir(f.path), "feed.xml")
			mux.Handle("GET "+f.path, http.RedirectHandler(at, http.StatusMovedPermanently))
		}
		mux.HandleFunc("GET "+at, func(w http.ResponseWriter, r *http.Request) { n.feed(w, r, f) })
		if dir := path.Dir(f.path); dir != "/" {
			mux.HandleFunc("GET "+dir+"/{$}", func(w http.ResponseWriter, _ *http.Request) { page(w, f.title, at, f.about) })
		}
	}
	return mux
}

// item is an entry of a feed.
type item struct {
	title, url, html string
	at               time.Time
	tags             []string
}

// items are what a feed carries by now, newest first.
func (n *Network) items(f *journal) []item {
	var out []item
	for _, a := range n.story.articles {
		if a.feed == f.name && a.at <= n.elapsed() {
			out = append(out, item{title: a.title, url: a.url, html: "<p>" + html.EscapeString(a.about) + "</p>", at: n.start.Add(a.at), tags: a.tags})
		}
	}
	if f.format == "hostile" {
		for i, title := range n.story.hostile {
			out = append(out, item{title: title, url: f.site + strconv.Itoa(i+1), html: "<p>" + html.EscapeString(title) + "</p>", at: n.start.Add(-time.Duration(i+30) * time.Hour)})
		}
	}
	slices.SortStableFunc(out, func(a, b item) int { return b.at.Compare(a.at) })
	return out
}

func (n *Network) feed(w http.ResponseWriter, r *http.Request, f *journal) {
	items := n.items(f)
	switch f.format {
	case "atom", "moved":
		send(w, r, "application/atom+xml", []byte(atom(f, items)))
	case "rdf":
		send(w, r, "application/rdf+xml", []byte(rdf(f, items)))
	case "json", "hostile":
		send(w, r, "application/feed+json", jsonFeed(f, items))
	case "latin":
		encoded(w, r, charmap.Windows1252.NewEncoder().Bytes, rss(f, items, "windows-1252"))
	case "wide":
		encoded(w, r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes, rss(f, items, "utf-16"))
	case "broken":
		w.WriteHeader(http.StatusInternalServerError)
		page(w, "500", "", "The server has gone fishing.")
	case "busy":
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
		w.WriteHeader(http.StatusTooManyRequests)
		page(w, "429", "", "Too many bees.")
	default:
		send(w, r, "application/rss+xml; charset=utf-8", []byte(rss(f, items, "utf-8")))
	}
}

// encoded sends text in an old encoding, which only the text itself declares.
func encoded(w http.ResponseWriter, r *http.Request, encode func([]byte) ([]byte, error), text string) {
	body, err := encode([]byte(text))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, r, "application/rss+xml", body)
}

// send answers with a body and its ETag, or 304 to who has it already.
func send(w http.ResponseWriter, r *http.Request, kind string, body []byte) {
	sum := fnv.New64a()
	sum.Write(body) // never fails
	w.Header().Set("Content-Type", kind)
	w.Header().Set("ETag", fmt.Sprintf(`W/"%x"`, sum.Sum64()))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// page is a web page that may announce a feed.
func page(w http.ResponseWriter, title, feed, words string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	announce := ""
	if feed != "" {
		announce = `<link rel="alternate" type="application/rss+xml" href="` + html.EscapeString(feed) + `">`
	}
	fmt.Fprintf(w, "<!doctype html><html lang=\"en\"><head><title>%s</title>%s</head><body><h1>%s</h1><p>%s</p></body></html>\n",
		html.EscapeString(title), announce, html.EscapeString(title), html.EscapeString(words))
}

func rss(f *journal, items []item, charset string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="%s"?><rss version="2.0"><channel><title>%s</title><link>%s</link><description>%s</description>`,
		charset, html.EscapeString(f.title), html.EscapeString(f.site), html.EscapeString(f.about))
	for _, it := range items {
		b.WriteString("\n<item>")
		if it.title != "" {
			fmt.Fprintf(&b, "<title>%s</title>", html.EscapeString(it.title))
		}
		fmt.Fprintf(&b, `<link>%s</link><guid isPermaLink="true">%s</guid><pubDate>%s</pubDate><description>%s</description>`,
			html.EscapeString(it.url), html.EscapeString(it.url), it.at.Format(time.RFC1123Z), html.EscapeString(it.html))
		for _, t := range it.tags {
			fmt.Fprintf(&b, "<category>%s</category>", html.EscapeString(t))
		}
		b.WriteString("</item>")
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

// atom writes relative links, to be resolved against xml:base.
func atom(f *journal, items []item) string {
	var b strings.Builder
	updated := "2026-01-01T00:00:00Z"
	if len(items) > 0 {
		updated = items[0].at.Format(time.RFC3339)
	}
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="%s"><title>%s</title><subtitle>%s</subtitle><id>%s</id><link href="./"/><updated>%s</updated>`,
		html.EscapeString(f.site), html.EscapeString(f.title), html.EscapeString(f.about), html.EscapeString(f.site), updated)
	for _, it := range items {
		fmt.Fprintf(&b, "\n"+`<entry><title>%s</title><link href="%s"/><id>%s</id><published>%s</published><updated>%s</updated><summary type="html">%s</summary></entry>`,
			html.EscapeString(it.title), html.EscapeString(strings.TrimPrefix(it.url, f.site)), html.EscapeString(it.url),
			it.at.Format(time.RFC3339), it.at.Format(time.RFC3339), html.EscapeString(it.html))
	}
	b.WriteString("</feed>\n")
	return b.String()
}

func rdf(f *journal, items []item) string {
	var list, b strings.Builder
	for _, it := range items {
		fmt.Fprintf(&list, `<rdf:li rdf:resource="%s"/>`, html.EscapeString(it.url))
		fmt.Fprintf(&b, "\n"+`<item rdf:about="%s"><title>%s</title><link>%s</link><description>%s</description><dc:date>%s</dc:date></item>`,
			html.EscapeString(it.url), html.EscapeString(it.title), html.EscapeString(it.url), html.EscapeString(it.html), it.at.Format(time.RFC3339))
	}
	return fmt.Sprintf(`<?xml version="1.0" encoding="utf-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="%s"><title>%s</title><link>%s</link><description>%s</description><items><rdf:Seq>%s</rdf:Seq></items></channel>%s</rdf:RDF>`+"\n",
		html.EscapeString(f.site), html.EscapeString(f.title), html.EscapeString(f.site), html.EscapeString(f.about), list.String(), b.String())
}

func jsonFeed(f *journal, items []item) []byte {
	list := []any{}
	for _, it := range items {
		list = append(list, map[string]any{"id": it.url, "url": it.url, "title": it.title, "content_html": it.html, "date_published": it.at.Format(time.RFC3339), "tags": it.tags})
	}
	// Strings, times and lists always marshal.
	body, _ := json.Marshal(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": f.title, "home_page_url": f.site, "description": f.about, "items": list})
	return body
}
