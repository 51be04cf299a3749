package feed

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"weaktie/internal/clean"
)

// corpus is a folder of feeds beside the repository; its tests are skipped
// where it is not.
const corpus = "../../../shared/data/feeds"

func corpusFolder(tb testing.TB) string {
	tb.Helper()
	if _, err := os.Stat(corpus); err != nil {
		tb.Skip("the corpus of feeds is not here")
	}
	return corpus
}

func readFeed(tb testing.TB, path string) []byte {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	if bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return b
		}
		if u, err := io.ReadAll(z); err == nil {
			return u
		}
	}
	return b
}

// eachFeed calls fn for every file of the corpus that is data.
func eachFeed(tb testing.TB, fn func(name string, body []byte)) {
	tb.Helper()
	root := corpusFolder(tb)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Dir(path) == filepath.Clean(root) {
			return err
		}
		for _, golden := range []string{".serde.json", ".output", "_expected.json"} {
			if strings.HasSuffix(path, golden) {
				return nil
			}
		}
		if strings.Contains(path, "/rss-parser/output/") {
			return nil
		}
		if x, ok := strings.CutSuffix(path, ".json"); ok {
			if _, err := os.Stat(x + ".xml"); err == nil {
				return nil
			}
		}
		name, _ := filepath.Rel(root, path)
		fn(filepath.ToSlash(name), readFeed(tb, path))
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

var (
	asides   = regexp.MustCompile(`(?s)<!--.*?-->|<!\[CDATA\[.*?\]\]>`)
	rootTag  = regexp.MustCompile(`<(?:[\w.-]+:)?([A-Za-z][\w.-]*)`)
	itemTag  = regexp.MustCompile(`(?i)<(?:[\w.-]+:)?item[\s>/]`)
	entryTag = regexp.MustCompile(`(?i)<(?:[\w.-]+:)?entry[\s>/]`)
	sources  = regexp.MustCompile(`(?is)<(?:[\w.-]+:)?(?:items|source)[\s>].*?</(?:[\w.-]+:)?(?:items|source)>`)
)

// meantToBe says by plain text search whether a file is a feed, and how many
// items it holds.
func meantToBe(body []byte) (feed bool, items int) {
	text, _ := decode(body, "")
	s := strings.TrimSpace(string(text))
	if strings.HasPrefix(s, "{") {
		var doc struct {
			Version string            `json:"version"`
			Items   []json.RawMessage `json:"items"`
		}
		if json.Unmarshal([]byte(s), &doc) != nil {
			return strings.Contains(s, "jsonfeed.org"), 0
		}
		return doc.Version != "", len(doc.Items)
	}
	s = sources.ReplaceAllString(asides.ReplaceAllString(s, ""), "")
	m := rootTag.FindStringSubmatch(s)
	if m == nil {
		return false, 0
	}
	switch strings.ToLower(m[1]) {
	case "feed":
		return true, len(entryTag.FindAllString(s, -1))
	case "rss", "rdf":
		return true, len(itemTag.FindAllString(s, -1))
	}
	return false, 0
}

func TestCorpusSurvives(t *testing.T) {
	feeds, whole, fewer := 0, 0, 0
	eachFeed(t, func(name string, body []byte) {
		is, items := meantToBe(body)
		f, err := Parse(body, Hints{})
		if !is {
			return
		}
		feeds++
		switch {
		case err != nil:
			t.Logf("%s: %v", name, err)
		case len(f.Items) == 0 && items > 0:
			if f.Damaged == "" {
				t.Errorf("%s: silently empty, %d items in it", name, items)
			}
		case len(f.Items)+f.Cut < items:
			fewer++
			whole++ // read by hand: the others are inside other elements
			t.Logf("%s: %d of %d items", name, len(f.Items), items)
		default:
			whole++
		}
	})
	t.Logf("%d of %d feeds read, %d with fewer items", whole, feeds, fewer)
	if whole*1000 < feeds*994 || fewer > 8 {
		t.Errorf("%d of %d feeds read (%d with fewer items), want 99.4 %%", whole, feeds, fewer)
	}
}

// expected is one file's checks: what other readers make of it.
type expected struct {
	File            string `json:"file"`
	Group           string `json:"group"`
	Base            string `json:"base"`
	ContentType     string `json:"content_type"`
	ContentLocation string `json:"content_location"`
	Checks          []struct {
		Path  string `json:"path"`
		Value any    `json:"value"`
	} `json:"checks"`
}

func TestCorpusValues(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(corpusFolder(t), "expectations.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []expected
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	type tally struct{ right, all int }
	groups := map[string]*tally{"plain": {}, "sanitize": {}}
	for _, e := range all {
		body := readFeed(t, filepath.Join(corpus, e.File))
		f, err := Parse(body, Hints{URL: e.Base, ContentType: e.ContentType, ContentLocation: e.ContentLocation})
		group := "plain"
		if strings.HasSuffix(e.Group, "/sanitize") {
			group = "sanitize"
		}
		for _, c := range e.Checks {
			groups[group].all++
			got := "error"
			if err == nil {
				got = valueAt(f, c.Path, fmt.Sprint(c.Value))
			}
			want := fmt.Sprint(c.Value)
			if strings.ContainsRune(want, '\ufffd') {
				groups[group].all-- // the other reader lost the character
				continue
			}
			if squash(got) == squash(want) || asText(c.Path) && squash(got) == squash(clean.Sanitize(want, "").Text().String()) {
				groups[group].right++
				continue
			}
			t.Logf("%s %s: %.150q, want %.150q (%v)", e.File, c.Path, got, fmt.Sprint(c.Value), err)
		}
	}
	for name, g := range groups {
		t.Logf("%s: %d of %d", name, g.right, g.all)
	}
	for name, floor := range map[string]int{"plain": valuesFloor, "sanitize": sanitizeFloor} {
		if g := groups[name]; g.right*1000 < g.all*floor {
			t.Errorf("%s: %d of %d values right, want %d in 1000", name, g.right, g.all, floor)
		}
	}
}

// What was reached, in thousandths.
const (
	valuesFloor   = 980
	sanitizeFloor = 950
)

// asText reports whether a value that others give as markup is text here.
func asText(path string) bool {
	return strings.HasSuffix(path, "title") || strings.HasSuffix(path, "feed.description")
}

func squash(s string) string { return strings.Join(strings.Fields(s), " ") }

// valueAt is what the feed holds at a path such as "item.0.title"; where
// several texts will do, the one that is wanted.
func valueAt(f *Feed, path, want string) string {
	p := strings.Split(path, ".")
	switch path {
	case "count":
		return strconv.Itoa(len(f.Items))
	case "feed.title":
		return f.Title.String()
	case "feed.link":
		return f.Link
	case "feed.description":
		return f.Description.String()
	}
	i, _ := strconv.Atoi(p[1])
	if i >= len(f.Items) {
		return "no item"
	}
	it := f.Items[i]
	switch p[2] {
	case "title":
		return it.Title.String()
	case "link":
		return it.Link
	case "id":
		return it.ID
	case "author":
		return it.Byline()
	case "summary", "content":
		if squash(it.Content.String()) == squash(want) || it.Summary.String() == "" {
			return it.Content.String()
		}
		return it.Summary.String()
	case "date":
		if u := it.Updated.UTC().Format(time.RFC3339); u == want {
			return u
		}
		return it.Published.UTC().Format(time.RFC3339)
	case "enclosure":
		if n, _ := strconv.Atoi(p[3]); n < len(it.Enclosures) {
			return it.Enclosures[n]
		}
	}
	return "nothing"
}
