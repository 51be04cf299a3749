package clean_test

import (
	"strings"
	"testing"

	"weaktie/internal/clean"
)

func TestText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "hello", "hello"},
		{"entities once", "a &amp;lt; b &#233;", "a &lt; b é"},
		{"paragraphs", "<p>one</p><p>two</p>", "one\n\ntwo"},
		{"break", "one<br>two<br/><br>three", "one\ntwo\n\nthree"},
		{"list", "<p>x</p><ul><li>a<li>b<ul><li>c</ul></ul>y", "x\n\n• a\n• b\n  • c\n\ny"},
		{"ordered", `<ol start="3"><li>a</li><li>b</li></ol>`, "3. a\n4. b"},
		{"quote", "<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"},
		{"quote after text", "<p>x</p><blockquote>a<blockquote>b</blockquote></blockquote>", "x\n\n> a\n>\n> > b"},
		{"pre", "<pre>a\n  b\n\nc</pre>d", "a\n  b\n\nc\n\nd"},
		{"image", `<img src="https://e.org/a.png" alt="a cat">`, "[a cat]"},
		{"spaces", "<p>a\n   b <b>c</b> d</p>", "a b c d"},
		{"table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{
			"mastodon link",
			`<p>See <a href="https://example.org/a/long/path"><span class="invisible">https://</span><span class="ellipsis">example.org/a/lo</span><span class="invisible">ng/path</span></a> now</p>`,
			"See example.org/a/lo… now",
		},
		{"script", "safe<script>alert(1)</script> text", "safe text"},
		{"inline", "<p>a<b>b</b>c</p>", "abc"},
		{"quoted", "he said <q>no</q>.", `he said "no".`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean.Sanitize(tt.in, "").Text().String(); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestLine(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"spaces", "  a \t b\r\nc ", "a b c"},
		{"osc 52", "a\x1b]52;c;aGk=\x07b", "ab"},
		{"unended osc", "a\x1b]52;c;aGk= honest words", "a honest words"},
		{"csi", "\x1b[31mred\x1b[0m", "red"},
		{"csi c1", "\u009b31mred", "red"},
		{"raw c1", "\x9b31mred", "red"},
		{"raw byte", "caf\xe9", "caf\ufffd"},
		{"zwj", "👩\u200d💻 x", "👩💻 x"},
		{"skin", "👍🏽", "👍"},
		{"flag", "🇩🇪 🇩 🇩🇪🇫", "🇩🇪 D 🇩🇪F"},
		{"zwnj persian", "کتاب\u200cها", "کتاب\u200cها"},
		{"zwnj latin", "a\u200cb", "ab"},
		{"marks", "e\u0301\u0301\u0301\u0301\u0301\u0301x", "e\u0301\u0301\u0301\u0301x"},
		{"bare mark", "\u0301x", "x"},
		{"bidi", "a\u202eb\u2066c", "abc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean.Line(tt.in).String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if got := clean.Line(strings.Repeat("word ", 100)).String(); clean.Width(got) > 300 || !strings.HasSuffix(got, "…") {
		t.Errorf("long line: %d cells, %q", clean.Width(got), got[len(got)-10:])
	}
}
