package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	instance = "instance"    // the server that speaks Mastodon's API
	domain   = "tie.example" // what it calls itself
	me       = "you@" + domain

	usualPage, largestPage = 20, 40 // of a timeline, as Mastodon has them
	allowance              = 300    // requests in five minutes, as Mastodon says in its headers
)

func (n *Network) instance() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v2/instance", n.about)
	mux.HandleFunc("GET /api/v1/instance", n.about)
	mux.HandleFunc("GET /api/v1/timelines/tag/{name}", n.tagTimeline)
	mux.HandleFunc("GET /api/v1/accounts/lookup", n.lookup)
	mux.HandleFunc("GET /api/v1/accounts/{id}/statuses", n.statuses)
	mux.HandleFunc("GET /api/v1/notifications", n.notifications)
	mux.HandleFunc("GET /tags/{name}", n.tagPage)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		page(w, domain, "", "A small invented network.")
	})
	return n.counted(mux)
}

// counted adds what Mastodon says of its limits, and refuses wrong tokens.
func (n *Network) counted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") {
			used := int(n.asked.Add(1)) % allowance
			w.Header().Set("X-RateLimit-Limit", strconv.Itoa(allowance))
			w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(allowance-used))
			w.Header().Set("X-RateLimit-Reset", n.clock().Add(5*time.Minute).Format("2006-01-02T15:04:05.000000Z"))
			if a := r.Header.Get("Authorization"); a != "" && a != "Bearer "+token {
				refuse(w, http.StatusUnauthorized, "The access token is invalid")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	answer(w, map[string]string{"error": why})
}

// answer writes JSON. A caller that has gone away is not our trouble.
func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v)
}

func (n *Network) about(w http.ResponseWriter, _ *http.Request) {
	open := map[string]string{"local": "public", "remote": "public"}
	answer(w, map[string]any{
		"domain": domain, "uri": domain, "title": "Tie, an invented network", "version": "4.5.2", "api_versions": map[string]int{"mastodon": 7},
		"configuration": map[string]any{"timelines_access": map[string]any{"live_feeds": open, "hashtag_feeds": open, "trending_link_feeds": open}},
	})
}

func (n *Network) tagTimeline(w http.ResponseWriter, r *http.Request) {
	n.timeline(w, r, n.tagged(r.PathValue("name")), false)
}

// tagged are the visible posts of a tag, newest first. Boosts are among them,
// as on servers that relay groups.
func (n *Network) tagged(tag string) []*said {
	tag = strings.ToLower(tag)
	return n.visible(n.story.posts, func(p *said) bool { return slices.Contains(p.tags, tag) })
}

// visible are the entries whose time has come, newest first.
func (n *Network) visible(list []*said, want func(*said) bool) []*said {
	now := n.elapsed()
	var out []*said
	for _, p := range slices.Backward(list) {
		if p.at <= now && want(p) {
			out = append(out, p)
		}
	}
	return out
}

// timeline writes one page: max_id is what is older, min_id the page right
// above, since_id the newest page above.
func (n *Network) timeline(w http.ResponseWriter, r *http.Request, list []*said, notes bool) {
	q := r.URL.Query()
	limit, err := strconv.Atoi(q.Get("limit"))
	if err != nil || limit < 1 {
		limit = usualPage
	}
	limit = min(limit, largestPage)
	if below := q.Get("max_id"); below != "" {
		list = slices.DeleteFunc(list, func(p *said) bool { return !less(n.id(p), below) })
	}
	fromBelow := q.Get("min_id") != ""
	if above := q.Get("min_id") + q.Get("since_id"); above != "" {
		list = slices.DeleteFunc(list, func(p *said) bool { return !less(above, n.id(p)) })
	}
	if len(list) > limit && fromBelow {
		list = list[len(list)-limit:]
	}
	list = list[:min(len(list), limit)]
	if len(list) > 0 {
		w.Header().Set("Link", fmt.Sprintf(`<%s>; rel="next", <%s>; rel="prev"`,
			beside(r, limit, "max_id", n.id(list[len(list)-1])), beside(r, limit, "min_id", n.id(list[0]))))
	}
	out := make([]any, len(list))
	for i, p := range list {
		if notes {
			out[i] = n.note(p)
		} else {
			out[i] = n.status(p)
		}
	}
	answer(w, out)
}

// noteType is the kind of notification an entry of the inbox makes.
func noteType(p *said) string {
	if p.how == "follow" {
		return "follow"
	}
	return "mention"
}

// note is a notification as the interface writes it.
func (n *Network) note(p *said) map[string]any {
	out := map[string]any{"id": n.id(p), "type": noteType(p), "created_at": n.stamp(p), "account": n.account(p.who)}
	if p.how != "follow" {
		out["status"] = n.status(p)
	}
	return out
}

// less compares two snowflakes: numbers of unlike length.
func less(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

// beside is the address of a neighbouring page. As Mastodon's, it keeps only
// the limit.
func beside(r *http.Request, limit int, cursor, id string) string {
	u := url.URL{Scheme: "http", Host: r.Host, Path: r.URL.Path, RawQuery: fmt.Sprintf("limit=%d&%s=%s", limit, cursor, id)}
	return u.String()
}

func (n *Network) lookup(w http.ResponseWriter, r *http.Request) {
	name, server, _ := strings.Cut(strings.TrimPrefix(r.URL.Query().Get("acct"), "@"), "@")
	h := n.story.humans[strings.ToLower(name)]
	if h == nil || server != "" && server != h.server {
		refuse(w, http.StatusNotFound, "Record not found")
		return
	}
	answer(w, n.account(h))
}

func (n *Network) statuses(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	list := n.visible(n.story.posts, func(p *said) bool { return p.who.id == id })
	if len(list) == 0 {
		refuse(w, http.StatusNotFound, "Record not found")
		return
	}
	n.timeline(w, r, list, false)
}

func (n *Network) notifications(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") == "" {
		refuse(w, http.StatusUnauthorized, "The access token is invalid")
		return
	}
	types := r.URL.Query()["types[]"]
	list := n.visible(n.story.notes, func(p *said) bool { return len(types) == 0 || slices.Contains(types, noteType(p)) })
	n.timeline(w, r, list, true)
}

// tagPage is a tag's own page, or with .rss its feed.
func (n *Network) tagPage(w http.ResponseWriter, r *http.Request) {
	name, feed := strings.CutSuffix(r.PathValue("name"), ".rss")
	if !feed {
		page(w, "#"+name, "/tags/"+name+".rss", "What people say about #"+name+".")
		return
	}
	f := &journal{title: "#" + name, site: "https://" + domain + "/tags/" + name, about: "Public posts tagged #" + name}
	var items []item
	for _, p := range n.tagged(name) {
		if p.boost == nil && len(items) < usualPage {
			items = append(items, item{url: n.url(p), html: n.content(p), at: n.start.Add(p.at), tags: p.tags})
		}
	}
	send(w, r, "application/rss+xml; charset=utf-8", []byte(rss(f, items, "utf-8")))
}
