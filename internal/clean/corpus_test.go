package clean_test

import (
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"weaktie/internal/clean"
)

// corpus is the folder of feeds kept beside the repository.
const corpus = "../../../shared/data/feeds/feedparser/wellformed/sanitize"

var forbidden = regexp.MustCompile(`(?i)<script|javascript:|onclick|onload=|onerror=|position: *absolute|expression\(|alert\(1|location\.href`)

// Every file is sanitised as if its escaped texts stood in one page: the attacks of the feedparser suite stand in titles, summaries and contents.
func TestR24SanitizerCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus, "*.xml"))
	if err != nil || len(files) == 0 {
		t.Skip("the feed corpus is not beside the repository")
	}
	for _, file := range files {
		raw, err := fs.ReadFile(os.DirFS(filepath.Dir(file)), filepath.Base(file))
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(string(raw), "-->")
		body = strings.NewReplacer("<![CDATA[", "", "]]>", "").Replace(body)
		markups := []string{html.UnescapeString(body)}
		if !strings.Contains(body, "&lt;") {
			markups = append(markups, body)
		}
		for _, markup := range markups {
			h := clean.Sanitize(markup, "http://127.0.0.1:8097/")
			text := h.Text().String()
			checkSafe(t, filepath.Base(file), text, true)
			if m := forbidden.FindString(text); m != "" {
				t.Errorf("%s: the text keeps %q: %q", filepath.Base(file), m, text)
			}
			for _, tag := range tags(h.String()) {
				if m := forbidden.FindString(tag); m != "" {
					t.Errorf("%s: the markup keeps %q in %s", filepath.Base(file), m, tag)
				}
			}
			for _, href := range h.Hrefs() {
				if !strings.HasPrefix(href, "http://") && !strings.HasPrefix(href, "https://") && !strings.HasPrefix(href, "mailto:") {
					t.Errorf("%s: keeps the address %q", filepath.Base(file), href)
				}
			}
		}
	}
}

func tags(markup string) []string { return regexp.MustCompile(`<[^>]*>`).FindAllString(markup, -1) }
