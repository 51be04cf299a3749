package feed

import (
	"strconv"
	"strings"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/link"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// rss maps what the parser read of an RSS or RDF feed.
func (d *document) rss(r *rss.Feed) *Feed {
	head := &d.outline.feed
	f := &Feed{Format: "rss " + plain(r.Version)}
	if d.kind == kindRDF {
		f.Format = "rdf " + plain(r.Version)
	}
	f.Format = strings.TrimSpace(f.Format)
	f.Title = d.rssText(head, firstOf(r.Title, extText(r.Extensions, "dc", "title")), "title").line()
	f.Description = d.rssText(head, firstOf(r.Description, extText(r.Extensions, "itunes", "summary"),
		extText(r.Extensions, "itunes", "subtitle"), extText(r.Extensions, "dc", "description")), "description").html()
	if f.Link = address(head.base, r.Link); f.Link == "" {
		f.Link = address(head.base, atomRel(r.Extensions, "alternate"))
	}
	f.Self = address(head.base, atomRel(r.Extensions, "self"))
	if f.Self == "" && d.kind == kindRDF {
		f.Self = address(head.base, head.about)
	}
	author := firstOf(r.ManagingEditor, extText(r.Extensions, "dc", "creator"), extText(r.Extensions, "dc", "author"),
		extText(r.Extensions, "itunes", "author"), r.WebMaster)
	f.Author, f.AuthorEmail = authorOf(author)
	if minutes, err := strconv.Atoi(strings.TrimSpace(r.TTL)); err == nil && minutes > 0 && minutes < 60*24*366 {
		f.TTL = time.Duration(minutes) * time.Minute
	}
	language := firstOf(r.Language, extText(r.Extensions, "dc", "language"), d.outline.language)
	parts := d.parts(len(r.Items))
	for i, e := range r.Items {
		f.Items = append(f.Items, d.item(e, &parts[i], language))
	}
	return f
}

func (d *document) item(e *rss.Item, p *part, language string) Item {
	x := e.Extensions
	it := Item{Language: plain(firstOf(extText(x, "dc", "language"), language))}
	it.Title = d.rssText(p, firstOf(e.Title, extText(x, "dc", "title"), mediaText(x["media"], "title"), extText(x, "itunes", "title")), "title").line()
	it.Summary = d.rssText(p, firstOf(e.Description, extText(x, "dc", "description"), extText(x, "itunes", "summary"),
		atomExt(x, "summary"), mediaText(x["media"], "description")), "description", "summary").html()
	it.Content = d.rssText(p, firstOf(e.Content, atomExt(x, "content")), "encoded", "body", "fullitem", "content").html()
	if it.Content.Empty() {
		d.second(p, &it)
	}
	guid, permanent := "", false
	if e.GUID != nil {
		guid = plain(e.GUID.Value)
		permanent = !strings.EqualFold(strings.TrimSpace(e.GUID.IsPermalink), "false")
	}
	it.ID = guid
	if it.ID == "" {
		it.ID = plain(firstOf(p.about, atomExt(x, "id")))
	}
	for _, enc := range e.Enclosures {
		it.enclose(p.base, enc.URL)
	}
	it.mediaFiles(p.base, x)
	it.Link = address(p.base, firstOf(e.Link, atomRel(x, "alternate")))
	switch {
	case it.Link != "":
	case permanent && web(guid):
		it.Link = guid
	case permanent && strings.HasPrefix(guid, "/"):
		it.Link = address(p.base, guid)
	case web(p.about):
		it.Link = address(p.base, p.about)
	case len(it.Enclosures) > 0:
		it.Link = it.Enclosures[0]
	}
	if it.Author, it.AuthorEmail = authorOf(e.Author); it.Author.Empty() {
		it.author(x)
	}
	it.times(e.PubDate, "", x)
	for _, c := range e.Categories {
		it.tag(c.Value)
	}
	for _, s := range x["dc"]["subject"] {
		it.tag(s.Value)
	}
	it.gather()
	return it
}

// rssText is the text as it was written, or what the parser has of it.
func (d *document) rssText(p *part, parsed string, names ...string) written {
	for _, name := range names {
		if c := p.find(name); c != nil {
			if w := c.rss(d.text); !w.empty() {
				return w
			}
		}
	}
	w := loose(parsed, p.base)
	w.markup = w.markup || names[0] != "title"
	return w
}

// second takes a summary that stands beside the description: the longer of
// them is the content.
func (d *document) second(p *part, it *Item) {
	s := p.find("summary")
	if s == nil || s.space || p.find("description") == nil {
		return
	}
	if h := s.rss(d.text).html(); len(h.String()) > len(it.Summary.String()) {
		it.Content = h
	} else if h != it.Summary {
		it.Summary, it.Content = h, it.Summary
	}
}

// times settles the dates: what RSS, Atom and Dublin Core say, in that order.
func (it *Item) times(published, updated string, x ext.Extensions) {
	published = firstOf(published, extText(x, "dcterms", "issued"), extText(x, "dcterms", "created"), atomExt(x, "published"), atomExt(x, "issued"))
	dc := extText(x, "dc", "date")
	updated = firstOf(updated, extText(x, "dcterms", "modified"), atomExt(x, "updated"), atomExt(x, "modified"))
	if published == "" {
		published = dc
	} else if updated == "" {
		updated = dc
	}
	it.Published, it.Updated = parseDate(published), parseDate(updated)
	it.Stated = row(firstOf(published, updated)).String()
}

// tag adds a category as a tag.
func (it *Item) tag(s string) {
	const most = 64
	s = strings.ToLower(strings.TrimPrefix(row(s).String(), "#"))
	if s == "" || len(it.Tags) >= most {
		return
	}
	for _, t := range it.Tags {
		if t == s {
			return
		}
	}
	it.Tags = append(it.Tags, s)
}

func (it *Item) enclose(base, ref string) {
	const most = 64
	if a := address(base, ref); a != "" && len(it.Enclosures) < most {
		it.Enclosures = append(it.Enclosures, a)
	}
}

// mediaFiles takes media:content for enclosures where there are none.
func (it *Item) mediaFiles(base string, x ext.Extensions) {
	if len(it.Enclosures) > 0 {
		return
	}
	list := x["media"]["content"]
	for _, group := range x["media"]["group"] {
		list = append(list[:len(list):len(list)], group.Children["content"]...)
	}
	for _, m := range list {
		if u := m.Attrs["url"]; u != "" {
			it.enclose(base, u)
		}
	}
}

// author takes the author from the extensions.
func (it *Item) author(x ext.Extensions) {
	s := firstOf(extText(x, "dc", "creator"), extText(x, "dc", "author"), extText(x, "itunes", "author"))
	if s == "" {
		for _, space := range []string{"atom", "atom03"} {
			for _, a := range x[space]["author"] {
				s = firstOf(s, childText(a, "name"))
			}
		}
	}
	name, email := authorOf(s)
	if !name.Empty() || it.AuthorEmail == "" {
		it.Author = name
		it.AuthorEmail = firstOf(email, it.AuthorEmail)
	}
}

// gather collects the links of the item, its own first.
func (it *Item) gather() {
	seen := map[string]bool{}
	add := func(raw string) {
		if l, ok := link.Clean(raw); ok && !seen[l.Key] {
			seen[l.Key] = true
			it.Links = append(it.Links, l)
		}
	}
	add(it.Link)
	for _, h := range [...]clean.HTML{it.Content, it.Summary} {
		for _, href := range h.Hrefs() {
			add(href)
		}
	}
}

func authorOf(s string) (clean.Text, string) {
	name, email := splitAuthor(clean.References(s, true))
	return row(name), email
}

// splitAuthor parts a name from the e-mail address beside it: "ana@x.org
// (Ana)", "Ana (ana@x.org)", "Ana <ana@x.org>".
func splitAuthor(s string) (name, email string) {
	s = strings.TrimSpace(unescapeXML(s))
	if !strings.Contains(s, "@") {
		return strings.TrimSpace(strings.Trim(s, "()")), ""
	}
	open := strings.IndexAny(s, "(<")
	if open < 0 {
		if mail := strings.TrimPrefix(s, "mailto:"); !strings.ContainsAny(mail, " \t") && !strings.HasPrefix(mail, "@") {
			return "", plain(mail)
		}
		return s, ""
	}
	outside := strings.TrimSpace(s[:open])
	inside := strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s[open+1:]), ")>"))
	inside, outside = strings.TrimPrefix(inside, "mailto:"), strings.TrimPrefix(outside, "mailto:")
	switch {
	case strings.Contains(outside, "@") && !strings.Contains(outside, " "):
		return inside, plain(outside)
	case strings.Contains(inside, "@") && !strings.Contains(inside, " "):
		return outside, plain(inside)
	}
	return s, ""
}

// extText is the text of the first element of that name in an extension.
func extText(x ext.Extensions, space, name string) string {
	for _, e := range x[space][name] {
		if strings.TrimSpace(e.Value) != "" {
			return e.Value
		}
	}
	return ""
}

func atomExt(x ext.Extensions, name string) string {
	return firstOf(extText(x, "atom", name), extText(x, "atom03", name), extText(x, "atom10", name))
}

// atomRel is the address of an Atom link inside RSS.
func atomRel(x ext.Extensions, rel string) string {
	for _, space := range [...]string{"atom", "atom10", "atom03"} {
		for _, l := range x[space]["link"] {
			if r := l.Attrs["rel"]; r == rel || r == "" && rel == "alternate" {
				return l.Attrs["href"]
			}
		}
	}
	return ""
}

// mediaText is media:title or media:description, beside the content or inside
// a group or the content.
func mediaText(media map[string][]ext.Extension, name string) string {
	for _, e := range media[name] {
		if e.Value != "" {
			return e.Value
		}
	}
	for _, outer := range [...]string{"group", "content"} {
		for _, e := range media[outer] {
			if s := childText(e, name); s != "" {
				return s
			}
		}
	}
	return ""
}

func childText(e ext.Extension, name string) string {
	for _, c := range e.Children[name] {
		if c.Value != "" {
			return c.Value
		}
	}
	return ""
}
