package link_test

import (
	"net/url"
	"strings"
	"testing"

	"weaktie/internal/link"
)

func clean(t *testing.T, raw string) link.Link {
	t.Helper()
	l, ok := link.Clean(raw)
	if !ok {
		t.Fatalf("Clean(%q) is no link", raw)
	}
	return l
}

// Addresses of one row show the same page.
var same = []struct {
	name      string
	addresses string
}{
	{"scheme", "http://example.org/a https://example.org/a HTTPS://example.org/a HtTp://EXAMPLE.org/a"},
	{"host", "https://www.example.org/a https://m.example.org/a https://mobile.example.org/a https://amp.example.org/a https://example.org./a https://www.m.example.org/a"},
	{"port", "https://example.org:443/a http://example.org:80/a https://example.org/a"},
	{"userinfo", "https://user:pass@example.org/a https://user@example.org/a https://example.org/a"},
	{"empty path", "https://example.org https://example.org/ https://example.org? https://example.org/# https://example.org/index.html"},
	{"slash", "https://example.org/a https://example.org/a/ https://example.org/a/index.htm https://example.org/a/index.php"},
	{"dots", "https://example.org/a/b https://example.org/a/./b https://example.org/a/c/../b https://example.org/../a/b https://example.org/a/%2e/b"},
	{"escapes", "https://example.org/%7Eana https://example.org/~ana https://example.org/%7eana"},
	{"hex case", "https://example.org/caf%c3%a9 https://example.org/caf%C3%A9 https://example.org/café"},
	{"idn", "https://münchen.example/a https://xn--mnchen-3ya.example/a https://MÜNCHEN.example/a"},
	{"fragment", "https://example.org/a https://example.org/a#part https://example.org/a#:~:text=word https://example.org/a#"},
	{"amp path", "https://example.org/a https://example.org/a/amp https://example.org/a/amp/ https://example.org/a.amp https://example.org/a?amp=1 https://example.org/a?amp"},
	{"order", "https://example.org/a?x=1&y=2 https://example.org/a?y=2&x=1 https://example.org/a?y=2&&x=1&"},
	{"wrapped", "<https://example.org/a> https://example.org/a) https://example.org/a] (https://example.org/a) https://example.org/a."},
	{
		"global trackers", `https://example.org/a https://example.org/a?utm_source=x&utm_medium=y https://example.org/a?UTM_Campaign=z
		https://example.org/a?fbclid=1 https://example.org/a?gclid=1&gclsrc=2 https://example.org/a?msclkid=1 https://example.org/a?mc_cid=1&mc_eid=2
		https://example.org/a?_hsenc=1&_hsmi=2 https://example.org/a?mkt_tok=1 https://example.org/a?utm_x=1&fbclid=2
		https://example.org/a?ScCid=3 https://example.org/a?__s=abcdef12 https://example.org/a?_ga=1.2 https://example.org/a?pk_campaign=1
		https://example.org/a?mtm_group=1 https://example.org/a?itm_source=1 https://example.org/a?hsa_acc=1 https://example.org/a?yclid=2 https://example.org/a?vero_id=1
		https://example.org/a?at_recipient_id=1 https://example.org/a?guccounter=1 https://example.org/a?ck_subscriber_id=12 https://example.org/a?utm%5Fsource=1
		https://example.org/a?srsltid=q https://example.org/a?epik=1 https://example.org/a?ttclid=1 https://example.org/a?twclid=1 https://example.org/a?li_fat_id=1 https://example.org/a#xtor=RSS-1`,
	},
	{"ghost ref", "https://example.org/a https://example.org/a?ref=example.org https://example.org/a?ref=newsletter.example.com"},
	{
		"youtube", `https://www.youtube.com/watch?v=dQw4w9WgXcQ https://youtu.be/dQw4w9WgXcQ https://youtu.be/dQw4w9WgXcQ?si=abc https://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=share
		https://music.youtube.com/watch?v=dQw4w9WgXcQ https://www.youtube.com/shorts/dQw4w9WgXcQ https://www.youtube.com/embed/dQw4w9WgXcQ https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ
		https://www.youtube.com/live/dQw4w9WgXcQ?feature=share https://www.youtube.com/redirect?q=https%3A%2F%2Fyoutu.be%2FdQw4w9WgXcQ`,
	},
	{"spotify", "https://open.spotify.com/episode/1 https://open.spotify.com/episode/1?si=2"},
	{"instagram", "https://www.instagram.com/p/ab https://instagram.com/p/ab/?igsh=1 https://www.instagram.com/p/ab/?igshid=2"},
	{
		"x", `https://twitter.com/ana/status/123 https://x.com/ana/status/123?s=20&t=abc https://mobile.twitter.com/ana/status/123 https://x.com/i/web/status/123 https://nitter.net/ana/status/123#m
		https://x.com/ana/status/123/photo/1 https://twitter.com/ana/status/123?ref_src=twsrc`,
	},
	{
		"amazon", `https://www.amazon.com/dp/B00ABCDEFG https://www.amazon.com/Some-Book/dp/B00ABCDEFG/ref=sr_1_1?crid=1&keywords=x&qid=2&sr=8-1 https://amazon.com/gp/product/B00ABCDEFG?tag=x-20
		https://www.amazon.com/dp/B00ABCDEFG?pd_rd_w=1&pf_rd_p=2`,
	},
	{"google redirect", "https://example.org/a https://www.google.com/url?q=https://example.org/a&sa=U&ved=1 https://www.google.co.uk/url?url=https%3A%2F%2Fexample.org%2Fa https://google.com/url?sa=t&url=https://example.org/a"},
	{"google amp", "https://example.org/a https://www.google.com/amp/s/example.org/a https://www.google.com/amp/s/amp.example.org/a/amp/"},
	{"amp cache", "https://example.org/a https://example-org.cdn.ampproject.org/c/s/example.org/a https://example-org.cdn.ampproject.org/v/s/example.org/a https://example-org.cdn.ampproject.org/c/example.org/a"},
	{
		"redirectors", `https://example.org/a https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa&h=AT0 https://lm.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Ffbclid%3D1
		https://l.instagram.com/?u=https%3A%2F%2Fexample.org%2Fa&e=1 https://l.threads.net/?u=https%3A%2F%2Fexample.org%2Fa https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fexample.org%2Fa&urlhash=1
		https://www.linkedin.com/safety/go?url=https%3A%2F%2Fexample.org%2Fa https://medium.com/m/global-identity-2?redirectUrl=https%3A%2F%2Fexample.org%2Fa https://out.reddit.com/t3_1?url=https%3A%2F%2Fexample.org%2Fa&token=1
		https://steamcommunity.com/linkfilter/?url=https://example.org/a https://href.li/?https://example.org/a https://anonym.to/?https%3A%2F%2Fexample.org%2Fa
		https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&data=05 https://urldefense.com/v3/__https://example.org/a__;!!abc!def https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_a&d=1`,
	},
	{"nested redirectors", "https://example.org/a https://www.google.com/url?q=https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fexample.org%252Fa"},
	{"archive", "https://example.org/a https://web.archive.org/web/20200101000000/https://example.org/a https://web.archive.org/web/2020/http://www.example.org/a/ https://web.archive.org/web/20200101id_/https:/example.org/a"},
	{"wikipedia", "https://en.wikipedia.org/wiki/Tie https://en.m.wikipedia.org/wiki/Tie http://en.wikipedia.org/wiki/Tie#Top"},
	{"reddit", "https://www.reddit.com/r/golang/comments/abc123/some_title/ https://old.reddit.com/r/golang/comments/abc123 https://redd.it/abc123 https://np.reddit.com/comments/abc123/x https://www.reddit.com/r/golang/comments/abc123/some_title/?share_id=1"},
	{"arxiv", "https://arxiv.org/abs/2101.00001 https://arxiv.org/pdf/2101.00001 https://arxiv.org/pdf/2101.00001v2.pdf https://arxiv.org/abs/2101.00001v3 http://www.arxiv.org/pdf/2101.00001.pdf"},
	{"github", "https://github.com/o/r https://github.com/o/r.git https://github.com/o/r/"},
	{"doi", "https://doi.org/10.1000/1 http://dx.doi.org/10.1000/1"},
	{"blogspot", "https://ana.blogspot.com/2020/01/a.html https://ana.blogspot.de/2020/01/a.html https://ana.blogspot.co.uk/2020/01/a.html?m=1"},
	{"substack", "https://ana.substack.com/p/ties https://open.substack.com/pub/ana/p/ties?r=1&utm_medium=web https://ana.substack.com/p/ties?publication_id=1&post_id=2&isFreemail=true&token=x https://ana.substack.com/p/ties?showWelcomeOnShare=true"},
	{"medium", "https://medium.com/@ana/weak-ties-0123456789ab https://medium.com/pub/weak-ties-0123456789ab?source=rss-1 https://ana.medium.com/weak-ties-0123456789ab?sk=abc https://medium.com/p/0123456789ab"},
	{"medium under a domain of its own", "https://blog.example.org/weak-ties-0123456789ab https://blog.example.org/weak-ties-0123456789ab?source=rss----1---4 https://blog.example.org/weak-ties-0123456789ab?source=social.tw"},
	{"nytimes", "https://www.nytimes.com/2020/a.html https://www.nytimes.com/2020/a.html?smid=url-share https://www.nytimes.com/2020/a.html?unlocked_article_code=1"},
	{"linkedin", "https://www.linkedin.com/posts/ana_x-1 https://linkedin.com/posts/ana_x-1?trk=public_post&lipi=1&trackingId=2 https://www.linkedin.com/posts/ana_x-1/?rcm=1"},
	{"stack overflow", "https://stackoverflow.com/questions/1/how-to https://stackoverflow.com/questions/1 https://stackoverflow.com/questions/1/other-title"},
	{"spa route", "https://app.example.org/#!/a https://app.example.org/#!/a/"},
	{"ipv6", "http://[::1]:8080/a http://[0:0:0:0:0:0:0:1]:8080/a"},
	{"backslash", `https://example.org/a https:\\example.org\a`},
	{"facebook", "https://www.facebook.com/ana/posts/1 https://m.facebook.com/ana/posts/1?__cft__[0]=x&__tn__=y&mibextid=z"},
	{"google search", "https://www.google.com/search?q=weak+ties https://www.google.com/search?q=weak+ties&ved=1&ei=2&sxsrf=3&oq=4"},
}

func TestSamePageHasOneKey(t *testing.T) {
	for _, row := range same {
		t.Run(row.name, func(t *testing.T) {
			var want string
			for i, raw := range strings.Fields(row.addresses) {
				got := clean(t, raw).Key
				if i == 0 {
					want = got
				}
				if got != want {
					t.Errorf("%s\n has key %s\n not     %s", raw, got, want)
				}
			}
		})
	}
}

// Addresses of one row show pages of their own.
var distinct = []struct {
	name      string
	addresses string
}{
	{"path", "https://example.org/a https://example.org/b https://example.org/A https://example.org/a/b https://example.org/"},
	{"host", "https://example.org/a https://example.com/a https://blog.example.org/a https://example.org:8443/a"},
	{"www is a suffix", "https://www.co.uk/a https://co.uk/a"},
	{"users of a host", "https://m.github.io/a https://www.github.io/a https://ana.github.io/a"},
	{"ids", "https://example.org/a?id=1 https://example.org/a?id=2 https://example.org/a?cid=1 https://example.org/a?p=1 https://example.org/a?p=2 https://example.org/a"},
	{"names that only look like counters", "https://example.org/a https://example.org/a?ref=main https://example.org/a?source=x https://example.org/a?via=x https://example.org/a?r=1 https://example.org/a?share=1 https://example.org/a?t=1 https://example.org/a?s=1 https://example.org/a?q=1 https://example.org/a?v=1 https://example.org/a?tag=1 https://example.org/a?feature=1 https://example.org/a?selection=1 https://example.org/a?si=1"},
	{"short __s", "https://example.org/a?__s=1 https://example.org/a"},
	{"branches", "https://github.com/o/r https://github.com/o/r?ref=v1.example.com https://gitea.example.org/o/r?ref=release.example.com https://gitea.example.org/o/r"},
	{"videos", "https://youtu.be/dQw4w9WgXcQ https://youtu.be/dQw4w9WgXcR https://www.youtube.com/@ana https://www.youtube.com/playlist?list=1 https://www.youtube.com/playlist?list=2"},
	{"times in a video", "https://youtu.be/dQw4w9WgXcQ?t=10 https://youtu.be/dQw4w9WgXcQ"},
	{"statuses", "https://x.com/ana/status/1 https://x.com/ana/status/2 https://x.com/ana"},
	{"amazon", "https://www.amazon.com/dp/B00ABCDEFG https://www.amazon.de/dp/B00ABCDEFG https://www.amazon.com/dp/B00ABCDEFH"},
	{"unsubscribe", "https://example.org/unsubscribe?mkt_tok=1 https://example.org/unsubscribe https://example.org/unsubscribe?ck_subscriber_id=1"},
	{"routes", "https://app.example.org/#!/a https://app.example.org/#!/b https://app.example.org/ https://app.example.org/#/c"},
	{"news redirect", "https://news.google.com/rss/articles/AAA https://news.google.com/rss/articles/BBB"},
	{"shorteners", "https://bit.ly/a https://bit.ly/b https://t.co/a https://t.co/b https://lnkd.in/a"},
	{"escaped slash", "https://example.org/a%2Fb https://example.org/a/b"},
	{"escaped ampersand", "https://example.org/a?x=1%26y=2 https://example.org/a?x=1&y=2"},
	{"substack", "https://ana.substack.com/p/ties https://ben.substack.com/p/ties https://open.substack.com/pub/ana"},
	{"medium", "https://medium.com/@ana/weak-ties-0123456789ab https://medium.com/@ana/weak-ties-0123456789ac https://medium.com/@ana"},
	{"reddit", "https://www.reddit.com/r/golang/comments/abc123/title/ https://www.reddit.com/r/golang/comments/abc123/title/def456/ https://www.reddit.com/r/golang"},
	{"archive", "https://web.archive.org/web/2020/https://example.org/a https://web.archive.org/web/2020/https://example.org/b https://web.archive.org/save"},
	{"search", "https://www.google.com/search?q=a https://www.google.com/search?q=b"},
	{"source elsewhere", "https://example.org/weak-ties?source=rss-1 https://example.org/weak-ties"},
	{"hacker news", "https://news.ycombinator.com/item?id=1 https://news.ycombinator.com/item?id=2"},
	{"loopback ports", "http://127.0.0.1:8001/a http://127.0.0.1:8002/a http://localhost:8001/a"},
	{"redirector without target", "https://l.facebook.com/l.php?h=1 https://l.facebook.com/l.php?h=2"},
	{"amp in a name", "https://example.org/camp https://example.org/c https://example.org/amp-guide https://example.org/guide"},
	{"wordpress posts", "https://example.org/?p=12 https://example.org/?p=13 https://example.org/?page_id=12"},
}

func TestOtherPagesKeepTheirKeys(t *testing.T) {
	for _, row := range distinct {
		t.Run(row.name, func(t *testing.T) {
			seen := map[string]string{}
			for _, raw := range strings.Fields(row.addresses) {
				key := clean(t, raw).Key
				if other, ok := seen[key]; ok {
					t.Errorf("%s\nand %s\nshare the key %s", raw, other, key)
				}
				seen[key] = raw
			}
		})
	}
}

func TestOpen(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"kept as it is", "https://www.Example.org/A/?b=2&a=1#part", "https://www.example.org/A/?b=2&a=1#part"},
		{"http stays", "http://example.org", "http://example.org/"},
		{"order stays", "https://example.org/?z=1&utm_source=x&a=%c3", "https://example.org/?z=1&a=%c3"},
		{"marked words", "https://example.org/a#b:~:text=c", "https://example.org/a#b"},
		{"gift link", "https://www.nytimes.com/a?unlocked_article_code=1&smid=x", "https://www.nytimes.com/a?unlocked_article_code=1"},
		{"friend link", "https://medium.com/@ana/a-0123456789ab?sk=1&source=x", "https://medium.com/@ana/a-0123456789ab?sk=1"},
		{"login token", "https://ana.substack.com/p/a?token=secret", "https://ana.substack.com/p/a"},
		{"archive copy", "https://web.archive.org/web/2020/https://example.org/a", "https://web.archive.org/web/2020/https://example.org/a"},
		{"redirector", "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1%26c%3D2&h=AT", "https://example.org/a?b=1&c=2"},
		{"redirector to nowhere", "https://l.facebook.com/l.php?u=javascript%3Aalert(1)", "https://l.facebook.com/l.php?u=javascript%3Aalert(1)"},
		{"userinfo", "https://user:pass@example.org/", "https://example.org/"},
		{"userinfo trick", "https://example.com@evil.example/", "https://evil.example/"},
		{"stray percent", "https://example.org/100%", "https://example.org/100%25"},
		{"space", "https://example.org/a b", "https://example.org/a%20b"},
		{"full stop of a name", "https://en.wikipedia.org/wiki/Acme_Inc.", "https://en.wikipedia.org/wiki/Acme_Inc."},
		{"brackets", "https://en.wikipedia.org/wiki/Tie_(networks)", "https://en.wikipedia.org/wiki/Tie_(networks)"},
		{"loopback", "http://127.0.0.1:8080/feed", "http://127.0.0.1:8080/feed"},
		{"ipv6", "http://[::1]:8080/feed", "http://[::1]:8080/feed"},
		{"shop counter in the path", "https://www.amazon.de/dp/B00ABCDEFG/ref=x?tag=y", "https://www.amazon.de/dp/B00ABCDEFG"},
		{"newline inside", "https://exam\nple.org/a", "https://example.org/a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean(t, tt.raw).Open; got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// A redirector that names no target, or one that is not the web, is a page
// like any other: nothing is guessed.
func TestRedirectorsWithoutTargetStay(t *testing.T) {
	for _, raw := range []string{
		"https://www.google.com/url?q=javascript:alert(1)", "https://l.facebook.com/l.php?u=", "https://l.facebook.com/l.php?u=ftp%3A%2F%2Fexample.org",
		"https://urldefense.com/v3/__example.org", "https://urldefense.com/v3/__https://example.org/a*b__;x", "https://urldefense.com/v4/x",
		"https://web.archive.org/web/", "https://web.archive.org/web/2020", "https://web.archive.org/web/2020/example.org", "https://web.archive.org/save/x",
		"https://example-org.cdn.ampproject.org/c/s/", "https://www.google.com/amp/s/", "https://youtu.be/", "https://open.substack.com/pub/ana", "https://redd.it/a/b",
		"https://bit.ly/abc", "https://t.co/abc", "https://lnkd.in/abc",
	} {
		if l := clean(t, raw); l.Open != raw {
			t.Errorf("%s opens %s", raw, l.Open)
		}
	}
	endless := "https://example.org/a"
	for range 12 {
		endless = "https://l.facebook.com/l.php?u=" + url.QueryEscape(endless)
	}
	if l, ok := link.Clean(endless); ok && !strings.HasPrefix(l.Open, "https://l.facebook.com/") {
		t.Errorf("twelve redirectors in each other open %s", l.Open)
	}
}

func TestR11OnlyWebAddresses(t *testing.T) {
	for _, raw := range []string{
		"", " ", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
		"data:text/html,<b>", "file:///etc/passwd", `\\server\share`, "//example.org/a", "vbscript:x", "ftp://example.org/", "mailto:a@example.org",
		"tel:123", "exec:ls", "filter:x:http://example.org", "ssh://example.org", "gopher://example.org", "about:blank", "chrome://settings", "blob:https://example.org/1",
		"view-source:https://example.org", "intent://example.org", "ms-settings:x", "slack://x", "smb://server/share", "magnet:?x", "urn:isbn:1", "ws://example.org",
		"http:", "http:/", "http://", "https:///a", "http://?q", "http://#a", "http:example.org", "https://-rf", "--help", "-http://example.org", "example.org", "https://exa mple.org/",
		"https://example..org/", "https://.org/", "https://example.org:0/", "https://example.org:99999/", "https://example.org:x/", "http://[::1", "http://[fe80::1%25eth0]/", "http://[zz]/",
		"https://exa%6dple.org/", "https://example.org\x00.evil/" + strings.Repeat("a", 5000),
	} {
		if l, ok := link.Clean(raw); ok {
			t.Errorf("Clean(%q) = %q, should be refused", raw, l.Open)
		}
	}
}

func TestResolve(t *testing.T) {
	tests := []struct{ base, raw, want string }{
		{"https://example.org/blog/", "a", "https://example.org/blog/a"},
		{"https://example.org/blog/", "/a?b", "https://example.org/a?b"},
		{"https://example.org/blog/", "//other.example/a", "https://other.example/a"},
		{"https://example.org/blog/", "https://other.example/a", "https://other.example/a"},
		{"https://example.org/blog/", "?p=1", "https://example.org/blog/?p=1"},
		{"https://example.org/blog/", "javascript:alert(1)", ""},
		{"https://example.org/blog/", "", ""},
		{"", "https://example.org/a", "https://example.org/a"},
		{"", "/a", ""},
		{"https://feed.example/rss", "https://example.org/a?ref=feed.example&x=1", "https://example.org/a?x=1"},
		{"https://example.org/a/b?c=d#e", "#f", "https://example.org/a/b?c=d#f"},
		{"https://example.org/a/b", "../c", "https://example.org/c"},
		{"https://example.org/a/b", "./", "https://example.org/a/"},
		{"https://example.org/a/b/", "..", "https://example.org/a/"},
		{"https://example.org/a/b", "../../../c", "https://example.org/c"},
		{"https://example.org/a", `\\other.example\b`, "https://other.example/b"},
		{"https://example.org/a", strings.Repeat("b", 5000), ""},
		{"http://127.0.0.1:8080/a", "b", "http://127.0.0.1:8080/b"},
		{"https://feed.example/rss", "/100%", "https://feed.example/100%25"},
	}
	for _, tt := range tests {
		l, ok := link.Resolve(tt.base, tt.raw)
		if l.Open != tt.want || ok != (tt.want != "") {
			t.Errorf("Resolve(%q, %q) = %q, %v; want %q", tt.base, tt.raw, l.Open, ok, tt.want)
		}
	}
}

// A host that is itself a suffix of the list's private part once made Site
// turn in circles.
func TestSiteOfASuffixEnds(t *testing.T) {
	for _, raw := range []string{"https://github.io/", "https://google.github.io/", "https://www.google.blogspot.com/", "https://blogspot.com/x", "https://substack.com/"} {
		if got := link.Site(raw); got == "" {
			t.Errorf("Site(%q) is empty", raw)
		}
	}
}

func TestHostAndSite(t *testing.T) {
	tests := []struct{ raw, host, site string }{
		{"https://blog.acme.co.uk/a", "blog.acme.co.uk", "acme.co.uk"},
		{"https://www.acme.com/", "acme.com", "acme.com"},
		{"https://ana.github.io/x", "ana.github.io", "ana.github.io"},
		{"https://ana.substack.com/p/x", "ana.substack.com", "ana.substack.com"},
		{"https://www.substack.com/x", "substack.com", "substack.com"},
		{"https://medium.com/@Ana/x", "medium.com", "medium.com/@ana"},
		{"https://github.com/o/r", "github.com", "github.com/o"},
		{"https://www.linkedin.com/company/acme/posts", "linkedin.com", "linkedin.com/company/acme"},
		{"https://www.linkedin.com/posts/x", "linkedin.com", "linkedin.com"},
		{"https://mastodon.social/@ana/1", "mastodon.social", "mastodon.social/@ana"},
		{"http://127.0.0.1:8080/a", "127.0.0.1:8080", "127.0.0.1:8080"},
		{"http://localhost:8080/@ana", "localhost:8080", "localhost:8080"},
		{"http://[::1]:81/a", "[::1]:81", "[::1]:81"},
		{"https://en.m.wikipedia.org/wiki/x", "en.wikipedia.org", "wikipedia.org"},
		{"https://twitter.com/ana", "x.com", "x.com/ana"},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		if got := link.Host(tt.raw); got != tt.host {
			t.Errorf("Host(%q) = %q, want %q", tt.raw, got, tt.host)
		}
		if got := link.Site(tt.raw); got != tt.site {
			t.Errorf("Site(%q) = %q, want %q", tt.raw, got, tt.site)
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"none", "no address here. Or there", ""},
		{"sentence", "See https://example.org/a. Then go", "https://example.org/a"},
		{"question", "Read https://example.org/a?", "https://example.org/a"},
		{"brackets", "(https://example.org/a) and (see https://example.org/b_(c)).", "https://example.org/a https://example.org/b_(c)"},
		{"markdown", "[a title](https://example.org/a), **https://example.org/b**", "https://example.org/a https://example.org/b"},
		{"angle", "<https://example.org/a>", "https://example.org/a"},
		{"two", "https://example.org/a https://example.org/b", "https://example.org/a https://example.org/b"},
		{"comma", "https://example.org/a,https://example.org/b", "https://example.org/a https://example.org/b"},
		{"inside an address", "https://web.archive.org/web/2020/https://example.org/a", "https://web.archive.org/web/2020/https://example.org/a"},
		{"www", "at www.example.org/a, or", "https://www.example.org/a"},
		{"bare", "at example.org/a/b!", "https://example.org/a/b"},
		{"no path", "example.org is a name", ""},
		{"file", "main.go/x and README.md/a and and/or", ""},
		{"too long", "https://example.org/" + strings.Repeat("a", 5000) + " https://example.org/b", "https://example.org/b"},
		{"bare with brackets", "(example.org/a_(b)), see", "https://example.org/a_(b)"},
		{"bare suffix", "co.uk/x and .org/x and a:b.org/x", ""},
		{"www of nothing", "www. www.x www..org/a", ""},
		{"port", "http://localhost:8080/a and http://[::1]:80/b", "http://localhost:8080/a http://[::1]/b"},
		{"mail", "ana@example.org/x or ana@example.org", ""},
		{"cut short", "https://example.org/a/long… and https://example.org/b...", ""},
		{"japanese", "これ「https://example.org/a」です。https://example.org/b、", "https://example.org/a https://example.org/b"},
		{"quotes", `"https://example.org/a" “https://example.org/b”`, "https://example.org/a https://example.org/b"},
		{"upper case", "HTTPS://EXAMPLE.ORG/a", "https://example.org/a"},
		{"other schemes", "ftp://example.org/a javascript://example.org/a", ""},
		{"glued", "x:https://example.org/a", "https://example.org/a"},
		{"umlaut", "https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range link.Find(tt.text) {
				got = append(got, s.Link.Open)
			}
			if g := strings.Join(got, " "); g != tt.want {
				t.Errorf("got  %s\nwant %s", g, tt.want)
			}
		})
	}
	spans := link.Find("a (www.example.org/x), b")
	if len(spans) != 1 || spans[0].Start != 3 || spans[0].End != 20 {
		t.Errorf("spans are %+v", spans)
	}
}

func FuzzClean(f *testing.F) {
	for _, row := range append(same, distinct...) {
		for _, raw := range strings.Fields(row.addresses) {
			f.Add(raw)
		}
	}
	for _, raw := range []string{"http://0#!/", "http://0?'&\x80", "http://0/'#", "http://amazon.0/a?\xff'#0", "https://example.org/a)?utm_source=x", "http://0/%2e%2E/.amp/amp"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		l, ok := link.Clean(raw)
		if !ok {
			return
		}
		for _, s := range []string{l.Key, l.Open} {
			rest, web := strings.CutPrefix(s, "https://")
			if !web {
				rest, web = strings.CutPrefix(s, "http://")
			}
			if !web {
				t.Fatalf("%q gives %q", raw, s)
			}
			authority, _, _ := strings.Cut(rest, "/")
			if strings.Contains(authority, "@") || strings.HasPrefix(authority, "-") || authority == "" {
				t.Errorf("%q gives the host %q", raw, authority)
			}
			for i := 0; i < len(s); i++ {
				if s[i] <= ' ' || s[i] >= 0x7f {
					t.Fatalf("%q gives %q with byte %#x", raw, s, s[i])
				}
			}
		}
		again, ok := link.Clean(l.Open)
		if !ok || again != l {
			t.Errorf("%q\n gives %+v\n then  %+v", raw, l, again)
		}
		if key, ok := link.Clean(l.Key); !ok || key.Key != l.Key {
			t.Errorf("%q\n has key %s\n and that %s", raw, l.Key, key.Key)
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("see (https://example.org/a), www.example.org/b… x.org/c")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, s := range link.Find(text) {
			if s.Start < last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %d-%d after %d in %q", s.Start, s.End, last, text)
			}
			last = s.End
			if s.Link.Open == "" {
				t.Errorf("empty link in %q", text)
			}
		}
	})
}

func BenchmarkClean(b *testing.B) {
	for b.Loop() {
		link.Clean("https://www.example.org/2026/10/some-article-title/?utm_source=rss&utm_medium=feed&id=12")
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("A good read on weak ties and how they carry news: https://example.org/2026/10/weak-ties, via @ana. ", 5)
	for b.Loop() {
		link.Find(text)
	}
}
