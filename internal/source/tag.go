package source

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"weaktie/internal/person"
	"weaktie/internal/post"
)

// tagSource is the timeline of a hashtag on one instance.
type tagSource struct {
	instance
	name  string
	query url.Values // the user's own parameters, kept on every page
}

func (s *tagSource) Poll(ctx context.Context, st State) (Answer, error) {
	st.Kind = KindMastodon
	st.Home = s.page
	st.Title = "#" + s.name + " on " + hostWords(s.base)
	var first error
	for _, w := range s.ways(st) {
		if _, notAPI := refusal(first); notAPI && w.asked != s.rss() {
			continue // one page of a firewall is enough
		}
		next := st
		ans, err := w.poll(ctx, &next)
		if err == nil {
			next.Asked = w.asked
			ans.State = next
			ans.NotModified = ans.NotModified || len(ans.Posts) == 0
			return ans, nil
		}
		first = orElse(first, err)
		if w.asked == s.rss() {
			continue
		}
		status, notAPI := refusal(err)
		if status == http.StatusNotFound && !notAPI {
			// GoToSocial's word for a tag that nobody has used.
			return Answer{State: next, NotModified: true}, nil
		}
		if !closed(status, notAPI) {
			return Answer{State: next}, err
		}
	}
	st.Asked = ""
	if status, notAPI := refusal(first); notAPI || !forMembers(status) {
		return Answer{State: st}, first
	}
	return Answer{State: st}, s.needsToken("#"+s.name, first)
}

// way is one of the ways to read a tag.
type way struct {
	asked string // how it is remembered
	poll  func(ctx context.Context, st *State) (Answer, error)
}

// ways are what to try, best first: as a member, then as a stranger with and
// without the two halves of the federation, then the tag's RSS, which knows no
// authors' names and no counts. What worked last time goes first; once a day
// everything is tried again.
func (s *tagSource) ways(st State) []way {
	var all []way
	if s.c.token(s.base) != "" {
		all = append(all, s.json("token", nil, true))
	}
	all = append(all, s.json("", nil, false))
	if !s.query.Has("local") && !s.query.Has("remote") {
		all = append(all, s.json("local", url.Values{"local": {"true"}}, false))
		all = append(all, s.json("remote", url.Values{"remote": {"true"}}, false))
	}
	all = append(all, way{asked: s.rss(), poll: s.feed})
	sameDay := st.LastPoll.Format(time.DateOnly) == s.c.Now().In(st.LastPoll.Location()).Format(time.DateOnly)
	for i, w := range all {
		if i > 0 && sameDay && w.asked == st.Asked && st.Asked != "" {
			return append([]way{w}, append(all[:i:i], all[i+1:]...)...)
		}
	}
	return all
}

func (s *tagSource) json(asked string, extra url.Values, token bool) way {
	q := url.Values{}
	for _, from := range []url.Values{s.query, extra} {
		for k, v := range from {
			q[k] = v
		}
	}
	return way{asked: asked, poll: func(ctx context.Context, st *State) (Answer, error) {
		st.ETag, st.LastModified = "", ""
		return timeline{
			instance: s.instance, path: "/api/v1/timelines/tag/" + s.name,
			query: q, token: token, item: s.public,
		}.read(ctx, st)
	}}
}

// public reads a status of a public timeline.
func (in instance) public(raw json.RawMessage) (string, *post.Post, bool) {
	var st status
	if !readJSON(raw, &st) || st.ID == "" {
		return "", nil, false
	}
	if st.Visibility == "direct" {
		return string(st.ID), nil, true // belongs to the inbox
	}
	p := in.post(&st, in.c.Now())
	return string(st.ID), p, p != nil
}

// rss is the address of the tag's feed.
func (s *tagSource) rss() string {
	u := *s.base
	u.Path = "/tags/" + s.name + ".rss"
	u.RawQuery = s.query.Encode()
	return u.String()
}

func (s *tagSource) feed(ctx context.Context, st *State) (Answer, error) {
	title, home, items := st.Title, st.Home, st.Items
	if st.Asked != s.rss() {
		st.ETag, st.LastModified = "", ""
	}
	ans, err := s.timelineFeed(ctx, *st, s.rss(), acceptFeed)
	*st = ans.State
	st.Title, st.Home, st.Items = title, home, items
	return ans, err
}

// timelineFeed reads a feed that stands in for a timeline, and names authors
// by the addresses of their posts, which is all that such a feed tells.
func (in instance) timelineFeed(ctx context.Context, st State, address, accept string) (Answer, error) {
	f := &feedSource{c: in.c, ref: in.ref, ask: address, accept: accept}
	ans, err := f.poll(ctx, st)
	for i := range ans.Posts {
		p := &ans.Posts[i]
		if who, ok := in.authorOf(p.URL); ok {
			p.Author = who
		}
	}
	return ans, err
}

// authorOf reads https://HOST/@user/ID.
func (in instance) authorOf(address string) (person.Person, bool) {
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(u.Path, "/@") {
		return person.Person{}, false
	}
	name, _, _ := strings.Cut(u.Path[2:], "/")
	h := person.NewHandle(name, u.Host)
	if h == "" {
		return person.Person{}, false
	}
	return person.Person{Handle: h, Network: "mastodon", URL: u.Scheme + "://" + u.Host + "/@" + url.PathEscape(name)}, true
}
