package store

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/source"
)

func TestAPostComesBackAsItWent(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	seven, zero := 7, 0
	it := article(1)
	it.Post.Replies, it.Post.Likes = &seven, &zero
	it.Post.Enclosed = []string{"https://blog.example/a.mp3"}
	it.Post.Card = clean.Line("a card")
	it.Post.ReplyTo, it.Post.BoostOf = "tag:x", "tag:y"
	it.Post.Author.Sites = []string{"blog.example"}
	it.Post.Author.Followers, it.Post.Author.Bot = &seven, person.Yes
	it.Post.Author.FirstSeen, it.Post.Author.LastSeen = noon(), noon()
	it.Verdict = flip.Verdict{
		Band: flip.Notice, Flip: 0.25, Market: 0.5, Automated: 0.125, SocialTie: 0.5, Category: flip.MeetingAsk, Language: "en", Why: "it asks for minutes",
		Evidence: []flip.Evidence{{Rule: "meeting-ask.minutes", Start: 3, End: 9, Reason: "asks", Kinder: "when you like", Severity: flip.Warning, Kind: flip.KindMarket, Weight: 1.5}},
	}
	added := add(t, s, feedURL, it)
	if len(added.New) != 1 || added.New[0].Post.ID == 0 {
		t.Fatalf("added %+v", added)
	}
	it.Post.ID = added.New[0].Post.ID
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openAt(t, dir)
	got, ok, err := s.Post(it.Post.ID)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if !reflect.DeepEqual(got, it) {
		t.Errorf("came back as\n%+v, went as\n%+v", got, it)
	}
}

// Every field of a State must survive; a field added to it fails here until it
// is stored.
func TestStatesComeBackWhole(t *testing.T) {
	s := openAt(t, t.TempDir())
	var want source.State
	v := reflect.ValueOf(&want).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Interface().(type) {
		case string, source.Kind, source.Health:
			f.SetString("value of " + v.Type().Field(i).Name)
		case int, time.Duration:
			f.SetInt(int64(i + 1))
		case bool:
			f.SetBool(true)
		case []string:
			f.Set(reflect.ValueOf([]string{"2026-01-01"}))
		case time.Time:
			f.Set(reflect.ValueOf(noon().Add(time.Duration(i))))
		default:
			t.Fatalf("State.%s has a type that this test does not know", v.Type().Field(i).Name)
		}
	}
	want.ETag = "W/\"a  b\t\""
	if err := s.PutStates(map[string]source.State{feedURL: want, "https://b.example/": {}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Forget("https://b.example/"); err != nil {
		t.Fatal(err)
	}
	got, err := s.States()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, map[string]source.State{feedURL: want}) {
		t.Errorf("came back as %+v", got)
	}
}

func TestPostsAreNewestFirstAndNarrowed(t *testing.T) {
	s := openAt(t, t.TempDir())
	const tag = "https://social.example/tags/b2b"
	direct := toot("9", "bo", 30*time.Minute)
	direct.Post.Message = true
	add(t, s, feedURL, articles(5)...)
	add(t, s, tag, toot("1", "ana", 90*time.Minute, "https://x.example/a"), toot("2", "bo", 150*time.Minute), direct)
	tagged := toot("3", "cy", 10*time.Hour)
	tagged.Post.Tags = []string{"b2b", "contentmarketing"}
	tagged.Post.HTML = clean.Escape("Été à Zürich, résumé")
	add(t, s, tag, tagged)

	hour := func(n int) time.Time { return noon().Add(-time.Duration(n) * time.Hour) }
	first := posts(t, s, Query{Limit: 3})
	last := first[2].Post
	tests := []struct {
		name string
		q    Query
		want []string
	}{
		{"everything", Query{}, []string{"Post number 0", "worth reading 9", "Post number 1", "worth reading 1", "Post number 2", "worth reading 2", "Post number 3", "Post number 4", "Été à Zürich, résumé"}},
		{"the first three", Query{Limit: 3}, []string{"Post number 0", "worth reading 9", "Post number 1"}},
		{"the next two", Query{Limit: 2, Before: Cursor{last.Time, last.ID}}, []string{"worth reading 1", "Post number 2"}},
		{"since is in, until is out", Query{Since: hour(3), Until: hour(1)}, []string{"worth reading 1", "Post number 2", "worth reading 2", "Post number 3"}},
		{"messages", Query{Messages: true}, []string{"worth reading 9"}},
		{"a source", Query{Source: tag, Limit: 2}, []string{"worth reading 9", "worth reading 1"}},
		{"no such source", Query{Source: "https://nowhere.example/"}, nil},
		{"a person", Query{Person: "bo@social.example"}, []string{"worth reading 9", "worth reading 2"}},
		{"nobody", Query{Person: "eve@social.example"}, nil},
		{"a tag", Query{Tag: "#ContentMarketing"}, []string{"Été à Zürich, résumé"}},
		{"part of a tag is not the tag", Query{Tag: "content"}, nil},
		{"words in any order, folded", Query{Text: []string{"RESUME", "ete"}}, []string{"Été à Zürich, résumé"}},
		{"every word must occur", Query{Text: []string{"retention", "nowhere"}}, nil},
		{"a word of the title", Query{Text: []string{"number 2"}}, []string{"Post number 2"}},
		{"a handle", Query{Text: []string{"cy@social"}}, []string{"Été à Zürich, résumé"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := titles(posts(t, s, tt.q)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A search among more posts than are looked at one by one.
func TestRareWordsAreFoundAmongMany(t *testing.T) {
	s := openAt(t, t.TempDir())
	items := articles(2*probe + 10)
	for _, n := range []int{3, probe + 5, 2*probe + 9} {
		items[n].Post.HTML = clean.Escape("the needle")
	}
	add(t, s, feedURL, items...)
	want := []string{"Post number 3", fmt.Sprint("Post number ", probe+5), fmt.Sprint("Post number ", 2*probe+9)}
	if got := titles(posts(t, s, Query{Text: []string{"Needle"}})); !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
	if got := titles(posts(t, s, Query{Text: []string{"needle"}, Limit: 2})); !slices.Equal(got, want[:2]) {
		t.Errorf("the first two are %q", got)
	}
	if got := titles(posts(t, s, Query{Text: []string{"needle"}, Until: noon().Add(-4 * time.Hour)})); !slices.Equal(got, want[1:]) {
		t.Errorf("the older ones are %q", got)
	}
	if got := posts(t, s, Query{Text: []string{"needle"}, Tag: "b2b", Source: feedURL}); len(got) != 3 {
		t.Errorf("%d of the source", len(got))
	}
	if got := posts(t, s, Query{}); len(got) != len(items) {
		t.Errorf("%d posts in all", len(got))
	}
}

func TestSharesAndLinks(t *testing.T) {
	s := openAt(t, t.TempDir())
	const tag, page = "https://social.example/tags/b2b", "https://blog.example/posts/1"
	pitch := toot("2", "bo", 20*time.Minute, page, page, "https://b.example/")
	pitch.Post.BoostOf, pitch.Post.Message = "https://social.example/statuses/1", true
	pitch.Verdict = flip.Verdict{Band: flip.Flip, Market: 0.75, Automated: 0.5, Category: flip.ProductPitch}
	pitch.Post.Card = clean.Line("the card's title")
	add(t, s, tag, toot("1", "ana", 2*time.Hour, page), pitch)
	add(t, s, feedURL, article(1))

	got, err := s.SharesOf(page)
	if err != nil {
		t.Fatal(err)
	}
	want := []Share{
		{Link: page, Open: page, Person: "ana@social.example", Post: 1, Time: noon().Add(-2 * time.Hour), Source: tag},
		{Link: page, Open: page, Person: "ana@web", Post: 3, Time: noon().Add(-time.Hour), Source: feedURL},
		{
			Link: page, Open: page, Person: "bo@social.example", Post: 2, Time: noon().Add(-20 * time.Minute), Source: tag,
			BoostOf: "https://social.example/statuses/1", Message: true, Pitch: 0.875, Category: flip.ProductPitch,
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("shares of the page:\n%+v, want\n%+v", got, want)
	}
	window, err := s.Shares(t.Context(), noon().Add(-time.Hour), noon())
	if err != nil {
		t.Fatal(err)
	}
	if len(window) != 3 || window[0].Person != "ana@web" || window[2].Link != "https://b.example/" {
		t.Errorf("shares of the last hour: %+v", window)
	}
	links, err := s.Links([]string{page, "https://b.example/", "https://unknown.example/"})
	if err != nil {
		t.Fatal(err)
	}
	wantLinks := map[string]Link{
		page:                 {Key: page, Open: page, Title: "Post number 1", First: noon().Add(-2 * time.Hour), Last: noon().Add(-20 * time.Minute), Shares: 3},
		"https://b.example/": {Key: "https://b.example/", Open: "https://b.example/", First: noon().Add(-20 * time.Minute), Last: noon().Add(-20 * time.Minute), Shares: 1},
	}
	if !reflect.DeepEqual(links, wantLinks) {
		t.Errorf("links: %+v, want %+v", links, wantLinks)
	}

	if err := s.SetVerdicts(map[post.ID]flip.Verdict{1: {Band: flip.Notice, Market: 1, Automated: 0.5, Category: flip.LinkDrop}, 99: {Band: flip.Clear}}); err != nil {
		t.Fatal(err)
	}
	if got, err = s.SharesOf(page); err != nil || got[0].Pitch != 1 || got[0].Category != flip.LinkDrop || len(got) != 3 {
		t.Errorf("after judging again: %+v, %v", got, err)
	}
	if it, _, err := s.Post(1); err != nil || it.Verdict.Band != flip.Notice {
		t.Errorf("after judging again: %+v, %v", it.Verdict, err)
	}
	if _, ok, err := s.Post(99); ok || err != nil {
		t.Errorf("a verdict made a post: %v, %v", ok, err)
	}
}

func TestPeople(t *testing.T) {
	s := openAt(t, t.TempDir())
	ten := 10
	first := toot("1", "ana", time.Hour)
	first.Post.Author.Followers, first.Post.Author.Brand, first.Post.Author.Name = &ten, person.No, clean.Line("Ana A.")
	second := toot("2", "ana", time.Minute)
	second.Post.Seen = noon().Add(time.Hour)
	add(t, s, feedURL, first)
	add(t, s, feedURL, second, toot("3", "bo", time.Minute))
	nobody := toot("4", "x", time.Minute)
	nobody.Post.Author.Handle = ""
	add(t, s, feedURL, nobody)

	got, err := s.People([]person.Handle{"ana@social.example", "eve@web"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[person.Handle]person.Person{"ana@social.example": {
		Handle: "ana@social.example", Name: clean.Line("Ana A."), Network: "mastodon", Brand: person.No, Followers: &ten,
		FirstSeen: noon(), LastSeen: noon().Add(time.Hour),
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if all, err := s.People(nil); err != nil || len(all) != 2 {
		t.Errorf("everyone is %+v, %v", all, err)
	}
}

func TestStatsAndVolume(t *testing.T) {
	s := openAt(t, t.TempDir())
	dm := toot("1", "ana", time.Minute, "https://x.example/")
	dm.Post.Message = true
	add(t, s, "https://social.example/tags/b2b", dm)
	add(t, s, feedURL, articles(30)...)
	if _, err := s.Decide(Decision{Subject: Subject{AboutLink, "https://x.example/"}, Action: Saved}); err != nil {
		t.Fatal(err)
	}
	st, err := s.Stats()
	if err != nil {
		t.Fatal(err)
	}
	if st.Bytes == 0 {
		t.Error("a store of no bytes")
	}
	st.Bytes = 0
	want := Stats{Posts: 31, Messages: 1, Links: 31, People: 2, Decisions: 1, Schema: 1, Newest: noon()}
	if st != want {
		t.Errorf("got %+v, want %+v", st, want)
	}
	volume, err := s.Volume(3)
	if err != nil {
		t.Fatal(err)
	}
	wantVolume := map[string][]int{
		feedURL: {0, 17, 13}, "https://social.example/tags/b2b": {0, 0, 1},
	}
	if !reflect.DeepEqual(volume, wantVolume) {
		t.Errorf("volume %v, want %v", volume, wantVolume)
	}
}
