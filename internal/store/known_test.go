package store

import (
	"testing"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/post"
	"weaktie/internal/source"
)

func TestKnownPostsKeepTheirVerdict(t *testing.T) {
	s := openAt(t, t.TempDir())
	posts := []post.Post{
		{GUID: "1", Title: clean.Line("one"), HTML: clean.Escape("first")},
		{GUID: "2", Title: clean.Line("two"), HTML: clean.Escape("second")},
		{GUID: "3", Title: clean.Line("three"), HTML: clean.Escape("third")},
	}
	const address = "https://a.example/feed"
	known, err := s.Known(address, "", posts)
	if err != nil || known[0] || known[1] || known[2] {
		t.Fatalf("before: %v, %v", known, err)
	}
	verdict := flip.Verdict{Band: flip.Notice, Market: 0.7}
	var items []Item
	for _, p := range posts {
		items = append(items, Item{Post: p, Verdict: verdict})
	}
	if _, err := s.Add(Batch{Source: address, State: source.State{}, Items: items}); err != nil {
		t.Fatal(err)
	}
	posts[1].HTML = clean.Escape("second, corrected")
	posts[2].Message = true
	if known, err = s.Known(address, "", posts); err != nil || !known[0] || known[1] || known[2] {
		t.Fatalf("after: %v, %v: want the unchanged one only", known, err)
	}
	// Not judged again, with a link added: the verdict and the share's pitch stay.
	items[0].Verdict = flip.Verdict{}
	items[0].Post.Tags = []string{"b2b"}
	if _, err := s.Add(Batch{Source: address, State: source.State{}, Items: items[:1]}); err != nil {
		t.Fatal(err)
	}
	all, err := s.Posts(t.Context(), Query{Tag: "b2b"})
	if err != nil || len(all) != 1 || all[0].Verdict.Market != 0.7 {
		t.Errorf("%+v, %v", all, err)
	}
}
