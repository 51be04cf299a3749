package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/source"
)

// benchBatch is feed n's answer of 50 posts of some 600 bytes, each with its
// own page and one of 5,000 links that others share too.
func benchBatch(n int) Batch {
	b := Batch{Source: fmt.Sprintf("https://feed%d.example/rss", n), State: source.State{Kind: source.KindFeed, ETag: "x"}}
	for i := range 50 {
		k := n*50 + i
		url, shared := fmt.Sprintf("https://feed%d.example/posts/%d", n, i), fmt.Sprintf("https://read.example/article-%d", k*7919%5000)
		text := strings.Repeat(fmt.Sprintf("Retention grew by %d percent after we asked why people stay. ", k%90), 9)
		if k%4000 == 0 {
			text += "haystackneedle"
		}
		b.Items = append(b.Items, Item{Post: post.Post{
			GUID: url, URL: url, Author: person.Person{Handle: person.Handle(fmt.Sprintf("writer%d@web", n)), Network: "web"},
			Title: clean.Line(fmt.Sprintf("What week %d taught us", k)), HTML: clean.Escape(text),
			Links: []link.Link{{Key: url, Open: url}, {Key: shared, Open: shared}}, Tags: []string{"b2b", "marketing"},
			Time: noon().Add(-time.Duration(k*104729%2_592_000) * time.Second), Stated: fmt.Sprint(k), Seen: noon(),
		}})
	}
	return b
}

func filled(b *testing.B, feeds int) *Store {
	b.Helper()
	s := openAt(b, b.TempDir())
	for n := range feeds {
		if _, err := s.Add(benchBatch(n)); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

func BenchmarkAdd(b *testing.B) {
	s := openAt(b, b.TempDir())
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		b.StopTimer()
		batch := benchBatch(n)
		b.StartTimer()
		if _, err := s.Add(batch); err != nil {
			b.Fatal(err)
		}
		n++
	}
	st, err := s.Stats()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(50*n)/b.Elapsed().Seconds(), "posts/s")
	b.ReportMetric(float64(st.Bytes)/float64(st.Posts), "bytes/post")
}

func BenchmarkAddAgain(b *testing.B) {
	s := filled(b, 100)
	n := 0
	for b.Loop() {
		b.StopTimer()
		batch := benchBatch(n % 100)
		b.StartTimer()
		if got, err := s.Add(batch); err != nil || len(got.New)+got.Updated != 0 {
			b.Fatal(len(got.New), got.Updated, err)
		}
		n++
	}
}

func BenchmarkRead50k(b *testing.B) {
	s := filled(b, 1000)
	st, err := s.Stats()
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d posts, %d bytes a post", st.Posts, st.Bytes/int64(st.Posts))
	for name, q := range map[string]Query{
		"newest 40":        {Limit: 40},
		"search rare":      {Text: []string{"haystackneedle"}, Limit: 40},
		"search nothing":   {Text: []string{"nowhere"}},
		"search common":    {Text: []string{"retention"}, Limit: 40},
		"source":           {Source: "https://feed500.example/rss"},
		"person, newest 5": {Person: "writer7@web", Limit: 5},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Posts(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("shares of 24 h", func(b *testing.B) {
		n := 0
		for b.Loop() {
			shares, err := s.Shares(b.Context(), noon().Add(-24*time.Hour), noon())
			if err != nil {
				b.Fatal(err)
			}
			n = len(shares)
		}
		b.ReportMetric(float64(n), "shares")
	})
	b.Run("open, newest 40, close", func(b *testing.B) {
		to := b.TempDir()
		if err := s.Backup(to + "/" + Name); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			s, err := Open(to, Options{Now: noon})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := s.Posts(b.Context(), Query{Limit: 40}); err != nil {
				b.Fatal(err)
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
