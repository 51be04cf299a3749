package store

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"weaktie/internal/flip"
	"weaktie/internal/post"
	"weaktie/internal/source"
)

// A power cut leaves some of a commit's pages written, in any part, and the
// meta page, which goes last, whole, torn or not at all. bbolt writes pages in
// file order; every prefix must open as the state before.
func TestR39PowerCutInACommit(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	add(t, s, feedURL, articles(20)...)
	before, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	add(t, s, "https://second.example/feed", articles(20)...)
	after, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	page := os.Getpagesize()
	image := append(bytes.Clone(before), make([]byte, len(after)-len(before))...)
	opens := func(name string, want ...int) {
		t.Helper()
		cut := t.TempDir()
		if err := os.WriteFile(filepath.Join(cut, Name), image, 0o600); err != nil {
			t.Fatal(err)
		}
		s := openAt(t, cut)
		if err := s.Check(t.Context()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if st, err := s.Stats(); err != nil || st.Posts != want[0] {
			t.Errorf("%s: %d posts, want %d, %v", name, st.Posts, want[0], err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	changed := 0
	for at := 2 * page; at < len(after); at += page {
		if !bytes.Equal(image[at:at+page], after[at:at+page]) {
			copy(image[at:at+page], after[at:at+page])
			if changed++; changed%3 == 0 {
				opens("some pages", 20)
			}
		}
	}
	if changed < 5 {
		t.Fatalf("a commit changed %d pages only", changed)
	}
	for at := 0; at < 2*page; at += page {
		if bytes.Equal(image[at:at+page], after[at:at+page]) {
			continue
		}
		copy(image[at:at+40], after[at:at+40])
		opens("a torn meta page", 20)
		copy(image[at:at+page], after[at:at+page])
	}
	opens("all of it", 40)
}

// flipBits flips one bit in each record of a bucket.
func flipBits(t *testing.T, s *Store, bucket string) (n int) {
	t.Helper()
	random := rand.New(rand.NewPCG(42, 42))
	err := s.db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		var keys [][]byte
		if err := b.ForEach(func(k, _ []byte) error { keys = append(keys, bytes.Clone(k)); return nil }); err != nil {
			return err
		}
		n = len(keys)
		for _, k := range keys {
			v := bytes.Clone(b.Get(k))
			bit := random.IntN(8 * len(v))
			v[bit/8] ^= 1 << (bit % 8)
			if err := b.Put(k, v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestR42FlippedBitsAreFound(t *testing.T) {
	for _, bucket := range []string{bPosts, bFold, bVerdicts, bPersons, bLinks, bShares, bStates, bJournal, bStanding} {
		t.Run(bucket, func(t *testing.T) {
			s := openAt(t, t.TempDir())
			add(t, s, feedURL, articles(200)...)
			decide(t, s, Decision{Subject: subject(1), Action: Saved}, Decision{Subject: subject(2), Action: Saved})
			n := flipBits(t, s, bucket)
			items, err := s.Posts(t.Context(), Query{Text: []string{"retention"}})
			if err != nil {
				t.Fatal(err)
			}
			if lost := bucket == bPosts || bucket == bFold; lost != (len(items) == 0) {
				t.Errorf("%d posts are found", len(items))
			}
			if bucket == bPersons && items[0].Post.Author.Handle != "ana@web" {
				t.Errorf("without the record the author is %+v", items[0].Post.Author)
			}
			for _, read := range []func() error{
				func() error { _, err := s.Shares(t.Context(), noon().AddDate(-1, 0, 0), time.Time{}); return err },
				func() error { _, err := s.States(); return err },
				func() error { _, err := s.Standing(AboutLink); return err },
				func() error { _, err := s.Journal(0); return err },
			} {
				if err := read(); err != nil {
					t.Error(err)
				}
			}
			if st, err := s.Stats(); err != nil || st.Damaged != n {
				t.Errorf("%d of %d were found, %v", st.Damaged, n, err)
			}
			if err := s.Check(t.Context()); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), " in "+bucket) {
				t.Errorf("Check: %v", err)
			}
		})
	}
}

func TestAPostThatIsDamagedComesBackFromItsSource(t *testing.T) {
	s := openAt(t, t.TempDir())
	add(t, s, feedURL, articles(3)...)
	flipBits(t, s, bPosts)
	if got := add(t, s, feedURL, articles(3)...); len(got.New) != 0 || got.Updated != 3 {
		t.Errorf("%d new, %d updated", len(got.New), got.Updated)
	}
	if got := posts(t, s, Query{}); len(got) != 3 || got[2].Post.Title.String() != "Post number 2" {
		t.Errorf("%+v", got)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

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

func TestAClosedStoreSaysSo(t *testing.T) {
	s := openAt(t, t.TempDir())
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Add(Batch{Source: feedURL}); !errors.Is(err, ErrClosed) {
		t.Errorf("Add: %v", err)
	}
	if _, err := s.Stats(); !errors.Is(err, ErrClosed) {
		t.Errorf("Stats: %v", err)
	}
	if _, err := s.Add(Batch{}); err == nil {
		t.Error("a batch of no source was stored")
	}
}

func TestLongReadsStopWhenTold(t *testing.T) {
	s := openAt(t, t.TempDir())
	add(t, s, feedURL, articles(2*lookUp)...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, read := range map[string]func() error{
		"Posts":  func() error { _, err := s.Posts(ctx, Query{Text: []string{"nowhere"}}); return err },
		"Shares": func() error { _, err := s.Shares(ctx, noon().AddDate(-1, 0, 0), noon()); return err },
		"Check":  func() error { return s.Check(ctx) },
	} {
		if err := read(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a hostile hand wrote into the file, checksums and all, is still clean
// when it comes out.
func TestTheFileIsNotTrusted(t *testing.T) {
	s := openAt(t, t.TempDir())
	id := add(t, s, feedURL, article(1)).New[0].Post.ID
	const evil = "\x1b]52;c;aGk=\x07\u202e"
	err := s.update("forge", func(tx *txn) error {
		var r postRecord
		tx.get(bPosts, key64(uint64(id)), &r)
		r.Title, r.Stated, r.Language, r.Tags = evil+"title", evil, evil, []string{evil}
		r.URL, r.Enclosed = "https://x.example/"+evil, []string{"javascript:alert(1)", "file:///etc/passwd"}
		r.HTML = "<script>x</script><p>" + evil + "text</p>"
		if err := tx.put(bPosts, key64(uint64(id)), &r); err != nil {
			return err
		}
		if err := tx.putVerdict(id, flip.Verdict{Band: flip.Clear, Why: evil, Evidence: []flip.Evidence{{Rule: evil, Reason: evil}}}); err != nil {
			return err
		}
		return tx.putState(feedURL, source.State{Title: evil, Problem: evil})
	})
	if err != nil {
		t.Fatal(err)
	}
	it, ok, err := s.Post(id)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	states, err := s.States()
	if err != nil {
		t.Fatal(err)
	}
	p, v := it.Post, it.Verdict
	for _, got := range []string{
		p.Title.String(), p.Stated, p.Language, p.Tags[0], p.URL, p.HTML.String(), p.Text().String(),
		v.Why, v.Evidence[0].Rule, v.Evidence[0].Reason, states[feedURL].Title, states[feedURL].Problem,
	} {
		if strings.ContainsAny(got, "\x1b\x07\u202e") || strings.Contains(got, "script") {
			t.Errorf("%q came out", got)
		}
	}
	if p.URL != "" || p.Enclosed != nil {
		t.Errorf("addresses %q %q came out", p.URL, p.Enclosed)
	}
	if _, ok, err := s.Post(post.ID(77)); ok || err != nil {
		t.Errorf("a post that is not there: %v, %v", ok, err)
	}
}
