package archive

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"weaktie/internal/source"
)

const subscriptions = `<?xml version="1.0" encoding="windows-1252"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="B2B">
  <outline type="rss" text="Ana &amp; Ben" title="" xmlUrl="https://a.example/feed" htmlUrl="https://a.example"/>
  <outline text="Proof"><outline text="Caf` + "\xe9" + `" XMLURL=" https://b.example/feed?x=1&amp;y=2 " category="/Marketing/Figures,B2B"/></outline>
</outline>
<outline text="Evil" xmlUrl="exec:touch /here"/>
<outline text="Evil" xmlUrl="filter:cat:https://c.example"/>
<outline text="Evil" xmlUrl="javascript:alert(1)"/>
<outline text="Evil" xmlUrl="file:///etc/passwd"/>
<outline text="Evil" xmlUrl="-o/x"/>
<outline text="Again" xmlUrl="https://a.example/feed"/>
<outline text="Bare &nbsp;" xmlUrl="http://d.example/"/>
</body></opml>`

func TestR12OPMLTakesWebAddressesOnly(t *testing.T) {
	refs, bad, err := OPML(strings.NewReader(subscriptions))
	if err != nil {
		t.Fatal(err)
	}
	want := []source.Ref{
		{URL: "https://a.example/feed", Title: "Ana & Ben", Tags: []string{"B2B"}},
		{URL: "https://b.example/feed?x=1&y=2", Title: "Café", Tags: []string{"B2B", "Proof", "Figures"}},
		{URL: "http://d.example/", Title: refs[len(refs)-1].Title},
	}
	if !reflect.DeepEqual(refs, want) || !strings.HasPrefix(want[2].Title, "Bare") {
		t.Errorf("got  %+v\nwant %+v", refs, want)
	}
	if len(bad) != 5 {
		t.Errorf("refused %d: %v", len(bad), bad)
	}
	for i, b := range bad {
		if b.Line != 7+i || !strings.Contains(b.Msg, "not an http or https address") {
			t.Errorf("%+v", b)
		}
	}
}

func TestR12OPMLIsCapped(t *testing.T) {
	var b strings.Builder
	b.WriteString("<opml><body>")
	for i := range maxOutlines + 5 {
		fmt.Fprintf(&b, "<outline xmlUrl='https://h%d.example/'/>", i)
	}
	b.WriteString("</body></opml>")
	refs, bad, err := OPML(strings.NewReader(b.String()))
	if err != nil || len(refs) != maxOutlines || len(bad) != 1 || !strings.Contains(bad[0].Msg, "10000") {
		t.Errorf("wide: %d, %v, %v", len(refs), bad, err)
	}
	deep := "<opml><body>" + strings.Repeat("<outline text='f'>", maxDepth-1) + "<outline xmlUrl='https://in.example'/>" +
		strings.Repeat("<outline text='f'>", 5) + "<outline xmlUrl='https://out.example'/>"
	refs, bad, err = OPML(strings.NewReader(deep))
	if err != nil || len(refs) != 1 || refs[0].URL != "https://in.example" || len(bad) != 1 || !strings.Contains(bad[0].Msg, "deeper than 32") {
		t.Errorf("deep: %v, %v, %v", refs, bad, err)
	}
	bomb := "<opml>" + strings.Repeat("<x:a>", 1_000_000)
	if _, bad, err = OPML(strings.NewReader(bomb)); err != nil || len(bad) != 1 {
		t.Errorf("bomb: %v, %v", bad, err)
	}
}

func TestBrokenOPML(t *testing.T) {
	for name, c := range map[string]struct {
		in, err string
		refs    int
		bad     int
	}{
		"empty":     {"", "not OPML: the file is empty", 0, 0},
		"HTML":      {"<html><body></body></html>", "not OPML: the file begins with <html>", 0, 0},
		"JSON":      {`{"a":1}`, "not OPML: the file is empty", 0, 0},
		"cut":       {"<opml><body><outline xmlUrl='https://a.example'/><outline xmlUrl='htt", "", 1, 1},
		"unclosed":  {"<opml><body><outline xmlUrl='https://a.example'>", "", 1, 1},
		"bare &":    {"<opml><body><outline text='a & b' xmlUrl='https://a.example/?a=1&b=2'/></body></opml>", "", 1, 0},
		"bad label": {"<?xml version='1.0' encoding='no-such'?><opml/>", "not OPML", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			refs, bad, err := OPML(strings.NewReader(c.in))
			if len(refs) != c.refs || len(bad) != c.bad {
				t.Errorf("%d refs, bad %v; want %d and %d", len(refs), bad, c.refs, c.bad)
			}
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("got %v, want %q", err, c.err)
			}
		})
	}
}

func TestOPMLRoundTrip(t *testing.T) {
	refs := []source.Ref{
		{URL: "https://a.example/?a=1&b=<2>", Title: `"Quotes" & <tags>`, Tags: []string{"b2b", "two words"}},
		{URL: "https://mastodon.social/tags/b2b", Title: "#b2b 日本語 🙂"},
	}
	var b bytes.Buffer
	if err := WriteOPML(&b, "weaktie's sources", refs); err != nil {
		t.Fatal(err)
	}
	got, bad, err := OPML(&b)
	if err != nil || bad != nil || !reflect.DeepEqual(got, refs) {
		t.Errorf("got %+v, %v, %v", got, bad, err)
	}
}

func TestR36OPMLHoldsNoCredentials(t *testing.T) {
	var b bytes.Buffer
	err := WriteOPML(&b, "x", []source.Ref{
		{URL: "https://user:marker@a.example/feed?keyword=kept&author=kept"},
		{URL: "https://b.example/feed?id=kept&key=marker&access_token=marker#f"},
		{URL: "https://[bad/marker"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if s := b.String(); strings.Contains(s, "marker") || strings.Count(s, "xmlUrl") != 2 || strings.Count(s, "kept") < 3 {
		t.Errorf("got %s", s)
	}
}

func FuzzOPML(f *testing.F) {
	f.Add([]byte(subscriptions))
	f.Fuzz(func(t *testing.T, in []byte) {
		refs, _, err := OPML(bytes.NewReader(in))
		if err != nil {
			return
		}
		for _, r := range refs {
			if refused(r.URL) != "" {
				t.Errorf("%q got in", r.URL)
			}
		}
		if err := WriteOPML(&bytes.Buffer{}, "x", refs); err != nil {
			t.Error(err)
		}
	})
}
