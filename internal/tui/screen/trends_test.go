package screen

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"weaktie/internal/person"
	"weaktie/internal/review"
	"weaktie/internal/trend"
	"weaktie/internal/tui/keys"
)

// somePosts are two weeks of a tag that grows, one that falls, and a giveaway
// that spikes on one evening.
func somePosts() []trend.Post {
	var out []trend.Post
	say := func(tag string, hours, who int, promo bool) {
		out = append(out, trend.Post{
			Time: before(time.Duration(hours) * time.Hour), Person: person.Handle(fmt.Sprintf("p%d@social.example", who)),
			Tags: []string{tag}, Hosts: []string{fmt.Sprintf("blog%d.example", who%4)}, Promo: promo,
		})
	}
	for h := range 24 * 14 {
		if (h*7)%(8+h/12) < 3 {
			say("b2b", h, h%9, h%11 == 0)
		}
		if (h*5)%(30-h/14) == 1 {
			say("socialmedia", h, h%5, false)
		}
	}
	for i := range 30 {
		say("giveaway", 40+i%3, i%12, true)
	}
	return out
}

func someTrends(topics ...string) review.Trends {
	w := trend.Window{From: before(13*aDay + 12*time.Hour), To: noon().Add(12 * time.Hour), Bucket: 6 * time.Hour}
	posts := somePosts()
	t := review.Trends{Window: w, Tags: trend.Tags(posts, w, 20), Findings: trend.Findings(posts, w, time.UTC), Posts: len(posts)}
	if len(topics) == 0 {
		topics = []string{""}
		for _, c := range t.Tags {
			topics = append(topics, "#"+c.Name)
		}
	}
	for _, x := range topics {
		t.Series = append(t.Series, trend.Volume(posts, trend.ParseTopic(x), w))
	}
	if len(topics) > 1 {
		c := trend.Compare(posts, trend.ParseTopic(topics[0]), trend.ParseTopic(topics[1]), w)
		t.Compared = &c
	}
	about := trend.ParseTopic(topics[0])
	t.Hosts, t.Voices = trend.Hosts(posts, about, w, 20), trend.Voices(posts, about, w, 0)
	t.Elite[0], t.Elite[1] = trend.Elite(t.Voices)
	return t
}

func trends(t *testing.T) *Trends {
	t.Helper()
	s := NewTrends(newDesk(t))
	s.Update(Sized{W: 119, H: 40})
	s.Update(trendsLoaded{trends: someTrends()})
	return s
}

func TestTrendsAreCountedOnlyOnceTheyAreWanted(t *testing.T) {
	s := NewTrends(newDesk(t))
	if s.Update(Settled{}) != nil {
		t.Error("counted before anybody looked")
	}
	if s.Update(Shown{}) == nil {
		t.Error("not counted for who looks")
	}
}

func TestTheWholeIsChartedWithItsVoices(t *testing.T) {
	s := trends(t)
	page := squeezed(grid(t, strings.Join(s.page(70), "\n"), 70, 80))
	for _, want := range []string{"everything", "read as selling", "0▔▔", "1 Mar", "What stands out", "◇ campaign #giveaway", "contests, giveaways or releases", "Share of voice", "make half of the posts", "Hosts", "blog1.example"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if !strings.Contains(page, "█") {
		t.Error("no columns")
	}
}

func TestATagIsCountedOnceTheCursorRests(t *testing.T) {
	s := trends(t)
	s.Update(Pressed{keys.Down})
	key := s.list.Key()
	if !strings.HasPrefix(key, "#") {
		t.Fatalf("on %q", key)
	}
	if page := grid(t, strings.Join(s.page(60), "\n"), 60, 60); !strings.Contains(page, "█") || !strings.Contains(page, "Counting who") {
		t.Errorf("the chart does not stand while the voices are counted:\n%s", page)
	}
	if s.Update(rested{"#another"}) != nil {
		t.Error("counted a row that the cursor left")
	}
	s.restingOn = key
	if s.Update(rested{key}) == nil {
		t.Fatal("nothing was asked for")
	}
	s.Update(topicLoaded{gen: s.gen, key: key, trends: someTrends(key)})
	if page := grid(t, strings.Join(s.page(60), "\n"), 60, 60); !strings.Contains(page, "Share of voice") {
		t.Error(page)
	}
	s.Update(topicLoaded{gen: s.gen - 1, key: "#old", trends: someTrends("#old")})
	if s.pages["#old"] != nil {
		t.Error("a late answer was kept")
	}
}

func TestTwoTopicsStandSideBySide(t *testing.T) {
	s := trends(t)
	if s.Update(Searched{Text: "#b2b | social media", Done: true}) == nil {
		t.Fatal("nothing was asked for")
	}
	if got := s.topics(askedRow); len(got) != 2 || got[1] != "social media" {
		t.Errorf("topics %q", got)
	}
	if view := grid(t, s.View(119, 40), 119, 40); !strings.Contains(view, "counting …") {
		t.Error(view)
	}
	s.Update(topicLoaded{gen: s.gen, key: askedRow, trends: someTrends("#b2b", "social media")})
	page := squeezed(grid(t, strings.Join(s.page(80), "\n"), 80, 60))
	for _, want := range []string{"██ #b2b:", "▒▒ social media:", "posts by"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if !strings.Contains(page, "▒") {
		t.Error("the second series is not drawn apart")
	}
	s.Update(Searched{Text: " | ", Done: true})
	if s.asked != "" || s.list.Key() != wholeRow {
		t.Errorf("%q stands, cursor on %s", s.asked, s.list.Key())
	}
}

func TestTheWindowCycles(t *testing.T) {
	s := trends(t)
	var names []string
	for range 4 {
		s.Update(Pressed{keys.Filter})
		names = append(names, trendWindows()[s.window].name)
	}
	if got := strings.Join(names, ", "); got != "28 days, 24 hours, 7 days, 14 days" {
		t.Error(got)
	}
}

func TestTrendPagesHoldAnyWidth(t *testing.T) {
	s := trends(t)
	s.asked = "#b2b | social media"
	s.relist()
	s.pages[askedRow] = new(review.Trends)
	*s.pages[askedRow] = someTrends("#b2b", "social media")
	for w := 1; w < 160; w++ {
		for i := range s.rows {
			s.list.To(i)
			wide(t, s.page(w), w)
		}
		wide(t, s.heading(w), w)
	}
}

// TestTrendsOfAStore asks a real one.
func TestTrendsOfAStore(t *testing.T) {
	s := NewTrends(newDesk(t))
	s.Update(Sized{W: 119, H: 40})
	m, ok := s.load()().(trendsLoaded)
	if !ok || m.err != nil {
		t.Fatalf("%+v", m)
	}
	s.Update(m)
	if view := grid(t, s.View(119, 40), 119, 40); !strings.Contains(view, "Nothing was said in the last 14 days") {
		t.Error(view)
	}
}

func TestAChatSaysWhenItIsNext(t *testing.T) {
	s := trends(t)
	s.base.Findings = []trend.Finding{{Kind: trend.KindChat, Subject: "#b2bchat", From: noon().Add(7 * time.Hour), Reason: "#b2bchat wakes on Tuesdays around 19:00"}}
	s.relist()
	if page := grid(t, strings.Join(s.page(60), "\n"), 60, 40); !strings.Contains(page, "next Tue 10 Mar 19:00") {
		t.Error(page)
	}
}
