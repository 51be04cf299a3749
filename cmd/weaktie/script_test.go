package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"weaktie": main})
}

// TestScripts runs the binary as a user would: testdata/*.txtar.
func TestScripts(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(serve))
	t.Cleanup(web.Close)
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			env.Setenv("HOME", home)
			env.Setenv("WEAKTIE_CONFIG", filepath.Join(home, "config"))
			env.Setenv("WEAKTIE_DATA", filepath.Join(home, "data"))
			env.Setenv("WEB", web.URL)
			env.Setenv("WALL", strings.Replace(web.URL, "127.0.0.1", "localhost", 1))
			env.Setenv("TZ", "UTC")
			now := time.Now().UTC()
			env.Setenv("HOUR_AGO", now.Add(-time.Hour).Format(time.RFC3339))
			env.Setenv("TWO_HOURS_AGO", now.Add(-2*time.Hour).Format(time.RFC3339))
			return os.MkdirAll(home, 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"expand": expand},
	})
}

// expand replaces $NAME in a file by the script's variables, in place.
func expand(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		body := os.Expand(ts.ReadFile(name), ts.Getenv)
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(body), 0o600))
	}
}

// serve is a small web: a feed, a page that announces it, a failing feed, a
// login page.
func serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.Host, "localhost") { // a site behind a login, on every path
		fmt.Fprint(w, `<!doctype html><html><head><title>Just a moment</title></head><body>Please log in</body></html>`)
		return
	}
	day := time.Now().UTC().Add(-3 * time.Hour).Format(time.RFC1123Z)
	switch r.URL.Path {
	case "/feed.xml":
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") == `"one"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Slow &#27;[31mNotes</title><link>http://%s/</link>
<item><title>Why weak ties travel further</title><link>http://%s/weak-ties</link><guid>1</guid><pubDate>%s</pubDate><description>Thirty studies, one table.</description></item>
<item><title>Second post</title><link>http://%s/second</link><guid>2</guid><pubDate>%s</pubDate></item></channel></rss>`, r.Host, r.Host, day, r.Host, day)
	case "/":
		fmt.Fprint(w, `<html><head><title>Home</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>`)
	case "/broken.xml":
		http.Error(w, "no", http.StatusInternalServerError)
	default:
		http.NotFound(w, r)
	}
}

// TestEveryFailureIsOneSentence holds the shape of error messages: prefix, no
// capital, no full stop, no escape.
func TestEveryFailureIsOneSentence(t *testing.T) {
	for _, args := range [][]string{
		{"links", "--by", "x"},
		{"links", "--since", "soon"},
		{"digest", "--day", "monday"},
		{"inspect"},
		{"inspect", "--list", "absent"},
		{"import", "absent"},
		{"nonsense"},
		{"links", "--bad"},
		{"search", "is:purple"},
		{"search", "--limit", "0", "x"},
		{"messages", "--limit", "-1"},
		{"messages", "--band", "x"},
		{"links", "--by", "\x1b[31m"},
	} {
		var out, errs strings.Builder
		dir := t.TempDir()
		a := &app{
			in: strings.NewReader(""), out: &out, err: &errs, now: time.Now, folder: dir,
			env: func(k string) string {
				return map[string]string{"WEAKTIE_CONFIG": filepath.Join(dir, "c"), "WEAKTIE_DATA": filepath.Join(dir, "d"), "HOME": dir}[k]
			},
		}
		code := a.run(t.Context(), args)
		msg := errs.String()
		if code != exitUsage || !strings.HasPrefix(msg, "weaktie: ") || strings.Contains(msg, "\x1b") || strings.HasSuffix(msg, ".\n") {
			t.Errorf("%q: exit %d, %q", args, code, msg)
		}
	}
}

func TestSpansReadAsTheyAreSet(t *testing.T) {
	for d, want := range map[time.Duration]string{time.Hour: "1h", 10 * time.Minute: "10m", 48 * time.Hour: "48h", 90 * time.Minute: "1h30m", 30 * time.Second: "30s"} {
		if got := inWords(d); got != want {
			t.Errorf("%s: %s, want %s", d, got, want)
		}
	}
}
