package demo

import (
	"errors"
	"strings"
	"testing"
	"time"

	"weaktie/internal/post"
	"weaktie/internal/source"
)

// polled asks every source of the network as the real program does.
func polled(t *testing.T, n *Network) (answers map[string]source.Answer, problems map[string]*source.Error) {
	t.Helper()
	c := source.NewClient("weaktie-test", func() time.Time { return morning }, func(h string) string { return n.Tokens()[h] })
	answers, problems = map[string]source.Answer{}, map[string]*source.Error{}
	for _, ref := range n.Sources() {
		s, err := c.Open(ref, source.State{})
		if err != nil {
			t.Fatalf("%s: %v", ref.Title, err)
		}
		a, err := s.Poll(t.Context(), source.State{})
		var e *source.Error
		if errors.As(err, &e) {
			problems[ref.Title] = e
		} else if err != nil {
			t.Errorf("%s: %v", ref.Title, err)
		}
		answers[ref.Title] = a
	}
	return answers, problems
}

func titled(posts []post.Post, part string) bool {
	for _, p := range posts {
		if strings.Contains(p.Title.String(), part) {
			return true
		}
	}
	return false
}

func TestEverySourceIsReadByTheRealClient(t *testing.T) {
	n := begin(t)
	answers, problems := polled(t, n)
	for title, part := range map[string]string{
		"The Proof Desk":          "We read 412 B2B whitepapers",
		"Weak Tie Weekly":         "The Thanksgiving invoice",
		"Lurk & Learn":            "94% read the birthday thread",
		"Signal & Noise":          "It was Margaret",
		"Café Contenu":            "L’art de la question naïve",
		"街角マーケティング通信":             "商店街に学ぶB2B",
		"The Slow Read":           "Sell the second paragraph",
		"Funnelwise Newsroom":     "$48M Series C",
		"A Perfectly Normal Blog": "perfectly normal on the internet",
	} {
		if !titled(answers[title].Posts, part) {
			t.Errorf("%s: %d posts, none titled %q", title, len(answers[title].Posts), part)
		}
	}
	for _, p := range answers["Weak Tie Weekly"].Posts {
		if len(p.Links) == 0 || !strings.HasPrefix(p.Links[0].Open, "https://weaktieweekly.example/posts/") {
			t.Errorf("a relative link became %v", p.Links)
		}
	}
	for _, p := range answers["A Perfectly Normal Blog"].Posts {
		if s := p.Title.String() + p.Text().String(); strings.ContainsAny(s, "\x1b\a\r\u202e") || strings.Contains(p.Title.String(), "\n") {
			t.Errorf("hostile bytes got through: %q", s)
		}
	}
	if len(problems) != 2 || problems["Gone Fishing"] == nil || problems["Busy Bee Digest"] == nil {
		t.Errorf("problems: %v", problems)
	} else if b := problems["Busy Bee Digest"]; b.Health != source.RateLimited || !b.Until.Equal(morning.Add(time.Hour)) {
		t.Errorf("the busy feed is %s until %v", b.Health, b.Until)
	}
	if a := answers["The Slow Read"]; a.State.Moved == "" {
		t.Error("nobody noticed that The Slow Read has moved")
	}
}

func TestEverythingSaidArrives(t *testing.T) {
	n := begin(t)
	answers, _ := polled(t, n)
	guids, people := map[string]bool{}, map[string]bool{}
	for title, a := range answers {
		for _, p := range a.Posts {
			if strings.HasPrefix(title, "#") {
				guids[p.GUID] = true
				people[string(p.Author.Handle)] = true
				if len(p.Links) != 1 {
					t.Errorf("%s shares %d links: %v", p.Author.Handle, len(p.Links), p.Links)
				}
			}
			if p.Time.After(morning.Add(time.Minute)) || p.Time.Before(morning.AddDate(0, 0, -11)) {
				t.Errorf("%s: %q is of %v", title, p.Headline(), p.Time)
			}
		}
	}
	if want := len(n.visible(n.story.posts, func(*said) bool { return true })); len(guids) != want {
		t.Errorf("%d of %d posts arrive by the tags", len(guids), want)
	}
	if len(people) < 60 || !people["ana@tie.example"] || !people["keiko@threadbare.example"] {
		t.Errorf("%d people are heard", len(people))
	}
	inbox := answers["Inbox"].Posts
	direct := 0
	for _, p := range inbox {
		if !p.Message || strings.HasPrefix(p.Text().String(), "@you") {
			t.Errorf("not a message, or with its greeting: %q", p.Text())
		}
		if p.Direct {
			direct++
		}
	}
	if len(inbox) < 26 || direct < 20 || direct == len(inbox) {
		t.Errorf("%d messages, %d direct", len(inbox), direct)
	}
}
