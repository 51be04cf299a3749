package main

import (
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"weaktie/internal/owner"
)

// TestBesideTheOwner has the owner of a store carry out commands for others.
func TestBesideTheOwner(t *testing.T) {
	dir := t.TempDir()
	env := map[string]string{"WEAKTIE_CONFIG": filepath.Join(dir, "c"), "WEAKTIE_DATA": filepath.Join(dir, "d"), "HOME": dir}
	a := &app{now: time.Now, folder: dir, env: func(k string) string { return env[k] }}
	a.dirs.Config, a.dirs.Data = env["WEAKTIE_CONFIG"], env["WEAKTIE_DATA"]
	w, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	w.does("watch")
	ask := func(args ...string) (string, int) {
		var out, errs strings.Builder
		code := w.answer(a)(t.Context(), owner.Call{Args: args}, &out, &errs)
		return out.String() + errs.String(), code
	}
	ask("poll")
	if said, _ := ask("who"); !strings.HasPrefix(said, "watch (pid ") {
		t.Errorf("after a poll for somebody else the owner is doing %q", said)
	}
	if said, code := ask("watch"); code != exitStore || !strings.Contains(said, "another weaktie is running watch") {
		t.Errorf("a second watch: %d, %q", code, said)
	}
	// The caller's doctor has said the rest itself.
	if said, code := ask("doctor"); code != exitDone || strings.Contains(said, "settings") || !strings.Contains(said, "schema") {
		t.Errorf("doctor: %d, %q", code, said)
	}
	if said, _ := ask("doctor", "--store-only"); strings.TrimSpace(said) != heldWord {
		t.Errorf("the walk over a file that is in use says %q", said)
	}
	if err := w.store.Close(); err != nil {
		t.Error(err)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// TestLostOutputIsAnError: a script must not take half a list for all of it.
func TestLostOutputIsAnError(t *testing.T) {
	for _, c := range []struct {
		out  io.Writer
		code int
		said string
	}{
		{full{}, exitUsage, "weaktie: write the result: no space left on device\n"},
		{gone{}, exitDone, ""},
	} {
		var errs strings.Builder
		dir := t.TempDir()
		a := &app{
			in: strings.NewReader(""), out: c.out, err: &errs, now: time.Now, folder: dir,
			env: func(k string) string { return map[string]string{"HOME": dir}[k] },
		}
		if code := a.run(t.Context(), []string{"config"}); code != c.code || errs.String() != c.said {
			t.Errorf("%T: exit %d, %q", c.out, code, errs.String())
		}
	}
}

// gone is a reader that has had enough.
type gone struct{}

func (gone) Write([]byte) (int, error) { return 0, syscall.EPIPE }
