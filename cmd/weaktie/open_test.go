package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"weaktie/internal/link"
)

// fakeBrowser is a program that writes the arguments it got, one a line, into a
// pipe that the test reads: reading waits for it, no clock is needed.
func fakeBrowser(t *testing.T) (program string, args func() []string) {
	t.Helper()
	dir := t.TempDir()
	program, log := filepath.Join(dir, "browser"), filepath.Join(dir, "log")
	script := "#!/bin/sh\nfor a in \"$@\"; do printf '%s\\n' \"$a\"; done > " + log + ".part\nmv " + log + ".part " + log + "\necho noise; echo noise >&2\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return program, func() []string {
		t.Helper()
		body, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(log); err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSuffix(string(body), "\n"), "\n")
	}
}

// wait takes every slot of the opener: all browsers have ended then.
func (o *opener) wait() {
	for range maxBrowsers {
		o.busy <- struct{}{}
	}
	for range maxBrowsers {
		<-o.busy
	}
}

func TestR10OneArgumentAndNoShell(t *testing.T) {
	program, args := fakeBrowser(t)
	o := newOpener(func(string) string { return program })
	for _, tail := range []string{
		"", "a b", "$(touch pwned)", "`id`", "';id;'", `";id;"`, "&id", "|id", ">x", "<x", "\nid", "\r\nid", "%0aid", "--help", "-x",
		"*", "?", "~root", "#frag", "\\x", "{a,b}", "!!", "\x00", "\x1b]52;c;aGk=\a", "é", "漢字", "\u202etxt", "a'b", `a"b`, "a;b", "(x)", "[x]", "%", "%zz", "%s", "%u",
	} {
		address := "https://evil.example/" + tail
		want, ok := link.Clean(address)
		err := o.open(address)
		o.wait()
		if !ok {
			if err == nil {
				t.Errorf("%q was opened", address)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", address, err)
			continue
		}
		if got := args(); !slices.Equal(got, []string{want.Open}) {
			t.Errorf("%q: the browser got %q, want one argument %q", address, got, want.Open)
		}
	}
}

func TestR11OnlyTheWebIsOpened(t *testing.T) {
	o := newOpener(func(string) string { return "/nonexistent/browser" })
	for _, scheme := range []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
		"FILE:///etc/passwd", "vbscript:x", "about:blank", "chrome://settings", "view-source:https://x.example", "ms-msdt:/id", "ssh://-oProxyCommand=id", "tel:1", "sms:1",
		"mailto:a@b.example", "ftp://x.example", "gopher://x.example", "\\\\server\\share", "//x.example", "/etc/passwd", "-h", "--version", "x", "", "https:", "https://", "http:///x", "intent://x#Intent;end",
	} {
		if err := o.open(scheme); err == nil || strings.Contains(err.Error(), "start the browser") {
			t.Errorf("%q reached the browser: %v", scheme, err)
		}
	}
}

func TestR53BrowsersAreBounded(t *testing.T) {
	o := newOpener(func(string) string { return "/nonexistent/browser" })
	for range maxBrowsers {
		o.busy <- struct{}{}
	}
	if err := o.open("https://x.example"); err == nil || !strings.Contains(err.Error(), "wait") {
		t.Errorf("an eleventh browser: %v", err)
	}
	<-o.busy
	if err := o.open("https://x.example"); err == nil || !strings.Contains(err.Error(), "start the browser") {
		t.Errorf("a missing browser: %v", err)
	}
	if len(o.busy) != maxBrowsers-1 {
		t.Error("a browser that did not start keeps its slot")
	}
}

func TestBrowserSettingIsSplitOnce(t *testing.T) {
	for setting, want := range map[string]string{
		"":                       "[]",
		"firefox":                "[firefox U]",
		"firefox:chromium":       "[firefox U]",
		"firefox --new-tab":      "[firefox --new-tab U]",
		"w3m %s -o x=1":          "[w3m U -o x=1]",
		"open-in %u":             "[open-in U]",
		"sh -c evil;id":          "[sh -c evil;id U]", // the user's own words, never fetched ones
		"x --url=%s":             "[x --url=%s U]",
		"  spaced   out   ":      "[spaced out U]",
		"firefox %s:chromium %s": "[firefox U]",
	} {
		if got := fmt.Sprint(browserCommand(setting, "U")); got != want {
			t.Errorf("%q: %s, want %s", setting, got, want)
		}
	}
}

// TestNoShellInTheTree reads every source file: nobody starts a shell.
func TestNoShellInTheTree(t *testing.T) {
	shell := regexp.MustCompile(`exec\.Command(Context)?\([^)]*"(/bin/)?(ba|da|z)?sh"`)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if m := shell.Find(body); m != nil {
			t.Errorf("%s: %s", path, m)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The dashboard's import must not read its own keyboard.
func TestImportFromTheDashboardWantsAFile(t *testing.T) {
	a := &app{in: strings.NewReader("https://a.example/feed\n"), folder: t.TempDir(), env: func(string) string { return "" }}
	if _, err := a.importFile(&world{})(t.Context(), "-"); err == nil || !strings.Contains(err.Error(), "name a file") {
		t.Errorf("import of -: %v", err)
	}
	if a.slurped != nil {
		t.Errorf("it read %q", a.slurped)
	}
}
