package clean_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"weaktie/internal/clean"
)

func TestSanitize(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "a b", "a b"},
		{"lone ampersand", "Q&A <3", "Q&amp;A &lt;3"},
		{"kept", `<p class="x">a <b>b</b></p>`, `<p class="x">a <b>b</b></p>`},
		{"attributes by name", `<a title=t href=/a>x</a>`, `<a href="https://example.org/a" title="t">x</a>`},
		{"repeated attribute", `<a href=/a href=javascript:x>x</a>`, `<a href="https://example.org/a">x</a>`},
		{"event handler", `<img src="/a.png" onerror="x()">`, `<img src="https://example.org/a.png" />`},
		{"script", `a<script>alert("</p>")</script>b`, `ab`},
		{"style element", `a<style>p{}</style>b`, `ab`},
		{"drawing", `a<svg><text>x</text><script>y</script></svg>b`, `ab`},
		{"object", `a<object data="x"><param><embed src=y>no plugin</object>b`, `ano pluginb`},
		{"frame", `a<iframe src="https://example.com"><b>x</b><script>y</script></iframe>b`, `a<b>x</b>b`},
		{"title", `<html><head><title>T</title></head><body>x</body></html>`, `x`},
		{"unknown element", `<blink>a</blink><o:p>b</o:p>`, `ab`},
		{"left open", `<p>a<b>b`, `<p>a<b>b</b></p>`},
		{"crossed", `<b>a<i>b</b>c</i>`, `<b>a<i>b</i></b>c`},
		{"paragraphs", `<p>a<p>b`, `<p>a</p><p>b</p>`},
		{"items", `<ul><li>a<li>b</ul>`, `<ul><li>a</li><li>b</li></ul>`},
		{"cells", `<table><tr><td>a<td>b<tr><th>c</table>`, `<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>`},
		{"stray end", `</div>a</p>`, `a`},
		{"tracking image", `a<img src="https://t.example/p.gif" width="1" height="1">b`, `ab`},
		{"comment", `a<!-- b -->c`, `ac`},
		{"endless comment", `a<!-- b >c`, `ac`},
		{"cut tag", `a<b`, `a`},
		{"form", `<form action="https://example.com/"><input name=q></form>`, `<form action=""><input name="q" /></form>`},
		{"style", `<p style="color: red; position: fixed; background: url(x); width: expression(1)">a</p>`, `<p style="color: red;">a</p>`},
		{"markup in an attribute", `<p title="</p><script>x</script>">a</p>`, `<p title="&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;">a</p>`},
		{"noscript", `<noscript><p title="</noscript><img src=x onerror=y>">a</p></noscript>`, `<noscript><p title="&lt;/noscript&gt;&lt;img src=x onerror=y&gt;">a</p></noscript>`},
		{"sequence by numbers", "a&#27;&#91;&#51;1mb&#155;&#51;1mc", "abc"},
		{"letter of windows-1252", "a &#155; b", "a › b"},
		{"escape sequence", "<p>a&#27;[31mb\x1b]0;c\x07d</p>", `<p>abd</p>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean.Sanitize(tt.in, "https://example.org/").String(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestR11AddressesInMarkup(t *testing.T) {
	tests := []struct{ href, want string }{
		{"https://example.com/a?b=1&amp;c=2", "https://example.com/a?b=1&c=2"},
		{"a/b", "https://example.org/blog/a/b"},
		{"../b", "https://example.org/b"},
		{"//example.com/x", "https://example.com/x"},
		{"mailto:ana@example.org", "mailto:ana@example.org"},
		{"https://user:pass@example.com/", "https://example.com/"},
		{"https://münchen.example/", "https://xn--mnchen-3ya.example/"},
		{"javascript:alert(1)", ""},
		{"JAVASCRIPT:alert(1)", ""},
		{" javascript:alert(1)", ""},
		{"&#1;javascript:alert(1)", ""},
		{"java&#10;script:alert(1)", ""},
		{"java&Tab;script:alert(1)", ""},
		{"&#x6a;avascript:alert(1)", ""},
		{"javascript&colon;alert(1)", ""},
		{"javascript&#0000058alert(1)", ""},
		{"jav\x00ascript:alert(1)", ""},
		{"vbscript:x", ""},
		{"data:text/html;base64,PHNjcmlwdD4=", ""},
		{"file:///etc/passwd", ""},
		{`\\server\share`, "https://server/share"},
		{"feed:https://example.org", ""},
		{"tel:1", ""},
		{"blob:https://example.org/1", ""},
		{"http:///a", ""},
		{"mailto:", ""},
		{"javascript%3Aalert(1)", "https://example.org/blog/javascript%3Aalert(1)"},
	}
	for _, tt := range tests {
		h := clean.Sanitize(`<a href="`+tt.href+`">x</a>`, "https://example.org/blog/")
		if got := strings.Join(h.Hrefs(), " "); got != tt.want {
			t.Errorf("href %q becomes %q, want %q", tt.href, got, tt.want)
		}
	}
	if got := clean.Sanitize(`<a href="/a">x</a>`, "").Hrefs(); len(got) != 0 {
		t.Errorf("a relative address without a base gives %q", got)
	}
	h := clean.Sanitize(`<a href="https://a.example/">x</a><a href="https://b.example/">y</a><a href="https://a.example/">z</a>`, "")
	if got := strings.Join(h.Hrefs(), " "); got != "https://a.example/ https://b.example/" {
		t.Errorf("Hrefs are %q", got)
	}
}

func TestR04EscapedControls(t *testing.T) {
	for _, c := range []rune{1, 7, 8, 9, 10, 13, 27, 127, 128, 144, 152, 155, 156, 157, 159, 0xad, 0x202e, 0x2066, 0xfeff, 0xe0041} {
		for _, form := range []string{"&#%d;", "&#x%x;", "&amp;#%d;", "&amp;#x%x;", "&amp;amp;#%d;", "&amp;amp;#x%x;"} {
			in := "a" + fmt.Sprintf(form, c) + "[31mb"
			checkSafe(t, in, clean.Sanitize(in, "").Text().String(), true)
			checkSafe(t, in, clean.Sanitize("<b>"+in+"</b>", "").Text().String(), true)
			checkSafe(t, in, clean.Escape(in).Text().String(), true)
		}
	}
}

func TestEscapeIsReadAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"a", "<b>", "&amp;", "&", ">", "\"", "b c", "漢", "\n", "\n\n", "&#27;"})
		in := clean.Body(strings.Join(rapid.SliceOf(words).Draw(t, "in"), ""))
		h := clean.Escape(in.String())
		if got := h.Text(); got != in {
			t.Errorf("%q becomes %q, read as %q", in, h, got)
		}
		if again := clean.Sanitize(h.String(), ""); again != h {
			t.Errorf("%q is not clean: %q", h, again)
		}
	})
}

func TestLinesOfPlainTextStay(t *testing.T) {
	for in, want := range map[string]string{
		"one\ntwo": "one\ntwo", "one\ntwo &amp; three": "one\ntwo & three", "one\ntwo <b>three</b>": "one two three", "&amp;amp; &lt;b&gt;": "&amp; <b>",
	} {
		if got := clean.Sanitize(in, "").Text().String(); got != want {
			t.Errorf("%q is read as %q, want %q", in, got, want)
		}
	}
	plain := strings.Repeat("words and words\n", 12_000)
	if got := clean.Escape(plain).Text().String(); len(got) < 180_000 {
		t.Errorf("of %d bytes %d are left", len(plain), len(got))
	}
}

func TestSanitizedMarkupIsWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := hostileMarkup().Draw(t, "in")
		out := clean.Sanitize(in, "").String()
		if why := malformed(out); why != "" {
			t.Errorf("%q gives %q: %s", in, out, why)
		}
	})
}

// malformed says what is wrong with the nesting of markup.
func malformed(markup string) string {
	void := map[string]bool{"br": true, "hr": true, "img": true, "input": true}
	var stack []string
	z := html.NewTokenizer(strings.NewReader(markup))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(stack) > 0 {
				return "left open: " + strings.Join(stack, " ")
			}
			return ""
		case html.StartTagToken:
			name, _ := z.TagName()
			if n := string(name); n == "noscript" || n == "textarea" {
				z.NextIsNotRawText()
			}
			if void[string(name)] {
				return "not closed: " + string(name)
			}
			stack = append(stack, string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(stack) == 0 || stack[len(stack)-1] != string(name) {
				return "stray end of " + string(name)
			}
			stack = stack[:len(stack)-1]
		}
	}
}

func TestR15DepthAndSizeAreCapped(t *testing.T) {
	tests := []struct{ name, in string }{
		{"depth", strings.Repeat("<div>", 100_000) + "deep"},
		{"inline depth", strings.Repeat("<b><i>", 50_000) + "deep"},
		{"size", strings.Repeat("<p>some words</p>", 100_000)},
		{"ampersands", strings.Repeat("&", 400_000)},
		{"one word", "<p>" + strings.Repeat("x", 1_000_000)},
		{"attributes", "<p " + strings.Repeat("title=x ", 100_000) + ">a"},
		{"comments", strings.Repeat("<!-- >", 200_000) + "a"},
		{"introducers", strings.Repeat("\x1b]", 300_000) + "a"},
		{"raw introducers", strings.Repeat("\x9d0", 300_000) + "a"},
		{"marks", "e" + strings.Repeat("\u0301", 300_000)},
		{"lists", strings.Repeat("<ul><li>", 30_000)},
		{"paragraphs in depth", strings.Repeat("<div>", 300) + strings.Repeat("<p>", 100_000) + "a"},
		{"closed in depth", strings.Repeat("<table><td>", 300) + strings.Repeat("<p>a</p>", 50_000)},
		{"ends of nothing", strings.Repeat("<div>", 256) + strings.Repeat("</b></p></nothing>", 50_000)},
		{"references", strings.Repeat("&#158;&#27;", 100_000)},
		{"quotes", strings.Repeat("<blockquote>", 30_000) + "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := clean.Sanitize(tt.in, "")
			if len(h.String()) > 256<<10 {
				t.Errorf("%d bytes of markup", len(h.String()))
			}
			if why := malformed(h.String()); why != "" {
				t.Errorf("malformed: %.200s", why)
			}
			if n := strings.Count(h.String(), "</"); tt.name == "depth" && n != 256 {
				t.Errorf("%d elements nest", n)
			}
			if again := clean.Sanitize(h.String(), ""); again != h {
				t.Error("sanitising again changes it")
			}
			if text := h.Text(); len(text.String()) > 256<<10 {
				t.Errorf("%d bytes of text", len(text.String()))
			}
		})
	}
}

func TestBlank(t *testing.T) {
	for _, in := range []string{
		"", " ", "<p></p>", "<p>&nbsp;</p>", "<p> \n</p><br>", "<p>a", "a", "&amp;", "漢", "<img src=https://a.example/b>", "<img alt='a > b' src=https://a.example/b>",
		`<span class="invisible">https://</span>`, `<span class="invisible">https://</span>a`, `<p title="a &gt; b"></p>`, "<ul><li></ul>", "<hr>", "<b>\u2800</b>",
	} {
		if h := clean.Sanitize(in, ""); h.Blank() != h.Text().Empty() {
			t.Errorf("%q is blank: %v, and its text is %q", in, h.Blank(), h.Text())
		}
	}
}

func TestR15ReadingEnds(t *testing.T) {
	for _, tt := range []struct {
		before string
		want   bool // whether what follows is still read
	}{
		{strings.Repeat("<nothing>", 1000), true},
		{strings.Repeat("<nothing>", 200_000), false},
		{strings.Repeat("<div>", 20_000), true},
		{strings.Repeat("word ", 60_000), false},
	} {
		got := clean.Sanitize(tt.before+"<p>the last words</p>", "").Text().String()
		if strings.Contains(got, "the last words") != tt.want {
			t.Errorf("after %.20q… the last words are read: %v", tt.before, !tt.want)
		}
	}
}

func FuzzSanitize(f *testing.F) {
	f.Add("<p>a<b>b</p><script>x</script><a href='javascript:x'>y</a>&#27;[m")
	f.Fuzz(func(t *testing.T, in string) {
		h := clean.Sanitize(in, "https://example.org/")
		if again := clean.Sanitize(h.String(), "https://example.org/"); again != h {
			t.Errorf("%q\ngives %q\nthen  %q", in, h, again)
		}
		checkSafe(t, in, h.Text().String(), true)
		checkSafe(t, in, strings.ReplaceAll(h.String(), "\t", " "), true)
	})
}

func BenchmarkSanitize(b *testing.B) {
	for b.Loop() {
		clean.Sanitize(article, "https://example.org/")
	}
}

func BenchmarkText(b *testing.B) {
	h := clean.Sanitize(article, "https://example.org/")
	for b.Loop() {
		h.Text()
	}
}

var article = strings.Repeat(`<p>A paragraph of <em>some</em> length about <a href="/ties?utm_source=x">weak ties</a>, with an image <img src="/a.png" alt="of them" width="300"> and &amp; more &#8212; and an end.</p>
<ul><li>first</li><li>second</li></ul>`, 12)
