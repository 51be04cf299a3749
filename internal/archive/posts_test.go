package archive

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"weaktie/internal/post"
)

var seen = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func readAll(t *testing.T, in string) ([]post.Post, []Bad) {
	t.Helper()
	var got []post.Post
	bad, err := Posts(strings.NewReader(in), "in.jsonl", seen, func(p post.Post) error {
		got = append(got, p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, bad
}

func TestPostHasEveryField(t *testing.T) {
	got, bad := readAll(t, "\ufeff"+`{"id":"1","author":"@Ana@Social.Example","network":"Mastodon","text":"Read <this> #B2B, (#Proof) https://b.example/2","title":"A title","urls":["https://a.example/1"],"time":"2026-11-20T10:00:00+02:00","to":"me","in_reply_to":"9","reshare_of":"https://x.example/7","followers":0,"extra":[1]}`+"\r\n")
	if len(got) != 1 || bad != nil {
		t.Fatalf("got %v, bad %v", got, bad)
	}
	p := got[0]
	if p.Source != Source || p.GUID != "mastodon:1" || p.Author.Handle != "ana@social.example" || p.Author.Network != "mastodon" {
		t.Errorf("identity: %+v", p)
	}
	if p.Author.Followers == nil || *p.Author.Followers != 0 {
		t.Errorf("followers: %v", p.Author.Followers)
	}
	if p.Title.String() != "A title" || !strings.Contains(p.HTML.String(), "this") {
		t.Errorf("text: %q %q", p.Title, p.HTML)
	}
	if !p.Time.Equal(time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)) || p.Stated != "2026-11-20T10:00:00+02:00" || !p.Seen.Equal(seen) {
		t.Errorf("time: %v %q", p.Time, p.Stated)
	}
	if !p.Message || p.ReplyTo != "mastodon:9" || p.BoostOf != "https://x.example/7" {
		t.Errorf("relations: %+v", p)
	}
	if !slices.Equal(p.Tags, []string{"b2b", "proof"}) {
		t.Errorf("tags: %q", p.Tags)
	}
	if len(p.Links) == 0 || !strings.Contains(p.Links[0].Open, "a.example/1") {
		t.Errorf("links: %v", p.Links)
	}
}

func TestWhatMayBeLeftOut(t *testing.T) {
	got, bad := readAll(t, `{"author":"ben","text":"hello","time":"2026-11-20T10:00:00Z"}`)
	if len(got) != 1 || bad != nil {
		t.Fatal(got, bad)
	}
	p := got[0]
	if p.Author.Handle != "ben@import" || p.Author.Followers != nil || p.Message || p.Direct || p.ReplyTo != "" || p.BoostOf != "" || p.GUID == "" {
		t.Errorf("%+v", p)
	}
}

func TestIdentityDoesNotDependOnFileOrDay(t *testing.T) {
	one := `{"author":"ben","text":"hello","urls":["https://a.example"],"time":1763632800}`
	other := ` {"time":"2025-11-20T10:00:00Z", "urls":["https://a.example"],"text":"hello","author":"Ben"}`
	a, _ := readAll(t, one)
	var b []post.Post
	if _, err := Posts(strings.NewReader("\n\n"+other), "other.jsonl", seen.AddDate(0, 0, 3), func(p post.Post) error {
		b = append(b, p)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(a) != 1 || len(b) != 1 || a[0].GUID != b[0].GUID || a[0].Source != b[0].Source {
		t.Errorf("%q and %q", a[0].GUID, b[0].GUID)
	}
	guids := map[string]string{}
	for _, l := range []string{
		one,
		`{"author":"ann","text":"hello","urls":["https://a.example"],"time":1763632800}`,
		`{"author":"ben","title":"hello","urls":["https://a.example"],"time":1763632800}`,
		`{"author":"ben","text":"hello","urls":["https://a.example"],"time":1763632801}`,
		`{"author":"ben","text":"hello","time":1763632800}`,
		`{"author":"ben","text":"hello","urls":["https://a.example"],"to":"me","time":1763632800}`,
		`{"author":"ben","id":1,"text":"hello","network":"x","time":1763632800}`,
		`{"author":"ben","id":"1","text":"hello","network":"bluesky","time":1763632800}`,
	} {
		got, _ := readAll(t, l)
		if len(got) != 1 || guids[got[0].GUID] != "" {
			t.Errorf("%s has the identity of %s", l, guids[got[0].GUID])
			continue
		}
		guids[got[0].GUID] = l
	}
}

func TestTimes(t *testing.T) {
	want := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for _, s := range []string{
		`"2026-11-20T10:00:00Z"`, `"2026-11-20T15:45:00+05:45"`, `"2026-11-20T10:00:00.000Z"`, `"2026-11-20T10:00:00"`, `"2026-11-20 10:00:00"`,
		`"Fri, 20 Nov 2026 10:00:00 +0000"`, `1795168800`, `"1795168800"`, `1795168800000`, `1795168800.0`, `" 2026-11-20T10:00Z "`,
	} {
		got, bad := readAll(t, `{"author":"a","text":"x","time":`+s+`}`)
		if len(got) != 1 || bad != nil || !got[0].Time.Equal(want) {
			t.Errorf("%s is read %v %v", s, got, bad)
		}
	}
	for _, s := range []string{`"yesterday"`, `null`, `""`, `true`, `{}`, `1e300`, `"NaN"`} {
		if got, bad := readAll(t, `{"author":"a","text":"x","time":`+s+`}`); len(got) != 0 || len(bad) != 1 || !strings.Contains(bad[0].Msg, `"time"`) {
			t.Errorf("%s is read %v %v", s, got, bad)
		}
	}
	got, _ := readAll(t, `{"author":"a","text":"x","time":"2999-01-01T00:00:00Z"}`)
	if len(got) != 1 || !got[0].Time.Equal(seen) {
		t.Errorf("R30: a future time is kept: %v", got)
	}
}

func TestBadLinesAreReportedAndTheOthersRead(t *testing.T) {
	good := `{"author":"a","text":"x","time":1}`
	in := strings.Join([]string{
		good, "", "{", `[1]`, `"text"`, `{"author":"","text":"x","time":1}`, `{"author":"a","time":1}`,
		`{"author":"a","text":4,"time":1}`, "{\"author\":\"a\",\"text\":\"\xff\",\"time\":1}",
		`{"author":"a","text":"` + strings.Repeat("x", maxLine+1) + `","time":1}`, `{"author":"b","text":"y","time":2}`,
	}, "\n")
	got, bad := readAll(t, in)
	if len(got) != 2 || got[1].Author.Handle.Name() != "b" {
		t.Errorf("read %d posts", len(got))
	}
	want := map[int]string{3: "not JSON", 4: "not an object", 5: "not an object", 6: `no "author"`, 7: "says nothing", 8: `"text" cannot be a number`, 9: "not UTF-8", 10: "longer than"}
	if len(bad) != len(want) {
		t.Errorf("%d bad lines: %v", len(bad), bad)
	}
	for _, b := range bad {
		if want[b.Line] == "" || !strings.Contains(b.Msg, want[b.Line]) {
			t.Errorf("line %d: %q, want …%s…", b.Line, b.Msg, want[b.Line])
		}
	}
}

func TestRubbishIsNotKeptWhole(t *testing.T) {
	got, bad := readAll(t, strings.Repeat("rubbish\n", 3*maxBad))
	if len(got) != 0 || len(bad) != maxBad {
		t.Errorf("%d posts, %d complaints", len(got), len(bad))
	}
}

func TestYieldEndsTheReading(t *testing.T) {
	stop := errors.New("stop")
	n := 0
	_, err := Posts(strings.NewReader(strings.Repeat(`{"author":"a","text":"x","time":1}`+"\n", 5)), "in", seen, func(post.Post) error {
		if n++; n == 2 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || n != 2 {
		t.Errorf("%v after %d", err, n)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("cable cut") }

func TestReadErrorNamesTheFile(t *testing.T) {
	_, err := Posts(broken{}, "in.jsonl", seen, func(post.Post) error { return nil })
	if err == nil || err.Error() != "read in.jsonl: line 1: cable cut" {
		t.Errorf("got %v", err)
	}
}

func FuzzPosts(f *testing.F) {
	f.Add(`{"id":"1","author":"a@b","network":"x","text":"#t https://a.example","time":"2026-11-20T10:00:00Z"}` + "\r\n{")
	f.Fuzz(func(t *testing.T, in string) {
		bad, err := Posts(strings.NewReader(in), "f", seen, func(p post.Post) error {
			if p.GUID == "" || p.Author.Handle == "" || p.Time.After(seen.Add(time.Hour)) {
				return fmt.Errorf("half a post: %+v", p)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		for _, b := range bad {
			if b.Line < 1 || b.Msg == "" {
				t.Errorf("%+v", b)
			}
		}
	})
}
