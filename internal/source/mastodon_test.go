package source

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"weaktie/internal/person"
)

// timelineServer pages like Mastodon over ids 1..n, newest first, 40 at most.
func timelineServer(t *testing.T, n *int) *server {
	var srv *server
	srv = serve(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		limit, _ := strconv.Atoi(q.Get("limit"))
		from, to := *n, *n-limit // (to, from]
		if id := q.Get("max_id"); id != "" {
			v, _ := strconv.Atoi(strings.TrimLeft(id, "0"))
			from, to = v-1, v-1-limit
		}
		if id := q.Get("min_id"); id != "" {
			v, _ := strconv.Atoi(strings.TrimLeft(id, "0"))
			from, to = min(v+limit, *n), v
		}
		page := []map[string]any{}
		for i := from; i > max(to, 0); i-- {
			page = append(page, toot(srv.URL, i, nil))
		}
		w.Header().Set("Link", `<http://127.0.0.2:1/api/v1/timelines/tag/b2b?max_id=1>; rel="next"`)
		write(w, "application/json", asJSON(t, page))
	})
	return srv
}

func TestR56TagPagesWithoutGaps(t *testing.T) {
	n := 300
	srv := timelineServer(t, &n)
	c, _ := newTestClient(t, "")
	address := srv.URL + "/tags/b2b?any[]=marketing&local=true"
	first := poll(t, c, address, State{})
	if len(first.Posts) != firstPages*pageSize {
		t.Errorf("first poll: %d posts, want %d", len(first.Posts), firstPages*pageSize)
	}
	for _, r := range srv.requests() {
		if q := r.URL.Query(); q.Get("any[]") != "marketing" || q.Get("local") != "true" || r.Header.Get("Authorization") != "" {
			t.Errorf("request %s lost the user's own parameters or carries a token", r.URL)
		}
	}
	n = 395
	st := first.State
	second := poll(t, c, address, st)
	if len(second.Posts) != 95 || second.State.Cursor != fmt.Sprintf("%018d", 395) {
		t.Errorf("second poll: %d posts, cursor %s; want the 95 new ones", len(second.Posts), second.State.Cursor)
	}
	if got := len(srv.requests()); got != 3 {
		t.Errorf("%d requests for 95 posts, want 3", got)
	}
	n = 395 + 2*catchUp*pageSize
	srv.requests()
	third := poll(t, c, address, second.State)
	if got := len(srv.requests()); got != catchUp || len(third.Posts) != catchUp*pageSize {
		t.Errorf("%d requests, %d posts; want paging to stop at %d", got, len(third.Posts), catchUp)
	}
	if fourth := poll(t, c, address, third.State); len(fourth.Posts) != catchUp*pageSize {
		t.Errorf("the rest: %d posts, want %d", len(fourth.Posts), catchUp*pageSize)
	}
}

func TestPagesBeforeAFailureAreKept(t *testing.T) {
	n := 40
	inner := timelineServer(t, &n)
	calls := 0
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if calls++; calls == 3 {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		inner.Config.Handler.ServeHTTP(w, r)
	})
	c, _ := newTestClient(t, "")
	st := poll(t, c, srv.URL+"/tags/b2b", State{}).State // two calls: the second page is empty
	n = 160
	calls = 1
	ans := poll(t, c, srv.URL+"/tags/b2b", st)
	if len(ans.Posts) != pageSize || ans.State.Cursor != fmt.Sprintf("%018d", 80) {
		t.Fatalf("%d posts, cursor %s; want the page before the failure", len(ans.Posts), ans.State.Cursor)
	}
	if rest := poll(t, c, srv.URL+"/tags/b2b", ans.State); len(rest.Posts) != 80 {
		t.Errorf("the rest: %d posts, want 80", len(rest.Posts))
	}
}

func TestTagFallsBack(t *testing.T) {
	const page, closed = "page", "closed"
	for _, row := range []struct {
		name      string
		token     string
		open      map[string]string // way -> what it gives
		want      string            // how it was read in the end
		requests  int
		health    Health
		mentioned string
	}{
		{"open to all", "", map[string]string{"plain": page}, "", 1, "", ""},
		{"local half only", "", map[string]string{"local": page}, "local", 2, "", ""},
		{"remote half only", "", map[string]string{"remote": page}, "remote", 3, "", ""},
		{"RSS only", "", map[string]string{"rss": page}, "/tags/b2b.rss", 4, "", ""},
		{"members only", "", nil, "", 4, NeedsLogin, "put a token for"},
		{"a member", testToken, map[string]string{"token": page}, "token", 1, "", ""},
		{"a token of the past", testToken, nil, "", 5, NeedsLogin, "does not accept its token"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var srv *server
			srv = serve(t, func(w http.ResponseWriter, r *http.Request) {
				way := "plain"
				switch q := r.URL.Query(); {
				case strings.HasSuffix(r.URL.Path, ".rss"):
					way = "rss"
				case r.Header.Get("Authorization") == "Bearer "+testToken:
					way = "token"
				case q.Get("local") != "":
					way = "local"
				case q.Get("remote") != "":
					way = "remote"
				}
				switch {
				case row.open[way] != page:
					w.WriteHeader(http.StatusUnauthorized)
					write(w, "application/json", `{"error":"This method requires an authenticated user"}`)
				case way == "rss":
					write(w, "application/rss+xml", strings.ReplaceAll(rss(2), "https://notes.example/", srv.URL+"/@ana/"))
				default:
					write(w, "application/json", asJSON(t, []any{toot(srv.URL, 7, nil)}))
				}
			})
			c, _ := newTestClient(t, row.token)
			if row.health != "" {
				_, e := pollFails(t, c, srv.URL+"/tags/b2b", State{})
				if e.Health != row.health || !strings.Contains(e.Msg, row.mentioned) {
					t.Errorf("%s: %q, want %q", e.Health, e.Msg, row.mentioned)
				}
			} else {
				ans := poll(t, c, srv.URL+"/tags/b2b", State{LastPoll: noon})
				if got := strings.TrimPrefix(ans.State.Asked, srv.URL); got != row.want || len(ans.Posts) == 0 {
					t.Errorf("read %d posts as %q, want %q", len(ans.Posts), got, row.want)
				}
				srv.requests()
				ans.State.LastPoll = noon
				poll(t, c, srv.URL+"/tags/b2b", ans.State)
				if n := len(srv.requests()); n != 1 {
					t.Errorf("%d requests the next time, want the way that worked", n)
				}
				return
			}
			if n := len(srv.requests()); n != row.requests {
				t.Errorf("%d requests, want %d", n, row.requests)
			}
		})
	}
}

func TestStatusFields(t *testing.T) {
	const base = "https://social.example"
	in := instance{c: NewClient("x", (&hands{at: noon}).now, nil), ref: base + "/tags/b2b", base: &url.URL{Scheme: "https", Host: "social.example"}}
	var s status
	if !readJSON([]byte(asJSON(t, toot(base, 1, map[string]any{
		"content": `<p>Read <a href="https://blog.example/rel?utm_source=x">blog</a> <a href="https://social.example/tags/golang" class="mention hashtag">#golang</a>
			<span class="h-card"><a href="https://other.example/@bo" class="u-url mention">@bo</a></span></p>`,
		"card":           map[string]any{"url": "https://card.example/final", "title": "Final"},
		"tags":           []any{map[string]any{"name": "GoLang", "url": base + "/tags/golang"}},
		"in_reply_to_id": 17,
		"edited_at":      "2026-11-21T10:00:00Z",
		"uri":            "https://other.example/users/ana/statuses/1",
		"account": map[string]any{
			"acct": "ana@other.example", "display_name": "Ana", "bot": true, "followers_count": "310", "url": "https://other.example/@ana",
			"fields": []any{
				map[string]any{"value": `<a href="https://www.ana.example/x">ana</a>`, "verified_at": "2024-01-02T00:00:00Z"},
				map[string]any{"value": `<a href="https://claimed.example">mine</a>`, "verified_at": nil},
			},
		},
		"reblogs_count": nil, "favourites_count": -1,
	}))), &s) {
		t.Fatal("not read")
	}
	p := in.post(&s, noon)
	if p == nil {
		t.Fatal("no post")
	}
	if p.Author.Handle != "ana@other.example" || p.Author.Bot != person.Yes || *p.Author.Followers != 310 || !reflect.DeepEqual(p.Author.Sites, []string{"ana.example"}) {
		t.Errorf("author %+v", p.Author)
	}
	if p.Replies == nil || *p.Replies != 1 || p.Boosts != nil || p.Likes != nil {
		t.Errorf("counts %v %v %v: what is not said must be unknown", p.Replies, p.Boosts, p.Likes)
	}
	var links []string
	for _, l := range p.Links {
		links = append(links, l.Open)
	}
	if len(links) != 1 || !strings.HasPrefix(links[0], "https://card.example/final") || p.Card.String() != "Final" {
		t.Errorf("links %v, card %q: want where the link led", links, p.Card)
	}
	if p.GUID != "https://other.example/users/ana/statuses/1" || !reflect.DeepEqual(p.Tags, []string{"golang"}) || p.ReplyTo != base+"/statuses/17" {
		t.Errorf("guid %q, tags %v, reply to %q", p.GUID, p.Tags, p.ReplyTo)
	}
}

func TestR56BoostsAndSpoofedIdentities(t *testing.T) {
	const base = "https://social.example"
	in := instance{ref: base + "/tags/b2b", base: &url.URL{Scheme: "https", Host: "social.example"}}
	read := func(change map[string]any) *status {
		var s status
		if !readJSON([]byte(asJSON(t, toot(base, 9, change))), &s) {
			t.Fatal("not read")
		}
		return &s
	}
	inner := toot(base, 3, map[string]any{"content": "<p>the words</p>"})
	p := in.post(read(map[string]any{"content": "", "reblog": inner, "url": inner["url"], "account": map[string]any{"acct": "bo"}}), noon)
	if p == nil || p.BoostOf != inner["uri"] || p.GUID == p.BoostOf || p.URL == inner["url"] || p.Author.Handle != "bo@social.example" || p.Text().String() != "the words" {
		t.Errorf("boost %+v", p)
	}
	p = in.post(read(map[string]any{"uri": "https://victim.example/users/v/statuses/1"}), noon)
	if p == nil || strings.Contains(p.GUID, "victim.example") {
		t.Errorf("a status claimed the identity of another host's post: %+v", p)
	}
	p = in.post(read(map[string]any{"uri": strings.Repeat("x", 2000), "id": strings.Repeat("9", 2000)}), noon)
	if p != nil {
		t.Error("a status without a usable identity became a post")
	}
	p = in.post(read(map[string]any{"url": "javascript:alert(1)", "created_at": "9999-01-01T00:00:00Z"}), noon)
	if p == nil || p.URL != "" || !p.Time.Equal(noon) {
		t.Errorf("a script for an address or a time that cannot be: %+v", p)
	}
}

func TestMessagesLoseTheirGreeting(t *testing.T) {
	const me = `<a href="https://social.example/@me" class="u-url mention">@<span>me</span></a>`
	for in, want := range map[string]string{
		`<p><span class="h-card">` + me + `</span> Smile!</p>`:               `<p>Smile!</p>`,
		`<p>` + me + ` ` + me + `, have a nice day</p>`:                      `<p>have a nice day</p>`,
		`<p>Hello ` + me + `</p>`:                                            `<p>Hello ` + me + `</p>`,
		`<p><a href="/tags/x" class="mention hashtag">#x</a> ` + me + `</p>`: `<p><a href="/tags/x" class="mention hashtag">#x</a> ` + me + `</p>`,
		`<p><span class="h-card">` + me:                                      `<p>`,
		`<p>` + me + `<br>Second line</p><p>` + me + `</p>`:                  `<p>Second line</p><p>` + me + `</p>`,
		`plain words`: `plain words`,
		`<p><span class="h-card">` + me + `</span> <em>A</em> <span>b</span></p>`: `<p><em>A</em> <span>b</span></p>`,
	} {
		if got := withoutGreeting(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestInbox(t *testing.T) {
	var srv *server
	srv = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+testToken {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		note := func(id int, kind, visibility string) map[string]any {
			return map[string]any{"id": strconv.Itoa(id), "type": kind, "status": toot(srv.URL, id, map[string]any{"visibility": visibility})}
		}
		follow := map[string]any{"id": "2", "type": "follow", "created_at": "2020-01-02T03:04:05Z", "account": toot(srv.URL, 5, nil)["account"]}
		write(w, "application/json", asJSON(t, []any{note(5, "mention", "direct"), note(4, "favourite", "public"), note(3, "mention", "public"), follow}))
	})
	c, _ := newTestClient(t, "")
	_, e := pollFails(t, c, srv.URL+"/notifications", State{})
	if e.Health != NeedsLogin || !strings.Contains(e.Msg, "under [tokens] in config.toml") || len(srv.requests()) != 0 {
		t.Errorf("without a token: %q", e.Msg)
	}
	c, _ = newTestClient(t, testToken)
	ans := poll(t, c, srv.URL+"/conversations", State{})
	if len(ans.Posts) != 2 || ans.State.Cursor != "5" {
		t.Fatalf("%d messages, cursor %q; want 2 up to 5", len(ans.Posts), ans.State.Cursor)
	}
	if at := ans.Posts[0].Followed; at.Unix() != 1577934245 {
		t.Errorf("followed %v: the answer said since when", at)
	}
	if p := ans.Posts; !p[0].Message || !p[0].Direct || !p[1].Message || p[1].Direct {
		t.Errorf("messages %+v", p)
	}
	for _, r := range srv.requests() {
		if r.Method != http.MethodGet || r.URL.Query().Get("types[]") != "mention" {
			t.Errorf("%s %s", r.Method, r.URL)
		}
	}
	c, _ = newTestClient(t, "wrong")
	if _, e := pollFails(t, c, srv.URL+"/notifications", State{}); e.Health != NeedsLogin || !strings.Contains(e.Msg, "does not accept its token") {
		t.Errorf("with a wrong token: %q", e.Msg)
	}
}

func TestAccount(t *testing.T) {
	closed, feedPath := false, "/@ana/feed.rss"
	var srv *server
	srv = serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == feedPath:
			write(w, "application/rss+xml", strings.ReplaceAll(rss(2), "https://notes.example/", srv.URL+"/@ana/"))
		case closed:
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/api/v1/accounts/lookup" && r.URL.Query().Get("acct") == "ana":
			write(w, "application/json", `{"id":"01JC7","acct":"ana","display_name":"Ana B."}`)
		case r.URL.Path == "/api/v1/accounts/01JC7/statuses" && !r.URL.Query().Has("min_id"):
			write(w, "application/json", asJSON(t, []any{toot(srv.URL, 2, nil), toot(srv.URL, 1, nil)}))
		case r.URL.Path == "/api/v1/accounts/01JC7/statuses":
			write(w, "application/json", "[]")
		default:
			w.WriteHeader(http.StatusNotFound)
			write(w, "application/json", `{"error":"Record not found"}`)
		}
	})
	c, _ := newTestClient(t, "")
	ans := poll(t, c, srv.URL+"/@ana", State{})
	if len(ans.Posts) != 2 || ans.State.Title != "Ana B." {
		t.Errorf("%d posts, title %q", len(ans.Posts), ans.State.Title)
	}
	srv.requests()
	poll(t, c, srv.URL+"/@ana", ans.State)
	if n := len(srv.requests()); n != 1 {
		t.Errorf("%d requests for an account already found, want 1", n)
	}
	if _, e := pollFails(t, c, srv.URL+"/@nobody", State{}); !strings.Contains(e.Msg, "knows nobody called nobody") {
		t.Errorf("unknown account: %q", e.Msg)
	}
	closed = true
	ans = poll(t, c, srv.URL+"/@ana", State{})
	if ans.State.Items != 2 {
		t.Errorf("closed timeline: %d items from the account's feed, want 2", ans.State.Items)
	}
	feedPath = ""
	if _, e := pollFails(t, c, srv.URL+"/@ana", State{}); e.Health != NeedsLogin {
		t.Errorf("closed and without a feed: %s %q", e.Health, e.Msg)
	}
}

func TestTheCardStandsForTheFirstLink(t *testing.T) {
	in := instance{base: &url.URL{Scheme: "https", Host: "social.example"}}
	for _, row := range []struct{ name, content, card, want string }{
		{"no card yet", `<a href="https://a.example/1">1</a> <a href="https://b.example/2">2</a>`, "", "https://a.example/1 https://b.example/2"},
		{"the same site", `<a href="https://a.example/1">1</a>`, "https://www.a.example/1-title", "https://a.example/1"},
		{"behind a shortener", `<a href="https://sho.example/x">1</a> <a href="https://b.example/2">2</a>`, "https://a.example/1", "https://a.example/1 https://b.example/2"},
		{"a card alone", `<p>words</p>`, "https://a.example/1", "https://a.example/1"},
		{"a script", `<a href="javascript:x">1</a>`, "javascript:y", ""},
	} {
		s := &status{Content: words(row.content), Card: &card{URL: words(row.card)}}
		var got []string
		for _, l := range in.links(s, "https://social.example") {
			got = append(got, l.Open)
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("%s: %v, want %s", row.name, got, row.want)
		}
	}
}
