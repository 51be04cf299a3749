package store

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func subject(n int) Subject { return Subject{AboutLink, fmt.Sprintf("https://x.example/%d", n)} }

func decide(t testing.TB, s *Store, ds ...Decision) []Decision {
	t.Helper()
	out, err := s.DecideAll(ds)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestADecisionIsUndoneAndRedoneAcrossRestarts(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, dir)
	until := noon().Add(48 * time.Hour)
	first := decide(t, s, Decision{Subject: subject(1), Action: Saved, Label: "a title"})[0]
	group := decide(
		t, s,
		Decision{Subject: subject(1), Action: Noted, Value: "read\nthis"},
		Decision{Subject: subject(2), Action: Snoozed, Until: until},
	)
	if first.Seq != 1 || !first.Time.Equal(noon()) || group[1].Seq != 3 || group[1].Group != 2 {
		t.Fatalf("decided %+v, %+v", first, group)
	}
	reopen := func() {
		t.Helper()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = openAt(t, dir)
	}
	standing := func(want map[string][]Decision) {
		t.Helper()
		if got, err := s.Standing(AboutLink); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("standing %+v, %v, want %+v", got, err, want)
		}
	}
	both := map[string][]Decision{subject(1).Key: {first, group[0]}, subject(2).Key: {group[1]}}
	reopen()
	standing(both)
	undone, ok, err := s.Undo()
	if err != nil || !ok || !reflect.DeepEqual(undone, group) {
		t.Fatalf("undid %+v, %v, %v", undone, ok, err)
	}
	standing(map[string][]Decision{subject(1).Key: {first}})
	reopen()
	redone, ok, err := s.Redo()
	if err != nil || !ok || !reflect.DeepEqual(redone, group) {
		t.Fatalf("redid %+v, %v, %v", redone, ok, err)
	}
	standing(both)
	for range 2 {
		reopen()
		if _, ok, err := s.Undo(); err != nil || !ok {
			t.Fatal(ok, err)
		}
	}
	standing(map[string][]Decision{})
	if undone, ok, err := s.Undo(); err != nil || ok || undone != nil {
		t.Errorf("undid %+v, %v, %v when there was nothing left", undone, ok, err)
	}
	decide(t, s, Decision{Subject: subject(3), Action: Dismissed})
	if redone, ok, err := s.Redo(); err != nil || ok || redone != nil {
		t.Errorf("redid %+v, %v, %v after a new decision", redone, ok, err)
	}
	journal, err := s.Journal(0)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range journal {
		lines = append(lines, fmt.Sprintf("%d %s undoes %d redoes %d undone %v", d.Seq, d.Action, d.Undoes, d.Redoes, d.Undone))
	}
	want := []string{
		"11 dismissed undoes 0 redoes 0 undone false",
		"10 saved undoes 1 redoes 0 undone false",
		"9 snoozed undoes 3 redoes 0 undone false",
		"8 noted undoes 2 redoes 0 undone false",
		"7 snoozed undoes 0 redoes 5 undone false",
		"6 noted undoes 0 redoes 4 undone false",
		"5 snoozed undoes 3 redoes 0 undone false",
		"4 noted undoes 2 redoes 0 undone false",
		"3 snoozed undoes 0 redoes 0 undone true",
		"2 noted undoes 0 redoes 0 undone true",
		"1 saved undoes 0 redoes 0 undone true",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("journal:\n%q, want\n%q", lines, want)
	}
	if two, err := s.Journal(2); err != nil || len(two) != 2 || two[0].Seq != 11 {
		t.Errorf("the latest two: %+v, %v", two, err)
	}
}

func TestADecisionNeedsASubject(t *testing.T) {
	s := openAt(t, t.TempDir())
	for _, d := range []Decision{
		{Action: Saved},
		{Action: Saved, Subject: Subject{About: AboutLink}},
		{Subject: subject(1)},
		{Action: Saved, Subject: Subject{AboutLink, string(make([]byte, subjectLimit+1))}},
	} {
		if _, err := s.DecideAll([]Decision{{Subject: subject(2), Action: Saved}, d}); err == nil {
			t.Errorf("%+v was taken", d)
		}
	}
	if got, err := s.Journal(0); err != nil || len(got) != 0 {
		t.Errorf("half a call was kept: %+v, %v", got, err)
	}
}

// ledger is what the store should do, in the plainest way: groups in order,
// and how many of them are in force.
type ledger struct {
	groups [][]Decision
	done   int
}

func (l *ledger) standing() map[string][]Decision {
	force := map[string][]Decision{}
	for _, d := range slices.Concat(l.groups[:l.done]...) {
		k := d.Subject.Key
		if d.Action == Cleared {
			delete(force, k)
			continue
		}
		force[k] = append(slices.DeleteFunc(force[k], func(e Decision) bool { return e.Action == d.Action }), d)
	}
	return force
}

func TestDecisionsAgreeWithAPlainModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir := t.TempDir()
		s, err := Open(dir, Options{Now: noon})
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { s.Close() }()
		var model ledger
		actions := []Action{Saved, Dismissed, Marked, Noted, Cleared}
		rt.Repeat(map[string]func(*rapid.T){
			"decide": func(rt *rapid.T) {
				var ds []Decision
				for range rapid.IntRange(1, 3).Draw(rt, "how many") {
					ds = append(ds, Decision{
						Subject: subject(rapid.IntRange(1, 3).Draw(rt, "subject")),
						Action:  rapid.SampledFrom(actions).Draw(rt, "action"),
					})
				}
				out, err := s.DecideAll(ds)
				if err != nil {
					rt.Fatal(err)
				}
				model.groups = append(model.groups[:model.done], out)
				model.done++
			},
			"undo": func(rt *rapid.T) {
				got, ok, err := s.Undo()
				if err != nil || ok != (model.done > 0) {
					rt.Fatal(ok, err)
				}
				if ok {
					model.done--
					if !reflect.DeepEqual(got, model.groups[model.done]) {
						rt.Fatalf("undid %+v, want %+v", got, model.groups[model.done])
					}
				}
			},
			"redo": func(rt *rapid.T) {
				got, ok, err := s.Redo()
				if err != nil || ok != (model.done < len(model.groups)) {
					rt.Fatal(ok, err)
				}
				if ok {
					if !reflect.DeepEqual(got, model.groups[model.done]) {
						rt.Fatalf("redid %+v, want %+v", got, model.groups[model.done])
					}
					model.done++
				}
			},
			"reopen": func(rt *rapid.T) {
				if err := s.Close(); err != nil {
					rt.Fatal(err)
				}
				if s, err = Open(dir, Options{Now: noon}); err != nil {
					rt.Fatal(err)
				}
			},
			"rebuild": func(rt *rapid.T) {
				if err := s.rebuild(); err != nil {
					rt.Fatal(err)
				}
			},
			"": func(rt *rapid.T) {
				got, err := s.Standing(AboutLink)
				if err != nil {
					rt.Fatal(err)
				}
				if want := model.standing(); !maps.EqualFunc(got, want, func(a, b []Decision) bool { return reflect.DeepEqual(a, b) }) {
					rt.Fatalf("standing %+v, want %+v", got, want)
				}
			},
		})
	})
}
