package screen

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/person"
	"weaktie/internal/rank"
	"weaktie/internal/review"
	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
)

const aDay = 24 * time.Hour

// somePeople are a friend to answer, one to credit, a shop, a bridge, an early
// voice, and one nobody knows.
func somePeople() review.People {
	nudge := func(d rank.Deed, link string, days int) rank.NudgeLine {
		return rank.NudgeLine{Nudge: rank.Nudge{Deed: d, Link: link, Time: before(time.Duration(days) * aDay)}, Weight: 0.9, Without: 0.55}
	}
	profile := func(handle, name string, k person.Kind, st person.Strength, kept, shared int) review.Profile {
		return review.Profile{
			Person: someone(handle, name), Tie: person.Tie{Kind: k, Strength: st},
			TieWhy: clean.Line(fmt.Sprintf("you kept %d of the %d links they shared", kept, shared)),
			Use:    rank.Use{Shared: shared, Kept: kept, Latest: before(5 * time.Hour)},
			Trust:  rank.Trusted{Mean: 0.5}, Community: handle,
		}
	}
	eva := profile("eva@social.example", "Eva Lind", person.KindSocial, person.Warm, 6, 14)
	eva.Tie.Settled, eva.Messages, eva.Last = true, 2, before(3*aDay)
	eva.Account = rank.Account{
		Person: eva.Person.Handle, Unanswered: 1, Owed: 1.4, Taken: 2, Credited: 1,
		Sentence: "answer eva@social.example: wrote once since 7 March",
	}
	eva.Trust = rank.Trusted{Mean: 0.71, Lines: []rank.NudgeLine{
		nudge(rank.Saved, "https://notes.example/day-nine", 2), nudge(rank.Dismissed, "https://pages.example/a", 9),
		nudge(rank.Reshared, "https://pages.example/b", 12), nudge(rank.Saved, "https://pages.example/c", 20), nudge(rank.Saved, "https://pages.example/d", 30),
	}}
	eva.Use.KeptLinks = []string{"https://notes.example/day-nine", "https://pages.example/b"}
	eva.Person.URL, eva.Person.Sites = "https://social.example/@eva", []string{"lind.example"}
	ana := profile("ana@social.example", "Ana", person.KindUnknown, person.Weak, 2, 9)
	ana.Community, ana.Warm = eva.Community, clean.Line("you kept 2 of their 9, early once; no word for 20 days")
	ana.Account = rank.Account{
		Person: ana.Person.Handle, Taken: 1, Owed: 0.9,
		Sentence: "credit ana@social.example: you reshared a link from them, last Why trials end: a study",
	}
	ana.Early = &rank.EarlyVoice{Times: 1, Shared: 9, Lead: 2 * aDay, Finds: []rank.Find{{Link: "https://notes.example/day-nine", Shared: before(5 * aDay), Consensus: before(3 * aDay)}}}
	kai := profile("kai@other.example", "開 Kai 📈 with a name that no column has room for at all", person.KindUnknown, person.Weak, 3, 4)
	kai.Bridge = &rank.Bridge{Participation: 0.48, Communities: []rank.Span{{Community: "eva@social.example", Links: 4, Part: 0.6}, {Community: "tom@other.example", Links: 2, Part: 0.4}}}
	shop := profile("acme@shop.example", "ACME", person.KindMarket, person.Stranger, 0, 22)
	shop.Person.Brand = person.Yes
	noa := profile("noa@new.example", "", person.KindUnknown, person.Stranger, 0, 1)
	noa.New = true
	return review.People{
		Rows: []review.Profile{eva, kai, ana, shop, noa}, Heard: 312,
		Owed: []rank.Account{eva.Account, ana.Account},
	}
}

func people(t *testing.T) *People {
	t.Helper()
	s := NewPeople(newDesk(t))
	s.Update(Sized{W: 119, H: 30})
	s.Update(peopleLoaded{people: somePeople()})
	return s
}

func TestWhomToThankIsAnsweredAtAGlance(t *testing.T) {
	s := people(t)
	view := squeezed(grid(t, s.View(119, 30), 119, 30))
	if want := "today: answer Eva Lind (wrote once since 7 March); credit Ana"; !strings.Contains(view, want) {
		t.Errorf("no %q in\n%s", want, view)
	}
	if n, _ := s.Count(); n != 2 {
		t.Errorf("%d wait by the tab", n)
	}
	p := somePeople()
	for _, name := range []string{"Bea", "Cem", "Dora", "Emil", "Femi", "Gus", "Hana", "Ines", "Jo"} {
		p.Owed = append(p.Owed, rank.Account{Person: person.Handle(name + "@a-server-far-away.example"), Owed: 1, Sentence: "answer " + name + ": wrote once since 8 March"})
	}
	for _, h := range []int{16, 30} { // a low list names fewer, and says how many more
		s.Update(Sized{W: 119, H: h})
		s.Update(peopleLoaded{people: p})
		view := squeezed(grid(t, s.View(119, h), 119, h))
		if !strings.Contains(view, "answer Eva Lind (wrote once since 7 March),") || !strings.Contains(view, "Bea@") || !strings.Contains(view, " more ") || strings.Count(view, "answer Eva Lind") > 1 {
			t.Errorf("in %d rows:\n%s", h, view)
		}
	}
	p.Owed = nil
	s.Update(peopleLoaded{people: p})
	if view := grid(t, s.View(119, 30), 119, 30); !strings.Contains(view, "nobody waits for a word") {
		t.Error(view)
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestTheViewsOfPeople(t *testing.T) {
	s := people(t)
	for _, want := range []string{"eva ana", "ana", "ana", "kai", "noa", "eva kai ana acme noa"} {
		s.Update(Pressed{keys.Filter})
		var got []string
		for _, p := range s.items {
			got = append(got, p.Person.Handle.Name())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s shows %v, want %s", s.filter, got, want)
		}
	}
}

// TestOneKeyCyclesTheTie presses faster than the store answers.
func TestOneKeyCyclesTheTie(t *testing.T) {
	s := people(t)
	s.Update(Pressed{keys.Down}) // Kai: unknown
	var said []string
	for range 3 {
		cmd := s.Update(Pressed{keys.Tie})
		if d, ok := cmd().(Decided); ok {
			said = append(said, d.Sentence)
		}
	}
	want := []string{"as social", "as market", "as unknown"}
	for i, w := range want {
		if i >= len(said) || !strings.Contains(said[i], w) {
			t.Fatalf("said %q, want %q in turn", said, want)
		}
	}
	if _, ok, err := s.desk.App.Review.Undo(t.Context()); !ok || err != nil {
		t.Errorf("no undo: %v", err)
	}
	standing, err := s.desk.App.Review.Store.Standing(store.AboutPerson)
	if err != nil {
		t.Fatal(err)
	}
	ds := standing["kai@other.example"]
	if len(ds) != 1 || ds[0].Value != "market" {
		t.Errorf("after the undo: %+v", ds)
	}
}

func TestAFailedMarkIsLoadedAgain(t *testing.T) {
	s := people(t)
	gen := s.gen
	if s.Update(Decided{Err: errors.New("disk full")}) == nil || s.gen == gen {
		t.Error("the mark that failed still shows")
	}
}

func TestCreditsAndAnswersAreRecorded(t *testing.T) {
	for a, want := range map[keys.Action]store.Action{keys.Credit: store.Credited, keys.Answer: store.Answered} {
		s := people(t)
		cmd := s.Update(Pressed{a})
		if d, ok := cmd().(Decided); !ok || d.Err != nil || d.Subjects[0] != review.PersonSubject("eva@social.example") {
			t.Errorf("%s: %+v", a, d)
		}
		ds, err := s.desk.App.Review.Store.Standing(store.AboutPerson)
		if err != nil || len(ds["eva@social.example"]) != 1 || ds["eva@social.example"][0].Action != want {
			t.Errorf("%s: %+v %v", a, ds, err)
		}
	}
}

func TestMutingAsksFirst(t *testing.T) {
	s := people(t)
	ask, ok := s.Update(Pressed{keys.Mute})().(Doubted)
	if !ok || !strings.Contains(ask.Question, "Eva Lind") {
		t.Fatalf("%+v", ask)
	}
	if d, ok := ask.Do().(Decided); !ok || d.Err != nil {
		t.Errorf("%+v", d)
	}
}

func TestAPersonsPageSaysWhatTrustRestsOn(t *testing.T) {
	s := people(t)
	page := squeezed(grid(t, strings.Join(s.page(70), "\n"), 70, 90))
	for _, want := range []string{"answer eva@social.example: wrote once since 7 March", "● warm, social", "Trust ─", "0.71", "notes.example/day-nine", "and 1 more, behind w", "Undoing a decision takes its nudge back", "its sites lind.example"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	s.Update(Pressed{keys.Why})
	if page := squeezed(grid(t, strings.Join(s.page(70), "\n"), 70, 90)); !strings.Contains(page, "trust is 0.71 with it, 0.55 without") {
		t.Error(page)
	}
}

func TestPeoplePagesHoldAnyWidth(t *testing.T) {
	s := people(t)
	s.latest = latest{of: "eva@social.example", posts: someEntries()}
	for w := 1; w < 130; w++ {
		for _, s.full = range []bool{false, true} {
			for _, p := range s.items {
				wide(t, s.profilePage(p, w), w)
			}
		}
		wide(t, s.heading(w), w)
	}
}
