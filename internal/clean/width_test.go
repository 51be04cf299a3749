package clean_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weaktie/internal/clean"
)

func TestWidth(t *testing.T) {
	tests := []struct {
		in   string
		want int
	}{{"", 0}, {"abc", 3}, {"漢字", 4}, {"e\u0301", 1}, {"한글", 4}, {"🫠", 2}, {"…•│", 3}, {"\x1b[31mred\x1b[0m", 3}, {"🇩🇪", 2}, {"का", 2}}
	for _, tt := range tests {
		if got := clean.Width(tt.in); got != tt.want {
			t.Errorf("Width(%q) = %d, want %d", tt.in, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		in    string
		width int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"ab cd", 4, "ab…"},
		{"漢字漢字", 5, "漢字…"},
		{"漢字漢字", 4, "漢…"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…"},
		{"abc", 1, "…"},
		{"abc", 0, ""},
		{"abc", -1, ""},
		{"🇩🇪🇫🇷", 3, "🇩🇪…"},
		{"\x1b[31mredder\x1b[0m", 4, "\x1b[31mred…\x1b[0m"},
	}
	for _, tt := range tests {
		if got := clean.Cut(tt.in, tt.width); got != tt.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", tt.in, tt.width, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		in    string
		width int
		want  string
	}{
		{"", 10, ""},
		{"one two three", 7, "one two|three"},
		{"one two three", 8, "one two|three"},
		{"one  two", 4, "one|two"},
		{"abcdefgh", 3, "abc|def|gh"},
		{"a abcdefgh", 4, "a|abcd|efgh"},
		{"one\n\ntwo", 10, "one||two"},
		{"漢字漢字", 5, "漢字|漢字"},
		{"漢字、漢", 4, "漢|字、|漢"},
		{"漢字", 1, ""},
		{"a漢b", 1, "a|b"},
		{"see 漢字 now", 6, "see 漢|字 now"},
		{"a  indented", 40, "a  indented"},
	}
	for _, tt := range tests {
		if got := strings.Join(clean.Wrap(clean.Body(tt.in), tt.width), "|"); got != tt.want {
			t.Errorf("Wrap(%q, %d) = %q, want %q", tt.in, tt.width, got, tt.want)
		}
	}
}

func TestRowsLeaveOutOnlyWhiteSpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := clean.Body(hostile().Draw(t, "in"))
		s, last := text.String(), 0
		for _, row := range clean.Rows(text, rapid.IntRange(2, 30).Draw(t, "width")) {
			if row.Start < last || row.End < row.Start || row.End > len(s) {
				t.Fatalf("row %+v after %d of %d bytes", row, last, len(s))
			}
			if gap := s[last:row.Start]; strings.Trim(gap, " \n") != "" {
				t.Errorf("%q is in no row of %q", gap, s)
			}
			last = row.End
		}
		if strings.Trim(s[last:], " \n") != "" {
			t.Errorf("%q is in no row of %q", s[last:], s)
		}
	})
}

func TestBody(t *testing.T) {
	long := strings.Repeat("x", 300)
	tests := []struct{ name, in, want string }{
		{"newlines", "a\n\n\n\nb\r\nc\rd", "a\n\nb\nc\nd"},
		{"tabs", "a\n\tb\n  \tc", "a\n    b\n    c"},
		{"ends", "\n\n a \n ", "a"},
		{"indentation", "a\n  b", "a\n  b"},
		{"separators", "a\u2028b\u2029c\u0085d", "a\nb\nc\nd"},
		{"other spaces", "a\u00a0b\u3000c\u2003d", "a b c d"},
		{"only invisible", "\u200b\u2060\ufeff\u3164\u2800", ""},
		{"flood of letters", long + " b", strings.Repeat("x", 199) + "… b"},
		{"long address", "https://example.org/" + long, "https://example.org/" + long},
		{"no spaces between words", strings.Repeat("漢", 150), strings.Repeat("漢", 150)},
		{"marks", "a" + strings.Repeat("\u0336", 9) + "b", "a" + strings.Repeat("\u0336", 4) + "b"},
		{"mark after a break", "a\n\u0301b", "a\nb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean.Body(tt.in).String(); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
	if got := clean.Body(strings.Repeat("word ", 100_000)).String(); len(got) > 256<<10 || !strings.HasSuffix(got, "…") {
		t.Errorf("a long body is %d bytes", len(got))
	}
}

func TestFold(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Hello World", "hello world"},
		{"Café", "cafe"},
		{"CAFE\u0301", "cafe"},
		{"Straße", "strasse"},
		{"ﬁne ＡＢＣ ①", "fine abc 1"},
		{"Łódź Ærø", "lodz aero"},
		{"İstanbul", "istanbul"},
		{"ΣΊΣΥΦΟΣ", "σισυφοσ"},
		{"Sísyphos ΣΊΣΥΦΟς", "sisyphos σισυφοσ"},
	}
	for _, tt := range tests {
		if got := clean.Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if got := clean.Fold(clean.Fold(tt.in)); got != tt.want {
			t.Errorf("Fold twice of %q = %q", tt.in, got)
		}
	}
}

func TestAddress(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"},
		{"userinfo", "https://ana:secret@example.org/a", "https://example.org/a"},
		{"key", "https://example.org/feed?api_key=12&x=1&Token=2&sig=3&auth=4", "https://example.org/feed?api_key=…&x=1&Token=…&sig=…&auth=…"},
		{"escaped name", "https://example.org/feed?%74oken=2", "https://example.org/feed?%74oken=…"},
		{"fragment", "https://example.org/#access_token=1", "https://example.org/#access_token=…"},
		{"keyword", "https://example.org/?keyword=ties", "https://example.org/?keyword=ties"},
		{"alert", "https://www.google.com/alerts/feeds/123/456", "https://www.google.com/alerts/feeds/…"},
		{"umlaut", "https://xn--mnchen-3ya.example/", "https://münchen.example/"},
		{"mixed scripts", "https://pаypal.example/", "https://xn--pypal-4ve.example/"},
		{"imitating script", "https://аррӏе.example/", "https://xn--80ak6aa92e.example/"},
		{"script of its own", "https://пример.рф/", "https://пример.рф/"},
		{"japanese", "https://例え.テスト/", "https://例え.テスト/"},
		{"port", "http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"},
		{"ipv6", "http://[::1]:8080/a", "http://[::1]:8080/a"},
		{"escape sequence", "https://example.org/\x1b[31ma", "https://example.org/a"},
		{"not an address", "ana@example.org", "ana@example.org"},
		{"broken", "https://ana:secret@example.org:x/a?token=1", "https://example.org:x/a?…"},
		{"alert broken", "https://example.org/%zz?key=1", "https://example.org/%zz?…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean.Address(tt.in).String(); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func BenchmarkLine(b *testing.B) {
	for name, s := range map[string]string{
		"ascii":  "A plain title of the usual length, with nothing in it",
		"accent": "Ein Titel üblicher Länge – mit Umlauten und “Anführung”",
		"cjk":    "普通の長さの見出しには何も含まれていません",
		"attack": "A title\x1b]52;c;aGVsbG8=\x07 with \u202eeverything\u202c in it 👩\u200d💻",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				clean.Line(s)
			}
		})
	}
}

func BenchmarkBody(b *testing.B) {
	s := strings.Repeat("Some words of plain text – and a dash.\n", 100)
	for b.Loop() {
		clean.Body(s)
	}
}
