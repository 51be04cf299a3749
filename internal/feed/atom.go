package feed

import (
	"strings"

	"weaktie/internal/clean"

	"github.com/mmcdole/gofeed/atom"
)

// atom maps what the parser read of an Atom feed.
func (d *document) atom(a *atom.Feed) *Feed {
	head := &d.outline.feed
	f := &Feed{Format: strings.TrimSpace("atom " + plain(a.Version))}
	f.Title = d.atomText(head, a.Title, "title").line()
	f.Description = d.atomText(head, a.Subtitle, "subtitle", "tagline").html()
	f.Link = address(head.base, pick(a.Links, "alternate"))
	f.Self = address(head.base, pick(a.Links, "self"))
	if f.Link == "" {
		f.Link = address(head.base, pick(a.Links, ""))
	}
	if len(a.Authors) > 0 {
		f.Author, f.AuthorEmail, f.AuthorURL = atomPerson(a.Authors[0], head.base)
	}
	language := firstOf(a.Language, d.outline.language)
	parts := d.parts(len(a.Entries))
	for i, e := range a.Entries {
		f.Items = append(f.Items, d.entry(e, &parts[i], language))
	}
	return f
}

func (d *document) entry(e *atom.Entry, p *part, language string) Item {
	media := e.Extensions["media"]
	it := Item{ID: plain(e.ID), Language: plain(language)}
	if raw, ok := p.find("id").inner(d.text); ok && !tagged(raw) {
		it.ID = plain(unescapeXML(raw)) // the parser would write the address anew
	}
	title := d.atomText(p, e.Title, "title")
	if title.empty() {
		title = loose(mediaText(media, "title"), p.base)
	}
	it.Title = title.line()
	it.Summary = d.atomText(p, e.Summary, "summary").html()
	value := ""
	if e.Content != nil {
		value = e.Content.Value
	}
	content := d.atomText(p, value, "content")
	if content.empty() {
		content = loose(mediaText(media, "description"), p.base)
		if !tagged(content.s) {
			content = written{clean.Escape(content.s).String(), true, p.base}
		}
	}
	it.Content = content.html()
	d.entryLinks(&it, e, p)
	switch {
	case len(e.Authors) > 0:
		it.Author, it.AuthorEmail, it.AuthorURL = atomPerson(e.Authors[0], p.base)
	case e.Source != nil && len(e.Source.Authors) > 0:
		it.Author, it.AuthorEmail, it.AuthorURL = atomPerson(e.Source.Authors[0], p.base)
	default:
		it.author(e.Extensions)
	}
	it.times(e.Published, e.Updated, e.Extensions)
	for _, c := range e.Categories {
		it.tag(firstOf(c.Label, c.Term))
	}
	it.gather()
	return it
}

// entryLinks sorts the links by what they are for.
func (d *document) entryLinks(it *Item, e *atom.Entry, p *part) {
	it.Link = address(p.base, pick(e.Links, "alternate"))
	for _, l := range e.Links {
		if l.Rel == "enclosure" {
			it.enclose(p.base, l.Href)
		}
	}
	switch {
	case it.Link != "":
	case e.Content != nil && e.Content.Src != "":
		it.Link = address(p.base, e.Content.Src)
	case web(it.ID):
		it.Link = it.ID
	default:
		it.Link = address(p.base, pick(e.Links, ""))
	}
	it.mediaFiles(p.base, e.Extensions)
}

// pick is the first link of a relation, HTML before other types; any relation
// that leads to a page when rel is "".
func pick(links []*atom.Link, rel string) string {
	found := ""
	for _, l := range links {
		own := l.Rel == rel || rel == "" && l.Rel != "self" && l.Rel != "enclosure" && l.Rel != "edit" && l.Rel != "license"
		if !own || strings.TrimSpace(l.Href) == "" && rel != "self" {
			continue
		}
		if l.Type == "" || strings.Contains(l.Type, "html") {
			return l.Href
		}
		if found == "" {
			found = l.Href
		}
	}
	return found
}

// atomText is the text as it was written, or what the parser has of it.
func (d *document) atomText(p *part, parsed string, names ...string) written {
	for _, name := range names {
		if c := p.find(name); c != nil && !c.space {
			if w := c.atom(d.text); !w.empty() {
				return w
			}
		}
	}
	return loose(parsed, p.base)
}

func atomPerson(p *atom.Person, base string) (name clean.Text, email, address_ string) {
	n, mail := splitAuthor(clean.References(p.Name, true))
	if p.Email != "" {
		mail = plain(p.Email)
	}
	return clean.Line(n), mail, address(base, p.URI)
}

func firstOf(list ...string) string {
	for _, s := range list {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
