package source

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

func discardLog() *log.Logger { return log.New(io.Discard, "", 0) }

func mustURL(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// fakeDNS answers over UDP on loopback; names it does not know do not exist.
func fakeDNS(t *testing.T, names map[string]func() netip.Addr) func(context.Context, string, string) (net.Conn, error) {
	t.Helper()
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := server.ReadFrom(buf)
			if err != nil {
				return // closed
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			m.Response = true
			addr := names[strings.TrimSuffix(q.Name.String(), ".")]
			switch {
			case addr == nil:
				m.RCode = dnsmessage.RCodeNameError
			case q.Type == dnsmessage.TypeA:
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
					Body:   &dnsmessage.AResource{A: addr().As4()},
				}}
			}
			if out, err := m.Pack(); err == nil {
				_, _ = server.WriteTo(out, from)
			}
		}
	}()
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", server.LocalAddr().String())
	}
}

func TestR35PrivateAddresses(t *testing.T) {
	for _, a := range []string{
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
		"::1", "::", "fe80::1", "fc00::1", "fec0::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "ff02::1",
	} {
		if !private(netip.MustParseAddr(a)) {
			t.Errorf("%s passes for public", a)
		}
	}
	for _, a := range []string{"93.184.216.34", "2606:4700::1", "64:ff9b::808:808", "2002:808:808::"} {
		if private(netip.MustParseAddr(a)) {
			t.Errorf("%s passes for private", a)
		}
	}
}

func TestR35RedirectsThatAreRefused(t *testing.T) {
	inner := serve(t, func(w http.ResponseWriter, _ *http.Request) { write(w, "application/rss+xml", rss(1)) })
	port := mustURL(t, inner.URL).Port()
	for _, row := range []struct{ name, to, want string }{
		{"a loop", "/", "more than 5 times"},
		{"a file", "file:///etc/passwd", "not a web address"},
		{"a script", "javascript:alert(1)", "not a web address"},
		{"nowhere", "", "to nowhere"},
		{"rubbish", "http://%zz/", "to nowhere"},
		{"another loopback", "http://127.0.0.2:" + port + "/", "private address"},
		{"IPv6 loopback", "http://[::1]:" + port + "/", "private address"},
		{"a name for loopback", "http://localhost:" + port + "/", "private address"},
		{"metadata", "http://169.254.169.254/latest/meta-data/", "private address"},
		{"the same host", inner.URL, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			srv := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", row.to)
				w.WriteHeader(http.StatusFound)
			})
			c, _ := newTestClient(t, "")
			if row.want == "" {
				poll(t, c, srv.URL, State{})
				return
			}
			if _, e := pollFails(t, c, srv.URL, State{}); !strings.Contains(e.Msg, row.want) {
				t.Errorf("got %q, want %q", e.Msg, row.want)
			}
			if n := len(inner.requests()); n != 0 {
				t.Errorf("%d requests arrived where they should not", n)
			}
		})
	}
}

func TestR35DowngradeIsRefused(t *testing.T) {
	w := walk{ask: ask{}, permanent: true}
	r := &reply{status: http.StatusFound, header: http.Header{"Location": {"http://acme.example/feed"}}}
	if _, err := w.follow(mustURL(t, "https://acme.example/feed"), r); err == nil || !strings.Contains(err.Error(), "without encryption") {
		t.Errorf("https to http: %v", err)
	}
}

func TestR35RebindingIsRefused(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, _ *http.Request) { write(w, "application/rss+xml", rss(1)) })
	port := mustURL(t, srv.URL).Port()
	loopback := func() netip.Addr { return netip.MustParseAddr("127.0.0.1") }
	c, _ := newTestClient(t, "")
	c.dialer.Resolver = &net.Resolver{PreferGo: true, Dial: fakeDNS(t, map[string]func() netip.Addr{
		"intranet.acme.example": loopback, "moved.acme.example": loopback,
	})}
	// A typed name may lead home, as long as it never led anywhere else.
	st := poll(t, c, "http://intranet.acme.example:"+port+"/feed", State{}).State
	if st.Public {
		t.Error("an answer from loopback passes for a public one")
	}
	poll(t, c, "http://intranet.acme.example:"+port+"/feed", st)
	srv.requests()
	_, e := pollFails(t, c, "http://moved.acme.example:"+port+"/feed", State{Public: true})
	if !errors.Is(e, errPrivate) || len(srv.requests()) != 0 {
		t.Errorf("a public name that turned private: %q", e.Msg)
	}
	// What a server announces is checked after DNS as well.
	_, err := c.fetch(t.Context(), ask{url: "http://moved.acme.example:" + port + "/", typed: "http://93.184.216.34/"})
	if !errors.Is(err, errPrivate) || len(srv.requests()) != 0 {
		t.Errorf("an announced name for loopback: %v", err)
	}
}

func TestR36CredentialsStayAtHome(t *testing.T) {
	var away atomic.Pointer[http.Request]
	other := serve(t, func(w http.ResponseWriter, r *http.Request) {
		away.Store(r)
		write(w, "application/rss+xml", rss(1))
	})
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "curator" || password != "pa55" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		http.Redirect(w, r, other.URL+"/feed", http.StatusFound)
	})
	c, _ := newTestClient(t, testToken)
	ans := poll(t, c, strings.Replace(srv.URL, "http://", "http://curator:pa55@", 1)+"/feed", State{})
	if r := away.Load(); r == nil || r.Header.Get("Authorization") != "" || r.Header.Get("Referer") != "" {
		t.Errorf("another host saw %v", r)
	}
	if strings.Contains(ans.State.Asked, "pa55") {
		t.Errorf("the password is in %q", ans.State.Asked)
	}
}

func TestR36TokensNeedALineNobodyReads(t *testing.T) {
	c, _ := newTestClient(t, testToken)
	for address, want := range map[string]bool{
		"https://social.example/api": true, "http://social.example/api": false, "http://127.0.0.1:8080/api": true,
	} {
		at := mustURL(t, address)
		w := walk{c: c, ask: ask{token: true}, first: at}
		r, err := w.request(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Header.Get("Authorization") != ""; got != want {
			t.Errorf("%s: token sent %v, want %v", address, got, want)
		}
		elsewhere, err := w.request(t.Context(), mustURL(t, "https://other.example/api"))
		if err != nil || elsewhere.Header.Get("Authorization") != "" {
			t.Errorf("%s: another host got the token (%v)", address, err)
		}
	}
}

func TestOpenReadsTheAddress(t *testing.T) {
	c, _ := newTestClient(t, "")
	for address, want := range map[string]string{
		"https://social.example/tags/b2b":                   "*source.tagSource",
		"https://social.example/tags/b2b?local=true":        "*source.tagSource",
		"https://social.example/web/timelines/tag/b2b":      "*source.tagSource",
		"https://social.example/tags/b2b.rss":               "*source.feedSource",
		"https://blog.example/tag/b2b":                      "*source.feedSource",
		"https://blog.example/tags/b2b/index.xml":           "*source.feedSource",
		"https://social.example/@ana":                       "*source.accountSource",
		"https://social.example/@ana@other.example":         "*source.accountSource",
		"https://social.example/@ana.rss":                   "*source.feedSource",
		"https://medium.com/@ana":                           "*source.feedSource",
		"https://social.example/notifications":              "*source.inboxSource",
		"https://social.example/conversations":              "*source.inboxSource",
		"https://bsky.app/profile/ana.example":              "*source.feedSource",
		"https://bsky.app/hashtag/b2b":                      "",
		"file:///etc/passwd":                                "",
		"exec:~/bin/feed":                                   "",
		"https://" + strings.Repeat("a", 5000) + ".example": "",
	} {
		src, err := c.Open(Ref{URL: address}, State{})
		got := ""
		if err == nil {
			got = typeName(src)
		}
		if got != want {
			t.Errorf("%.60s: %s (%v), want %s", address, got, err, want)
		}
	}
	src, err := c.Open(Ref{URL: "https://blog.example/tags/b2b"}, State{Kind: KindFeed})
	if err != nil || typeName(src) != "*source.feedSource" {
		t.Errorf("what is known of a source must win over the form of its address: %T %v", src, err)
	}
}

func typeName(s Source) string {
	switch s.(type) {
	case *tagSource:
		return "*source.tagSource"
	case *accountSource:
		return "*source.accountSource"
	case *inboxSource:
		return "*source.inboxSource"
	case *feedSource:
		return "*source.feedSource"
	}
	return "another"
}
