package source

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// recordings is a folder of answers recorded from real servers, which lies
// beside the repository on some machines.
func recordings(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", "fixtures")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no recorded answers beside the repository")
	}
	return dir
}

// replay answers as a recording did: status and headers from NAME.http, the
// body from the file of the same name.
func replay(t *testing.T, w http.ResponseWriter, dir, name string) {
	t.Helper()
	head, err := os.ReadFile(filepath.Join(dir, name+".http"))
	if err != nil {
		t.Error(err)
		return
	}
	_, answer, _ := strings.Cut(string(head), "--- response ---\n")
	lines := strings.Split(strings.ReplaceAll(answer, "\r", ""), "\n")
	status := http.StatusOK
	if len(lines[0]) > 12 {
		status = map[string]int{"200": 200, "304": 304, "401": 401, "404": 404, "406": 406, "410": 410, "429": 429, "500": 500, "503": 503}[lines[0][9:12]]
	}
	for _, line := range lines[1:] {
		if key, value, ok := strings.Cut(line, ": "); ok && key != "Content-Length" && key != "Transfer-Encoding" {
			w.Header().Add(key, value)
		}
	}
	w.WriteHeader(status)
	bodies, _ := filepath.Glob(filepath.Join(dir, name+".*"))
	for _, path := range bodies {
		if strings.HasSuffix(path, ".http") {
			continue
		}
		body, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		_, _ = w.Write(body)
	}
}

func TestRecordedGoToSocial(t *testing.T) {
	dir := filepath.Join(recordings(t), "gotosocial")
	override := ""
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		name := override
		q := r.URL.Query()
		member := r.Header.Get("Authorization") != ""
		switch path := r.URL.Path; {
		case name != "":
		case path == "/tags/b2b.rss":
			name = "tag-rss-mastodon-path"
		case strings.HasPrefix(path, "/@ana.rss"):
			name = "account-rss-mastodon-path"
		case path == "/@ana/feed.rss" && strings.HasPrefix(r.Header.Get("Accept"), "application/feed+json"):
			name = "account-feed-json"
		case path == "/@ana/feed.rss":
			name = "account-rss"
		case !member:
			name = "tag-anonymous"
		case strings.HasSuffix(path, "/tag/nosuchtag"):
			name = "tag-unknown"
		case strings.Contains(path, "/timelines/tag/") && q.Has("min_id"):
			name = "tag-prev-empty"
		case strings.Contains(path, "/timelines/tag/"):
			name = "tag-all"
		case strings.HasSuffix(path, "/lookup"):
			name = "account-lookup"
		case strings.HasSuffix(path, "/statuses"):
			name = "account-statuses"
		case strings.HasSuffix(path, "/notifications"):
			name = "notifications-mentions"
		default:
			name = "not-found"
		}
		replay(t, w, dir, name)
	})
	c, clock := newTestClient(t, testToken)
	clock.at = time.Date(2026, 11, 21, 19, 40, 46, 0, time.UTC)
	tag := poll(t, c, srv.URL+"/tags/b2b", State{})
	if len(tag.Posts) != 16 || tag.State.Cursor != "01M7ZSYA9F2P7FW761X3CF57CH" {
		t.Errorf("tag: %d posts, cursor %s", len(tag.Posts), tag.State.Cursor)
	}
	linked := 0
	for _, p := range tag.Posts {
		linked += min(len(p.Links), 1)
		if p.Language == "" || !p.Time.Before(clock.at) {
			t.Errorf("post %s has language %q, time %v", p.GUID, p.Language, p.Time)
		}
	}
	if linked != 13 {
		t.Errorf("%d posts share a link; 13 do, the other 3 have hashtags alone", linked)
	}
	if again := poll(t, c, srv.URL+"/tags/b2b", tag.State); !again.NotModified {
		t.Error("an empty page is not news")
	}
	if unknown := poll(t, c, srv.URL+"/tags/nosuchtag", State{}); len(unknown.Posts) != 0 {
		t.Error("an unknown tag brought posts")
	}
	if who := poll(t, c, srv.URL+"/@ana", State{}); len(who.Posts) != 4 || who.State.Title != "Ana" {
		t.Errorf("account: %d posts, %q", len(who.Posts), who.State.Title)
	}
	inbox := poll(t, c, srv.URL+"/notifications", State{})
	direct := 0
	for _, p := range inbox.Posts {
		if p.Direct {
			direct++
		}
		if strings.HasPrefix(p.Text().String(), "@") {
			t.Errorf("message still begins with its greeting: %q", p.Text())
		}
	}
	if len(inbox.Posts) == 0 || direct == 0 {
		t.Errorf("inbox: %d messages, %d direct", len(inbox.Posts), direct)
	}

	stranger, _ := newTestClient(t, "")
	if _, e := pollFails(t, stranger, srv.URL+"/tags/b2b", State{}); e.Health != NeedsLogin {
		t.Errorf("tag without a token: %s %q", e.Health, e.Msg)
	}
	if who := poll(t, stranger, srv.URL+"/@ana", State{}); who.State.Items == 0 {
		t.Error("the account's JSON Feed was not found")
	}
	override = "rate-limited"
	if _, e := pollFails(t, c, srv.URL+"/tags/b2b", State{}); !e.Until.Equal(time.Date(2026, 11, 21, 19, 44, 42, 0, time.UTC)) {
		t.Errorf("rate limited until %v", e.Until)
	}
	fresh, freshClock := newTestClient(t, testToken)
	freshClock.at = clock.at
	override = "starting-503"
	if _, e := pollFails(t, fresh, srv.URL+"/tags/b2b", State{}); e.Health != RateLimited || e.Until.Before(clock.at.Add(2*time.Minute)) {
		t.Errorf("starting: %s until %v", e.Health, e.Until)
	}
}

func TestRecordedFileServers(t *testing.T) {
	root := recordings(t)
	for _, name := range []string{"nginx", "caddy"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(root, name)
			srv := serve(t, func(w http.ResponseWriter, r *http.Request) { replay(t, w, dir, strings.Trim(r.URL.Path, "/")) })
			c, clock := newTestClient(t, "")
			clock.at = time.Date(2026, 11, 21, 20, 0, 0, 0, time.UTC)
			for _, sound := range []string{"rss2", "rss2-gzip", "atom-xml", "feed-json", "rdf-xml", "latin1-xml"} {
				if ans := poll(t, c, srv.URL+"/"+sound, State{}); ans.State.Items == 0 || ans.State.Title == "" {
					t.Errorf("%s: %d items, title %q", sound, ans.State.Items, ans.State.Title)
				}
			}
			if ans := poll(t, c, srv.URL+"/rss2-304-etag", State{ETag: "x"}); !ans.NotModified {
				t.Error("304 is not news")
			}
			if _, e := pollFails(t, c, srv.URL+"/nofeed-html", State{}); e.Health != Blocked {
				t.Errorf("a page: %s %q", e.Health, e.Msg)
			}
			if _, e := pollFails(t, c, srv.URL+"/missing", State{}); e.Status != http.StatusNotFound {
				t.Errorf("missing: %+v", e)
			}
		})
	}
}
