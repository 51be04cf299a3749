package feed

import (
	"bytes"
	"net/url"
	"sort"
	"strings"

	"weaktie/internal/clean"

	"golang.org/x/net/html"
)

// Candidate is a feed that a page announces.
type Candidate struct {
	URL   string
	Title clean.Text
	Type  string // media type as announced

	rank int
}

// maxCandidates is how many feeds of one page are worth showing.
const maxCandidates = 32

// How good a sign is, best first.
const (
	announced  = iota // link rel=alternate with a feed's media type
	relFeed           // link rel=feed
	comments          // announced, but for the comments
	sameHost          // a link in the page that reads like a feed
	otherHosts        // the same, elsewhere
	mention           // a link with rss or atom somewhere in it
)

// Discover finds the feeds that an HTML page announces, best first; base is
// the page's address.
func Discover(page []byte, base string) []Candidate {
	if len(page) > maxBody {
		page = page[:maxBody]
	}
	text, _ := decode(page, "")
	s := finder{base: base, seen: map[string]int{}}
	z := html.NewTokenizer(bytes.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			sort.SliceStable(s.found, func(i, j int) bool { return s.found[i].rank < s.found[j].rank })
			return s.found[:min(len(s.found), maxCandidates)]
		case html.StartTagToken, html.SelfClosingTagToken:
			s.tag(z)
		}
	}
}

// finder collects candidates while the page goes by.
type finder struct {
	base  string
	based bool
	found []Candidate
	seen  map[string]int
}

func (s *finder) tag(z *html.Tokenizer) {
	raw, more := z.TagName()
	name := string(raw)
	if name != "link" && name != "a" && name != "base" || !more {
		return
	}
	attrs := map[string]string{}
	for n := 0; more && n < 64; n++ {
		var key, value []byte
		key, value, more = z.TagAttr()
		if _, twice := attrs[string(key)]; !twice {
			attrs[string(key)] = string(value)
		}
	}
	href := strings.TrimSpace(attrs["href"])
	if href == "" {
		return
	}
	switch name {
	case "base":
		if !s.based {
			s.base, s.based = resolve(s.base, href), true
		}
	case "link":
		s.link(href, attrs)
	case "a":
		s.anchor(href, attrs["title"])
	}
}

func (s *finder) link(href string, attrs map[string]string) {
	kind := strings.ToLower(strings.TrimSpace(attrs["type"]))
	rank := -1
	for _, rel := range strings.Fields(strings.ToLower(attrs["rel"])) {
		switch {
		case rel == "feed":
			rank = relFeed
		case rel == "alternate" && feedType(kind):
			rank = announced
			if strings.Contains(strings.ToLower(attrs["title"]), "comment") || strings.Contains(href, "/comments/") {
				rank = comments
			}
		}
		if rank >= 0 {
			break
		}
	}
	if rank >= 0 {
		s.add(href, attrs["title"], kind, rank)
	}
}

// feedType reports whether a media type is that of a feed.
func feedType(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	switch strings.TrimSpace(kind) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss+xml",
		"text/atom+xml", "application/x.atom+xml", "application/x-atom+xml", "application/rss", "application/atom",
		"application/xml", "text/xml", "application/json", "text/rdf", "application/rdf":
		return true
	}
	return false
}

// anchor takes a link for what its address reads like.
func (s *finder) anchor(href, title string) {
	u, err := url.Parse(resolve(s.base, href))
	if err != nil {
		return
	}
	path := strings.ToLower(strings.TrimRight(u.Path, "/"))
	last := path[strings.LastIndexByte(path, '/')+1:]
	obvious := false
	for _, end := range [...]string{".rss", ".rdf", ".xml", ".atom", ".rss2"} {
		obvious = obvious || strings.HasSuffix(last, end)
	}
	switch last {
	case "feed", "rss", "atom", "feed.json", "rss2", "feeds":
		obvious = true
	}
	all := path + "?" + strings.ToLower(u.RawQuery)
	switch {
	case last == "opml.xml" || last == "sitemap.xml":
	case obvious && s.own(u):
		s.add(href, title, "", sameHost)
	case obvious:
		s.add(href, title, "", otherHosts)
	case strings.Contains(all, "rss") || strings.Contains(all, "rdf") || strings.Contains(all, "atom") || strings.Contains(all, "feed="):
		s.add(href, title, "", mention)
	}
}

func (s *finder) own(u *url.URL) bool {
	b, err := url.Parse(s.base)
	return err == nil && (strings.EqualFold(b.Host, u.Host) || b.Host == "")
}

func (s *finder) add(href, title, kind string, rank int) {
	const most = 4 * maxCandidates
	a := address(s.base, href)
	if a == "" || len(s.found) >= most {
		return
	}
	a, _, _ = strings.Cut(a, "#")
	if i, twice := s.seen[a]; twice {
		if rank < s.found[i].rank {
			s.found[i].rank = rank
		}
		return
	}
	s.seen[a] = len(s.found)
	s.found = append(s.found, Candidate{URL: a, Title: clean.Line(title), Type: plain(kind), rank: rank})
}
