package screen

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/person"
	"weaktie/internal/review"
	"weaktie/internal/store"
	"weaktie/internal/tui/keys"
)

func (s *People) act(a keys.Action) tea.Cmd {
	switch a {
	case keys.Filter:
		s.filter = (s.filter + 1) % peopleFilters
		s.list.To(0)
		s.scroll = 0
		s.relist()
		return notice("people: " + s.filter.String())
	case keys.Why:
		s.full = !s.full
		s.drawn.rows = nil
		return nil
	}
	p := s.current()
	if p == nil {
		return complain("nobody is under the cursor")
	}
	switch a {
	case keys.Open:
		return s.desk.open(p.Person.URL)
	case keys.Yank:
		return s.desk.yank(shown(p.Person.Handle), "the handle")
	case keys.Compose:
		return letter(p.Person)
	case keys.Tie:
		return s.tie()
	case keys.Credit, keys.Answer:
		return s.settle(a)
	case keys.Join:
		return send(s.join(p))
	case keys.Mute:
		return send(Doubted{
			Question: "Stop hearing " + called(p.Person).String() + "?",
			About:    "Their shares count nothing any more and their messages are not shown. " + s.desk.Keys.Fill("{undo} brings them back."),
			Yes:      "mute", Do: s.desk.decide([]store.Decision{about(p, store.Muted)}, ""),
		})
	}
	return nil
}

// join asks for the other account of a person. The one under the cursor then
// speaks with that one's voice.
func (s *People) join(p *review.Profile) Asked {
	app, d := s.desk.App, about(p, store.Joined)
	return Asked{
		Title:  "The same person",
		About:  called(p.Person).String() + " (" + shown(p.Person.Handle) + ") is the same person as another account: what both share counts as one voice.",
		Fields: []Field{{Label: "same as", Hint: "name@server"}}, Busy: "writing it down …",
		Run: func(ctx context.Context, values []string) (string, error) {
			other := person.NewHandle(values[0], "")
			if other == "" || other == p.Person.Handle || other.Server() == "" {
				return "", fmt.Errorf("%q is no other account; write name@server", clean.Line(values[0]))
			}
			d.Value = string(other)
			if _, err := app.Review.Decide(ctx, d); err != nil {
				return "", err
			}
			return fmt.Sprintf("%s and %s are one voice now", d.Label, shown(other)), nil
		},
	}
}

// about begins a decision about a person.
func about(p *review.Profile, a store.Action) store.Decision {
	return store.Decision{Subject: review.PersonSubject(p.Person.Handle), Action: a, Label: called(p.Person).String()}
}

// tie marks the kind of the tie; what one key cycles must show at once, or the
// second press would not know of the first.
func (s *People) tie() tea.Cmd {
	var ds []store.Decision
	to := nextKind(s.current().Tie.Kind)
	for _, p := range s.chosen() {
		p.Tie.Kind, p.Tie.Settled = to, to != person.KindUnknown
		d := about(p, store.Marked)
		d.Value = string(to)
		ds = append(ds, d)
	}
	s.touch()
	return s.desk.decide(ds, "")
}

func nextKind(k person.Kind) person.Kind {
	switch k {
	case person.KindSocial:
		return person.KindMarket
	case person.KindMarket:
		return person.KindUnknown
	}
	return person.KindSocial
}

// settle records that someone was credited or answered.
func (s *People) settle(a keys.Action) tea.Cmd {
	did := store.Credited
	if a == keys.Answer {
		did = store.Answered
	}
	var ds []store.Decision
	for _, p := range s.chosen() {
		ds = append(ds, about(p, did))
	}
	s.list.Unmark()
	s.touch()
	return s.desk.decide(ds, "")
}

func (s *People) chosen() []*review.Profile {
	want := map[string]bool{}
	for _, k := range s.list.Chosen() {
		want[k] = true
	}
	var out []*review.Profile
	for _, p := range s.items {
		if want[string(p.Person.Handle)] {
			out = append(out, p)
		}
	}
	return out
}
