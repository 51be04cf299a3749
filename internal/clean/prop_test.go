package clean_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"weaktie/internal/clean"
)

// pieces are what hostile and honest texts are put together from.
func pieces() []string {
	out := sequences()
	return append(
		out, "a", " ", "word", "\n", "\r\n", "\t", "é", "e\u0301", "\u0301", "漢字", "한글", "👩\u200d💻", "👍🏽", "🇩🇪", "🇩", "❤\ufe0f", "1\ufe0f\u20e3",
		"स्ते", "क्\u200dष", "کتاب\u200cها", "กำ", "\u200d", "\u200c", "\u00ad", "\u202e", "\ufeff", "\u2800", "\u3164", "\xff", "\xc2", "\xe2\x80",
		"\ufffd", "<", "&", "&amp;", "<p>", "</p>", "https://example.org/a", strings.Repeat("x", 70), strings.Repeat("漢", 40), "…", "\u2028", "\u0085", "ｶﾞ",
	)
}

func hostile() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces()), 0, 40).Draw(t, "pieces"), "")
		}),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.String(),
	)
}

// sequences are some three hundred known control sequences, in their 7-bit
// and 8-bit forms, ended and not.
func sequences() []string {
	var out []string
	for _, introducer := range []string{"\x1b[", "\u009b", "\x9b"} {
		for _, rest := range []string{
			"31m", "0m", "1;31;48;5;200m", "38:2::1:2:3m", "8m", "2J", "3J", "H", "1;1H", "10A", "5C", "K", "?25l", "?1049h", "?2004h", "?1000h", "?2026h",
			"6n", "c", ">c", "0t", "21t", "8;24;80t", "!p", "4 q", "20h", "s", "u", ">1u", "1;5r", "5i", "?1;2S", "3g", "14t", "b", "2;2'z", "999999999d",
		} {
			out = append(out, introducer+rest)
		}
	}
	strs := []string{"0;title", "2;title", "8;;https://example.org", "52;c;aGVsbG8=", "4;1;rgb:00/00/00", "10;?", "777;notify;a;b", "1337;File=name=YQ==:AAAA", "9;4;1;50", "133;A", "50;#1", "q", "+q544e", "$qm", "1000p"}
	for _, introducer := range []string{"\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX", "\x1bk", "\u009d", "\u0090", "\u009f", "\u009e", "\u0098", "\x9d"} {
		for i, s := range strs {
			out = append(out, introducer+s+[]string{"\x07", "\x1b\\", "\u009c", ""}[i%4])
		}
	}
	for _, c := range "cDEHMNOZ78=>lmno|}~6" {
		out = append(out, "\x1b"+string(c))
	}
	for _, s := range []string{"(0", ")B", "*A", "#8", " F", "%G", "%@", "$(B", "\x1b", "\n", "é"} {
		out = append(out, "\x1b"+s)
	}
	for c := rune(0); c < 0xa0; c++ {
		if c < ' ' || c >= 0x7f {
			out = append(out, string(c))
		}
	}
	return out
}

// checkSafe fails on anything that a terminal could obey.
func checkSafe(t interface {
	Helper()
	Errorf(string, ...any)
}, in, out string, newlines bool,
) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("%q gives invalid UTF-8 %q", in, out)
	}
	for _, r := range out {
		switch {
		case r == '\n' && newlines, r == 0x200c, r == 0x200d:
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r >= 0xe0000 && r < 0xe1000, r >= 0xfe00 && r <= 0xfe0f, r == 0x3164, r == 0x115f, r == 0x1160, r == 0xffa0:
			t.Errorf("%q gives %q with %U", in, out, r)
		}
	}
}

func TestR01SequencesGoWhole(t *testing.T) {
	for _, seq := range sequences() {
		for _, in := range []string{"before " + seq + " after", seq + " after", "before " + seq} {
			for name, got := range map[string]string{"Line": clean.Line(in).String(), "Body": clean.Body(in).String(), "Sanitize": clean.Sanitize("<p>"+in, "").Text().String()} {
				checkSafe(t, in, got, name != "Line")
				for _, rest := range []string{"52;", "1049", "title", "[", "aGVs", ";1"} {
					if strings.Contains(got, rest) {
						t.Errorf("%s(%q) = %q keeps %q", name, in, got, rest)
					}
				}
				if strings.HasSuffix(in, "after") && !strings.HasSuffix(got, "after") {
					t.Errorf("%s(%q) = %q lost the honest end", name, in, got)
				}
			}
		}
	}
}

func TestR01CleaningIsSafeAndIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := hostile().Draw(t, "in")
		line, body := clean.Line(in), clean.Body(in)
		checkSafe(t, in, line.String(), false)
		checkSafe(t, in, body.String(), true)
		if again := clean.Line(line.String()); again != line {
			t.Errorf("Line of %q is %q and then %q", in, line, again)
		}
		if again := clean.Body(body.String()); again != body {
			t.Errorf("Body of %q is %q and then %q", in, body, again)
		}
		if again := clean.Body(line.String()); again != line {
			t.Errorf("Body of the line %q is %q", line, again)
		}
		if w := clean.Width(line.String()); w > 300 {
			t.Errorf("line of %d cells", w)
		}
		if s := body.String(); strings.Contains(s, "\n\n\n") || strings.Contains(s, " \n") || strings.TrimRight(s, " \n") != s {
			t.Errorf("white space is left over in %q", s)
		}
	})
}

func TestR24SanitizingIsSafeAndIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := hostileMarkup().Draw(t, "in")
		h := clean.Sanitize(in, "https://example.org/blog/")
		if again := clean.Sanitize(h.String(), "https://example.org/blog/"); again != h {
			t.Errorf("Sanitize of %q is\n%q and then\n%q", in, h, again)
		}
		checkSafe(t, in, h.Text().String(), true)
		for _, href := range h.Hrefs() {
			if !strings.HasPrefix(href, "http://") && !strings.HasPrefix(href, "https://") && !strings.HasPrefix(href, "mailto:") {
				t.Errorf("%q keeps the address %q", in, href)
			}
		}
	})
}

func TestBlankIsWhatTextSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := clean.Sanitize(hostileMarkup().Draw(t, "markup"), "")
		if h.Blank() != h.Text().Empty() {
			t.Errorf("%q is blank: %v", h, h.Blank())
		}
	})
}

func hostileMarkup() *rapid.Generator[string] {
	parts := []string{
		"<p>", "</p>", "<b>", "</b>", "<a href='https://example.org/x'>", "<a href=javascript:alert(1)>", "</a>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>",
		"<script>alert(1)</script>", "<script>", "</script>", "<style>p{}</style>", "<svg><p>", "</svg>", "<img src=x onerror=y>", "<img src=//e.org/a.png alt='&lt;b&gt;'>",
		"<textarea>", "</textarea>", "<noscript>", "</noscript>", "<pre>\n", "</pre>", "<!--", "-->", "<![CDATA[", "]]>", "text", " ", "\n", "&lt;", "&amp;lt;", "&#27;[31m", "&#x9b;1m", "\x1b[1m",
		"<span style='color: red; position: fixed'>", "<q>", "<br>", "<hr/>", "<p", "<", ">", "\"", "<option>", "<dl><dt>", "<dd>", "</div>", "<object>", "</object>", "&", "<title>", "\u202e", "\t",
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 30).Draw(t, "parts"), "")
	})
}

func TestR09RowsTakeTheWidthWeSay(t *testing.T) {
	const width = 40
	rapid.Check(t, func(t *rapid.T) {
		text := clean.Body(hostile().Draw(t, "in"))
		n := rapid.IntRange(1, width).Draw(t, "width")
		for _, row := range clean.Wrap(text, n) {
			if w := clean.Width(row); w > n {
				t.Errorf("row %q takes %d of %d cells", row, w, n)
			}
			checkDrawn(t, row, width)
		}
		cut := clean.Cut(clean.Line(text.String()).String(), n)
		if w := clean.Width(cut); w > n {
			t.Errorf("cut %q takes %d of %d cells", cut, w, n)
		}
		checkDrawn(t, cut, width)
	})
}

// checkDrawn draws a row as the renderer does, with a border behind it, and
// looks where the border lands.
func checkDrawn(t *rapid.T, row string, width int) {
	b := uv.NewScreenBuffer(width+10, 1)
	uv.NewStyledString(row+"│").Draw(b, b.Bounds())
	w := clean.Width(row)
	if cell := b.CellAt(w, 0); cell == nil || cell.Content != "│" {
		t.Errorf("row %q: no border at %d but %q", row, w, b.String())
	}
}

// Where a script keeps its vowel signs inside the cell of their letter, both
// ways of measuring agree after cleaning, so borders hold in every terminal.
func TestR09BothMeasuresAgree(t *testing.T) {
	for _, in := range []string{
		"👩\u200d💻 family 👨\u200d👩\u200d👧\u200d👦", "👍🏽 ok", "❤\ufe0f", "1\ufe0f\u20e3", "🇩🇪🇫🇷", "🇩", "🏴\U000e0067\U000e0062\U000e007f", "漢字かなカナ", "한글 각", "e\u0301\u0301\u0301\u0301\u0301\u0301",
		"עִבְרִית", "العربية", "کتاب\u200cها", "Ελληνικά", "Кириллица", "☺☹✓✗★", "①②", "½", "𝒜𝓑", "🫠🫨", "\u3000x", "ﷺ", "\u2800a", "👁\ufe0f\u200d🗨\ufe0f",
	} {
		s := clean.Line(in).String()
		if wc, g := ansi.StringWidthWc(s), ansi.StringWidth(s); wc != g || clean.Width(s) != wc {
			t.Errorf("%q: %d by code points, %d by graphemes, %d by Width", s, wc, g, clean.Width(s))
		}
	}
}
