package screen

import (
	"context"
	"fmt"
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/rank"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/store"
	"weaktie/internal/theme"
	"weaktie/internal/tui/keys"
)

// noon is when the tests play.
func noon() time.Time { return time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC) }

func before(d time.Duration) time.Time { return noon().Add(-d) }

// newDesk is a desk in the dark theme, over an empty store.
func newDesk(t testing.TB) *Desk {
	t.Helper()
	pair, err := theme.Open("dark", "")
	if err != nil {
		t.Fatal(err)
	}
	km, err := keys.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.TempDir(), store.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	r := &review.Review{
		Store: st, Now: noon,
		Sources: func() ([]source.Ref, error) { return nil, nil },
	}
	app := App{Review: r, Now: noon, Context: func() context.Context { return t.Context() }}
	return &Desk{App: app, Keys: km, Theme: pair.Dark}
}

func someone(handle, name string) person.Person {
	return person.Person{Handle: person.Handle(handle), Name: clean.Line(name), Network: "mastodon"}
}

// sharersOf makes a sharer of each name, the community changing every third.
func sharersOf(words string, names ...string) []review.Sharer {
	var out []review.Sharer
	for i, n := range names {
		sh := review.Sharer{
			Person:    someone(n+"@social.example", ""),
			Tie:       person.Tie{Strength: person.Strength(i % 4), Kind: person.KindSocial},
			Time:      before(time.Duration(i+1) * 47 * time.Minute),
			Words:     clean.Line(words),
			Community: names[i/3*3],
			Counts:    0.4,
		}
		if i == 1 {
			sh.Boost, sh.Words = true, clean.Text{}
			sh.Folded = "a boost of " + names[0] + "'s post"
		}
		out = append(out, sh)
	}
	return out
}

func linkNo(n int, title string, score float64, names ...string) review.Link {
	sh := sharersOf("The retention figures in here settle an argument that we have had for two years.", names...)
	var cs []rank.Community
	seen := map[string]int{}
	for _, s := range sh {
		i, ok := seen[s.Community]
		if !ok {
			i = len(cs)
			seen[s.Community] = i
			cs = append(cs, rank.Community{Name: s.Community, CountsAs: 0.61 - 0.1*float64(i)})
		}
		cs[i].People = append(cs[i].People, s.Person.Handle)
		cs[i].Parts = append(cs[i].Parts, rank.Part{Person: s.Person.Handle, Trust: 0.55, Decay: 0.8, Counts: s.Counts, Folded: s.Folded})
	}
	spark := make([]int, 24)
	for i := range sh {
		spark[23-i*2] += 1 + i%3
	}
	address := fmt.Sprintf("https://blog%d.example/2026/03/%s", n, "why-trials-end")
	return review.Link{
		Ranked: rank.Ranked{
			Link: address, Score: score, Shares: len(sh) + 1, People: len(sh), Communities: len(cs),
			First: before(26 * time.Hour), Last: before(40 * time.Minute),
			Why: rank.Why{
				Breadth: score / 1.2, Decay: 0.8, Trust: 0.55, OwnHost: 1, Substance: 1.2, Affinity: 1, Communities: cs,
				Features: []rank.Feature{{Name: "figures", Factor: 1.2, Reason: "three of the sharers quote figures from it"}},
			},
		},
		Rank: n, Open: address, Title: clean.Line(title), Host: fmt.Sprintf("blog%d.example", n), Sharers: sh, Spark: spark,
	}
}

func someLinks() []review.Link {
	all := []review.Link{
		linkNo(1, "Why trials end on day nine: retention figures from forty teams", 2.84, "ana", "ben", "cleo", "dan", "eva"),
		linkNo(2, "The pricing page nobody reads", 1.71, "fay", "gus", "hal", "ida"),
		linkNo(3, "顧客の声を聞く方法 and what 📈 it costs", 1.10, "jun", "kai"),
		linkNo(4, "A press release about a press release, which goes on for longer than any row of a terminal has room for, whatever its width may be, and then some more", 0.40, "leo"),
		linkNo(5, "Weak ties in a small market", 0.22, "mia", "noa", "oto", "pia"),
	}
	all[1].Status = review.Status{Saved: true, At: before(time.Hour)}
	all[2].Again = clean.Line("back: jun shared it, a new independent voice")
	all[0].ToFirst = clean.Line("first, 1.13 ahead of the next")
	all[0].Variants = []review.Variant{{Key: "v", Open: "https://amp.mirror.example/why-trials-end", Host: "amp.mirror.example", Title: clean.Line("Trials end on day nine")}}
	return all
}

// spanOf is evidence for words of text.
func spanOf(text, words, rule, reason string, weight float64) flip.Evidence {
	for i := range len(text) - len(words) + 1 {
		if text[i:i+len(words)] == words {
			return flip.Evidence{Rule: rule, Start: i, End: i + len(words), Reason: reason, Weight: weight}
		}
	}
	return flip.Evidence{Rule: rule, Reason: reason, Weight: weight}
}

func messageNo(n int, from, name, text string, v flip.Verdict) review.Message {
	p := post.Post{
		ID: post.ID(n), Source: "https://social.example/inbox", GUID: fmt.Sprintf("m%d", n),
		URL: fmt.Sprintf("https://social.example/m/%d", n), Author: someone(from, name),
		HTML: clean.Escape(text), Time: before(time.Duration(n) * 3 * time.Hour), Message: true, Direct: n%2 == 1,
	}
	return review.Message{Post: p, From: p.Author, Tie: person.Tie{Strength: person.Weak, Kind: person.KindSocial}, Verdict: v}
}

func someMessages() []review.Message {
	pitch := "Thanks for connecting! I would love to grab 15 minutes of your time to show you how we double pipelines. Here is my calendar."
	return []review.Message{
		messageNo(1, "rick@social.example", "Rick Reach", pitch, flip.Verdict{
			Band: flip.Flip, Flip: 0.81, Market: 0.93, Automated: 0.62, SocialTie: 0.87, Category: flip.MeetingAsk, Language: "en",
			Why: "It asks a stranger for time on the first message.",
			Evidence: []flip.Evidence{
				spanOf(pitch, "Thanks for connecting!", "genuinely-interested.opening", "An opening that is sent to everyone.", 0.9),
				spanOf(pitch, "grab 15 minutes", "meeting-ask.minutes", "Asks for a slot in the calendar.", 1.8),
				spanOf(pitch, "15 minutes of your time", "meeting-ask.time", "Names a price in minutes.", 1.1),
				{Rule: "context.first", Reason: "It is the first message from this person.", Weight: 0.6},
			},
		}),
		messageNo(2, "mum@social.example", "", "Are you coming on Sunday? I am making the lemon thing.", flip.Verdict{
			Band: flip.Clear, Flip: 0.01, Market: 0.02, Automated: 0.01, SocialTie: 0.95, Language: "en", Why: "Plainly said to you.",
			Evidence: []flip.Evidence{{Rule: "social.plans", Start: 0, End: 24, Reason: "Speaks of plans you share.", Weight: -1.2}},
		}),
		messageNo(3, "shop@social.example", "Tea Shop", "Ten per cent off green tea this week.", flip.Verdict{
			Band: flip.Offer, Flip: 0.08, Market: 0.9, Automated: 0.3, SocialTie: 0.09, Category: flip.Promotion, Language: "en", Why: "A shop that says what it sells.",
		}),
		messageNo(4, "jun@social.example", "ジュン", "こんにちは、お元気ですか。", flip.Verdict{Band: flip.Unjudged, Language: "ja", Why: "weaktie does not know Japanese well enough to judge it."}),
	}
}

func someEntries() []review.Entry {
	var out []review.Entry
	for i, text := range []string{
		"Forty teams, one figure: trials end on day nine. Worth your coffee.",
		"Giveaway! Follow and tag three friends to win.",
		"So true!",
	} {
		p := post.Post{
			ID: post.ID(100 + i), Source: "https://social.example/tags/b2b", GUID: fmt.Sprintf("p%d", i),
			URL: fmt.Sprintf("https://social.example/p/%d", i), Author: someone(fmt.Sprintf("voice%d@social.example", i), fmt.Sprintf("Voice %d", i)),
			HTML: clean.Escape(text), Time: before(time.Duration(i) * 20 * time.Minute), Tags: []string{"b2b", "retention"},
		}
		e := review.Entry{Post: p, Source: clean.Line("#b2b on social.example"), Verdict: flip.Verdict{Band: flip.Clear}}
		if i == 0 {
			e.Post.Links = []link.Link{{Key: "https://blog1.example/2026/03/why-trials-end", Open: "https://blog1.example/2026/03/why-trials-end"}}
		}
		if i == 1 {
			e.Verdict = flip.Verdict{Band: flip.Notice, Market: 0.8, Category: flip.Promotion, Why: "It pays for attention."}
		}
		out = append(out, e)
	}
	return out
}

func someSources() []review.Source {
	days := []int{0, 1, 3, 2, 0, 4, 6, 2, 1, 0, 3, 5, 8, 2}
	ok := source.State{
		Kind: source.KindFeed, Title: "Field Notes", Home: "https://notes.example/", ETag: "x", LastPoll: before(12 * time.Minute),
		LastNew: before(3 * time.Hour), LastOK: before(12 * time.Minute), Next: noon().Add(48 * time.Minute), Health: source.OK, Items: 20,
	}
	failing := ok
	failing.Health, failing.Failures, failing.Title = source.Transient, 3, "Quiet Feed"
	failing.Problem = "quiet.example did not answer within 15 seconds; it is asked again in an hour."
	tag := ok
	tag.Kind, tag.Title = source.KindMastodon, "#b2b on social.example"
	return []review.Source{
		{Ref: source.Ref{URL: "https://notes.example/feed.xml", Tags: []string{"people"}}, State: ok, Title: clean.Line("Field Notes"), PerDay: 2.6, Days: days},
		{Ref: source.Ref{URL: "https://quiet.example/rss"}, State: failing, Title: clean.Line("Quiet Feed"), PerDay: 0.1, Days: make([]int, 14)},
		{Ref: source.Ref{URL: "https://social.example/tags/b2b", Tags: []string{"tag"}}, State: tag, Title: clean.Line("#b2b on social.example"), PerDay: 41, Days: days},
		{Ref: source.Ref{URL: "https://new.example/feed"}, Title: clean.Line("new.example/feed")},
	}
}

// filled are all screens with rows in them, as if review had answered.
func filled(d *Desk) []Screen {
	all := All(d)
	links := someLinks()
	msgs := someMessages()
	day := review.Today{Done: 3, Saved: 1, Minutes: 4, Hidden: 7}
	for i := range links {
		day.Cards = append(day.Cards, review.Card{Link: &links[i]})
	}
	for i := range msgs {
		day.Cards = append(day.Cards, review.Card{Message: &msgs[i]})
	}
	for _, s := range all {
		s.Update(todayLoaded{day: day})
		s.Update(linksLoaded{links: review.Links{Items: someLinks(), Hidden: 12}})
		s.Update(messagesLoaded{items: someMessages()})
		s.Update(streamLoaded{first: true, page: someEntries()})
		s.Update(peopleLoaded{people: somePeople()})
		s.Update(trendsLoaded{trends: someTrends()})
		s.Update(sourcesLoaded{list: someSources()})
	}
	return all
}
