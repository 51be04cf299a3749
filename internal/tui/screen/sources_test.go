package screen

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/poll"
	"weaktie/internal/source"
	"weaktie/internal/tui/keys"
)

// tended is the Sources screen over an app that notes what it is asked.
func tended(t *testing.T, change func(*App)) *Sources {
	t.Helper()
	d := newDesk(t)
	change(&d.App)
	s := NewSources(d)
	s.Update(Sized{W: 119, H: 30})
	s.Update(sourcesLoaded{list: someSources()})
	return s
}

// said runs a command that sends one message.
func said[T any](t *testing.T, cmd tea.Cmd) T {
	t.Helper()
	if cmd == nil {
		t.Fatal("nothing was said")
	}
	msg, ok := cmd().(T)
	if !ok {
		t.Fatalf("%T was said", cmd())
	}
	return msg
}

func TestEditWritesTitleAndTags(t *testing.T) {
	var url string
	var ref source.Ref
	s := tended(t, func(a *App) {
		a.Edit = func(_ context.Context, u string, r source.Ref) (string, error) {
			url, ref = u, r
			return "changed", nil
		}
	})
	ask := said[Asked](t, s.Update(Pressed{keys.Edit}))
	if ask.Fields[1].Value != "people" || ask.Fields[0].Hint != "Field Notes" {
		t.Errorf("the form begins with %+v", ask.Fields)
	}
	if _, err := ask.Run(t.Context(), []string{"Notes", " people, , slow reads ,"}); err != nil {
		t.Fatal(err)
	}
	if url != "https://notes.example/feed.xml" || ref.URL != url || ref.Title != "Notes" || !slices.Equal(ref.Tags, []string{"people", "slow reads"}) {
		t.Errorf("%s becomes %+v", url, ref)
	}
}

func TestRemoveAsksOnceForAllSelected(t *testing.T) {
	var gone []string
	s := tended(t, func(a *App) {
		a.Unfollow = func(_ context.Context, u string) (string, error) {
			if strings.Contains(u, "tags") {
				return "", errors.New("the sources file cannot be written")
			}
			gone = append(gone, u)
			return "stopped following " + u, nil
		}
	})
	s.Update(Pressed{keys.Select})
	s.Update(Pressed{keys.Select})
	q := said[Doubted](t, s.Update(Pressed{keys.Remove}))
	if q.Question != "Stop following 2 sources?" || len(gone) != 0 {
		t.Errorf("%q; gone already: %v", q.Question, gone)
	}
	if c := said[Changed](t, q.Do); c.Err != nil || c.Sentence != "stopped following 2 sources" || len(gone) != 2 {
		t.Errorf("%+v, gone %v", c, gone)
	}
	s.list.Unmark()
	s.list.To(2)
	q = said[Doubted](t, s.Update(Pressed{keys.Remove}))
	if q.Question != "Stop following #b2b on social.example?" {
		t.Error(q.Question)
	}
	if c := said[Changed](t, q.Do); c.Err == nil {
		t.Error("a failure passed for success")
	}
}

func TestRetryPollsThatSourceAndSaysSo(t *testing.T) {
	var asked poll.Request
	fail := error(nil)
	s := tended(t, func(a *App) {
		a.Poll = func(_ context.Context, r poll.Request) (poll.Summary, error) {
			asked = r
			return poll.Summary{}, fail
		}
	})
	s.list.To(1)
	cmd := s.Update(Pressed{keys.Retry})
	if view := grid(t, s.View(119, 30), 119, 30); !strings.Contains(view, "· asking  Quiet Feed") {
		t.Errorf("the row does not say that it is asked:\n%s", view)
	}
	done := said[retried](t, cmd)
	if !asked.All || !slices.Equal(asked.Only, []string{"https://quiet.example/rss"}) {
		t.Errorf("%+v", asked)
	}
	if s.Update(done) == nil || len(s.asking) != 0 {
		t.Error("the answer was not taken")
	}
	fail = errors.New("the store is full")
	if m := said[Noticed](t, s.Update(said[retried](t, s.Update(Pressed{keys.Retry})))); !m.Bad || m.Text != "the store is full" {
		t.Errorf("%+v", m)
	}
}

func TestImportAndFollowRefuseNothing(t *testing.T) {
	var path, address string
	s := tended(t, func(a *App) {
		a.Import = func(_ context.Context, p string) (string, error) { path = p; return "12 sources", nil }
		a.Follow = func(_ context.Context, u string) (string, error) { address = u; return "following", nil }
	})
	imp := said[Asked](t, s.Update(Pressed{keys.Import}))
	fol := said[Asked](t, s.Update(Pressed{keys.Add}))
	for _, ask := range []Asked{imp, fol} {
		if _, err := ask.Run(t.Context(), []string{""}); err == nil {
			t.Errorf("%s did nothing with nothing, silently", ask.Title)
		}
		if _, err := ask.Run(t.Context(), []string{"x"}); err != nil || !ask.Poll {
			t.Errorf("%s: %v, polls after: %v", ask.Title, err, ask.Poll)
		}
	}
	if path != "x" || address != "x" {
		t.Errorf("%q and %q", path, address)
	}
}

func TestWhatTheAppCannotDoIsSaid(t *testing.T) {
	s := tended(t, func(*App) {})
	for _, a := range []keys.Action{keys.Edit, keys.Remove, keys.Retry, keys.Import} {
		if m := said[Noticed](t, s.Update(Pressed{a})); !m.Bad {
			t.Errorf("%s: %+v", a, m)
		}
	}
}

func TestHealthIsAWordAndASign(t *testing.T) {
	d := newDesk(t)
	it := someSources()[0]
	seen := map[string]bool{}
	for _, h := range []source.Health{"", source.OK, source.NeedsLogin, source.Blocked, source.RateLimited, source.Gone, source.Transient, source.Broken} {
		it.State.Health = h
		sign, word, _ := d.health(&it)
		if sign == "" || word == "" || seen[word] {
			t.Errorf("%q is %q %q", h, sign, word)
		}
		seen[word] = true
	}
}

func TestThePageOfASourceSaysWhatIsWrong(t *testing.T) {
	s := tended(t, func(*App) {})
	it := &s.items[0]
	it.State.Damaged = "an ampersand stood alone"
	it.State.Moved = "https://elsewhere.example/feed"
	it.State.LastNew = before(100 * 24 * time.Hour)
	it.State.Failures, it.State.Every = 4, 2*time.Hour
	page := grid(t, strings.Join(s.page(60), "\n"), 60, 40)
	for _, want := range []string{
		"its feed is damaged and was mended: an ampersand", "says it moved to https://elsewhere.example/feed",
		"nothing new for 14w", "failed 4 times in a row", "every 2h", "37 in 14 days",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}
