package source

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"weaktie/internal/post"
)

// What one poll may ask of an instance. Requests with a cursor are the scarce
// ones: 300 in a quarter of an hour, for all sources of that instance.
const (
	pageSize   = 40 // the server's maximum
	firstPages = 3  // of a source that was never polled
	catchUp    = 10 // pages to catch up; the rest comes with the next poll
)

// instance is a server that speaks the Mastodon API, as one source sees it.
type instance struct {
	c    *Client
	ref  string   // the source's own address
	base *url.URL // scheme, host and credentials of it
	page string   // what a person would open
}

// api asks one address of the instance and makes sure that JSON came.
func (in instance) api(ctx context.Context, path string, q url.Values, token bool, st State) (*reply, error) {
	at := *in.base
	at.Path, at.RawPath = path, ""
	at.RawQuery = q.Encode()
	r, err := in.c.fetch(ctx, ask{
		url: at.String(), accept: acceptJSON, token: token, limit: jsonBytes,
		public: st.Public, failures: st.Failures,
	})
	var refused *Error
	if errors.As(err, &refused) && r != nil && (isHTML(r.body) || r.status == http.StatusNotFound && !json.Valid(r.body)) {
		refused.Err = errNotAPI
	}
	if err != nil {
		return r, err
	}
	if isHTML(r.body) {
		return r, fail(Blocked, errNotAPI, "%s sent %s instead of an answer of the Mastodon API", hostWords(r.url), pageWords(r.body))
	}
	return r, nil
}

// errNotAPI marks an answer that no server of the Mastodon family gives.
var errNotAPI = errors.New("not the Mastodon API")

// refusal sorts what a failed call means for trying another way: the HTTP
// status, and whether it was no server of this family that answered.
func refusal(err error) (status int, notAPI bool) {
	var e *Error
	if !errors.As(err, &e) {
		return 0, false
	}
	return e.Status, errors.Is(err, errNotAPI)
}

// forMembers is the status of a timeline that strangers may not read.
func forMembers(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusUnprocessableEntity
}

// closed reports whether another way in may still be open.
func closed(status int, notAPI bool) bool {
	return forMembers(status) || status == http.StatusNotFound || status == 0 && notAPI
}

// timeline is a paged list of the API.
type timeline struct {
	instance
	path  string
	query url.Values
	token bool
	item  func(raw json.RawMessage) (id string, p *post.Post, ok bool)
}

// read pages through what is new and moves the cursor of st. What came before
// a page that failed is kept, and the next poll goes on from there.
func (t timeline) read(ctx context.Context, st *State) (Answer, error) {
	var ans Answer
	fresh := st.Cursor == ""
	pages := catchUp
	if fresh {
		pages = firstPages
	}
	q := url.Values{}
	for k, v := range t.query {
		q[k] = slices.Clone(v)
	}
	q.Set("limit", "40")
	if !fresh {
		q.Set("min_id", st.Cursor)
	}
	known := map[string]bool{}
	damaged := 0
	for page := range pages {
		r, err := t.api(ctx, t.path, q, t.token, *st)
		if err != nil && page == 0 {
			return ans, err
		}
		if err != nil {
			break
		}
		ans.Bytes += int64(len(r.body))
		st.Public = !r.local
		if !r.waiting.IsZero() {
			st.Next = r.waiting
		}
		got, err := t.page(ctx, st, r)
		if err != nil && page == 0 {
			return ans, err
		}
		damaged += got.damaged
		ans.Posts = appendNew(ans.Posts, got.posts, known)
		if got.newest == "" || (!fresh && got.newest == st.Cursor) {
			break
		}
		if !fresh || page == 0 {
			st.Cursor = got.newest
		}
		if got.count < pageSize || (fresh && q.Get("max_id") == got.oldest) {
			break
		}
		if fresh {
			q.Set("max_id", got.oldest)
		} else {
			q.Set("min_id", st.Cursor)
		}
	}
	st.Damaged = ""
	if damaged > 0 {
		st.Damaged = "some posts of the last answer could not be read and were left out"
	}
	return ans, nil
}

func appendNew(to, posts []post.Post, known map[string]bool) []post.Post {
	for _, p := range posts {
		if !known[p.GUID] {
			known[p.GUID] = true
			to = append(to, p)
		}
	}
	return to
}

// pageRead is one page of a timeline.
type pageRead struct {
	posts          []post.Post
	newest, oldest string
	count, damaged int
}

// page reads one page, newest first. Identifiers are opaque: the order is the
// server's, and never compared.
func (t timeline) page(ctx context.Context, st *State, r *reply) (pageRead, error) {
	var got pageRead
	var items []json.RawMessage
	var parseErr error
	err := watched(ctx, st, r, func() {
		if parseErr = json.Unmarshal(bytes.TrimSpace(r.body), &items); parseErr != nil {
			return
		}
		// A server that ignores the limit is not followed far beyond it.
		for _, raw := range items[:min(len(items), 2*pageSize)] {
			id, p, ok := t.item(raw)
			if !ok {
				got.damaged++
				continue
			}
			got.count++
			got.newest = orElse(got.newest, id)
			got.oldest = id
			if p != nil {
				got.posts = append(got.posts, *p)
			}
		}
	})
	if err != nil {
		return got, err
	}
	if parseErr != nil {
		return got, fail(Broken, errNotAPI, "%s sent something that is not an answer of the Mastodon API", hostWords(r.url))
	}
	return got, nil
}

// needsToken says how to get in where only members are let in.
func (in instance) needsToken(what string, cause error) *Error {
	host := hostWords(in.base)
	if in.c.token(in.base) != "" {
		e := fail(NeedsLogin, cause, "%s does not accept its token for %s: make a new one and put it under [tokens] in config.toml", host, what)
		e.Status, _ = refusal(cause)
		return e
	}
	e := fail(NeedsLogin, cause, "%s shows %s only to its members: put a token for %s under [tokens] in config.toml", host, what, host)
	e.Status, _ = refusal(cause)
	return e
}
