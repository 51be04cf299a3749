package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"weaktie/internal/flip"
	"weaktie/internal/link"
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

// A post that brings too much of everything is stored, and can be read.
func TestAPostWithoutMeasure(t *testing.T) {
	s := openAt(t, t.TempDir())
	it := article(1)
	for n := range 70_000 {
		url := fmt.Sprint("https://x.example/", n)
		it.Post.Tags, it.Post.Enclosed = append(it.Post.Tags, url), append(it.Post.Enclosed, url)
		it.Post.Links = append(it.Post.Links, link.Link{Key: url, Open: url})
		it.Verdict.Evidence = append(it.Verdict.Evidence, flip.Evidence{Rule: url})
	}
	add(t, s, feedURL, it)
	got := posts(t, s, Query{})
	if len(got) != 1 || len(got[0].Post.Tags) != listLimit || len(got[0].Post.Links) != listLimit || len(got[0].Verdict.Evidence) != listLimit {
		t.Fatalf("%d posts came back", len(got))
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
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
