package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"weaktie/internal/source"
)

func TestR44PlacesThatDoNotWork(t *testing.T) {
	base := t.TempDir()
	file := filepath.Join(base, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(base, "folder")
	if err := os.MkdirAll(filepath.Join(folder, Name), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"a file for a folder": file, "below a file": filepath.Join(file, "x"), "a folder for a file": folder} {
		if _, err := Open(dir, Options{Now: noon}); err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v", name, err)
		}
	}
	t.Run("read-only", func(t *testing.T) {
		if os.Getuid() == 0 {
			t.Skip("root may write everywhere")
		}
		dir := filepath.Join(base, "read-only")
		if err := os.Mkdir(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, Options{Now: noon}); err == nil || !strings.Contains(err.Error(), "must be able to write there") {
			t.Errorf("Open: %v", err)
		}
	})
}

func TestR44WhoMayReadIt(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "made", "by us")
	s := openAt(t, dir)
	modes := func() {
		t.Helper()
		for path, want := range map[string]os.FileMode{dir: 0o700, s.Path(): 0o600} {
			if st, err := os.Stat(path); err != nil || st.Mode().Perm() != want {
				t.Errorf("%s has mode %v, %v", path, st.Mode(), err)
			}
		}
	}
	modes()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(s.Path(), 0o644); err != nil {
		t.Fatal(err)
	}
	linked := filepath.Join(base, "linked")
	if err := os.Symlink(dir, linked); err != nil {
		t.Fatal(err)
	}
	openAt(t, linked)
	modes()
}

func TestR45PollsWithoutNewsDoNotGrowTheFile(t *testing.T) {
	s := openAt(t, t.TempDir())
	items := articles(500)
	poll := func(n int) {
		t.Helper()
		b := Batch{Source: feedURL, Items: items}
		b.State = source.State{ETag: strings.Repeat("e", 20+n%3), Failures: n % 7}
		if got, err := s.Add(b); err != nil || len(got.New) != 0 || got.Updated != 0 {
			t.Fatalf("%d new, %d updated, %v", len(got.New), got.Updated, err)
		}
	}
	add(t, s, feedURL, items...)
	for n := range 5 {
		poll(n)
	}
	before, err := s.Stats()
	if err != nil {
		t.Fatal(err)
	}
	for n := range 50 {
		poll(n)
		posts(t, s, Query{Limit: 10})
	}
	after, err := s.Stats()
	if err != nil {
		t.Fatal(err)
	}
	if after.Bytes != before.Bytes {
		t.Errorf("%d bytes became %d", before.Bytes, after.Bytes)
	}
	if n := s.db.Stats().OpenTxN; n != 0 {
		t.Errorf("%d transactions were left open", n)
	}
}

func TestR46Schemas(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	add(t, s, feedURL, articles(3)...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// The next schema has one key more.
	next := append(migrations(), func(tx *bolt.Tx) error {
		return tx.Bucket([]byte(bMeta)).Put([]byte("next"), []byte("yes"))
	})
	torn := append(migrations(), func(tx *bolt.Tx) error {
		if err := tx.DeleteBucket([]byte(bPosts)); err != nil {
			return err
		}
		return errors.New("half done")
	})
	if _, err := openWith(dir, Options{Now: noon}, torn); err == nil || !strings.Contains(err.Error(), "half done") {
		t.Fatalf("a migration that fails: %v", err)
	}
	s = openAt(t, dir) // as if nothing had been
	if got := posts(t, s, Query{}); len(got) != 3 {
		t.Errorf("%d posts after it", len(got))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := openWith(dir, Options{Now: noon}, next)
	if err != nil {
		t.Fatal(err)
	}
	if st, err := s.Stats(); err != nil || st.Schema != len(next)+1 || st.Posts != 3 {
		t.Errorf("migrated: %+v, %v", st, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{Now: noon}); !errors.Is(err, ErrNewer) {
		t.Errorf("an older weaktie: %v", err)
	}
	copies, err := filepath.Glob(filepath.Join(dir, Name+".schema*"))
	if err != nil || len(copies) != 1 {
		t.Fatalf("copies: %v, %v", copies, err)
	}
	back := t.TempDir()
	if err := os.Rename(copies[0], filepath.Join(back, Name)); err != nil {
		t.Fatal(err)
	}
	if st, err := openAt(t, back).Stats(); err != nil || st.Posts != 3 || st.Schema != len(migrations())+1 {
		t.Errorf("the copy: %+v, %v", st, err)
	}
}

func TestBackupWhileInUse(t *testing.T) {
	s := openAt(t, t.TempDir())
	add(t, s, feedURL, articles(5)...)
	to := t.TempDir()
	path := filepath.Join(to, Name)
	if err := s.Backup(path); err != nil {
		t.Fatal(err)
	}
	add(t, s, feedURL, article(6))
	if err := s.Backup(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("over a file that is there: %v", err)
	}
	if left, err := os.ReadDir(to); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", st, err)
	}
	if got := posts(t, openAt(t, to), Query{}); len(got) != 5 {
		t.Errorf("the copy holds %d posts", len(got))
	}
	if err := s.Backup(filepath.Join(to, "no", "such")); err == nil || !strings.Contains(err.Error(), "no/such") {
		t.Errorf("into no folder: %v", err)
	}
}
