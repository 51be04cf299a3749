package source

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
)

// The JSON of the Mastodon family, read without trust: a field of the wrong
// type is an empty field, not an error, because one odd server in a federation
// must not hide everybody else's posts.

// words is a string; a number counts as its digits.
type words string

func (w *words) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*w = words(s)
		return nil
	}
	if _, err := strconv.ParseFloat(string(b), 64); err == nil {
		*w = words(b)
	}
	return nil
}

// count is a number that may be unknown; a text of digits counts.
type count struct{ n *int }

func (c *count) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(b), `"`), 10, 64)
	if err == nil && n >= 0 && n < 1<<40 {
		v := int(n)
		c.n = &v
	}
	return nil
}

// fact is a boolean that may be unknown.
type fact struct{ person.Maybe }

func (f *fact) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true":
		f.Maybe = person.Yes
	case "false":
		f.Maybe = person.No
	}
	return nil
}

// list is an array whose unreadable elements are left out.
type list[T any] []T

func (l *list[T]) UnmarshalJSON(b []byte) error {
	var raw []json.RawMessage
	if json.Unmarshal(b, &raw) != nil {
		return nil
	}
	for _, r := range raw[:min(len(raw), maxList)] {
		var v T
		if readJSON(r, &v) {
			*l = append(*l, v)
		}
	}
	return nil
}

// maxList caps tags, mentions, fields and attachments of one status.
const maxList = 100

// readJSON fills v with what fits and reports whether b was an object of any
// sort. A member of the wrong type leaves its field empty.
func readJSON(b []byte, v any) bool {
	err := json.Unmarshal(b, v)
	if _, odd := err.(*json.UnmarshalTypeError); odd { // Unmarshal never wraps it
		return len(b) > 0 && b[0] == '{'
	}
	return err == nil
}

type status struct {
	ID         words         `json:"id"`
	URI        words         `json:"uri"`
	URL        words         `json:"url"`
	Created    words         `json:"created_at"`
	ReplyTo    words         `json:"in_reply_to_id"`
	Spoiler    words         `json:"spoiler_text"`
	Visibility words         `json:"visibility"`
	Language   words         `json:"language"`
	Content    words         `json:"content"`
	Replies    count         `json:"replies_count"`
	Reblogs    count         `json:"reblogs_count"`
	Favourites count         `json:"favourites_count"`
	Reblog     *status       `json:"reblog"`
	Account    account       `json:"account"`
	Tags       list[named]   `json:"tags"`
	Mentions   list[account] `json:"mentions"`
	Media      list[media]   `json:"media_attachments"`
	Card       *card         `json:"card"`
}

type account struct {
	ID        words       `json:"id"`
	Username  words       `json:"username"`
	Acct      words       `json:"acct"`
	Name      words       `json:"display_name"`
	URL       words       `json:"url"`
	Bot       fact        `json:"bot"`
	Followers count       `json:"followers_count"`
	Fields    list[field] `json:"fields"`
}

type field struct {
	Value    words `json:"value"`
	Verified words `json:"verified_at"`
}

type named struct {
	Name words `json:"name"`
	URL  words `json:"url"`
}

type media struct {
	URL words `json:"url"`
}

type card struct {
	URL   words `json:"url"`
	Title words `json:"title"`
}

// post makes a Post of a status; nil when it says too little to be one.
func (in instance) post(s *status, now time.Time) *post.Post {
	who := in.person(&s.Account)
	if who.Handle == "" {
		return nil
	}
	p := &post.Post{Source: in.ref, Author: who, Seen: now}
	p.GUID = in.guid(s)
	if p.GUID == "" {
		return nil
	}
	p.Stated = clean.Line(string(s.Created)).String()
	stated, _ := time.Parse(time.RFC3339Nano, string(s.Created))
	p.Time = post.Clamp(stated, now).UTC()
	p.URL = webAddress(string(s.URL))
	said := s
	if s.Reblog != nil {
		said = s.Reblog
		if p.BoostOf = in.guid(said); p.BoostOf == "" {
			return nil
		}
		if p.URL == webAddress(string(said.URL)) {
			p.URL = "" // the boosted post's page, not this one's
		}
	}
	in.say(p, said)
	return p
}

// say fills in what was said: of the status itself, or of the one it boosts.
func (in instance) say(p *post.Post, s *status) {
	base := orElse(webAddress(string(s.URL)), bare(in.base).String())
	p.Title = clean.Line(string(s.Spoiler))
	p.HTML = clean.Sanitize(string(s.Content), base)
	p.Language = language(string(s.Language))
	p.Replies, p.Boosts, p.Likes = s.Replies.n, s.Reblogs.n, s.Favourites.n
	for _, t := range s.Tags {
		if name := strings.ToLower(strings.TrimPrefix(clean.Line(string(t.Name)).String(), "#")); name != "" {
			p.Tags = append(p.Tags, name)
		}
	}
	for _, m := range s.Media {
		if at := webAddress(string(m.URL)); at != "" {
			p.Enclosed = append(p.Enclosed, at)
		}
	}
	p.Links = in.links(s, base)
	if s.Card != nil && len(p.Links) > 0 {
		p.Card = clean.Line(string(s.Card.Title))
	}
	if s.ReplyTo != "" {
		p.ReplyTo = in.local(string(s.ReplyTo))
	}
}

// links are the addresses a status shares: those of its text that are neither
// mentions nor hashtags. Its card is about the first of them, after the
// server's own fetch: where that led to another site, as behind a shortener,
// it stands for the first.
func (in instance) links(s *status, base string) []link.Link {
	not := map[string]bool{}
	for _, t := range s.Tags {
		not[string(t.URL)] = true
	}
	for _, m := range s.Mentions {
		not[string(m.URL)] = true
	}
	hrefs := slices.DeleteFunc(sharedHrefs(string(s.Content)), func(h string) bool { return not[h] })
	if s.Card != nil && s.Card.URL != "" {
		switch at := string(s.Card.URL); {
		case len(hrefs) == 0:
			hrefs = []string{at}
		case link.Site(at) != "" && link.Site(at) != link.Site(hrefs[0]):
			hrefs[0] = at
		}
	}
	var out []link.Link
	seen := map[string]bool{}
	for _, h := range hrefs {
		l, ok := link.Resolve(base, h)
		if ok && !seen[l.Key] {
			seen[l.Key] = true
			out = append(out, l)
		}
	}
	return out
}

// person is the author of a status as the account declares itself. Names
// without a server belong to the instance that was asked.
func (in instance) person(a *account) person.Person {
	name := orElse(string(a.Acct), string(a.Username))
	p := person.Person{
		Handle:    person.NewHandle(name, in.base.Host),
		Name:      clean.Line(string(a.Name)),
		Network:   "mastodon",
		URL:       webAddress(string(a.URL)),
		Bot:       a.Bot.Maybe,
		Followers: a.Followers.n,
	}
	seen := map[string]bool{}
	for _, f := range a.Fields {
		if f.Verified == "" {
			continue
		}
		for _, h := range sharedHrefs(string(f.Value)) {
			if site := link.Site(h); site != "" && !seen[site] {
				seen[site] = true
				p.Sites = append(p.Sites, site)
			}
		}
	}
	return p
}

// guid is the identity of a status over all instances. A status may only claim
// an identity on a host that is its author's, its page's or the instance's:
// otherwise it could replace somebody else's post.
func (in instance) guid(s *status) string {
	uri := string(s.URI)
	if uri == "" || len(uri) > maxIdentity || strings.ContainsFunc(uri, odd) {
		return in.local(string(s.ID))
	}
	at := Host(uri)
	for _, own := range []string{Host(string(s.URL)), Host(string(s.Account.URL)), strings.ToLower(in.base.Host)} {
		if own != "" && (at == own || link.Site(uri) != "" && link.Site(uri) == link.Site("https://"+own)) {
			return uri
		}
	}
	return in.local(string(s.ID))
}

// maxIdentity is the longest identifier kept; real ones have 30 to 200 bytes.
const maxIdentity = 1 << 10

func odd(r rune) bool { return !unicode.IsGraphic(r) || r == unicode.ReplacementChar }

// local is the identity of something by the instance's own number for it.
func (in instance) local(id string) string {
	if id == "" || len(id) > maxIdentity || strings.ContainsFunc(id, odd) {
		return ""
	}
	return fmt.Sprintf("%s://%s/statuses/%s", in.base.Scheme, in.base.Host, id)
}

// webAddress is raw when a browser could open it, else "".
func webAddress(raw string) string {
	l, ok := link.Clean(raw)
	if !ok {
		return ""
	}
	return l.Open
}

func language(s string) string {
	if len(s) > 35 || strings.ContainsFunc(s, func(r rune) bool { return r > 'z' || (r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)) }) {
		return ""
	}
	return s
}
