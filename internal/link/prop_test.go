package link_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weaktie/internal/link"
)

// addresses puts addresses together from parts that have broken programs.
func addresses() *rapid.Generator[string] {
	part := func(list ...string) *rapid.Generator[string] { return rapid.SampledFrom(list) }
	return rapid.Custom(func(t *rapid.T) string {
		s := part("https://", "http://", "HTTPS://", "https:\\\\", "https:///", "//", "javascript:", "").Draw(t, "scheme")
		s += part("", "ana@", "ana:pass@", "@", "a@b@").Draw(t, "user")
		s += part("example.org", "www.example.org", "m.x.com", "youtu.be", "www.google.com", "web.archive.org", "urldefense.com", "l.facebook.com", "MÜNCHEN.example",
			"[::1]", "127.0.0.1", "github.io", "a..b", "-x.org", "amazon.de", "blog.medium.com", "", "ex\u202eample.org").Draw(t, "host")
		s += part("", ":80", ":443", ":8080", ":0", ":x").Draw(t, "port")
		s += strings.Join(rapid.SliceOfN(part("/", "/a", "/..", "/.", "/%2e%2E", "/%", "/%zz", "/é", "/url", "/amp", "/index.html", "/web/2020/https://example.org/b", "/v3/__https://example.org/c__;!!x",
			"/watch", "/status/12", "/dp/B00ABCDEFG", "//", ".", ")", "'", "/ref=x", "\x1b[31m"), 0, 4).Draw(t, "path"), "")
		s += strings.Join(rapid.SliceOfN(part("?", "&", "utm_source=a", "q=https%3A%2F%2Fexample.org%2Fd", "u=https://www.google.com/url?q=x", "ref=example.org", "v=dQw4w9WgXcQ", "amp=1", "a=b=c", "%75tm_x=1", "x=\"<", "=", "fbclid"), 0, 5).Draw(t, "query"), "")
		return s + part("", "#", "#top", "#!/a", "#:~:text=b", "#xtor=1", "#/r)", "#%").Draw(t, "fragment")
	})
}

// What was cleaned once is clean: stored links are compared and opened as they
// are, by whatever version wrote them.
func TestCleaningAgainChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := addresses().Draw(t, "address")
		l, ok := link.Clean(raw)
		if !ok {
			if l != (link.Link{}) {
				t.Fatalf("%q is refused as %+v", raw, l)
			}
			return
		}
		if again, ok := link.Clean(l.Open); !ok || again != l {
			t.Errorf("%q\n gives %+v\n then  %+v", raw, l, again)
		}
		if of, ok := link.Clean(l.Key); !ok || of.Key != l.Key {
			t.Errorf("%q\n has key %s\n and that %s", raw, l.Key, of.Key)
		}
		if !strings.HasPrefix(l.Key, "https://") || !strings.HasPrefix(l.Open, "http") {
			t.Errorf("%q gives %+v", raw, l)
		}
		for _, s := range []string{l.Key, l.Open} {
			authority, _, _ := strings.Cut(strings.SplitN(s, "://", 2)[1], "/")
			if strings.ContainsAny(authority, "@\\ ") || strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f }) >= 0 {
				t.Errorf("%q gives %q", raw, s)
			}
		}
		if link.Host(l.Open) == "" || link.Site(l.Open) == "" {
			t.Errorf("%q has host %q and site %q", l.Open, link.Host(l.Open), link.Site(l.Open))
		}
	})
}

// Trackers added on the way change neither what is grouped nor what is opened.
func TestTrackersChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.StringMatching(`(/[a-z0-9-]{1,8}){0,4}`).Draw(t, "path")
		query := rapid.StringMatching(`(page|lang|topic)=[a-z0-9]{1,6}`).Draw(t, "query")
		tracker := rapid.SampledFrom([]string{"utm_source=x", "utm_campaign=y&utm_medium=z", "fbclid=Iw1", "gclid=2", "mc_cid=3&mc_eid=4", "UTM_TERM=5"}).Draw(t, "tracker")
		plain := clean2(t, "https://example.org"+path+"?"+query)
		for _, tracked := range []string{query + "&" + tracker, tracker + "&" + query} {
			if got := clean2(t, "https://example.org"+path+"?"+tracked); got != plain {
				t.Errorf("%q gives %+v, without it %+v", tracked, got, plain)
			}
		}
	})
}

func clean2(t *rapid.T, raw string) link.Link {
	l, ok := link.Clean(raw)
	if !ok {
		t.Fatalf("Clean(%q) is no link", raw)
	}
	return l
}

// An address is found in any sentence, and at the place where it stands.
func TestFoundWhereItStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		address := "https://example.org" + rapid.StringMatching(`(/[a-z0-9_-]{1,8}){0,3}(\?[a-z]=[0-9]{1,3})?`).Draw(t, "address")
		before := rapid.SampledFrom([]string{"", "See ", "(", "«", "“", "は", "a: ", "**", "[x](", "\u00a0", "é "}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", ".", ", and", ")", "»", "” he said", "、", "!", "?!", "**", " …", ">", "\n"}).Draw(t, "after")
		text := before + address + after
		spans := link.Find(text)
		if len(spans) != 1 || text[spans[0].Start:spans[0].End] != address {
			t.Fatalf("%q holds %+v, want %q", text, spans, address)
		}
		if want := clean2(t, address); spans[0].Link != want {
			t.Errorf("%q gives %+v, want %+v", text, spans[0].Link, want)
		}
	})
}
