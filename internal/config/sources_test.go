package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func TestParseSources(t *testing.T) {
	body := "\ufeff# mine\r\n" +
		"https://a.example/feed \"b2b\" proof \"~Ana's \\\"notes\\\" \\\\\" # the best\r\n" +
		"\r\n" +
		"\thttps://b.example/#x\t\"two words\" \"~\"\n" +
		"\"https://c.example/a b\"#not a tag\n" +
		"exec:~/bin/evil\n" +
		"\"query:All:tags # \\\"b2b\\\"\"\n" +
		"https://a.example/feed\n" +
		"ftp://user:marker@d.example/\n" +
		"https://e.example \"open\n" +
		"https://f.example \"\xff\"\n" +
		"https://user:marker@bad host/\n" +
		"filter:x:https://g.example\n" +
		"weaktie\n" +
		"https://mastodon.social/tags/b2b"
	list, problems := ParseSources("sources", []byte(body))
	want := []Source{
		{URL: "https://a.example/feed", Title: `Ana's "notes" \`, Tags: []string{"b2b", "proof"}, Line: 2},
		{URL: "https://b.example/#x", Tags: []string{"two words"}, Line: 4},
		{URL: "https://c.example/a b", Line: 5},
		{URL: "https://user:marker@bad", Tags: []string{"host/"}, Line: 12},
		{URL: "https://mastodon.social/tags/b2b", Line: 15},
	}
	if !reflect.DeepEqual(list, want) {
		t.Errorf("got  %+v\nwant %+v", list, want)
	}
	wrong := map[int]string{
		6: "exec would run a program", 7: "query is a query", 8: "same address as line 2", 9: "begin it with https://",
		10: "never closed", 11: "is not UTF-8", 13: "filter would run", 14: "is not a web address",
	}
	if len(problems) != len(wrong) {
		t.Errorf("got %d problems, want %d: %v", len(problems), len(wrong), problems)
	}
	for _, p := range problems {
		if wrong[p.Line] == "" || !strings.Contains(p.Msg, wrong[p.Line]) {
			t.Errorf("line %d: %q, want …%s…", p.Line, p.Msg, wrong[p.Line])
		}
		if strings.Contains(p.Msg, "marker") {
			t.Errorf("R36: %q repeats a password", p.Msg)
		}
	}
}

func TestTenThousandLines(t *testing.T) {
	dir := t.TempDir()
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "https://h%d.example/feed \"t\" \"~Feed %d\"\n", i, i)
	}
	write(t, dir, SourcesFile, b.String())
	list, problems, err := Sources(dir)
	if err != nil || len(problems) > 0 || len(list) != 10_000 || list[9_999].Line != 10_000 {
		t.Fatalf("got %d, %v, %v", len(list), problems, err)
	}
	if ok, err := RemoveSource(dir, "https://h5000.example/feed"); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if list, _, _ = Sources(dir); len(list) != 9_999 {
		t.Fatalf("%d after removing one", len(list))
	}
}

func TestEditsKeepTheRest(t *testing.T) {
	add := func(dir string) (bool, error) {
		return AddSource(dir, Source{URL: "https://new.example/f", Title: `A "b"`, Tags: []string{"x"}})
	}
	remove := func(dir string) (bool, error) { return RemoveSource(dir, "https://a.example") }
	change := func(dir string) (bool, error) {
		return ReplaceSource(dir, "https://a.example", Source{URL: "https://a2.example", Title: "A"})
	}
	line := `https://new.example/f "x" "~A \"b\""`
	for name, c := range map[string]struct {
		before, after string
		do            func(string) (bool, error)
		changed       bool
	}{
		"add to nothing":        {"", line + "\n", add, true},
		"add, no final newline": {"# c\nhttps://a.example", "# c\nhttps://a.example\n" + line + "\n", add, true},
		"add, CRLF":             {"# c\r\n\r\nhttps://a.example\r\n", "# c\r\n\r\nhttps://a.example\r\n" + line + "\r\n", add, true},
		"add, BOM":              {"\ufeffhttps://a.example\n", "\ufeffhttps://a.example\n" + line + "\n", add, true},
		"add again":             {"  https://new.example/f \"mine\" # c", "  https://new.example/f \"mine\" # c", add, false},
		"remove":                {"# one\nhttps://b.example\n  https://a.example \"t\"\n# two\n", "# one\nhttps://b.example\n# two\n", remove, true},
		"remove, mixed endings": {"https://b.example\r\nhttps://a.example\n# \xff\r\n", "https://b.example\r\n# \xff\r\n", remove, true},
		"remove what is not":    {"#https://a.example\nhttps://a.example/\n", "#https://a.example\nhttps://a.example/\n", remove, false},
		"change":                {"# 1\nhttps://a.example \"t\"   # why\nhttps://b.example\n", "# 1\nhttps://a2.example \"~A\" # why\nhttps://b.example\n", change, true},
		"change what is not":    {"\n\n", "\n\n", change, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, SourcesFile)
			if c.before != "" {
				write(t, dir, SourcesFile, c.before)
			}
			changed, err := c.do(dir)
			if err != nil || changed != c.changed {
				t.Fatalf("changed %v, %v; want %v", changed, err, c.changed)
			}
			got, err := os.ReadFile(path)
			if err != nil || string(got) != c.after {
				t.Errorf("got %q, %v; want %q", got, err, c.after)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, ".sources-*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestWrittenSourcesReadBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	list := []Source{
		{URL: "https://a.example/x?y=1#z", Title: "~odd \\ title", Tags: []string{"#b2b", "two words", `q"q`}, Line: 1},
		{URL: `https://b.example/"quoted"`, Line: 2},
		{URL: "https://c.example/", Title: "日本語 🙂", Line: 3},
	}
	if n, err := AddSources(dir, list); n != 3 || err != nil {
		t.Fatal(n, err)
	}
	got, problems, err := Sources(dir)
	if err != nil || problems != nil || !reflect.DeepEqual(got, list) {
		t.Errorf("got %+v, %v, %v", got, problems, err)
	}
	if n, err := AddSources(dir, list); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
}

func TestBadAddressesAreNotAdded(t *testing.T) {
	dir := t.TempDir()
	for _, bad := range []string{"", "exec:rm", "a.example", "javascript:alert(1)", "https://", "http://[::1"} {
		if ok, err := AddSource(dir, Source{URL: bad}); ok || err == nil {
			t.Errorf("%q was added", bad)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, SourcesFile)); err == nil {
		t.Error("a file was made")
	}
}

func TestEditFollowsSymlinkAndKeepsMode(t *testing.T) {
	repo, dir := t.TempDir(), t.TempDir()
	real := write(t, repo, "urls", "# dotfiles\n")
	if err := os.Chmod(real, 0o644); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, SourcesFile)
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	if ok, err := AddSource(dir, Source{URL: "https://a.example"}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if fi, err := os.Lstat(link); err != nil || fi.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", fi, err)
	}
	if fi, err := os.Stat(real); err != nil || fi.Mode().Perm() != 0o644 {
		t.Errorf("mode: %v, %v", fi, err)
	}
	got, err := os.ReadFile(real)
	if err != nil || string(got) != "# dotfiles\nhttps://a.example\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestNewSourcesFileIsPrivate(t *testing.T) {
	dir := t.TempDir()
	if _, err := AddSource(dir, Source{URL: "https://a.example/?key=k"}); err != nil {
		t.Fatal(err)
	}
	if fi, err := os.Stat(filepath.Join(dir, SourcesFile)); err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("mode: %v, %v", fi, err)
	}
}

func TestSomebodyElseWritesMeanwhile(t *testing.T) {
	dir := t.TempDir()
	path := write(t, dir, SourcesFile, "https://a.example\n")
	meddled := false
	err := edit(dir, func(t *text) bool {
		if !meddled {
			meddled = true
			_ = os.WriteFile(path, []byte("https://a.example\nhttps://theirs.example\n"), 0o600)
		}
		t.lines = append(t.lines, "https://ours.example")
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != "https://a.example\nhttps://theirs.example\nhttps://ours.example\n" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestReadersSeeWholeFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, SourcesFile, "https://a.example\n")
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := range 20 {
			if _, err := AddSource(dir, Source{URL: fmt.Sprintf("https://h%d.example", i)}); err != nil {
				t.Error(err)
			}
		}
	})
	for range 100 {
		list, problems, err := Sources(dir)
		if err != nil || problems != nil || len(list) == 0 {
			t.Errorf("saw %d, %v, %v", len(list), problems, err)
		}
	}
	writing.Wait()
}

func TestPacks(t *testing.T) {
	packs := Packs()
	var names []string
	total := 0
	for _, p := range packs {
		names = append(names, p.Name)
		total += len(p.Sources)
		if p.About == "" || len(p.Sources) < 5 {
			t.Errorf("%q: about %q, %d sources", p.Name, p.About, len(p.Sources))
		}
		for _, s := range p.Sources {
			if s.Title == "" || len(s.Tags) == 0 || !strings.HasPrefix(s.URL, "https://") {
				t.Errorf("%s: %+v lacks something", p.Name, s)
			}
		}
	}
	if !reflect.DeepEqual(names, []string{"B2B marketing", "Content marketing", "Social media & community", "Listening tags"}) || total < 30 {
		t.Errorf("got %q, %d sources", names, total)
	}
	files, err := packFiles.ReadDir("packs")
	if err != nil || len(files) != len(packs) {
		t.Fatalf("%d files, %d packs, %v", len(files), len(packs), err)
	}
	for _, f := range files {
		body, err := packFiles.ReadFile("packs/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if _, problems := ParseSources(f.Name(), body); problems != nil {
			t.Error(problems)
		}
	}
}

func FuzzSources(f *testing.F) {
	f.Add("https://a.example \"t\" \"~T\" # c\nexec:x\r\n\"")
	f.Add("\ufeff\"https://a.example\\")
	f.Fuzz(func(t *testing.T, body string) {
		list, _ := ParseSources("f", []byte(body))
		for _, s := range list {
			back, problems := ParseSources("f", []byte(format(s)))
			if len(back) != 1 || problems != nil || back[0].URL != s.URL {
				t.Errorf("%+v is written %q and read %+v %v", s, format(s), back, problems)
			}
		}
		if got := parseText(body).String(); strings.HasSuffix(body, "\n") && got != body {
			t.Errorf("%q comes back as %q", body, got)
		}
	})
}
