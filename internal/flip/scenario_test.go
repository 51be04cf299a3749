package flip

import (
	"testing"

	"weaktie/internal/person"
)

// Three senders of the same words.
func oldFriend() Context {
	return Context{
		Tie:     person.Tie{Kind: person.KindSocial, Strength: person.Strong, Settled: true},
		History: History{FromThem: 40, FromMe: 38, Social: 39, Market: 1, Asks: 9, Answered: 30},
	}
}

func shop() Context { return Context{Brand: person.Yes, FirstContact: person.No} }

func newFollower() Context {
	minute := int64(60)
	return Context{FirstContact: person.Yes, SecondsAfterFollow: &minute}
}

// scenarios are things that a friend, a shop and a stranger all might say.
func scenarios() []struct{ name, text string } {
	return []struct{ name, text string }{
		{"the pottery shop", "I've opened a little pottery shop online, have a look at our mugs"},
		{"the new single", "our new single is out now, give it a listen"},
		{"the book", "my book is finally out, get your copy before Christmas"},
		{"the cookery class", "there are three places left in my cookery class, book yours by Friday"},
		{"the yoga studio", "first lesson at our studio is free this month, come along"},
		{"the newsletter", "I write a newsletter about gardens now, subscribe if you like"},
		{"the channel", "check out my channel, I post woodworking videos every week"},
		{"the market stall", "everything on our stall is half price after four today"},
		{"the crowdfunding", "our kickstarter is live, please support it and share"},
		{"the photo prints", "my prints are on sale, 20% off until Sunday"},
		{"the coffee roaster", "we roast our own coffee, order before noon and it ships today"},
		{"the quick call", "would you be open to a quick call next week about your website?"},
		{"the fifteen minutes", "do you have 15 minutes on Thursday to chat about our project?"},
		{"the calendar", "here's my calendar link, pick a time that works for you"},
		{"the job", "we're hiring a designer and I thought you might be interested in the role"},
		{"the referral", "do you know anyone looking for a job in sales? there's a referral bonus"},
		{"the CV", "send me your CV, we have an opening that fits you"},
		{"the follow", "thanks for following my new page!"},
		{"the welcome", "great to have you in our community"},
		{"the nice day", "Have an amazing day!"},
		{"the trade", "What do you do for a living?"},
		{"the help", "let me know if I can help you with anything"},
		{"the smile", "Smile, you only get one Monday this week!"},
		{"the votes", "please vote for me in the photo contest, it only takes a second"},
		{"the followers", "I would like to reach 500 followers this year, please share my page"},
		{"the mutual follow", "follow me back on Instagram too, same name"},
		{"the spread word", "please help spread the word about our concert"},
		{"the free guide", "I made a free guide to composting, download it here"},
		{"the webinar", "join our webinar on Tuesday, it's free, sign up here"},
		{"the course", "my course on watercolour starts in May, enrol now"},
		{"the discount code", "use my code SUMMER for 15% off, it works until Friday"},
		{"the crypto tip", "I made good money with this trading app, you should try it"},
		{"the side income", "you could make some extra money online with surveys, I did"},
		{"the insurance", "I sell insurance now, can I send you a quote?"},
		{"the house", "would you sell your house? we pay cash"},
		{"the website", "your website could use a redesign, I could build you a new one"},
		{"the logo", "need a logo? I design them, prices start at 50 euros"},
		{"the translation", "do you need translations? I offer them at 8 cents a word"},
		{"the podcast guest", "new episode of my podcast is live, check it out"},
		{"the blog post", "read my latest blog post on sourdough, link in my bio"},
		{"the app", "we just launched our app, download it and tell us what you think"},
		{"the free trial", "our planner has a 14-day free trial, try it"},
		{"the gym", "join our gym today and get one month free"},
		{"the restaurant", "book your table now, free dessert for you on opening night"},
		{"the candles", "I sell handmade candles, shop link in my profile"},
		{"the haircut", "our salon has free slots tomorrow, book now and save 10 euros"},
		{"the language lessons", "I teach Spanish online, first lesson free, message me for rates"},
		{"the petition", "please like and share this post, every share helps"},
		{"the survey", "take our two-minute quiz and get a free report"},
		{"the giveaway", "we're doing a giveaway, tag a friend to enter"},
		{"the launch news", "we're excited to announce the launch of our new collection"},
		{"the award", "proud to share that our company won best bakery of the year"},
		{"the guest article", "could I write a guest post for your blog with a link back to our site?"},
		{"the sample box", "we'd love to send you a sample box if you post about it"},
		{"the moving company", "we move flats for a fixed price, get a quote from us"},
		{"the pension", "have you thought about your pension? book a free consultation with me"},
		{"the link", "watch this video"},
		{"the portfolio", "take a look at our portfolio and tell me what you think"},
		{"the tickets", "last few tickets for our show on Saturday, get yours now"},
		{"the coaching", "I've opened a few spots in my coaching programme, interested?"},
		{"the tool", "this tool grew my account by 2,000 followers, try it, hope you find it useful"},
		{"the learning", "I'm going to learn so much from you!"},
		{"the promise", "We'll do our best to keep you entertained!"},
		{"the eye", "I've got my eye on you, find me on Facebook"},
	}
}

// The same words are clear from a friend, an offer from a shop, a flip from a
// stranger who followed a minute ago.
func TestContextDecidesWhatWordsCannot(t *testing.T) {
	j := New()
	for _, s := range scenarios() {
		t.Run(s.name, func(t *testing.T) {
			for _, from := range []struct {
				who  string
				c    Context
				want Band
			}{
				{"an old friend", oldFriend(), Clear},
				{"a shop", shop(), Offer},
				{"a stranger who just followed", newFollower(), Flip},
			} {
				if v := j.Judge(s.text, from.c); v.Band != from.want {
					t.Errorf("from %s: %s, want %s (market %.2f, automated %.2f, tie %.2f)", from.who, v.Band, from.want, v.Market, v.Automated, v.SocialTie)
				}
			}
		})
	}
}

func TestEachContextMatters(t *testing.T) {
	const text = "hope all is going well, looking forward to your updates"
	j := New()
	plain := j.Judge(text, Context{}).Flip
	sec := func(n int64) *int64 { return &n }
	tests := []struct {
		name string
		c    Context
		up   bool
	}{
		{"first contact", Context{FirstContact: person.Yes}, true},
		{"a minute after the follow", Context{SecondsAfterFollow: sec(60)}, true},
		{"within the hour", Context{SecondsAfterFollow: sec(1800)}, true},
		{"to forty people", Context{SameTextRecipients: 40}, true},
		{"only ever asked", Context{History: History{FromThem: 3, Asks: 3}}, true},
		{"wrote as a person before", Context{History: History{FromThem: 6, FromMe: 5, Social: 6, Answered: 5}}, false},
		{"a friend", Context{Tie: person.Tie{Kind: person.KindSocial, Strength: person.Strong}}, false},
		{"a declared shop", Context{Brand: person.Yes}, false},
		{"on LinkedIn", Context{Network: "linkedin"}, false},
		{"on Facebook", Context{Network: "facebook"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := j.Judge(text, tt.c).Flip
			if (got > plain) != tt.up || got == plain {
				t.Errorf("flip goes from %.3f to %.3f, want up: %v", plain, got, tt.up)
			}
		})
	}
}

func TestTheTurnIsSeen(t *testing.T) {
	j := New()
	friend := Context{Tie: person.Tie{Kind: person.KindUnknown, Strength: person.Warm}, History: History{FromThem: 12, FromMe: 11, Social: 12, Answered: 10}}
	pitch := "I've joined a company that helps teams like yours grow revenue on autopilot. Could we hop on a quick discovery call so I can show you how our platform works? Book your free demo here."
	v := j.Judge(pitch, friend)
	if v.Band != Flip {
		t.Errorf("a full pitch from a friend is %s", v.Band)
	}
	if !fired(v, "context.turn") {
		t.Error("the turn is not in the evidence")
	}
	if v := j.Judge("dinner on friday? I'll cook", friend); v.Band != Clear || fired(v, "context.turn") {
		t.Errorf("plain talk from a friend is %s", v.Band)
	}
	if v := j.Judge(pitch, Context{}); fired(v, "context.turn") {
		t.Error("a stranger cannot turn")
	}
}

func TestFriendsAndFamilyPass(t *testing.T) {
	j := New()
	const offer = "everything in my shop is 20% off this weekend, order now"
	if v := j.Judge(offer, Context{}); v.Band != Flip {
		t.Fatalf("the offer alone is %s", v.Band)
	}
	if v := j.Judge("Friends and family only: "+offer, Context{}); v.Band == Flip {
		t.Errorf("the friends-and-family frame does not lower it: %.2f", v.Flip)
	}
}

func TestOwnSiteCounts(t *testing.T) {
	j := New()
	const text = "Some thoughts on lead scoring: https://blog.acme.example/lead-scoring"
	v := j.Judge(text, Context{OwnSites: []string{"acme.example"}})
	if !fired(v, "context.own-site") {
		t.Error("a link to the sender's own site is not seen")
	}
	if fired(j.Judge(text, Context{OwnSites: []string{"other.example"}}), "context.own-site") {
		t.Error("a link to another site counts as the sender's own")
	}
}

func fired(v Verdict, rule string) bool {
	for _, e := range v.Evidence {
		if e.Rule == rule {
			return true
		}
	}
	return false
}
