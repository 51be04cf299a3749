package digest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"weaktie/internal/clean"
)

func texts(list ...string) []clean.Text {
	out := make([]clean.Text, len(list))
	for i, s := range list {
		out[i] = clean.Line(s)
	}
	return out
}

func day() Digest {
	from := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	return Digest{Title: "Worth reading #47", From: from, To: from.AddDate(0, 0, 1), Entries: []Entry{
		{
			Title: clean.Line("We read 412 B2B whitepapers so that you need not"), URL: "https://field.example/412",
			Note: clean.Line("Figures, method, and a conclusion that hurts"), Via: texts("Ana Ruiz", "ben@social.example"),
			Source: clean.Line("field.example"), Shared: 9, Voices: 4, Reshared: true,
		},
		{
			Title: clean.Line("A [bracketed](https://evil.example) *title* with `code`, _lines_, <b>tags</b> & a | pipe # and ~~more~~ \\"),
			URL:   "https://wiki.example/Tie_(network)?q=<a b>", Via: texts("*Star* [x]"), Shared: 2, Voices: 1,
		},
		{Title: clean.Line("二度読む価値がある 🙂"), URL: "http://cjk.example/", Note: clean.Line("Read it twice!"), Source: clean.Line("cjk.example"), Shared: 1, Voices: 1},
		{Title: clean.Line("Not a link"), URL: "javascript:alert(1)", Via: texts("a", "b", "c", "d", "e", "f", "g")},
	}}
}

// golden compares with a file that a person has read.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := "testdata/" + name
	if os.Getenv("WEAKTIE_WRITE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", path, got)
	}
}

func TestEveryFormat(t *testing.T) {
	digests := map[string]Digest{
		"day":   day(),
		"empty": {From: day().From, To: day().To},
		"week":  {Title: "Week", From: day().From, To: day().From.AddDate(0, 0, 7), Entries: day().Entries[:1]},
	}
	for ending, write := range map[string]func(io.Writer, Digest) error{".md": Markdown, ".html": HTML, ".rss": RSS, ".json": JSON} {
		for name, d := range digests {
			t.Run(name+ending, func(t *testing.T) {
				var b bytes.Buffer
				if err := write(&b, d); err != nil {
					t.Fatal(err)
				}
				golden(t, name+ending, b.Bytes())
			})
		}
	}
}

func TestFormatsAreWellFormed(t *testing.T) {
	var r, j bytes.Buffer
	if err := errors.Join(RSS(&r, day()), JSON(&j, day())); err != nil {
		t.Fatal(err)
	}
	var f struct {
		Items []struct {
			Link string `xml:"link"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal(r.Bytes(), &f); err != nil || len(f.Items) != 3 {
		t.Errorf("RSS: %v, %d items; the one without a web address is left out", err, len(f.Items))
	}
	for _, it := range f.Items {
		if !strings.HasPrefix(it.Link, "http") {
			t.Errorf("RSS leads to %q", it.Link)
		}
	}
	var d struct{ Entries []struct{ Via []string } }
	if err := json.Unmarshal(j.Bytes(), &d); err != nil || len(d.Entries) != 4 || len(d.Entries[3].Via) != 7 {
		t.Errorf("JSON: %v, %+v", err, d)
	}
}

func TestOneLineAnEntry(t *testing.T) {
	d := day()
	d.Entries[0].Note = clean.Body("first\n\n# second\n- third")
	var b bytes.Buffer
	if err := Markdown(&b, d); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	if len(lines) != 4+len(d.Entries) {
		t.Errorf("%d lines for %d entries:\n%s", len(lines), len(d.Entries), b.String())
	}
}

func TestNoMarkupGetsThrough(t *testing.T) {
	for _, hostile := range []string{"[x](https://evil.example)", "![i](https://evil.example/t.gif)", "<script>", "&lt;b&gt;", "a\n# b", "**x**", "`x`", "~~x~~", "\\[x]"} {
		s := escape(hostile)
		for i := range len(s) {
			if strings.IndexByte("[]()*`~#<>\n", s[i]) >= 0 && (i == 0 || s[i-1] != '\\') {
				t.Errorf("%q is written %q: %q stands bare", hostile, s, s[i])
			}
		}
		if strings.Contains(s, "&lt;b&gt;") && strings.Contains(hostile, "&lt;") {
			t.Errorf("%q is written %q: its entity would be read", hostile, s)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorIsTold(t *testing.T) {
	for name, write := range map[string]func(io.Writer, Digest) error{"Markdown": Markdown, "HTML": HTML, "RSS": RSS, "JSON": JSON} {
		if err := write(full{}, day()); err == nil || !strings.Contains(err.Error(), "write the digest: disk full") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
