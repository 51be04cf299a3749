package source

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

func packed(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

func TestR17CompressionIsBounded(t *testing.T) {
	bomb := packed(make([]byte, 40<<20))
	for _, row := range []struct {
		name, coding string
		body         []byte
		want         string // "" is a feed
	}{
		{"one layer", "gzip", packed([]byte(rss(1))), ""},
		{"a packed file", "", packed([]byte(rss(1))), ""},
		{"a bomb", "gzip", bomb, "too big"},
		{"two layers", "gzip", packed(packed([]byte(rss(1)))), "compression"},
		{"two codings", "gzip, gzip", packed(packed([]byte(rss(1)))), "compression"},
		{"one not asked for", "br", []byte("xx"), "compression"},
		{"cut short", "gzip", packed([]byte(rss(50)))[:200], "cut short"},
		{"not packed at all", "gzip", []byte(rss(1)), "no answer"},
	} {
		t.Run(row.name, func(t *testing.T) {
			srv := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if row.coding != "" {
					w.Header().Set("Content-Encoding", row.coding)
				}
				write(w, "application/rss+xml", string(row.body))
			})
			c, _ := newTestClient(t, "")
			if row.want == "" {
				if ans := poll(t, c, srv.URL+"/feed", State{}); ans.State.Items != 1 {
					t.Errorf("%d items, want 1", ans.State.Items)
				}
				return
			}
			if _, e := pollFails(t, c, srv.URL+"/feed", State{}); !strings.Contains(e.Msg, row.want) {
				t.Errorf("got %q, want %q", e.Msg, row.want)
			}
		})
	}
}

func TestR18StuckServersAreGivenUp(t *testing.T) {
	for _, row := range []struct {
		name   string
		limits Limits
		answer http.HandlerFunc
		want   string
	}{
		{"no headers", Limits{Headers: 20 * time.Millisecond}, func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
		}, "did not answer within 20ms"},
		{"half a body", Limits{Idle: 20 * time.Millisecond}, func(w http.ResponseWriter, r *http.Request) {
			write(w, "application/rss+xml", "<rss>")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, "stopped in the middle"},
		{"a body without end", Limits{Whole: 50 * time.Millisecond, Body: 1 << 40}, func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write([]byte(" ")); err != nil {
					return
				}
				w.(http.Flusher).Flush()
			}
		}, "took longer than 50ms"},
		{"less than promised", Limits{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100000")
			write(w, "application/rss+xml", rss(2))
		}, "cut short"},
		{"headers without end", Limits{}, func(w http.ResponseWriter, _ *http.Request) {
			for i := range 600 {
				w.Header().Set("X-Padding-"+strconv.Itoa(i), strings.Repeat("x", 1024))
			}
			write(w, "application/rss+xml", rss(2))
		}, "no answer from"},
	} {
		t.Run(row.name, func(t *testing.T) {
			srv := serve(t, row.answer)
			c, _ := newTestClient(t, "")
			c.Limits = row.limits
			if _, e := pollFails(t, c, srv.URL, State{}); !strings.Contains(e.Msg, row.want) {
				t.Errorf("got %q, want %q", e.Msg, row.want)
			}
		})
	}
}

func TestR22WhatIsNoFeedIsAnError(t *testing.T) {
	for _, body := range []string{
		"", "\n \n", "<!doctype html><title>Sign in</title>", "<html><body>", "\ufeff<!-- x --><HTML>", `{"error":"no such feed"}`,
		`{"items":`, `[]`, "null", "not found", "<svg/>", "<Rss><Title>x</Title></Rss>", "%PDF-1.4", "GIF89a",
	} {
		srv := serve(t, func(w http.ResponseWriter, _ *http.Request) { write(w, "application/rss+xml", body) })
		c, _ := newTestClient(t, "")
		before := State{Title: "Kept", Items: 7, ETag: `"kept"`}
		ans, e := pollFails(t, c, srv.URL+"/feed", before)
		if len(ans.Posts) != 0 || ans.State.Title != "Kept" || ans.State.ETag != before.ETag || ans.State.Items != 7 {
			t.Errorf("%q: the state became %+v", body, ans.State)
		}
		if !strings.Contains(e.Msg, strings.TrimPrefix(srv.URL, "http://")) {
			t.Errorf("%q: %q does not say who", body, e.Msg)
		}
	}
}

func TestR32ValidatorsGoBackByteForByte(t *testing.T) {
	const etag, modified = `W/"a b,c"`, "Sat,  21 Nov 2026 9:17:54 GMT"
	with := true
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == modified {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if with {
			w.Header()["ETag"] = []string{etag}
			w.Header().Set("Last-Modified", modified)
		}
		write(w, "application/rss+xml", rss(2))
	})
	c, _ := newTestClient(t, "")
	st := poll(t, c, srv.URL+"/feed", State{}).State
	bodies := 0
	for range 20 {
		ans := poll(t, c, srv.URL+"/feed", st)
		if !ans.NotModified {
			bodies++
		}
		st = ans.State
	}
	if bodies != 0 {
		t.Errorf("%d bodies of an unchanged feed", bodies)
	}
	for _, r := range srv.requests() {
		if r.UserAgent() != c.Agent || r.Header.Get("Accept-Encoding") != "gzip" || r.Header.Get("Referer") != "" || r.Header.Get("Cookie") != "" {
			t.Errorf("request headers %v", r.Header)
		}
	}
	poll(t, c, srv.URL+"/elsewhere", st)
	if r := srv.requests()[0]; r.Header.Get("If-None-Match") != "" && r.URL.Path == "/elsewhere" && st.Asked != "" {
		t.Error("validators went to another address")
	}
	with = false
	st.ETag = `"old"`
	if st = poll(t, c, srv.URL+"/feed", st).State; st.ETag != "" || st.LastModified != "" {
		t.Errorf("validators %q %q outlived an answer without them", st.ETag, st.LastModified)
	}
}

func TestValidatorsFollowARedirect(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new", http.StatusFound)
			return
		}
		w.Header().Set("ETag", `"n"`)
		http.ServeContent(w, r, "feed.xml", time.Time{}, strings.NewReader(rss(1)))
	})
	c, _ := newTestClient(t, "")
	st := poll(t, c, srv.URL+"/old", State{}).State
	srv.requests()
	if ans := poll(t, c, srv.URL+"/old", st); !ans.NotModified || ans.State.Asked != srv.URL+"/new" {
		t.Errorf("not modified %v, asked %q", ans.NotModified, ans.State.Asked)
	}
	if seen := srv.requests(); seen[0].Header.Get("If-None-Match") != "" || seen[1].Header.Get("If-None-Match") != `"n"` {
		t.Error("the validator did not go to the address it came from, or went to another")
	}
}

func TestR33WhenToComeBack(t *testing.T) {
	at := func(d time.Duration) time.Time { return noon.Add(d) }
	for _, row := range []struct {
		name   string
		header http.Header
		want   time.Time // zero is unsaid
	}{
		{"seconds", http.Header{"Retry-After": {"3600"}}, at(time.Hour)},
		{"zero", http.Header{"Retry-After": {"0"}}, at(time.Minute)},
		{"a date", http.Header{"Retry-After": {"Sat, 21 Nov 2026 14:05:00 GMT"}}, at(2*time.Hour + 5*time.Minute)},
		{"two, as GoToSocial starts", http.Header{"Retry-After": {"120", "Sat, 21 Nov 2026 12:05:00 GMT"}}, at(5 * time.Minute)},
		{"far too long", http.Header{"Retry-After": {"99999999999999"}}, at(7 * 24 * time.Hour)},
		{"negative", http.Header{"Retry-After": {"-1"}}, time.Time{}},
		{"words", http.Header{"Retry-After": {"soon"}}, time.Time{}},
		{"an ISO reset", http.Header{"X-Ratelimit-Reset": {"2026-11-21T12:10:00.123456Z"}}, noon.Add(10*time.Minute + 123456*time.Microsecond)},
		{"an epoch reset", http.Header{"Ratelimit-Reset": {strconv.FormatInt(at(time.Hour).Unix(), 10)}}, at(time.Hour)},
		{"a reset in seconds", http.Header{"Ratelimit-Reset": {"90"}}, at(90 * time.Second)},
		{"nothing", http.Header{}, time.Time{}},
	} {
		got, ok := retryAt(row.header, noon)
		if ok == row.want.IsZero() || !got.Equal(row.want) {
			t.Errorf("%s: %v (%v), want %v", row.name, got, ok, row.want)
		}
	}
}

func TestR33AHostNearItsLimitIsLeftAlone(t *testing.T) {
	remaining := "31"
	srv := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-RateLimit-Limit", "300")
		w.Header().Set("X-RateLimit-Remaining", remaining)
		w.Header().Set("X-RateLimit-Reset", "2026-11-21T12:15:00.000000Z")
		write(w, "application/rss+xml", rss(1))
	})
	c, clock := newTestClient(t, "")
	poll(t, c, srv.URL+"/a", State{})
	remaining = "30"
	if ans := poll(t, c, srv.URL+"/a", State{}); !ans.State.Next.Equal(noon.Add(15 * time.Minute)) {
		t.Errorf("next is %v, want the reset", ans.State.Next)
	}
	if _, e := pollFails(t, c, srv.URL+"/b", State{}); e.Health != RateLimited || e.Status != 0 {
		t.Errorf("%+v, want a wait without a request", e)
	}
	clock.forward(16 * time.Minute)
	poll(t, c, srv.URL+"/b", State{})
}

func TestR33A429WithoutATimeBacksOff(t *testing.T) {
	for failures, want := range map[int]time.Duration{0: 10 * time.Minute, 1: 20 * time.Minute, 3: 80 * time.Minute, 40: 6 * time.Hour} {
		srv := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) })
		c, _ := newTestClient(t, "")
		if _, e := pollFails(t, c, srv.URL, State{Failures: failures}); !e.Until.Equal(noon.Add(want)) {
			t.Errorf("after %d failures: until %v, want in %v", failures, e.Until, want)
		}
	}
}

func TestR34MovesAreBelievedOnTheThirdDay(t *testing.T) {
	to := "/new"
	code := http.StatusMovedPermanently
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, to, code)
			return
		}
		write(w, "application/rss+xml", rss(1))
	})
	c, clock := newTestClient(t, "")
	st := State{}
	for day := 1; day <= 3; day++ {
		for range 3 {
			if got := st.MovedTo(); got != "" {
				t.Fatalf("moved to %s on day %d", got, day)
			}
			st = poll(t, c, srv.URL+"/old", st).State
			if day == 3 {
				break
			}
		}
		clock.forward(24 * time.Hour)
	}
	if st.MovedTo() != srv.URL+"/new" {
		t.Fatalf("after three days: %q (%v)", st.MovedTo(), st.MovedOn)
	}
	to = "/other"
	if st = poll(t, c, srv.URL+"/old", st).State; st.MovedTo() != "" || len(st.MovedOn) != 1 {
		t.Errorf("another new address inherited the days: %+v", st)
	}
	code = http.StatusFound
	if st = poll(t, c, srv.URL+"/old", st).State; st.Moved != "" {
		t.Errorf("a temporary redirect counts as a move: %q", st.Moved)
	}
}

func TestR37UntrustedCertificatesAreErrors(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		write(w, "application/rss+xml", rss(1))
	}))
	srv.Config.ErrorLog = discardLog()
	srv.StartTLS()
	t.Cleanup(srv.Close)
	c, _ := newTestClient(t, "")
	_, e := pollFails(t, c, srv.URL, State{})
	var verify *tls.CertificateVerificationError
	if !errors.As(e, &verify) || !strings.Contains(e.Msg, "nobody this machine trusts") {
		t.Errorf("got %q (%v)", e.Msg, e.Err)
	}
	plain := serve(t, func(w http.ResponseWriter, _ *http.Request) { write(w, "text/plain", "x") })
	if _, e := pollFails(t, c, strings.Replace(plain.URL, "http:", "https:", 1), State{}); !strings.Contains(e.Msg, "no safe connection") {
		t.Errorf("got %q for plain HTTP behind https", e.Msg)
	}
}

func TestR37NamesThatFailAreWords(t *testing.T) {
	c, _ := newTestClient(t, "")
	c.dialer.Resolver = &net.Resolver{PreferGo: true, Dial: fakeDNS(t, nil)}
	_, e := pollFails(t, c, "https://gone.example.com/feed", State{})
	if off, sure := Offline(e); !off || sure || !strings.Contains(e.Msg, "there is no host called gone.example.com") {
		t.Errorf("unknown name: %q, offline %v sure %v", e.Msg, off, sure)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if _, e := pollFails(t, c, "http://"+closed, State{}); !strings.Contains(e.Msg, "refuses connections") {
		t.Errorf("closed port: %q", e.Msg)
	}
}

func TestTwoAtOnceAHost(t *testing.T) {
	const sources = 6
	arrived, release := make(chan struct{}, sources), make(chan struct{})
	srv := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		arrived <- struct{}{}
		<-release
		write(w, "application/rss+xml", rss(1))
	})
	c, _ := newTestClient(t, "")
	done := make(chan error, sources)
	for i := range sources {
		src := open(t, c, srv.URL+"/"+strconv.Itoa(i), State{})
		go func() {
			_, err := src.Poll(t.Context(), State{})
			done <- err
		}()
	}
	for range sources / 2 {
		<-arrived
		<-arrived
		if n := len(arrived); n != 0 {
			t.Errorf("%d more requests while two are under way", n)
		}
		release <- struct{}{}
		release <- struct{}{}
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
}

func TestR51ABodyThatCrashesIsKnownAgain(t *testing.T) {
	body := rss(1)
	srv := serve(t, func(w http.ResponseWriter, _ *http.Request) { write(w, "application/rss+xml", body) })
	c, _ := newTestClient(t, "")
	poll(t, c, srv.URL, State{BodyHash: "of something else"})
	st := State{BodyHash: bodyHash([]byte(body))}
	if _, e := pollFails(t, c, srv.URL, st); !errors.Is(e, errCrashed) {
		t.Errorf("a body that crashed before was read again: %v", e)
	}
	body = rss(2)
	if ans := poll(t, c, srv.URL, st); ans.State.Items != 2 || ans.State.BodyHash != "" {
		t.Errorf("a changed body was not read: %+v", ans.State)
	}
	r := &reply{body: []byte("x"), url: mustURL(t, srv.URL)}
	var now State
	if err := watched(t.Context(), &now, r, func() { panic("poison") }); !errors.Is(err, errCrashed) || now.BodyHash != bodyHash(r.body) {
		t.Errorf("a panic became %v, hash %q", err, now.BodyHash)
	}
}

func TestBodyIsReadToItsEnd(t *testing.T) {
	big := strings.Repeat("<!-- padding -->", 200_000)
	srv := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Replace(rss(3), "<channel>", big+"<channel>", 1))
	})
	c, _ := newTestClient(t, "")
	ans := poll(t, c, srv.URL, State{})
	if ans.State.Items != 3 || ans.Bytes < 3_000_000 {
		t.Errorf("%d items of %d bytes", ans.State.Items, ans.Bytes)
	}
	if ans.State.Every != 90*time.Minute {
		t.Errorf("every %v, want the feed's ttl", ans.State.Every)
	}
}
