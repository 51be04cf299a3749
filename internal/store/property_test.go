package store

import (
	"fmt"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"weaktie/internal/source"
)

// Whatever a source answers, the same answer again, in any order, brings
// nothing.
func TestTheSameAnswerAgainBringsNothing(t *testing.T) {
	s := openAt(t, t.TempDir())
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		address := fmt.Sprintf("https://feed%d.example/", n)
		items := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) Item {
			return item(
				rapid.SampledFrom([]string{"", "", "g1", "g2", "g3"}).Draw(rt, "guid"),
				rapid.SampledFrom([]string{"", "", "https://b.example/1", "https://b.example/2"}).Draw(rt, "url"),
				rapid.SampledFrom([]string{"", "One", "Two", "Three"}).Draw(rt, "title"),
				rapid.SampledFrom([]string{"", "d1", "d2"}).Draw(rt, "stated"),
			)
		}), 0, 6).Draw(rt, "items")
		send := func(items []Item) Added {
			added, err := s.Add(Batch{Source: address, Items: items})
			if err != nil {
				rt.Fatal(err)
			}
			return added
		}
		send(items)
		for range 2 {
			if again := send(rapid.Permutation(items).Draw(rt, "again")); len(again.New) != 0 {
				rt.Fatalf("%d new of %+v", len(again.New), titles(items))
			}
		}
	})
}

func TestEverythingAtOnce(t *testing.T) {
	s := openAt(t, t.TempDir())
	var all sync.WaitGroup
	for w := range 4 {
		all.Go(func() {
			for n := range 10 {
				it := toot(fmt.Sprintf("%d-%d", w, n), "ana", 0, "https://x.example/")
				if _, err := s.Add(Batch{Source: fmt.Sprintf("https://s%d.example/", w), State: source.State{}, Items: []Item{it}}); err != nil {
					t.Error(err)
				}
				if _, err := s.Decide(Decision{Subject: subject(n), Action: Saved}); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for range 10 {
				if _, err := s.Posts(t.Context(), Query{Text: []string{"worth"}}); err != nil {
					t.Error(err)
				}
				if _, err := s.Standing(AboutLink); err != nil {
					t.Error(err)
				}
				if _, err := s.Stats(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	st, err := s.Stats()
	if err != nil || st.Posts != 40 || st.Links != 1 || st.People != 1 || st.Decisions != 40 {
		t.Errorf("%+v, %v", st, err)
	}
	if shares, err := s.SharesOf("https://x.example/"); err != nil || len(shares) != 40 {
		t.Errorf("%d shares, %v", len(shares), err)
	}
}
