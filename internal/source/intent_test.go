package source

import (
	"net/url"
	"strings"
	"testing"
)

func target(t *testing.T, d Draft, name string) Target {
	t.Helper()
	for _, x := range Targets(d) {
		if strings.HasPrefix(x.Name, name) {
			return x
		}
	}
	t.Fatalf("no %s for %+v", name, d)
	return Target{}
}

func TestSharePages(t *testing.T) {
	d := Draft{
		Text: "100 % of it + more & \"quotes\"\nhttps://a.example/x?y=1&z=ü\nvia @ana@social.example",
		Link: "https://a.example/x?y=1&z=ü", Title: "A title", Instance: "https://social.example/",
	}
	for name, want := range map[string]struct {
		page   string
		values map[string]string
	}{
		"Mastodon":    {"https://social.example/share", map[string]string{"text": d.Text}},
		"Bluesky":     {"https://bsky.app/intent/compose", map[string]string{"text": d.Text}},
		"LinkedIn":    {"https://www.linkedin.com/sharing/share-offsite/", map[string]string{"url": d.Link}},
		"X":           {"https://twitter.com/intent/tweet", map[string]string{"text": "100 % of it + more & \"quotes\"\n\nvia @ana@social.example", "url": d.Link}},
		"Reddit":      {"https://www.reddit.com/submit", map[string]string{"url": d.Link, "title": "A title"}},
		"Hacker News": {"https://news.ycombinator.com/submitlink", map[string]string{"u": d.Link, "t": "A title"}},
		"mail":        {"mailto:", map[string]string{"subject": "A title", "body": d.Text}},
	} {
		got := target(t, d, name).URL
		page, q, _ := strings.Cut(got, "?")
		if page != want.page {
			t.Errorf("%s: %s, want %s", name, page, want.page)
		}
		if strings.ContainsAny(q, "+ \n\"") {
			t.Errorf("%s: not percent-encoded: %s", name, q)
		}
		vs, err := url.ParseQuery(q)
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range want.values {
			if vs.Get(k) != v {
				t.Errorf("%s: %s is %q, want %q", name, k, vs.Get(k), v)
			}
		}
		if len(vs) != len(want.values) {
			t.Errorf("%s: %v", name, vs)
		}
	}
}

func TestTheLinkIsInTheTextOnce(t *testing.T) {
	d := Draft{Text: "Read this.", Link: "https://a.example/"}
	u, err := url.Parse(target(t, d, "Bluesky").URL)
	if err != nil {
		t.Fatal(err)
	}
	if got := u.Query().Get("text"); got != "Read this.\nhttps://a.example/" {
		t.Errorf("%q", got)
	}
}

func TestWhatANetworkCannotTakeIsSaid(t *testing.T) {
	long := Draft{Text: strings.Repeat("wörd ", 70)}
	if got := target(t, long, "Bluesky").Says; got != "350 characters, it takes 300" {
		t.Errorf("%q", got)
	}
	for _, x := range Targets(long) {
		if x.Name == "LinkedIn" || x.Name == "Reddit" || strings.HasPrefix(x.Name, "Mastodon") {
			t.Errorf("%s is offered without a link or an instance", x.Name)
		}
	}
	far := Draft{Text: "x", Link: "https://a.example/" + strings.Repeat("y", 1100)}
	for _, x := range Targets(far) {
		if x.Name == "LinkedIn" {
			t.Error("LinkedIn is offered an address it does not take")
		}
	}
}

func TestAnInstanceIsAHost(t *testing.T) {
	for _, bad := range []string{"", "nodots", "user@evil.example", "a.example/path", "a.example?x", "a b.example"} {
		for _, x := range Targets(Draft{Text: "x", Instance: bad}) {
			if strings.HasPrefix(x.Name, "Mastodon") {
				t.Errorf("%q: %s", bad, x.URL)
			}
		}
	}
}
