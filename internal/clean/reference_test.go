package clean_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weaktie/internal/clean"
)

func TestR04References(t *testing.T) {
	tests := []struct{ name, in, plain, deep string }{
		{"none", "a & b &#65; &amp; c", "a & b &#65; &amp; c", "a & b &#65; &amp; c"},
		{"escape", "a&#27;[31mb", "ab", "ab"},
		{"hexadecimal", "a&#x1B;[31mb&#X1b;[0m", "ab", "ab"},
		{"zeros lead", "a&#0000000027;[31mb", "ab", "ab"},
		{"no semicolon", "a&#27[31mb", "ab", "ab"},
		{"escaped twice", "a&amp;#27;[31mb", "a&amp;#27;[31mb", "ab"},
		{"escaped again and again", "a&amp;amp;amp;#x1b;[31mb", "a&amp;amp;amp;#x1b;[31mb", "ab"},
		{"ampersand by number", "a&#38;#27;[31mb&#x26;#27;[0m", "a&#38;#27;[31mb&#x26;#27;[0m", "ab"},
		{"white space stays", "a&#10;b&#9;c&#xd;d", "a&#10;b&#9;c&#xd;d", "a&#10;b&#9;c&#xd;d"},
		{"eight bits", "a&#155;31mb", "ab", "ab"},
		{"a letter of windows-1252", "a &#155; b&#158;c", "a &#155; b&#158;c", "a &#155; b&#158;c"},
		{"a string that ends", "a&#157;0;t&#7;b", "ab", "ab"},
		{"a string that does not", "a&#158;t b", "a&#158;t b", "a&#158;t b"},
		{"delete", "a&#127;b", "ab", "ab"},
		{"too large", "&#99999999999999999999;[31m", "&#99999999999999999999;[31m", "&#99999999999999999999;[31m"},
		{"cut short", "a&#x", "a&#x", "a&#x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for deep, want := range map[bool]string{false: tt.plain, true: tt.deep} {
				if got := clean.Line(clean.References(tt.in, deep)).String(); got != want {
					t.Errorf("deep %v: got %q, want %q", deep, got, want)
				}
			}
		})
	}
}

// What stands for a control is read as that control, everywhere.
func TestR01StandIns(t *testing.T) {
	for _, s := range sequences() {
		disguised := strings.Map(func(r rune) rune {
			if r < ' ' {
				return clean.StandIn(byte(r))
			}
			return r
		}, strings.ToValidUTF8(s, "\ufffd"))
		want := clean.Line("a " + strings.ToValidUTF8(s, "\ufffd") + " b")
		if got := clean.Line("a " + disguised + " b"); got != want {
			t.Errorf("%q became %q, want %q", disguised, got, want)
		}
	}
}

func TestStripKeepsLengthAndSpaces(t *testing.T) {
	long := "https://example.org/" + strings.Repeat("a", 9000)
	for in, want := range map[string]string{
		long:                      long,
		"  a  b\n\nc\t":           "  a  b\n\nc\t",
		"a\x1b[31mb\u202ec\u0085": "abc\n",
	} {
		if got := clean.Strip(in); got != want {
			t.Errorf("%.40q became %.40q, want %.40q", in, got, want)
		}
	}
}

func TestR01SequencesAtTheirLimits(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"NUL inside", "a\x1b[3\x001;\x004mb", "ab"},
		{"cancelled", "a\x1b[31\x18mb", "amb"},
		{"string cancelled", "a\x1b]0;title\x18 b", "a b"},
		{"string inside a string", "a\x1b]0;\x1b]52;c;aGk=\x07b", "ab"},
		{"C1 ends a string", "a\x1b]0;title\u009cb", "ab"},
		{"raw C1 ends a string", "a\x1b]0;title\x9cb", "ab"},
		{"another C1 breaks it off", "a\x1b]0;\u009b31mb", "ab"},
		{"endless parameters", "a\x1b[" + strings.Repeat("1;", 600) + "mb", "a" + strings.Repeat("1;", 88) + "mb"},
		{"unended to the next space", "a\x1b]0;title and words", "a and words"},
		{"charset", "a\x1b(0b\x1b#8c", "abc"},
		{"reset", "a\x1bcb", "ab"},
		{"escape at the end", "a\x1b", "a"},
		{"escape before a space", "a\x1b b", "a b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean.Line(tt.in).String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestR04ReferencesHideNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"&#27;", "&#x1b;", "&#155;", "&#157;", "&#7;", "&amp;", "amp;", "#27;", "[31m", "]0;t", "31m", "&#", "x9b;", "&#91;", "a", " ", "é", "&#0;", "&#65;", "\ufdd0", "\ufdeb", "<b>", "&lt;",
		}), 0, 30).Draw(t, "pieces"), "")
		for _, deep := range []bool{false, true} {
			out := clean.References(in, deep)
			checkSafe(t, in, clean.Line(out).String(), false)
			if again := clean.References(out, deep); clean.Line(again) != clean.Line(out) && !deep {
				t.Errorf("%q: undone again, %q becomes %q", in, out, again)
			}
		}
		checkSafe(t, in, clean.Sanitize(in, "").String(), true)
		if h := clean.Sanitize(in, ""); clean.Sanitize(h.String(), "") != h {
			t.Errorf("%q: sanitised again, %q changes", in, h)
		}
	})
}
