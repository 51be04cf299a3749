package clean_test

import (
	"encoding/json"
	"strings"
	"testing"

	"weaktie/internal/clean"
)

// Markup that leaves out end tags is nested as its author saw it.
func TestImpliedEnds(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"definitions", "<dl><dt>a<dd>b<dt>c<dd>d</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"},
		{"options", "<select><option>a<option>b<optgroup><option>c<optgroup>d</select>", "<select><option>a</option><option>b</option><optgroup><option>c</option></optgroup><optgroup>d</optgroup></select>"},
		{"list in a list", "<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"},
		{"item around markup", "<ul><li><b>a<li>b</ul>", "<ul><li><b>a</b></li><li>b</li></ul>"},
		{"table in a cell", "<table><tr><td><table><tr><td>a</table><td>b</table>", "<table><tr><td><table><tr><td>a</td></tr></table></td><td>b</td></tr></table>"},
		{"link in a link", `<a href=/a>a<b>b<a href=/c>c</a>`, `<a href="https://example.org/a">a<b>b</b></a><a href="https://example.org/c">c</a>`},
		{"link in a cell", `<table><tr><td><a href=/a>a<td><a href=/c>c</table>`, `<table><tr><td><a href="https://example.org/a">a</a></td><td><a href="https://example.org/c">c</a></td></tr></table>`},
		{"paragraph before a list", "<p>a<ul><li>b</ul>c", "<p>a</p><ul><li>b</li></ul>c"},
		{"paragraph before a rule", "<p>a<hr>b", "<p>a</p><hr />b"},
		{"paragraph and span", "<p>a<span>b<p>c", "<p>a<span>b</span></p><p>c</p>"},
		{"paragraph outside a cell", "<p><button><div>a</div></button></p>", "<p><button><div>a</div></button></p>"},
		{"closed by what is around", "<div><p>a<i>b</div>c", "<div><p>a<i>b</i></p></div>c"},
		{"end of nothing open", "<b>a</i></p></td>b</b>", "<b>ab</b>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := clean.Sanitize(tt.in, "https://example.org/")
			if h.String() != tt.want {
				t.Errorf("got  %s\nwant %s", h, tt.want)
			}
			if again := clean.Sanitize(h.String(), ""); again != h {
				t.Errorf("sanitising again gives %s", again)
			}
		})
	}
}

func TestR24AttributesAreCapped(t *testing.T) {
	var many strings.Builder
	for i := range 40 {
		many.WriteString(` data-` + strings.Repeat("x", i) + `=1`)
	}
	for _, tt := range []struct{ name, in, want string }{
		{"behind many", `<p` + many.String() + ` title="t">a</p>`, `<p>a</p>`},
		{"among few", `<p data-a=1 title="t" onclick=x()>a</p>`, `<p title="t">a</p>`},
		{"long value", `<p title="` + strings.Repeat("é", 5000) + `">a</p>`, `<p title="` + strings.Repeat("é", 2048) + `">a</p>`},
		{"sequence in a value", "<p title=\"a&#27;]0;x&#7;b\x1b[31mc\">d</p>", `<p title="abc">d</p>`},
		{"line and tab in a value", "<p title=\"a\nb\tc\">d</p>", `<p title="a&#10;b c">d</p>`},
		{"address in a style", `<p style="background: url(https://t.example/x); width: 3em">a</p>`, `<p style="width: 3em;">a</p>`},
		{"function in a style", `<p style="width: calc(1px); color: rgb(1, 2, 3)">a</p>`, `<p style="color: rgb(1, 2, 3);">a</p>`},
		{"escape in a style", `<p style="color: r\65d; position: absolute; display: block">a</p>`, `<p style="display: block;">a</p>`},
		{"srcset", `<img srcset="https://t.example/x 2x" src="https://a.example/i.png" alt="">`, `<img alt="" src="https://a.example/i.png" />`},
		{"no picture to count with", `<img src="https://t.example/p" width=0 height="1px">a`, `a`},
		{"a line is a picture", `<img src="https://a.example/p" width=600 height=1>`, `<img height="1" src="https://a.example/p" width="600" />`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean.Sanitize(tt.in, "").String(); got != tt.want {
				t.Errorf("got  %.200s\nwant %.200s", got, tt.want)
			}
		})
	}
}

// What an older store or another program wrote is cleaned when it is read.
func TestStoredTextIsCleanedAgain(t *testing.T) {
	var got struct {
		Text clean.Text
		HTML clean.HTML
	}
	err := json.Unmarshal([]byte(`{"Text":"a\u001b[31mb\u202e\nc","HTML":"<p onclick=x>a\u001b]0;t\u0007b<script>c</script>"}`), &got)
	if err != nil || got.Text.String() != "ab\nc" || got.HTML.String() != "<p>ab</p>" {
		t.Fatalf("read %q and %q, %v", got.Text, got.HTML, err)
	}
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	again := got
	if err := json.Unmarshal(b, &again); err != nil || again != got {
		t.Errorf("written and read again: %+v, %v; was %+v", again, err, got)
	}
	if !(clean.HTML{}).Empty() || got.HTML.Empty() || got.Text.Empty() {
		t.Error("Empty is wrong")
	}
}

func TestTextOfMarkupWithGaps(t *testing.T) {
	for in, want := range map[string]string{
		"<ol start=x><li>a</ol>":            "1. a",
		"<ol start=-4><li>a</ol>":           "1. a",
		"<ol><li>a<ol><li>b</ol><li>c</ol>": "1. a\n  1. b\n2. c",
		"<li>a<li>b":                        "• a\n• b",
		"a<hr>b":                            "a\n\nb",
		"<p>a</p>\n\n\n<p>b</p>":            "a\n\nb",
		"<dl><dt>a<dd>b</dl>":               "a\nb",
		"<figure><img alt='a cat' src=x><figcaption>b</figure>": "[a cat]\nb",
		"<img alt='' src=x>a":                                      "a",
		"<pre>a\r\n\tb</pre>":                                      "a\n    b",
		"<textarea>a\n b</textarea>":                               "a\n b",
		"<h1>a</h1>b<h2>c</h2>":                                    "a\n\nb\n\nc",
		"line one\nline two":                                       "line one\nline two",
		"<b>line</b> one\nline two":                                "line one line two",
		"a&nbsp;&nbsp;b":                                           "a  b",
		`<span class="invisible">https://</span>`:                  "",
		`<span class="ellipsis">a</span><span class="b">c</span>d`: "a…cd",
	} {
		if got := clean.Sanitize(in, "https://example.org/").Text().String(); got != want {
			t.Errorf("%q reads\n%q, want\n%q", in, got, want)
		}
	}
}

func TestHostsAreShownAsTheyCanBeRead(t *testing.T) {
	for in, want := range map[string]string{
		"https://xn--fiqs8s.example/":              "https://中国.example/",
		"https://xn--mgbh0fb.xn--kgbechtv/":        "https://مثال.إختبار/",
		"https://xn--hxajbheg2az3al.xn--jxalpdlp/": "https://παράδειγμα.δοκιμή/",
		"https://παράδειγμα.com/":                  "https://xn--hxajbheg2az3al.com/",
		"https://bank中国.example/":                  "https://xn--bank-3f5fw08b.example/",
		"https://ana_b.example/":                   "https://ana_b.example/",
	} {
		if got := clean.Address(in).String(); got != want {
			t.Errorf("%s is shown as %s, want %s", in, got, want)
		}
	}
}
