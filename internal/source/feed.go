package source

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"weaktie/internal/feed"
	"weaktie/internal/post"
)

// What is asked for. GoToSocial picks the format by the first type it knows,
// so the plain one asks for XML first and the other for JSON Feed.
const (
	acceptFeed     = "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
	acceptJSONFeed = "application/feed+json, application/rss+xml;q=0.9, application/atom+xml;q=0.9, application/xml;q=0.8, */*;q=0.1"
	acceptJSON     = "application/json"
)

// feedSource is one RSS, Atom or JSON feed.
type feedSource struct {
	c      *Client
	ref    string // the source's own address
	ask    string // the address to ask; the same but for a few sites
	accept string
	typed  string // who vouches for ask, when it was not typed
}

func (s *feedSource) Poll(ctx context.Context, st State) (Answer, error) {
	st.Kind = KindFeed
	return s.poll(ctx, st)
}

// poll leaves st.Kind alone, so that a timeline can fall back on it.
func (s *feedSource) poll(ctx context.Context, st State) (Answer, error) {
	r, err := s.c.fetch(ctx, ask{
		url: s.ask, typed: s.typed, accept: s.accept,
		etag: st.ETag, modified: st.LastModified, from: orElse(st.Asked, s.ask),
		public: st.Public, failures: st.Failures,
	})
	if err != nil {
		return Answer{State: st}, err
	}
	now := s.c.Now()
	st.move(r.moved, now)
	st.Public = !r.local
	if !r.waiting.IsZero() {
		st.Next = r.waiting
	}
	if r.status == http.StatusNotModified {
		return Answer{State: st, NotModified: true}, nil
	}
	return s.read(ctx, st, r)
}

// read turns a fetched body into posts.
func (s *feedSource) read(ctx context.Context, st State, r *reply) (Answer, error) {
	ans := Answer{State: st, Bytes: int64(len(r.body))}
	f, posts, err := s.c.parseFeed(ctx, &ans.State, s.ref, r)
	if err != nil {
		return ans, err
	}
	now := s.c.Now()
	settle(&ans.State, s.ref, r, f)
	if len(f.Items) == 0 && st.Items > 0 {
		// An empty answer after a full one is more often a fault than the
		// truth. Without validators the next poll sees the whole again.
		ans.State.Items = st.Items
		ans.State.ETag, ans.State.LastModified = "", ""
		ans.State.Damaged = "the last answer was empty; the posts from before are kept"
		return ans, nil
	}
	for i := range posts {
		posts[i].Source = s.ref
		posts[i].Seen = orElse(posts[i].Seen, now)
	}
	ans.Posts = posts
	return ans, nil
}

// settle writes what a feed says of itself into its state.
func settle(st *State, ref string, r *reply, f *feed.Feed) {
	st.Asked = ""
	if at := r.url.String(); at != bareAddress(ref) {
		st.Asked = at
	}
	st.ETag = r.header.Get("ETag")
	st.LastModified = r.header.Get("Last-Modified")
	st.Title = orElse(f.Title.String(), st.Title)
	st.Home = orElse(f.Link, st.Home)
	st.Every = min(max(f.TTL, maxAge(r.header)), maxEvery)
	st.Items = len(f.Items)
	st.Damaged = f.Damaged
	if f.Cut > 0 {
		cut := fmt.Sprintf("%d older items were left out", f.Cut)
		st.Damaged = strings.TrimPrefix(st.Damaged+"; "+cut, "; ")
	}
}

// parseFeed parses a body under the poller's watch.
func (c *Client) parseFeed(ctx context.Context, st *State, ref string, r *reply) (f *feed.Feed, posts []post.Post, err error) {
	host := hostWords(r.url)
	var parseErr error
	err = watched(ctx, st, r, func() {
		f, parseErr = feed.Parse(r.body, feed.Hints{
			URL:             r.url.String(),
			ContentType:     r.header.Get("Content-Type"),
			ContentLocation: r.header.Get("Content-Location"),
		})
		if parseErr == nil && f != nil {
			posts = f.Posts(ref, c.Now())
		}
	})
	switch {
	case err != nil:
		return nil, nil, err
	case parseErr != nil:
		return nil, nil, notFeed(host, r, parseErr)
	case f == nil, f.Title.Empty() && f.Link == "" && len(f.Items) == 0:
		return nil, nil, fail(Broken, nil, "%s sent nothing that could be read as a feed", host)
	}
	return f, posts, nil
}

// notFeed says what came instead of a feed.
func notFeed(host string, r *reply, err error) error {
	switch {
	case len(strings.TrimSpace(string(r.body[:min(len(r.body), 512)]))) == 0:
		return fail(Broken, err, "%s sent an empty answer instead of a feed", host)
	case isHTML(r.body):
		return fail(Blocked, err, "%s sent %s instead of a feed", host, pageWords(r.body))
	}
	return fail(Broken, err, "%s sent something that is not a feed: %s", host, strings.TrimPrefix(err.Error(), "not a feed: "))
}
