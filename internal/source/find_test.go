package source

import (
	"net/http"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	var srv *server
	srv = serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed.xml", "/index.xml":
			w.Header().Set("ETag", `"v"`)
			write(w, "application/rss+xml", rss(3))
		case "/moved":
			http.Redirect(w, r, "/feed.xml", http.StatusMovedPermanently)
		case "/lent":
			http.Redirect(w, r, "/feed.xml", http.StatusFound)
		case "/page", "/tags/cooking":
			write(w, "text/html", `<!doctype html><title>Blog</title><link rel="alternate" type="application/rss+xml" href="http://127.0.0.2:9/feed"><link rel="alternate" type="application/rss+xml" title="All" href="/feed.xml"><link rel="alternate" type="application/atom+xml" href="/comments.xml">`)
		case "/silent":
			write(w, "text/html", "<!doctype html><title>Silent</title>")
		case "/api/v1/timelines/tag/b2b":
			write(w, "application/json", asJSON(t, []any{toot(srv.URL, 1, nil)}))
		case "/api/v1/accounts/lookup":
			write(w, "application/json", `{"id":"42","acct":"ana","display_name":"Ana"}`)
		case "/api/v1/accounts/42/statuses":
			write(w, "application/json", asJSON(t, []any{toot(srv.URL, 1, nil)}))
		case "/api/v1/notifications":
			write(w, "application/json", "[]")
		default:
			w.WriteHeader(http.StatusNotFound)
			write(w, "text/html", "<!doctype html><title>No such page</title>")
		}
	})
	host := strings.TrimPrefix(srv.URL, "http://")
	c, _ := newTestClient(t, testToken)
	for _, row := range []struct {
		address, url, format, title string
		kind                        Kind
	}{
		{srv.URL + "/feed.xml", "/feed.xml", "rss 2.0", "Notes on trust", KindFeed},
		{"  " + host + "/feed.xml ", "/feed.xml", "rss 2.0", "Notes on trust", KindFeed},
		{"feed:" + srv.URL + "/feed.xml", "/feed.xml", "rss 2.0", "Notes on trust", KindFeed},
		{srv.URL + "/moved", "/feed.xml", "rss 2.0", "Notes on trust", KindFeed},
		{srv.URL + "/lent", "/lent", "rss 2.0", "Notes on trust", KindFeed},
		{srv.URL + "/page", "/feed.xml", "rss 2.0", "Notes on trust", KindFeed},
		{srv.URL + "/silent", "/index.xml", "rss 2.0", "Notes on trust", KindFeed},
		{srv.URL + "/tags/cooking", "/feed.xml", "rss 2.0", "Notes on trust", KindFeed},
		{srv.URL + "/tags/B2B", "/tags/b2b", "Mastodon tag", "#b2b on " + host, KindMastodon},
		{srv.URL + "/web/timelines/tag/b2b?any[]=x", "/tags/b2b?any%5B%5D=x", "Mastodon tag", "#b2b on " + host, KindMastodon},
		{"#b2b", "/tags/b2b", "Mastodon tag", "#b2b on " + host, KindMastodon},
		{"@ana@" + host, "/@ana", "Mastodon account", "Ana", KindAccount},
		{srv.URL + "/@ana", "/@ana", "Mastodon account", "Ana", KindAccount},
		{srv.URL + "/conversations", "/notifications", "Mastodon inbox", "Messages on " + host, KindInbox},
	} {
		t.Run(row.address, func(t *testing.T) {
			f, err := c.Find(t.Context(), row.address, host)
			if err != nil {
				t.Fatal(err)
			}
			if f.Ref.URL != srv.URL+row.url || f.Format != row.format || f.Title.String() != row.title || f.State.Kind != row.kind {
				t.Errorf("found %s, %s, %q, %s; want %s, %s, %q, %s", f.Ref.URL, f.Format, f.Title, f.State.Kind, srv.URL+row.url, row.format, row.title, row.kind)
			}
			if f.State.ETag != "" || f.State.Cursor != "" {
				t.Errorf("state %+v would make the first poll skip what is there", f.State)
			}
			src := open(t, c, f.Ref.URL, f.State)
			if ans, err := src.Poll(t.Context(), f.State); err != nil || ans.State.Kind != row.kind {
				t.Errorf("the found address does not poll: %v", err)
			}
		})
	}
	if f, err := c.Find(t.Context(), srv.URL+"/page", ""); err != nil || len(f.Others) == 0 {
		t.Errorf("others %v (%v), want the page's other feeds", f.Others, err)
	}
}

func TestFindSaysWhy(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/page" {
			write(w, "text/html", "<!doctype html><title>Nothing here</title>")
			return
		}
		w.WriteHeader(http.StatusNotFound)
	})
	c, _ := newTestClient(t, "")
	for address, want := range map[string]string{
		"":                              "there is no address",
		"#":                             "not a hashtag",
		"#a/../b":                       "not a hashtag",
		"#b2b":                          "set instance in config.toml",
		"exec:rm -rf ~":                 "runs no programs",
		"query:unread:unread = \"yes\"": "runs no programs",
		"file:///etc/passwd":            "reads no files",
		"ftp://files.example/feed":      "should begin with https://",
		"http://":                       "not an address that can be read",
		"//example.com":                 "//example.com is not an address",
		"@user":                         "write @user@host",
		"@@host":                        "write @user@host",
		"mailto:ana@mail.example":       "mailto: addresses are not followed",
		"javascript:alert(1)":           "javascript: addresses are not followed",
		srv.URL + "/tags/b2b":           "answered 404 not found",
		"https://bsky.app/hashtag/b2b":  "answers searches only to members",
		srv.URL + "/page":               "announces no feed",
		srv.URL + "/none.xml":           "answered 404 not found",
		srv.URL + "/notifications":      "put a token for",
	} {
		_, err := c.Find(t.Context(), address, "")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", address, err, want)
		}
	}
}

func TestR36AFeedBehindTheSamePasswordKeepsIt(t *testing.T) {
	var elsewhere string
	other := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			elsewhere = r.Header.Get("Authorization")
		}
		w.WriteHeader(http.StatusNotFound)
	})
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password != "marker" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		switch r.URL.Path {
		case "/page":
			write(w, "text/html", `<!doctype html><link rel="alternate" type="application/rss+xml" href="`+other.URL+`/feed">`+
				`<link rel="alternate" type="application/rss+xml" href="/feed">`)
		case "/feed":
			write(w, "application/rss+xml", `<rss version="2.0"><channel><title>Inside</title><item><title>One</title><guid>1</guid></item></channel></rss>`)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
	c, _ := newTestClient(t, "")
	at := strings.Replace(srv.URL, "http://", "http://ana:marker@", 1)
	found, err := c.Find(t.Context(), at+"/page", "")
	if err != nil || found.Ref.URL != at+"/feed" {
		t.Errorf("found %s, %v", found.Ref.URL, err)
	}
	if elsewhere != "" {
		t.Error("the password went to another host")
	}
	if _, err := c.Find(t.Context(), srv.URL+"/page", ""); err == nil || !strings.Contains(err.Error(), "it asks for a login") {
		t.Errorf("without the password: %v", err)
	}
}
