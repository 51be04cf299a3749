package rank

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestSubstance reads texts written for it: what a curator would call thought
// leadership, and what only describes what somebody sells.
func TestSubstance(t *testing.T) {
	cases := []struct {
		name     string
		text     string
		category string // the judge's; it is sure where there is one
		title    string
		want     []string // features, in order
	}{
		{"a bare link", "https://example.com/a", "", "", []string{"bare link"}},
		{"applause", "So true!", "", "", []string{"bare link"}},
		{"longer applause", "Great read, thanks for sharing", "", "", []string{"bare link"}},
		{"the headline and the link", "How buyers really choose a vendor https://example.com/a", "", "How buyers really choose a vendor", []string{"bare link"}},
		{"the headline with via and a tag", "How buyers really choose a vendor https://example.com/a via @desk #B2B", "", "How buyers really choose a vendor", []string{"bare link"}},
		{"an address full of digits is no figure", "Saved for the train home https://example.com/2026/40%-off/300-users", "", "", []string{"bare link"}},
		{"a sentence of one's own", "The part on how finance reads a quote is new to me", "", "", nil},
		{"a count in a headline is no figure", "10 tips for 2026 that everyone in our field should look at", "", "", nil},

		{"a percentage", "Open rates fell by 18% after the change and nobody noticed", "", "", []string{"figures"}},
		{"money", "It cost them €1.2 million to learn this, in public as well", "", "", []string{"figures"}},
		{"people counted", "They asked 412 marketers what they would cut first this year", "", "", []string{"figures"}},
		{"a multiple", "Response within an hour did 7x better here than the day after", "", "", []string{"figures"}},
		{"a source", "According to the central bank, small firms wait longer to be paid", "", "", []string{"sources"}},
		{"a study", "A survey from the chamber of crafts says training pays, eventually", "", "", []string{"sources"}},
		{"a university", "Researchers at the University of Leeds went through their inboxes", "", "", []string{"sources"}},
		{"a method", "They ran an A/B test on the form and kept the longer one", "", "", []string{"method"}},
		{"interviews", "Interviews with procurement people, verbatim, are worth the evening", "", "", []string{"method"}},
		{"a control group", "Finally somebody with a control group in a field that has none", "", "", []string{"method"}},

		{"an argument", "I disagree with the conclusion: our longest deals closed precisely since nobody pushed for a date", "", "", []string{"argument"}},
		{"experience", "We stopped gating papers last spring and the right people write to us themselves now", "", "", []string{"argument"}},
		{"too short to argue", "Not so sure, because reasons", "", "", []string{"bare link"}},
		{"the headline's because is nobody's argument", "Why pricing pages fail because nobody owns them after the launch https://example.com/a", "", "Why pricing pages fail because nobody owns them after the launch", []string{"bare link"}},
		{"everything", "I doubt it: according to the regulator 60% of 2,000 firms never measured it, and their cohort had no control group", "", "", []string{"figures", "sources", "method", "argument"}},

		{"a press release", "FOR IMMEDIATE RELEASE: Acme, the leading provider of pipeline, announces a partnership with Bolt", "press-release", "", []string{"press release"}},
		{"a giveaway", "Enter to win a year of our platform, tag three friends, ends on Friday at noon", "promotion", "", []string{"giveaway or promotion"}},
		{"a product announcement", "Thrilled to launch our new dashboard today, built for revenue teams like yours", "product-pitch", "", []string{"product announcement"}},
		{"a pitch with figures is no evidence", "Boost replies by 300% with our platform, trusted by 4,000 companies", "product-pitch", "", []string{"product announcement"}},
		{"a lead magnet", "Comment GUIDE below and I will send you the full playbook for free", "lead-magnet", "", []string{"lead magnet"}},
		{"bait", "Agree? Like if yes, comment if no, and follow me for the rest of it", "engagement-bait", "", []string{"fishing for engagement"}},
		{"a category that we have no word for", "Hope this finds you well and you are having a truly blessed week", "empty-sentiment", "", []string{"empty-sentiment"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := share("https://example.com/a", "ana@m", time.Hour)
			s.Text, s.Category = c.text, c.category
			if c.category != "" {
				s.Pitch = 0.95
			}
			in := Input{Shares: []Share{s}, Now: noon}
			if c.title != "" {
				in.Articles = map[string]Article{s.Link: {Title: c.title}}
			}
			r := Links(in)[0]
			addsUp(t, r)
			var got []string
			for _, f := range r.Why.Features {
				got = append(got, f.Name)
				if f.Reason == "" {
					t.Errorf("%s has no reason", f.Name)
				}
				if up := slices.Contains([]string{"figures", "sources", "method", "argument", "depth"}, f.Name); up != (f.Factor > 1) {
					t.Errorf("%s multiplies by %v", f.Name, f.Factor)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q has %q, want %q", c.text, got, c.want)
			}
		})
	}
}

// One pitch among ten recommendations costs little, ten among ten a lot.
func TestPitchesWeighByTheirPart(t *testing.T) {
	factor := func(pitches int) float64 {
		var shares []Share
		for i := range 10 {
			s := share("l", string(rune('a'+i)), time.Duration(i)*time.Hour)
			if i < pitches {
				s.Pitch, s.Category = 1, "promotion"
			}
			shares = append(shares, s)
		}
		return Links(Input{Shares: shares, Now: noon, Groups: &Groups{}})[0].Why.Substance
	}
	if one, ten := factor(1), factor(10); one < 0.8 || ten > 0.3 {
		t.Errorf("one pitch in ten leaves %v, ten leave %v", one, ten)
	}
}

func TestTheArticleCounts(t *testing.T) {
	long := strings.Repeat("words that say something about how the work is done in the field every day ", 60)
	cases := []struct {
		name, text, want string
	}{
		{"never fetched", "", ""},
		{"long, with figures", long + "31% of them, 200 companies, 12 weeks", "depth"},
		{"long, nothing counted", long, ""},
		{"a teaser", "Read the full story in our free paper.", "thin"},
	}
	for _, c := range cases {
		s := share("l", "ana@m", time.Hour)
		s.Text = "The part on how finance reads a quote is new to me"
		r := Links(Input{Shares: []Share{s}, Now: noon, Articles: map[string]Article{"l": {Text: c.text}}})[0]
		got := ""
		for _, f := range r.Why.Features {
			got += f.Name
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestOnesOwnSiteCountsAQuarter(t *testing.T) {
	own := share("own", "shop", time.Hour)
	own.OwnSite = true
	other := share("other", "reader", time.Hour)
	rs := Links(Input{Shares: []Share{own, other}, Now: noon})
	if rs[0].Link != "other" || rs[1].Why.Breadth*4 < rs[0].Why.Breadth*0.99 || rs[1].Why.Breadth*4 > rs[0].Why.Breadth*1.01 {
		t.Errorf("own site %v, recommended %v: want a quarter", rs[1].Why.Breadth, rs[0].Why.Breadth)
	}
	if rs[1].Why.OwnHost != OwnHostFactor {
		t.Errorf("own_host is %v", rs[1].Why.OwnHost)
	}
}
