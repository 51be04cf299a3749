package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"weaktie/internal/flip"
)

var morning = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func begin(t *testing.T) *Network {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	n, err := Start(ctx, morning)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

func get(t *testing.T, address string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

type entry struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	URI     string `json:"uri"`
	Content string `json:"content"`
	Created string `json:"created_at"`
	Reblog  *entry `json:"reblog"`
	Status  *entry `json:"status"`
	Account struct{ Acct string }
}

func timeline(t *testing.T, address string, header ...string) ([]entry, http.Header) {
	t.Helper()
	res, body := get(t, address, header...)
	var list []entry
	if err := json.Unmarshal([]byte(body), &list); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v: %.200s", address, res.Status, err, body)
	}
	return list, res.Header
}

func TestTheStoryIsWorthLookingAt(t *testing.T) {
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	community := 0
	for _, g := range []string{"strategists", "hosts", "counters", "scholars", "gurus"} {
		community += len(s.groups[g])
	}
	if community < 45 || len(s.humans) < 60 {
		t.Errorf("%d people in communities, %d in all", community, len(s.humans))
	}
	recent := map[*article]map[*human]bool{}
	coming, older := 0, 0
	for _, p := range s.posts {
		switch {
		case p.at > 0:
			coming++
		case p.at < -48*time.Hour:
			older++
		default:
			if recent[p.art] == nil {
				recent[p.art] = map[*human]bool{}
			}
			recent[p.art][p.who] = true
		}
	}
	if len(recent) < 35 || coming < 5 || older < 150 {
		t.Errorf("%d links in two days, %d posts ahead, %d of before", len(recent), coming, older)
	}
	best, ranked := s.articles[0], 0
	groups := map[string]bool{}
	for h := range recent[best] {
		groups[h.group] = true
	}
	if n := len(recent[best]); n != 8 || len(groups) != 4 {
		t.Errorf("the best link has %d sharers of %d communities", n, len(groups))
	}
	for _, who := range recent {
		if len(who) >= 2 && len(who) <= 4 {
			ranked++
		}
	}
	if ranked < 25 {
		t.Errorf("%d links with two to four sharers", ranked)
	}
}

func TestEverybodySpeaksOnceAtATimeAndWithALink(t *testing.T) {
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	feeds := map[string]bool{"": true}
	for _, f := range s.feeds {
		feeds[f.name] = true
		if f.tag == "" || !strings.HasPrefix(f.site, "https://") {
			t.Errorf("feed %s is half told: %+v", f.name, f)
		}
	}
	seen := map[string]bool{}
	for _, a := range s.articles {
		if seen[a.url] || a.title == "" || len(a.tags) == 0 || !feeds[a.feed] {
			t.Errorf("%s: told twice, or lacks a title, tags or its feed", a.url)
		}
		seen[a.url] = true
	}
	words := map[string]string{}
	for _, p := range s.posts {
		if p.art == nil || p.boost == nil && len(p.text) < 3 {
			t.Errorf("%s shares nothing: %+v", p.who.name, p)
		}
		if p.at > -48*time.Hour && p.boost == nil && !slices.Contains([]string{"ring", "gurus", "crowd", "brands"}, p.who.group) {
			if other := words[p.text]; other != "" {
				t.Errorf("%s and %s say the same: %s", p.who.name, other, p.text)
			}
			words[p.text] = p.who.name
		}
		if p.boost != nil && p.at <= p.boost.at {
			t.Errorf("%s boosts before it was said", p.who.name)
		}
	}
}

// The addresses of the story must never lead anywhere.
func TestEveryHostIsInvented(t *testing.T) {
	entries, err := files.ReadDir("story")
	if err != nil {
		t.Fatal(err)
	}
	host := regexp.MustCompile(`https?://([^/\s"?\\]+)`)
	for _, e := range entries {
		body, err := files.ReadFile("story/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range host.FindAllStringSubmatch(string(body), -1) {
			if !strings.HasSuffix(m[1], ".example") {
				t.Errorf("%s names %s", e.Name(), m[1])
			}
		}
	}
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range s.humans {
		if !strings.HasSuffix(h.server, ".example") || h.site != "" && !strings.HasSuffix(h.site, ".example") {
			t.Errorf("%s lives on %s, has %s", h.name, h.server, h.site)
		}
	}
}

func TestEveryCategoryOccurs(t *testing.T) {
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, m := range s.messages {
		count[m.kind]++
		if m.text == "" {
			t.Errorf("%s writes nothing", m.who.name)
		}
	}
	want := []flip.Category{
		flip.LuckyToKnowMe, flip.GenuinelyInterested, flip.CashGrab, flip.FollowerGaming, flip.EmptySentiment, flip.FalseHumility, flip.Creepy, flip.ValidationWall,
		flip.MeetingAsk, flip.ProductPitch, flip.LeadMagnet, flip.PressRelease, flip.Promotion, flip.Recruiting, flip.EngagementBait, flip.LinkDrop,
		"genuine", "offer", "turn",
	}
	for _, c := range want {
		if count[string(c)] == 0 {
			t.Errorf("nobody writes a %s", c)
		}
		delete(count, string(c))
	}
	if len(count) > 0 {
		t.Errorf("kinds that nobody knows: %v", count)
	}
	turn := s.messages[slices.IndexFunc(s.messages, func(m *said) bool { return m.kind == "turn" })]
	before := 0
	for _, m := range s.messages {
		if m.who == turn.who && m.at < turn.at && m.kind == "genuine" {
			before++
		}
	}
	if before < 4 {
		t.Errorf("the turn has %d friendly messages before it", before)
	}
}

func TestTagTimelinePages(t *testing.T) {
	n := begin(t)
	base := "http://" + n.hosts[instance] + "/api/v1/timelines/tag/b2b"
	all := n.tagged("b2b")
	if len(all) <= 2*largestPage {
		t.Fatalf("only %d posts: too few to page", len(all))
	}
	var down []string
	next := base + "?limit=40"
	for next != "" {
		list, h := timeline(t, next)
		for _, e := range list {
			down = append(down, e.ID)
		}
		next = ""
		if len(list) > 0 {
			next = regexp.MustCompile(`<([^>]+)>; rel="next"`).FindStringSubmatch(h.Get("Link"))[1]
		} else if h.Get("Link") != "" {
			t.Error("an empty page has a Link header")
		}
		if h.Get("X-RateLimit-Remaining") == "" || h.Get("X-RateLimit-Reset") == "" {
			t.Errorf("no rate headers: %v", h)
		}
	}
	if len(down) != len(all) || !slices.IsSortedFunc(down, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Fatalf("paging down gives %d of %d", len(down), len(all))
	}
	// Upwards from the oldest with min_id: without gaps, each page newest first.
	up, cursor := 1, down[len(down)-1]
	for {
		list, _ := timeline(t, base+"?limit=40&min_id="+cursor)
		if len(list) == 0 {
			break
		}
		if list[len(list)-1].ID != down[len(down)-1-up] {
			t.Fatalf("a gap above %s", cursor)
		}
		up += len(list)
		cursor = list[0].ID
	}
	if up != len(all) {
		t.Errorf("paging up gives %d of %d", up, len(all))
	}
	if list, _ := timeline(t, base+"?since_id="+down[len(down)-1]); len(list) != usualPage || list[0].ID != down[0] {
		t.Errorf("since_id gives %d, not the newest %d", len(list), usualPage)
	}
	if list, _ := timeline(t, base+"?limit=1000"); len(list) != largestPage {
		t.Errorf("a page of %d", len(list))
	}
}

func TestPostsAppearWhenTheirTimeComes(t *testing.T) {
	n := begin(t)
	address := "http://" + n.hosts[instance] + "/api/v1/timelines/tag/communitymanagement?limit=40"
	before, _ := timeline(t, address)
	again, _ := timeline(t, address+"&min_id="+before[0].ID)
	if len(again) != 0 {
		t.Fatalf("%d came by themselves", len(again))
	}
	n.pass(2 * time.Hour)
	n.pass(time.Hour) // time never goes back
	after, _ := timeline(t, address+"&min_id="+before[0].ID)
	if len(after) < 3 {
		t.Errorf("only %d came later", len(after))
	}
	_, feed := get(t, "http://"+n.hosts["press"]+"/lurk/index.rdf")
	if !strings.Contains(feed, "We found Margaret") {
		t.Error("the feed did not bring its article")
	}
	if n.clock() != morning.Add(2*time.Hour) && n.elapsed() != 2*time.Hour {
		t.Errorf("the clock says %v", n.clock())
	}
}

func TestStatusesAreWhatMastodonSends(t *testing.T) {
	n := begin(t)
	base := "http://" + n.hosts[instance]
	list, _ := timeline(t, base+"/api/v1/timelines/tag/growth?limit=40")
	boosts := 0
	for _, e := range list {
		at, err := time.Parse(time.RFC3339, e.Created)
		if err != nil || at.After(morning) {
			t.Errorf("%s was said at %s", e.ID, e.Created)
		}
		if !strings.Contains(e.URI, "https://"+e.Account.Acct[strings.Index(e.Account.Acct, "@")+1:]+"/users/") {
			t.Errorf("%s of %s", e.URI, e.Account.Acct)
		}
		if e.Reblog != nil {
			boosts++
			if e.Content != "" || e.Reblog.Content == "" {
				t.Errorf("a boost with words of its own: %+v", e)
			}
		} else if !strings.Contains(e.Content, `class="mention hashtag"`) || !strings.Contains(e.Content, `<a href="https://`) {
			t.Errorf("no tag or no link in %s", e.Content)
		}
	}
	if boosts < 8 {
		t.Errorf("%d boosts", boosts)
	}
	_, body := get(t, base+"/api/v1/accounts/lookup?acct=ana@tie.example")
	var who struct{ ID, Acct string }
	if err := json.Unmarshal([]byte(body), &who); err != nil || who.Acct != "ana@tie.example" {
		t.Fatalf("%v: %s", err, body)
	}
	own, _ := timeline(t, base+"/api/v1/accounts/"+who.ID+"/statuses?limit=40")
	if len(own) < 5 {
		t.Errorf("Ana said %d things", len(own))
	}
	if res, _ := get(t, base+"/api/v1/accounts/lookup?acct=nobody"); res.StatusCode != http.StatusNotFound {
		t.Errorf("nobody: %s", res.Status)
	}
	if res, body := get(t, base+"/tags/b2b.rss"); res.StatusCode != http.StatusOK || strings.Count(body, "<item>") != usualPage {
		t.Errorf("the tag's feed: %s, %d items", res.Status, strings.Count(body, "<item>"))
	}
	if _, body := get(t, base+"/api/v2/instance"); !strings.Contains(body, `"hashtag_feeds":{"local":"public"`) {
		t.Errorf("the instance says %s", body)
	}
}

func TestInboxNeedsTheToken(t *testing.T) {
	n := begin(t)
	host := n.hosts[instance]
	address := "http://" + host + "/api/v1/notifications?types[]=mention&limit=40"
	for _, h := range [][]string{nil, {"Authorization", "Bearer wrong"}} {
		if res, _ := get(t, address, h...); res.StatusCode != http.StatusUnauthorized {
			t.Errorf("with %v: %s", h, res.Status)
		}
	}
	list, _ := timeline(t, address, "Authorization", "Bearer "+n.Tokens()[host])
	if len(list) < 26 {
		t.Errorf("%d messages", len(list))
	}
	for _, e := range list {
		if e.Type != "mention" || e.Status == nil || e.Status.Content == "" {
			t.Errorf("%+v", e)
		}
	}
	if len(n.Tokens()) != 1 || n.Tokens()[host] == "" {
		t.Error("the token is for the instance alone")
	}
}

func TestFeedsAnswerOnce(t *testing.T) {
	n := begin(t)
	for _, f := range n.story.feeds {
		t.Run(f.format, func(t *testing.T) {
			address := "http://" + n.hosts[f.server] + f.path
			res, body := get(t, address)
			switch f.format {
			case "broken":
				if res.StatusCode != http.StatusInternalServerError {
					t.Error(res.Status)
				}
				return
			case "busy":
				if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") != "3600" {
					t.Error(res.Status, res.Header)
				}
				return
			case "moved":
				if res.StatusCode != http.StatusMovedPermanently {
					t.Fatal(res.Status)
				}
				address = "http://" + n.hosts[f.server] + res.Header.Get("Location")
				res, body = get(t, address)
			}
			if res.StatusCode != http.StatusOK || len(body) < 500 {
				t.Fatalf("%s, %d bytes", res.Status, len(body))
			}
			if res, body := get(t, address, "If-None-Match", res.Header.Get("ETag")); res.StatusCode != http.StatusNotModified || body != "" {
				t.Errorf("asked again: %s", res.Status)
			}
			if f.format == "hostile" && !strings.Contains(body, `\u001b]52;`) {
				t.Error("nothing hostile in it")
			}
			if f.format == "latin" && (!strings.Contains(body, "Caf\xe9") || strings.Contains(body, "é")) {
				t.Error("not in windows-1252")
			}
			if f.format == "wide" && !strings.HasPrefix(body, "\xff\xfe") {
				t.Error("not in UTF-16")
			}
		})
	}
}

func TestSameStartSameNetwork(t *testing.T) {
	a, b := begin(t), begin(t)
	for _, path := range []string{"/api/v1/timelines/tag/b2b?limit=40", "/api/v1/timelines/tag/growth"} {
		_, x := get(t, "http://"+a.hosts[instance]+path)
		_, y := get(t, "http://"+b.hosts[instance]+path)
		if x != y {
			t.Errorf("%s differs", path)
		}
	}
	if len(a.Sources()) != len(b.Sources()) || len(a.Sources()) < 20 {
		t.Errorf("%d and %d sources", len(a.Sources()), len(b.Sources()))
	}
}

func TestHardTitlesOccur(t *testing.T) {
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	var long, emoji, han, hebrew bool
	for _, a := range s.articles {
		long = long || len(a.title) > 200
		for _, r := range a.title {
			emoji = emoji || r >= 0x1f300 && r < 0x1fb00
			han = han || unicode.Is(unicode.Han, r)
		}
	}
	for _, h := range s.humans {
		hebrew = hebrew || strings.ContainsFunc(h.shown, func(r rune) bool { return unicode.Is(unicode.Hebrew, r) })
	}
	if !long || !emoji || !han || !hebrew {
		t.Errorf("long %v, emoji %v, han %v, right to left %v", long, emoji, han, hebrew)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	n := begin(t)
	host := n.hosts[instance]
	for range 2 {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("http://%s/", host), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := http.DefaultClient.Do(req); err == nil {
		_ = res.Body.Close()
		t.Error("it still answers")
	}
}
