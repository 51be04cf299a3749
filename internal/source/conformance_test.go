package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
)

// subject is one kind of source, with a server that speaks to it. Every kind
// must pass the same suite.
type subject struct {
	name string
	path string // of the source's address
	mime string
	// body is an answer of n items whose texts hold extra.
	body func(t *testing.T, base string, n int, extra string) string
}

func subjects() []subject {
	list := func(wrap func(base string, n int, extra string) map[string]any) func(*testing.T, string, int, string) string {
		return func(t *testing.T, base string, n int, extra string) string {
			items := []map[string]any{}
			for i := n; i > 0; i-- {
				items = append(items, wrap(base, i, extra))
			}
			return asJSON(t, items)
		}
	}
	said := func(base string, n int, extra string) map[string]any {
		s := toot(base, n, map[string]any{"content": "<p>" + extra + " said</p>", "spoiler_text": extra, "language": extra})
		s["account"].(map[string]any)["display_name"] = "Ana" + extra
		s["tags"] = []any{map[string]any{"name": "b2b" + extra}}
		return s
	}
	return []subject{
		{"feed", "/feed.xml", "application/rss+xml", func(t *testing.T, _ string, n int, extra string) string {
			return strings.ReplaceAll(rss(n), "Note ", "Note "+strings.NewReplacer("<", "&lt;", "\x1b", "", "\x07", "", "\x00", "").Replace(extra))
		}},
		{"tag", "/tags/b2b", "application/json", list(said)},
		{"account", "/@ana", "application/json", list(said)},
		{"inbox", "/notifications", "application/json", list(func(base string, n int, extra string) map[string]any {
			s := said(base, n, extra)
			s["visibility"] = "direct"
			return map[string]any{"id": fmt.Sprint(n), "type": "mention", "status": s}
		})},
	}
}

// mode is what a subject's server does.
type mode struct {
	items  int
	extra  string
	answer http.HandlerFunc // instead of items
}

// start serves a subject; the returned pointer switches the server.
func (s subject) start(t *testing.T) (*server, *atomic.Pointer[mode]) {
	var now atomic.Pointer[mode]
	now.Store(&mode{items: 5})
	var srv *server
	srv = serve(t, func(w http.ResponseWriter, r *http.Request) {
		m := now.Load()
		switch {
		case m.answer != nil:
			m.answer(w, r)
		case strings.HasSuffix(r.URL.Path, "/accounts/lookup"):
			write(w, "application/json", `{"id":"42","acct":"ana","display_name":"Ana"}`)
		case r.URL.Query().Has("min_id"):
			write(w, s.mime, "[]")
		case r.Header.Get("If-None-Match") == `"v1"`:
			w.WriteHeader(http.StatusNotModified)
		default:
			if m.items > 0 {
				w.Header().Set("ETag", `"v1"`)
			}
			write(w, s.mime, s.body(t, srv.URL, m.items, m.extra))
		}
	})
	return srv, &now
}

func TestConformance(t *testing.T) {
	for _, s := range subjects() {
		t.Run(s.name, func(t *testing.T) {
			for name, check := range map[string]func(*testing.T, subject){
				"brings posts once":      bringsPostsOnce,
				"keeps through an empty": keepsThroughEmpty,
				"cancelled":              endsWhenCancelled,
				"too big":                refusesTooBig,
				"a page":                 namesThePage,
				"rate limited":           waitsWhenTold,
				"refusals":               saysRefusals,
				"hostile text":           comesOutClean,
				"odd bodies":             survivesOddBodies,
			} {
				t.Run(name, func(t *testing.T) { check(t, s) })
			}
		})
	}
}

func bringsPostsOnce(t *testing.T, s subject) {
	srv, _ := s.start(t)
	c, _ := newTestClient(t, testToken)
	first := poll(t, c, srv.URL+s.path, State{})
	if len(first.Posts) != 5 || first.NotModified || first.Bytes == 0 {
		t.Fatalf("first poll: %d posts, not modified %v, %d bytes; want 5 posts", len(first.Posts), first.NotModified, first.Bytes)
	}
	seen := map[string]bool{}
	for _, p := range first.Posts {
		seen[p.GUID] = true
		if p.Source != srv.URL+s.path || p.GUID == "" || p.Author.Handle == "" || !p.Seen.Equal(noon) || p.Time.IsZero() {
			t.Errorf("post %+v lacks its source, identity, author or time", p)
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d identities for 5 posts", len(seen))
	}
	if first.State.Kind == "" || first.State.Title == "" {
		t.Errorf("state %+v lacks kind or title", first.State)
	}
	second := poll(t, c, srv.URL+s.path, first.State)
	if !second.NotModified || len(second.Posts) != 0 {
		t.Errorf("second poll: not modified %v, %d posts; want nothing new", second.NotModified, len(second.Posts))
	}
	third := poll(t, c, srv.URL+s.path, State{})
	for _, p := range third.Posts {
		if !seen[p.GUID] {
			t.Errorf("identity %q changed between polls", p.GUID)
		}
	}
}

func keepsThroughEmpty(t *testing.T, s subject) {
	srv, now := s.start(t)
	c, _ := newTestClient(t, testToken)
	first := poll(t, c, srv.URL+s.path, State{})
	now.Store(&mode{items: 0})
	st := first.State
	st.ETag = ""
	second := poll(t, c, srv.URL+s.path, st)
	if len(second.Posts) != 0 || second.State.Cursor != first.State.Cursor || second.State.Items != first.State.Items {
		t.Errorf("an empty answer changed what is remembered: %+v, before %+v", second.State, first.State)
	}
}

func endsWhenCancelled(t *testing.T, s subject) {
	srv, now := s.start(t)
	ctx, cancel := context.WithCancel(t.Context())
	now.Store(&mode{answer: func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}})
	c, _ := newTestClient(t, testToken)
	_, err := open(t, c, srv.URL+s.path, State{}).Poll(ctx, State{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the cancellation", err)
	}
}

func refusesTooBig(t *testing.T, s subject) {
	srv, now := s.start(t)
	now.Store(&mode{answer: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", s.mime)
		_, _ = io.CopyN(w, spaces{}, 64<<20) // fails when the client has enough
	}})
	c, _ := newTestClient(t, testToken)
	_, e := pollFails(t, c, srv.URL+s.path, State{})
	if e.Health != Broken || !strings.Contains(e.Msg, "too big") {
		t.Errorf("got %q (%s), want too big", e.Msg, e.Health)
	}
}

// spaces is white space without end.
type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func namesThePage(t *testing.T, s subject) {
	srv, now := s.start(t)
	now.Store(&mode{answer: func(w http.ResponseWriter, _ *http.Request) {
		write(w, "text/html", "<!DOCTYPE html><html><head><title>Just a moment</title></head><body>checking</body></html>")
	}})
	c, _ := newTestClient(t, testToken)
	_, e := pollFails(t, c, srv.URL+s.path, State{})
	if e.Health != Blocked || !strings.Contains(e.Msg, "sent an HTML page ('Just a moment') instead of") {
		t.Errorf("got %q (%s), want the page named", e.Msg, e.Health)
	}
	if n := len(srv.requests()); n > 3 {
		t.Errorf("%d requests to a host that shows a wall", n)
	}
}

func waitsWhenTold(t *testing.T, s subject) {
	srv, now := s.start(t)
	now.Store(&mode{answer: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusTooManyRequests)
	}})
	c, clock := newTestClient(t, testToken)
	_, e := pollFails(t, c, srv.URL+s.path, State{})
	if e.Health != RateLimited || !e.Host || !e.Until.Equal(noon.Add(time.Hour)) || e.Status != 429 {
		t.Errorf("got %+v, want an hour's wait for the whole host", e)
	}
	if !strings.HasSuffix(e.Msg, "asks to wait until 13:00") {
		t.Errorf("got %q, want the hour named", e.Msg)
	}
	srv.requests()
	clock.forward(59 * time.Minute)
	now.Store(&mode{items: 1})
	if _, e := pollFails(t, c, srv.URL+"/another.xml", State{}); e.Health != RateLimited || e.Status != 0 {
		t.Errorf("another source of the host: %+v, want it to wait too", e)
	}
	if n := len(srv.requests()); n != 0 {
		t.Errorf("%d requests within the hour", n)
	}
	clock.forward(2 * time.Minute)
	poll(t, c, srv.URL+s.path, State{})
}

func saysRefusals(t *testing.T, s subject) {
	for status, want := range map[int]Health{401: NeedsLogin, 403: Blocked, 404: Broken, 410: Gone, 500: Transient, 503: Transient} {
		srv, now := s.start(t)
		now.Store(&mode{answer: func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			_, _ = fmt.Fprintf(w, `{"error":"no \u001b[31m %s"}`, r.Header.Get("Authorization"))
		}})
		c, _ := newTestClient(t, testToken)
		address := strings.Replace(srv.URL, "http://", "http://curator:pa55-marker@", 1) + s.path + "?api_key=key-marker"
		src := open(t, c, address, State{})
		ans, err := src.Poll(t.Context(), State{})
		if err == nil {
			if status == 404 && s.name == "tag" && ans.NotModified {
				continue // a tag nobody has used yet, on GoToSocial
			}
			t.Errorf("%d: no error", status)
			continue
		}
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%d: %T", status, err)
			continue
		}
		if e.Health != want && !(status == 403 && e.Health == NeedsLogin) {
			t.Errorf("%d: health %s, want %s (%s)", status, e.Health, want, e.Msg)
		}
		for _, secret := range []string{"pa55-marker", "key-marker", "\x1b"} {
			if strings.Contains(e.Error(), secret) {
				t.Errorf("%d: %q in the message %q", status, secret, e.Msg)
			}
		}
	}
}

const hostile = "\x1b]52;c;aGk=\x07\x1b[2J\x1b]8;;https://evil.example\x07\u202e\u0000\u009b31m<script>alert(1)</script><img src=x onerror=y>"

func comesOutClean(t *testing.T, s subject) {
	srv, now := s.start(t)
	now.Store(&mode{items: 2, extra: hostile})
	c, _ := newTestClient(t, testToken)
	for _, p := range poll(t, c, srv.URL+s.path, State{}).Posts {
		shown := strings.Join(append([]string{
			p.Title.String(), p.Text().String(), p.HTML.String(), p.Author.Name.String(), string(p.Author.Handle),
			p.Stated, p.Language, p.URL, p.GUID, p.ReplyTo, p.Headline().String(),
		}, p.Tags...), "|")
		for _, r := range shown {
			if r != '\n' && (unicode.IsControl(r) || r == '\u202e') {
				t.Fatalf("%U came through in %q", r, shown)
			}
		}
		if strings.Contains(p.HTML.String(), "<script") || strings.Contains(p.HTML.String(), "onerror=") {
			t.Errorf("markup came through: %s", p.HTML)
		}
	}
}

func survivesOddBodies(t *testing.T, s subject) {
	srv, now := s.start(t)
	whole := s.body(t, srv.URL, 3, "x")
	bodies := []string{"", " ", "null", "[]", "{}", "[null]", "[[]]", `[{"id":{}}]`, `[{"id":1,"account":"x","reblog":[],"tags":{},"card":3}]`, `{"error":"no"}`, `"text"`, "\x00\x01", "<rss>", strings.Repeat("[", 20_000), strings.Repeat(`{"reblog":`, 5_000)}
	for i := 0; i < len(whole); i += max(1, len(whole)/25) {
		bodies = append(bodies, whole[:i])
	}
	var body string
	now.Store(&mode{answer: func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/lookup") {
			write(w, "application/json", `{"id":"42"}`)
			return
		}
		write(w, s.mime, body)
	}})
	c, _ := newTestClient(t, testToken)
	for _, body = range bodies {
		ans, err := open(t, c, srv.URL+s.path, State{}).Poll(t.Context(), State{})
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%.40q: %T %v", body, err, err)
		}
		if err == nil && len(ans.Posts) > 3 {
			t.Errorf("%.40q: %d posts", body, len(ans.Posts))
		}
		if ans.State.BodyHash != "" {
			t.Errorf("%.40q crashed the reader", body)
		}
	}
}
