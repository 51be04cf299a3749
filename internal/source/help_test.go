package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// noon is when the tests happen.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// hands is a clock that only moves when it is told to.
type hands struct {
	mu sync.Mutex
	at time.Time
}

func (h *hands) now() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.at }

func (h *hands) forward(d time.Duration) { h.mu.Lock(); defer h.mu.Unlock(); h.at = h.at.Add(d) }

const testToken = "s3cr3t-token-marker"

func newTestClient(t *testing.T, token string) (*Client, *hands) {
	t.Helper()
	clock := &hands{at: noon}
	c := NewClient("weaktie/test (+https://weaktie.example)", clock.now, func(string) string { return token })
	t.Cleanup(c.HTTP.CloseIdleConnections)
	return c, clock
}

// server is a loopback server that remembers what it was asked.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	seen []*http.Request
}

func serve(t *testing.T, h http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.seen = append(s.seen, r.Clone(t.Context()))
		s.mu.Unlock()
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// requests returns what was asked since the last call.
func (s *server) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.seen
	s.seen = nil
	return seen
}

func open(t *testing.T, c *Client, address string, st State) Source {
	t.Helper()
	src, err := c.Open(Ref{URL: address}, st)
	if err != nil {
		t.Fatalf("open %s: %v", address, err)
	}
	return src
}

func poll(t *testing.T, c *Client, address string, st State) Answer {
	t.Helper()
	ans, err := open(t, c, address, st).Poll(t.Context(), st)
	if err != nil {
		t.Fatalf("poll %s: %v", address, err)
	}
	return ans
}

// pollFails polls and returns the failure, which must be an *Error in words.
func pollFails(t *testing.T, c *Client, address string, st State) (Answer, *Error) {
	t.Helper()
	ans, err := open(t, c, address, st).Poll(t.Context(), st)
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("poll %s: got error %v, want an *Error", address, err)
	}
	if e.Msg == "" || e.Health == "" || e.Health == OK || strings.ContainsAny(e.Msg, "\n\x1b") {
		t.Errorf("poll %s: error %+v does not read as one sentence", address, e)
	}
	return ans, e
}

// rss is a feed of n items.
func rss(n int) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>Notes on trust</title><link>https://notes.example/</link><ttl>90</ttl>`)
	for i := range n {
		fmt.Fprintf(&b, `<item><title>Note %d</title><link>https://notes.example/%d</link><guid>note-%d</guid><pubDate>Sat, 21 Nov 2026 0%d:00:00 GMT</pubDate><description>Why number %d holds</description></item>`, i, i, i, i%10, i)
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

// toot is a status as JSON, with what is to be different.
func toot(base string, n int, change map[string]any) map[string]any {
	s := map[string]any{
		"id": fmt.Sprintf("%018d", n), "created_at": "2026-11-21T09:15:00.000Z", "visibility": "public", "language": "en",
		"uri": fmt.Sprintf("%s/users/ana/statuses/%d", base, n), "url": fmt.Sprintf("%s/@ana/%d", base, n),
		"replies_count": 1, "reblogs_count": 4, "favourites_count": 9,
		"content": fmt.Sprintf(`<p>Worth reading <a href="https://blog.example/%d">blog.example/%d</a></p>`, n, n),
		"account": map[string]any{"id": "42", "username": "ana", "acct": "ana", "display_name": "Ana", "bot": false, "followers_count": 310, "url": base + "/@ana"},
	}
	for k, v := range change {
		s[k] = v
	}
	return s
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(w http.ResponseWriter, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write([]byte(body)) // the client may have gone, which is its right
}
