package screen

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
)

func TestEvidenceIsMarkedInTheText(t *testing.T) {
	d := newDesk(t)
	m := someMessages()[0]
	text := m.Post.Text()
	s := d.sheet(24)
	s.marked(text, m.Verdict.Evidence)
	all := strings.Join(s.rows, "\n")
	for _, words := range []string{"grab 15", "Thanks for connecting!"} {
		if !strings.Contains(all, d.Theme.Market.Render(words)) && !strings.Contains(all, d.Theme.Automated.Render(words)) {
			t.Errorf("%q is not marked:\n%q", words, all)
		}
	}
	if strings.Contains(all, d.Theme.Market.Render("calendar")) {
		t.Error("what is no evidence is marked")
	}
}

func TestTheHeavierSpanShowsWhereTwoOverlap(t *testing.T) {
	text := "grab 15 minutes now"
	over := owners(text, []flip.Evidence{
		{Start: 0, End: 15, Weight: 1},
		{Start: 5, End: 19, Weight: -2},
		{Start: 3, End: 6, Weight: 0.5},
	})
	if over[0] != 0 || over[4] != 0 || over[5] != 1 || over[18] != 1 {
		t.Errorf("%v", over)
	}
}

// TestAnyEvidenceFits gives spans that no judge should, in any text.
func TestAnyEvidenceFits(t *testing.T) {
	d := newDesk(t)
	rapid.Check(t, func(t *rapid.T) {
		text := clean.Body(rapid.String().Draw(t, "text"))
		var all []flip.Evidence
		for range rapid.IntRange(0, 4).Draw(t, "n") {
			all = append(all, flip.Evidence{
				Start:  rapid.IntRange(-5, 40).Draw(t, "start"),
				End:    rapid.IntRange(-5, 40).Draw(t, "end"),
				Weight: rapid.Float64Range(-3, 3).Draw(t, "weight"),
				Reason: "because",
			})
		}
		w := rapid.IntRange(1, 40).Draw(t, "width")
		s := d.sheet(w)
		s.marked(text, all)
		s.evidence(text.String(), all, true)
		for _, r := range s.rows {
			if got := clean.Width(r); got != w {
				t.Fatalf("%d cells, want %d: %q", got, w, r)
			}
		}
	})
}

func TestPagesHoldAnyWidth(t *testing.T) {
	d := newDesk(t)
	links, msgs := someLinks(), someMessages()
	for w := 1; w < 130; w++ {
		for _, full := range []bool{false, true} {
			for i := range links {
				wide(t, d.linkPage(&links[i], w, full), w)
			}
			for i := range msgs {
				wide(t, d.messagePage(&msgs[i], w, full), w)
			}
		}
	}
}

func wide(t *testing.T, rows []string, w int) {
	t.Helper()
	for _, r := range rows {
		if got := clean.Width(r); got != w {
			t.Fatalf("%d cells, want %d: %q", got, w, r)
		}
	}
}

func TestCredits(t *testing.T) {
	links := someLinks()
	got := credits(pointers(links[:2]))
	for _, want := range []string{"Why trials end", "https://blog1.example/2026/03/why-trials-end\nvia @eva@social.example", "The pricing page nobody reads"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestWhatWasLearnedIsNamed(t *testing.T) {
	d := newDesk(t)
	m := someMessages()[0]
	m.Verdict.Evidence = append(m.Verdict.Evidence, flip.Evidence{Rule: flip.LikeThis, Reason: "Two messages like it are marked as no flip.", Weight: -0.2})
	page := grid(t, strings.Join(d.messagePage(&m, 70, false), "\n"), 70, 60)
	for _, want := range []string{"learned from your marks", "Two messages like it"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}

func TestAPitchInTheStreamIsMarkedWithItsCategory(t *testing.T) {
	s := NewStream(newDesk(t))
	s.Update(Sized{W: 119, H: 30})
	s.Update(streamLoaded{first: true, page: someEntries()})
	s.list.To(1)
	view := grid(t, s.View(119, 30), 119, 30)
	for _, want := range []string{"◇ promotion  Giveaway!", "It pays for attention.", "ranks lower"} {
		if !strings.Contains(view, want) {
			t.Errorf("no %q in\n%s", want, view)
		}
	}
	for i, want := range map[int]string{0: "", 1: "◇ promotion"} {
		if got := pitchMark(&s.items[i]); got != want {
			t.Errorf("post %d is marked %q", i, got)
		}
	}
}

func TestPublishingIsNotSurfacing(t *testing.T) {
	it := someLinks()[0]
	maker := someone("blog1.example@web", "The blog")
	it.Sharers = append(it.Sharers, it.Sharers[0])
	it.Sharers[len(it.Sharers)-1].Person = maker
	if got := first(&it); got != "@eva@social.example" {
		t.Errorf("via %s", got)
	}
	it.Sharers = it.Sharers[len(it.Sharers)-1:]
	if got := first(&it); got != "blog1.example" {
		t.Errorf("with nobody else, via %s", got)
	}
	ask, ok := newDesk(t).reshare(&it)().(Composing)
	if !ok || len(ask.Credit) != 1 {
		t.Errorf("%+v", ask.Credit)
	}
}
