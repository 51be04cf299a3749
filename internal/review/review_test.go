package review_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/link"
	"weaktie/internal/person"
	"weaktie/internal/post"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

var theJudge = sync.OnceValues(func() (*flip.Judge, error) { return flip.NewWith(flip.Options{}) })

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// desk is a curator with a real store and a clock that the test moves.
type desk struct {
	*review.Review
	t   *testing.T
	now time.Time
	dir string
	n   int
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: noon, dir: t.TempDir()}
	d.open()
	t.Cleanup(func() {
		if err := d.Store.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func (d *desk) open() {
	d.t.Helper()
	st, err := store.Open(d.dir, store.Options{Now: func() time.Time { return d.now }})
	if err != nil {
		d.t.Fatal(err)
	}
	d.Review = &review.Review{
		Store: st, Judge: theJudge, Now: func() time.Time { return d.now },
		Sources: func() ([]source.Ref, error) {
			return []source.Ref{{URL: "https://net.example/tags/b2b", Title: "My #b2b", Tags: []string{"work"}}}, nil
		},
	}
}

func (d *desk) restart() {
	d.t.Helper()
	if err := d.Store.Close(); err != nil {
		d.t.Fatal(err)
	}
	d.open()
}

// say stores a post by who, ago before now.
func (d *desk) say(who string, ago time.Duration, text string, with ...func(*post.Post)) {
	d.t.Helper()
	d.n++
	p := post.Post{
		Source: "https://net.example/tags/b2b", GUID: fmt.Sprintf("https://net.example/%d", d.n),
		URL:    fmt.Sprintf("https://net.example/@%s/%d", who, d.n),
		Author: person.Person{Handle: person.NewHandle(who, "net.example"), Name: clean.Line(strings.ToUpper(who)), Network: "mastodon"},
		HTML:   clean.Escape(text), Time: d.now.Add(-ago), Seen: d.now, Tags: []string{"b2b"},
	}
	for _, s := range link.Find(text) {
		p.Links = append(p.Links, s.Link)
	}
	for _, f := range with {
		f(&p)
	}
	v, err := d.JudgePost(context.Background(), p, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	d.Refresh()
	if _, err := d.Store.Add(store.Batch{Source: p.Source, Items: []store.Item{{Post: p, Verdict: v}}}); err != nil {
		d.t.Fatal(err)
	}
}

func toMe(p *post.Post) { p.Message, p.Direct = true, true }

func (d *desk) links(q review.LinkQuery) []review.Link {
	d.t.Helper()
	got, err := d.Links(context.Background(), q)
	if err != nil {
		d.t.Fatal(err)
	}
	return got.Items
}

func (d *desk) decide(l review.Link, a store.Action) string {
	d.t.Helper()
	s, err := d.Decide(context.Background(), store.Decision{Subject: review.LinkSubject(l.Ranked.Link), Action: a, Label: l.Title.String()})
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func keys(ls []review.Link) string {
	var out []string
	for _, l := range ls {
		out = append(out, strings.TrimPrefix(l.Open, "https://"))
	}
	return strings.Join(out, " ")
}

func TestLinksRankBreadthAndHideWhatWasDecided(t *testing.T) {
	d := newDesk(t)
	d.say("ana", 3*time.Hour, "Three figures here changed my mind about churn: https://a.example/churn-study-2026")
	d.say("ben", 2*time.Hour, "The sample is small but the method is sound https://a.example/churn-study-2026?utm_source=x")
	d.say("cem", time.Hour, "nice read https://b.example/other-thing")
	got := d.links(review.LinkQuery{})
	if keys(got) != "a.example/churn-study-2026 b.example/other-thing" {
		t.Fatalf("order: %s", keys(got))
	}
	if got[0].People != 2 || len(got[0].Sharers) != 2 || got[0].Sharers[0].Person.Name.String() != "BEN" {
		t.Errorf("sharers: %+v", got[0].Sharers)
	}
	if got[0].Title.String() != "churn study 2026" {
		t.Errorf("title %q: a link without a title is known by its address's words", got[0].Title)
	}
	if s := d.decide(got[0], store.Saved); s != "saved “churn study 2026”" {
		t.Errorf("sentence %q", s)
	}
	if k := keys(d.links(review.LinkQuery{})); k != "b.example/other-thing" {
		t.Errorf("after saving: %s", k)
	}
	all := d.links(review.LinkQuery{Decided: true})
	if len(all) != 2 || !all[0].Status.Saved {
		t.Errorf("with decided: %s", keys(all))
	}
	if got, _ := d.Links(context.Background(), review.LinkQuery{Limit: 1}); got.Hidden != 1 || len(got.Items) != 1 {
		t.Errorf("%d hidden, %d shown: the count does not depend on the limit", got.Hidden, len(got.Items))
	}
	before := d.links(review.LinkQuery{At: noon.Add(-2*time.Hour - time.Minute)})
	if len(before) != 1 || before[0].People != 1 {
		t.Errorf("as of ten: %s", keys(before))
	}
}

func TestUndoSurvivesRestart(t *testing.T) {
	d := newDesk(t)
	d.say("ana", time.Hour, "read https://a.example/one-two-three")
	d.decide(d.links(review.LinkQuery{})[0], store.Dismissed)
	d.restart()
	s, ok, err := d.Undo(context.Background())
	if err != nil || !ok || s != "undone: dismissed “one two three”" {
		t.Fatalf("undo: %q %v %v", s, ok, err)
	}
	if n := len(d.links(review.LinkQuery{})); n != 1 {
		t.Errorf("%d links after undo", n)
	}
	if _, ok, _ := d.Undo(context.Background()); ok {
		t.Error("there was nothing left to undo")
	}
	d.restart()
	if s, ok, err := d.Redo(context.Background()); err != nil || !ok || s != "done again: dismissed “one two three”" {
		t.Fatalf("redo: %q %v %v", s, ok, err)
	}
	if n := len(d.links(review.LinkQuery{})); n != 0 {
		t.Errorf("%d links after redo", n)
	}
}

func TestDecidedLinkComesBackForAnIndependentVoiceOnly(t *testing.T) {
	d := newDesk(t)
	d.say("ana", 2*time.Hour, "worth your time https://a.example/one-two-three", func(p *post.Post) { p.GUID = "urn:first" })
	d.decide(d.links(review.LinkQuery{})[0], store.Saved)
	d.now = noon.Add(time.Hour)
	d.say("bob", time.Minute, "RT https://a.example/one-two-three", func(p *post.Post) { p.BoostOf = "urn:first" })
	if got := d.links(review.LinkQuery{}); len(got) != 0 {
		t.Errorf("a boost of what was seen brought it back: %s", got[0].Again)
	}
	d.say("zoe", time.Minute, "I disagree with the middle part but the data is new https://a.example/one-two-three")
	got := d.links(review.LinkQuery{})
	if len(got) != 1 || !strings.Contains(got[0].Again.String(), "ZOE") {
		t.Fatalf("an independent voice must bring it back and be named: %+v", got)
	}
	d.decide(got[0], store.Muted)
	d.now = d.now.Add(time.Hour)
	d.say("yan", time.Minute, "and again https://a.example/one-two-three")
	if got := d.links(review.LinkQuery{}); len(got) != 0 {
		t.Error("what is muted stays away")
	}
}

func TestSnoozeEnds(t *testing.T) {
	d := newDesk(t)
	d.say("ana", time.Hour, "read https://a.example/one-two-three")
	l := d.links(review.LinkQuery{})[0]
	if _, err := d.Decide(context.Background(), store.Decision{Subject: review.LinkSubject(l.Ranked.Link), Action: store.Snoozed, Until: noon.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if len(d.links(review.LinkQuery{})) != 0 {
		t.Error("snoozed, yet there")
	}
	d.now = noon.Add(2 * time.Hour)
	if got := d.links(review.LinkQuery{}); len(got) != 1 {
		t.Error("the snooze is over, yet it is gone")
	}
}

func TestMutedVoiceIsNotHeard(t *testing.T) {
	d := newDesk(t)
	d.say("ana", time.Hour, "read https://a.example/one-two-three")
	d.say("ben", time.Hour, "read https://b.example/one-two-three")
	if _, err := d.Decide(context.Background(), store.Decision{Subject: review.PersonSubject("ana@net.example"), Action: store.Muted}); err != nil {
		t.Fatal(err)
	}
	if k := keys(d.links(review.LinkQuery{})); k != "b.example/one-two-three" {
		t.Errorf("links: %s", k)
	}
}

func TestMessagesCarryTieVerdictAndDecision(t *testing.T) {
	d := newDesk(t)
	d.say("pat", time.Hour, "Hi! Book a quick 15-minute call with me and I will show you how our platform can triple your leads: https://pat.example/demo", toMe)
	d.say("eva", 2*time.Hour, "Are you coming to dinner on Friday?", toMe)
	msgs, err := d.Messages(context.Background(), review.MessageQuery{})
	if err != nil || len(msgs) != 2 {
		t.Fatalf("%d messages, %v", len(msgs), err)
	}
	if msgs[0].Verdict.Band != flip.Flip || msgs[1].Verdict.Band != flip.Clear {
		t.Errorf("bands %s, %s", msgs[0].Verdict.Band, msgs[1].Verdict.Band)
	}
	for _, e := range msgs[0].Verdict.Evidence {
		if text := msgs[0].Post.Text().String(); e.Start < 0 || e.End > len(text) || e.Start > e.End {
			t.Errorf("evidence %s points outside the text: %d-%d of %d", e.Rule, e.Start, e.End, len(text))
		}
	}
	if _, err := d.Decide(context.Background(), store.Decision{Subject: review.PersonSubject("pat@net.example"), Action: store.Marked, Value: "market"}); err != nil {
		t.Fatal(err)
	}
	msgs, _ = d.Messages(context.Background(), review.MessageQuery{})
	if msgs[0].Tie.Kind != person.KindMarket || !msgs[0].Tie.Settled {
		t.Errorf("tie %+v", msgs[0].Tie)
	}
	if _, err := d.Decide(context.Background(), store.Decision{Subject: review.MessageSubject(msgs[0].Post), Action: store.Dismissed}); err != nil {
		t.Fatal(err)
	}
	if msgs, _ = d.Messages(context.Background(), review.MessageQuery{}); len(msgs) != 1 {
		t.Errorf("%d messages after dismissing one", len(msgs))
	}
	links := d.links(review.LinkQuery{})
	if len(links) != 0 {
		t.Errorf("a link sent to me is no recommendation to everyone: %s", keys(links))
	}
}

func TestTodayIsFiniteAndCounts(t *testing.T) {
	d := newDesk(t)
	for i := range 30 {
		d.say(fmt.Sprintf("p%02d", i), time.Hour, fmt.Sprintf("I kept thinking about the second chart all morning https://h%02d.example/one-two-three", i))
	}
	d.say("eva", 2*time.Hour, "Are you coming to dinner on Friday?", toMe)
	today, err := d.Today(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(today.Cards) != 21 || today.Cards[20].Message == nil {
		t.Fatalf("%d cards", len(today.Cards))
	}
	if today.Minutes != 7 { // 21 cards at twenty seconds
		t.Errorf("%d minutes", today.Minutes)
	}
	d.decide(*today.Cards[0].Link, store.Saved)
	d.decide(*today.Cards[1].Link, store.Dismissed)
	if _, _, err := d.Undo(context.Background()); err != nil {
		t.Fatal(err)
	}
	if today, err = d.Today(context.Background()); err != nil || today.Done != 1 || today.Saved != 1 {
		t.Errorf("done %d, saved %d, %v: what was undone does not count", today.Done, today.Saved, err)
	}
	if len(today.Cards) != 20 {
		t.Errorf("%d cards after one decision: the queue must end", len(today.Cards))
	}
	d.now = d.now.Add(24 * time.Hour)
	if today, _ = d.Today(context.Background()); len(today.Cards) != 21 || today.Done != 0 {
		t.Errorf("the next day: %d cards, %d done", len(today.Cards), today.Done)
	}
}

func TestStreamQueries(t *testing.T) {
	d := newDesk(t)
	d.say("ana", 30*time.Hour, "Café talk https://news.a.example/x-y-z")
	d.say("ben", 2*time.Hour, "plain words", func(p *post.Post) { p.Tags = []string{"golang"} })
	d.say("eva", time.Hour, "for you", toMe)
	for query, want := range map[string]int{
		"":                 3,
		"cafe":             1,
		"from:ana":         1,
		"from:@BEN":        1,
		"host:a.example":   1,
		"host:b.example":   0,
		"tag:golang":       1,
		"since:24h":        2,
		"is:message":       1,
		"is:saved":         0,
		`"plain words"`:    1,
		"source:b2b cafe":  1,
		"https://news.a.e": 1,
	} {
		page, _, err := d.Stream(context.Background(), review.StreamQuery{Query: query})
		if err != nil || len(page) != want {
			t.Errorf("%q: %d posts (%v), want %d", query, len(page), err, want)
		}
	}
	if _, _, err := d.Stream(context.Background(), review.StreamQuery{Query: "is:purple"}); err == nil || !strings.Contains(err.Error(), "is:saved") {
		t.Errorf("is:purple: %v", err)
	}
	if _, _, err := d.Stream(context.Background(), review.StreamQuery{Query: "since:soon"}); err == nil {
		t.Error("since:soon was understood")
	}
}

func TestStreamPages(t *testing.T) {
	d := newDesk(t)
	for i := range 25 {
		d.say("ana", time.Duration(i)*time.Minute, fmt.Sprintf("post %d", i))
	}
	seen := map[string]bool{}
	q := review.StreamQuery{Query: "from:ana", Limit: 10}
	for pages := 0; ; pages++ {
		page, next, err := d.Stream(context.Background(), q)
		if err != nil || pages > 4 {
			t.Fatalf("page %d: %v", pages, err)
		}
		for _, e := range page {
			seen[e.Post.GUID] = true
		}
		if next == (store.Cursor{}) {
			break
		}
		q.Before = next
	}
	if len(seen) != 25 {
		t.Errorf("%d of 25 posts over all pages", len(seen))
	}
}

func TestDigestCreditsWhoSurfacedIt(t *testing.T) {
	d := newDesk(t)
	d.say("ana", 3*time.Hour, "first https://a.example/one-two-three")
	d.say("ben", 2*time.Hour, "second https://a.example/one-two-three")
	d.decide(d.links(review.LinkQuery{})[0], store.Saved)
	if _, err := d.Decide(context.Background(), store.Decision{Subject: review.LinkSubject("https://a.example/one-two-three"), Action: store.Noted, Value: "Read the *second* part."}); err != nil {
		t.Fatal(err)
	}
	dg, err := d.Digest(context.Background(), noon.Add(-time.Hour), noon.Add(time.Hour))
	if err != nil || len(dg.Entries) != 1 {
		t.Fatalf("%+v, %v", dg, err)
	}
	e := dg.Entries[0]
	if e.Via[0].String() != "ANA" || e.Shared != 2 || e.Note.String() != "Read the *second* part." || e.URL != "https://a.example/one-two-three" {
		t.Errorf("%+v", e)
	}
	if dg, _ = d.Digest(context.Background(), noon.Add(time.Hour), noon.Add(2*time.Hour)); len(dg.Entries) != 0 {
		t.Error("saved at noon, yet in the afternoon's digest")
	}
}

func TestCheckUsesTheTie(t *testing.T) {
	d := newDesk(t)
	d.say("shop", time.Hour, "hello", toMe)
	pitch := "Our platform can triple your leads. Book a quick 15-minute call this week!"
	v, err := d.Check(context.Background(), pitch, "", "")
	if err != nil || v.Band != flip.Flip {
		t.Fatalf("to nobody: %s, %v", v.Band, err)
	}
	if _, err := d.Decide(context.Background(), store.Decision{Subject: review.PersonSubject("shop@net.example"), Action: store.Marked, Value: "market"}); err != nil {
		t.Fatal(err)
	}
	if v, _ = d.Check(context.Background(), pitch, "shop@net.example", ""); v.Band != flip.Offer && v.Band != flip.Clear {
		t.Errorf("to a market tie: %s", v.Band)
	}
}

func TestSourceListNamesAndCounts(t *testing.T) {
	d := newDesk(t)
	d.say("ana", time.Hour, "one")
	list, err := d.SourceList(context.Background())
	if err != nil || len(list) != 1 || list[0].Title.String() != "My #b2b" || list[0].PerDay == 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func sites(s ...string) func(*post.Post) { return func(p *post.Post) { p.Author.Sites = s } }

func TestOnePersonOnTwoNetworksIsOneVoice(t *testing.T) {
	d := newDesk(t)
	d.say("ana", 2*time.Hour, "the second table is what matters https://x.example/one-two-three", sites("ana.example"))
	d.say("ana2", time.Hour, "my notes on the same thing https://x.example/one-two-three", sites("ana.example"), func(p *post.Post) { p.Author.Network = "web" })
	d.say("ben", time.Hour, "not convinced, but read it https://x.example/one-two-three")
	l := d.links(review.LinkQuery{})[0]
	counted := 0
	for _, s := range l.Sharers {
		if s.Counts > 0 {
			counted++
		}
	}
	if counted != 2 {
		t.Errorf("%d voices count, want 2: %+v", counted, l.Sharers)
	}
	// The curator says that ben is ana as well; undo takes it back.
	if _, err := d.Decide(context.Background(), store.Decision{Subject: review.PersonSubject("ben@net.example"), Action: store.Joined, Value: "ana@net.example"}); err != nil {
		t.Fatal(err)
	}
	if after := d.links(review.LinkQuery{})[0]; after.Score >= l.Score {
		t.Errorf("score %v, was %v: one voice fewer", after.Score, l.Score)
	}
}

func TestReprintsFoldIntoOneLinkAndOneDecision(t *testing.T) {
	d := newDesk(t)
	article := func(host string) func(*post.Post) {
		return func(p *post.Post) {
			p.Title = clean.Line("Seven attribution models walk into a crowded bar")
			p.URL = "https://" + host + "/seven-models"
			p.Links = nil
			if l, ok := link.Clean(p.URL); ok {
				p.Links = append(p.Links, l)
			}
			p.Author = person.Person{Handle: person.Handle(host + "@web"), Network: "web", Sites: []string{host}}
		}
	}
	d.say("a", 5*time.Hour, "All of them order a conversion.", article("first.example"))
	d.say("b", 3*time.Hour, "All of them order a conversion.", article("reprint.example"))
	d.say("ana", 2*time.Hour, "I laughed and then I checked our own https://reprint.example/seven-models")
	got := d.links(review.LinkQuery{})
	if len(got) != 1 || got[0].Host != "first.example" || len(got[0].Variants) != 1 || got[0].Variants[0].Host != "reprint.example" {
		t.Fatalf("%d links: %+v", len(got), got)
	}
	d.decide(got[0], store.Dismissed)
	if got := d.links(review.LinkQuery{}); len(got) != 0 {
		t.Errorf("the reprint of what was dismissed is back: %s", keys(got))
	}
}

func TestPeopleSayWhomToThank(t *testing.T) {
	d := newDesk(t)
	d.say("ana", 3*time.Hour, "first https://a.example/one-two-three")
	d.say("ben", 2*time.Hour, "second https://a.example/one-two-three")
	d.say("eva", time.Hour, "Did you get home all right?", toMe)
	d.say("bot", time.Hour, "Thanks for the follow! Book a free demo of our platform to triple your leads: https://bot.example", toMe)
	d.decide(d.links(review.LinkQuery{})[0], store.Reshared)
	people, err := d.People(context.Background(), review.PeopleQuery{})
	if err != nil {
		t.Fatal(err)
	}
	d.Me = []string{"mine.example"}
	d.say("kim", time.Hour, "worth a look https://mine.example/my-own-words")
	people, _ = d.People(context.Background(), review.PeopleQuery{})
	if a := people.Owed[len(people.Owed)-1]; a.Person != "kim@net.example" || !strings.Contains(a.Sentence, "thank") {
		t.Errorf("who passes mine on is to be thanked: %+v", people.Owed)
	}
	d.Me = nil
	people, _ = d.People(context.Background(), review.PeopleQuery{})
	owed := map[person.Handle]string{}
	for _, a := range people.Owed {
		owed[a.Person] = a.Sentence
	}
	if len(owed) != 2 || !strings.Contains(owed["ana@net.example"], "credit") || !strings.Contains(owed["eva@net.example"], "answer") {
		t.Errorf("owed: %v: want ana's credit and eva's answer, and nothing to the machine", owed)
	}
	if bot, err := d.Profile(context.Background(), "bot@net.example"); err != nil || bot.Tie.Strength != person.Stranger || bot.Messages != 1 {
		t.Errorf("a machine's message makes no tie: %+v, %v", bot.Tie, err)
	}
	ana, err := d.Profile(context.Background(), "ana@net.example")
	if err != nil || ana.Use.Reshared != 1 || len(ana.Trust.Lines) != 1 || ana.Tie.Strength != person.Weak || ana.TieWhy.String() != "you kept 1 of the 1 links they shared" {
		t.Errorf("%+v, %v", ana, err)
	}
	d.now = d.now.Add(time.Minute)
	if _, err := d.Decide(context.Background(), store.Decision{Subject: review.PersonSubject("ana@net.example"), Action: store.Credited}); err != nil {
		t.Fatal(err)
	}
	people, _ = d.People(context.Background(), review.PeopleQuery{})
	if len(people.Owed) != 1 || people.Owed[0].Person != "eva@net.example" {
		t.Errorf("after crediting ana: %+v", people.Owed)
	}
}

func TestTrendsCountPublicPosts(t *testing.T) {
	d := newDesk(t)
	for i := range 5 {
		d.say(fmt.Sprintf("p%d", i), time.Duration(i)*time.Hour, "social media again https://h.example/one-two-three")
	}
	d.say("ana", time.Hour, "social networking is not social media", func(p *post.Post) { p.Tags = []string{"networks"} })
	d.say("eva", time.Hour, "social media for you", toMe)
	got, err := d.Trends(context.Background(), review.TrendQuery{Topics: []string{"social media", "social networking"}})
	if err != nil || got.Compared == nil {
		t.Fatalf("%+v, %v", got, err)
	}
	if got.Compared.A.Total != 6 || got.Compared.B.Total != 1 || got.Compared.Both != 1 || got.Posts != 6 {
		t.Errorf("A %d, B %d, both %d, all %d", got.Compared.A.Total, got.Compared.B.Total, got.Compared.Both, got.Posts)
	}
	if len(got.Hosts) != 1 || got.Hosts[0].Name != "h.example" || len(got.Voices) != 6 {
		t.Errorf("hosts %+v, voices %+v", got.Hosts, got.Voices)
	}
}

func TestMarksTeach(t *testing.T) {
	d := newDesk(t)
	pitch := "Our platform can triple your leads. Book a quick 15-minute call this week!"
	d.say("pat", 2*time.Hour, pitch, toMe)
	d.say("sam", time.Hour, pitch+" Thanks", toMe)
	msgs, _ := d.Messages(context.Background(), review.MessageQuery{})
	before := msgs[0].Verdict.Market
	if _, err := d.Decide(context.Background(), store.Decision{Subject: review.MessageSubject(msgs[1].Post), Action: store.Marked, Value: review.MarkNotFlip}); err != nil {
		t.Fatal(err)
	}
	msgs, _ = d.Messages(context.Background(), review.MessageQuery{Decided: true})
	if msgs[0].Verdict.Market >= before {
		t.Errorf("market %v, was %v: the mark taught nothing", msgs[0].Verdict.Market, before)
	}
	stated := false
	for _, e := range msgs[0].Verdict.Evidence {
		stated = stated || e.Rule == flip.LikeThis && e.Weight < 0
	}
	if !stated {
		t.Error("what was learned is not among the evidence")
	}
	learned, err := d.Learned(context.Background())
	if err != nil || len(learned.Marks()) != 1 {
		t.Fatalf("%v, %v", learned.Marks(), err)
	}
	if n, err := d.Forget(context.Background(), learned.Marks()[0].ID); n != 1 || err != nil {
		t.Errorf("forgot %d, %v", n, err)
	}
	msgs, _ = d.Messages(context.Background(), review.MessageQuery{Decided: true})
	if msgs[0].Verdict.Market != before {
		t.Errorf("market %v after forgetting, was %v", msgs[0].Verdict.Market, before)
	}
}

func TestTheSameWordsFromManyPeopleAreSeen(t *testing.T) {
	d := newDesk(t)
	same := "Hello dear friend, what a pleasure to have you among my followers here, be well"
	for i := range 3 {
		d.say(fmt.Sprintf("p%d", i), time.Duration(3-i)*time.Hour, same, toMe)
	}
	msgs, err := d.Messages(context.Background(), review.MessageQuery{})
	if err != nil || len(msgs) != 3 {
		t.Fatal(err)
	}
	if first, last := msgs[2].Verdict.Automated, msgs[0].Verdict.Automated; last <= first {
		t.Errorf("automated %v for the third sender of one text, %v for the first", last, first)
	}
}
