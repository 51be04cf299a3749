package rank

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"weaktie/internal/person"
)

// TestFolding says what is one voice and what is not. Every case is one link
// shared by people who have nothing else in common.
func TestFolding(t *testing.T) {
	h := time.Hour
	cases := []struct {
		name   string
		shares []Share
		voices map[person.Handle]Voice
		title  string
		want   int    // voices that count
		why    string // part of the reason for the last share folded
	}{
		{
			name:   "strangers an hour apart",
			shares: []Share{share("l", "ana", 3*h), share("l", "ben", 2*h), share("l", "cem", h)},
			want:   3,
		},
		{
			name:   "one person, three times",
			shares: []Share{share("l", "ana", 3*h), share("l", "ana", 2*h), share("l", "ana", h)},
			want:   1, why: "shared it again later",
		},
		{
			name:   "one person on two networks, either pointing to the other",
			shares: []Share{share("l", "ana@m", 3*h), share("l", "ana@x", 2*h), share("l", "ana@l", h)},
			voices: map[person.Handle]Voice{"ana@m": {SameAs: "ana@x"}, "ana@l": {SameAs: "ana@m"}},
			want:   1, why: "the same person as ana@l",
		},
		{
			name:   "ten boosts of a post, and the post",
			shares: append(boosts("p", 10), with(share("l", "author", 20*h), func(s *Share) { s.Identity = "p" })),
			want:   1,
		},
		{
			name:   "ten boosts of a post from outside",
			shares: boosts("p", 10),
			want:   1, why: "passes on the same post",
		},
		{
			name:   "boosts of two posts",
			shares: append(boosts("p", 4), rename(boosts("q", 4), "other")...),
			want:   2,
		},
		{
			name:   "one employer",
			shares: []Share{share("l", "ana", 3*h), share("l", "ben", 2*h), share("l", "cem", h)},
			voices: map[person.Handle]Voice{"ana": {Employer: "acme.example"}, "ben": {Employer: "acme.example"}, "cem": {Employer: "other.example"}},
			want:   2, why: "one employer, acme.example",
		},
		{
			name: "the site's own people",
			shares: []Share{
				with(share("l", "brand", 3*h), func(s *Share) { s.OwnSite = true }),
				with(share("l", "founder", 2*h), func(s *Share) { s.OwnSite = true }),
				share("l", "reader", h),
			},
			want: 2, why: "publish",
		},
		{
			name:   "the same sentence from a ring",
			shares: say(h, "This guide changed how our team thinks about pipeline", "This guide changed how our team thinks about pipeline", "This guide changed how our team thinks about pipeline!!"),
			want:   1, why: "nearly the same words",
		},
		{
			name:   "the same sentence with a word changed and another address",
			shares: say(h, "This guide changed how our whole team thinks about the pipeline https://a.example/x", "This guide changed how our entire team thinks about the pipeline https://b.example/y"),
			want:   1, why: "nearly the same words",
		},
		{
			name:   "two remarks on the same thing",
			shares: say(h, "This guide changed how our team thinks about pipeline", "Our pipeline review next week will start from this guide, finally somebody counts"),
			want:   2,
		},
		{
			name:   "applause is too short to be copied",
			shares: say(h, "So true!", "So true!", "Great read"),
			want:   3,
		},
		{
			name:   "the article's title is not copied",
			shares: say(h, "Ten Things Buyers Wish Vendors Knew https://l.example", "Ten things buyers wish vendors knew - https://l.example", "Ten Things Buyers Wish Vendors Knew via @reader"),
			title:  "Ten Things Buyers Wish Vendors Knew | The Example Review",
			want:   3,
		},
		{
			name:   "the address spells the title",
			shares: relink("https://l.example/2026/ten-things-buyers-wish-vendors-knew", say(h, "Ten things buyers wish vendors knew", "Ten things buyers wish vendors knew")),
			want:   2,
		},
		{
			name:   "the title with the same praise is copied",
			shares: say(h, "A must for every sales leader out there: Ten things buyers wish vendors knew", "A must for every sales leader out there: Ten things buyers wish vendors knew"),
			title:  "Ten things buyers wish vendors knew",
			want:   1, why: "nearly the same words",
		},
		{
			name:   "three strangers within a minute",
			shares: []Share{share("l", "ana", h), share("l", "ben", h+20*time.Second), share("l", "cem", h+40*time.Second)},
			want:   1, why: "within the same minute",
		},
		{
			name:   "two strangers within a minute",
			shares: []Share{share("l", "ana", h), share("l", "ben", h+20*time.Second)},
			want:   2,
		},
		{
			name:   "people I know within a minute",
			shares: []Share{share("l", "ana", h), share("l", "ben", h+20*time.Second), share("l", "cem", h+40*time.Second)},
			voices: map[person.Handle]Voice{"ana": {Strength: person.Weak}, "cem": {Saves: 2}},
			want:   3,
		},
		{
			name:   "feeds without a time of day",
			shares: []Share{share("l", "ana", 12*h), share("l", "ben", 12*h), share("l", "cem", 12*h)},
			want:   3,
		},
		{
			name:   "posts without a date, seen in one poll",
			shares: undated(share("l", "ana", h), share("l", "ben", h), share("l", "cem", h)),
			want:   3,
		},
		{
			name:   "news: five a minute all the hour",
			shares: steady(300, 12*time.Second),
			want:   300,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := Input{Shares: c.shares, Voices: c.voices, Now: noon}
			if c.title != "" {
				in.Articles = map[string]Article{"l": {Title: c.title}}
			}
			r := Links(in)[0]
			addsUp(t, r)
			counted, why := 0, ""
			for _, com := range r.Why.Communities {
				for _, p := range com.Parts {
					if p.Folded == "" {
						counted++
					} else {
						why += p.Folded + "; "
					}
				}
			}
			if counted != c.want {
				t.Errorf("%d voices count, want %d: %s", counted, c.want, why)
			}
			if !strings.Contains(why, c.why) {
				t.Errorf("folded because %q, want a word of %q", why, c.why)
			}
		})
	}
}

func TestABusyMinuteEverywhereIsNoRush(t *testing.T) {
	var shares []Share
	for i := range 60 {
		shares = append(shares, share(fmt.Sprintf("l%d", i%6), fmt.Sprintf("p%d", i), time.Hour))
	}
	for _, r := range Links(Input{Shares: shares, Now: noon, Groups: &Groups{}}) {
		if r.Communities != 10 {
			t.Errorf("%s: %d voices, want 10: the whole network shared in that minute", r.Link, r.Communities)
		}
	}
}

func TestTheTrustedBoostSpeaksForThePost(t *testing.T) {
	shares := []Share{
		with(share("l", "nobody", 2*time.Hour), func(s *Share) { s.Identity = "p" }),
		with(share("l", "friend", time.Hour), func(s *Share) { s.BoostOf = "p" }),
	}
	r := Links(Input{Shares: shares, Now: noon, Voices: map[person.Handle]Voice{"friend": {Strength: person.Strong, Saves: 6}}})[0]
	parts := r.Why.Communities[0].Parts
	if parts[0].Folded != "passed on by friend, whose word counts more" || parts[1].Counts == 0 {
		t.Errorf("want the friend's boost to count and the post to fold into it: %+v", parts)
	}
}

func with(s Share, change func(*Share)) Share { change(&s); return s }

func boosts(of string, n int) []Share {
	var out []Share
	for i := range n {
		s := share("l", fmt.Sprintf("fan%d", i), time.Duration(i+1)*time.Hour)
		s.BoostOf = of
		out = append(out, s)
	}
	return out
}

func rename(shares []Share, prefix string) []Share {
	for i := range shares {
		shares[i].Person = person.Handle(prefix) + shares[i].Person
	}
	return shares
}

func relink(link string, shares []Share) []Share {
	for i := range shares {
		shares[i].Link = link
	}
	return shares
}

func say(step time.Duration, texts ...string) []Share {
	var out []Share
	for i, text := range texts {
		s := share("l", fmt.Sprintf("p%d", i), time.Duration(i+1)*step)
		s.Text = text
		out = append(out, s)
	}
	return out
}

func undated(shares ...Share) []Share {
	for i := range shares {
		shares[i].Undated = true
	}
	return shares
}

func steady(n int, step time.Duration) []Share {
	var out []Share
	for i := range n {
		out = append(out, share("l", fmt.Sprintf("p%03d", i), time.Duration(i)*step))
	}
	return out
}
