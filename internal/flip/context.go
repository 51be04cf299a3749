package flip

import (
	"fmt"
	"math"
	"slices"

	"weaktie/internal/link"
	"weaktie/internal/person"
)

// context adds what is known around the text. Context never makes a flip of
// plain talk: a stranger may say hello. It tips what the words leave open.
func (s *sums) context(text string, c Context) {
	say := func(rule, reason string, kind Kind, category Category, weight float64) {
		s.add(Evidence{Rule: rule, Reason: reason, Severity: Info, Weight: weight}, kind, category)
	}
	if c.FirstContact == person.Yes {
		say("context.first-contact", "It is the first message of this person.", KindAutomated, "", 0.6)
		say("context.first-contact", "A first message that wants something wants it of everybody.", KindMarket, "", 0.5)
	}
	if c.SecondsAfterFollow != nil {
		s.afterFollow(*c.SecondsAfterFollow, say)
	}
	if n := c.SameTextRecipients; n > 1 {
		w := math.Min(1.2*math.Log2(float64(n)), 5)
		say("context.same-text", fmt.Sprintf("Nearly the same text went to %d people.", n), KindAutomated, "", w)
	}
	if site := ownSite(text, c.OwnSites); site != "" {
		say("context.own-site", fmt.Sprintf("It links to %s, the sender's own site.", site), KindMarket, LinkDrop, 1.2)
	}
	h := c.History
	if h.Asks >= 2 && h.Social == 0 && h.FromMe == 0 {
		say("context.only-asks", fmt.Sprintf("All that came from this person was asking: %d times.", h.Asks), KindMarket, "", 1)
	}
	if h.Market >= 2 && h.Market > h.Social {
		say("context.market-history", fmt.Sprintf("%d of this person's earlier messages were market or automated.", h.Market), KindMarket, "", 0.8)
	}
	if c.Bot == person.Yes {
		say("context.bot", "The account declares itself a bot.", KindAutomated, "", 1)
	}
	s.friendship(c, say)
}

func (s *sums) afterFollow(seconds int64, say func(string, string, Kind, Category, float64)) {
	switch {
	case seconds < 0:
	case seconds <= 120:
		say("context.after-follow", fmt.Sprintf("It came %d seconds after the follow: nobody reads a profile that fast.", seconds), KindAutomated, "", 2)
		say("context.after-follow", "Whoever sells at once came to sell.", KindMarket, "", 0.8)
	case seconds <= 3600:
		say("context.after-follow", "It came within the hour after the follow.", KindAutomated, "", 0.8)
	}
}

// trust is how much of what speaks against a text a friendship takes back, in
// each sum, from 0 to 1. A friend may sell a bike, and is hardly a machine; so
// a loose word weighs little, and a pitch in full still shows.
type trust struct{ market, automated float64 }

// mostTrust leaves a part of the weight: nobody is above suspicion.
const mostTrust = 0.9

// trustIn reads the tie and the history of both sides.
func trustIn(c Context) trust {
	if c.Tie.Kind == person.KindMarket {
		return trust{}
	}
	var t trust
	switch c.Tie.Strength {
	case person.Weak:
		t = trust{0.10, 0.15}
	case person.Warm:
		t = trust{0.40, 0.50}
	case person.Strong:
		t = trust{0.55, 0.75}
	}
	if c.Tie.Kind == person.KindSocial {
		t = trust{math.Max(t.market, 0.35), math.Max(t.automated, 0.75)}
	}
	h := c.History
	if social := h.Social - 2*h.Market; social > 0 {
		earned := 0.05*math.Min(float64(social), 8) + 0.015*math.Min(float64(h.Answered), 10)
		t.market += earned
		t.automated += earned
	}
	if c.Outbound { // the friendship is what is at stake, so it excuses less
		t.market /= 2
		t.automated /= 2
	}
	return trust{math.Min(t.market, mostTrust), math.Min(t.automated, mostTrust)}
}

// turnAt is how plainly a text must be market before it counts as a turn, in
// log odds above the bias: about four strong rules and the words.
const turnAt = 18.0

// rarer is how much seldomer friends pitch than strangers, in log odds, before
// a word is read.
const rarer = 2.2

// friendship books the benefit of the doubt, and its end: the turn.
func (s *sums) friendship(c Context, say func(string, string, Kind, Category, float64)) {
	t := trustIn(c)
	market, automated := s.market-s.start.market, s.automated-s.start.automated
	const reason = "You have a social tie: what is said in passing gets the benefit of the doubt."
	if t.market > 0 {
		say("context.friend", reason, KindMarket, "", -t.market*(math.Max(market, 0)+rarer))
		say("context.friend", reason, KindAutomated, "", -t.automated*(math.Max(automated, 0)+rarer))
	}
	h := c.History
	if h.Social >= 3 && h.Social > 2*h.Market && math.Max(market, automated) >= turnAt {
		say("context.turn", "Until now this person wrote as a person; this message does not.", KindMarket, "", 2)
	}
}

// ownSite is the sender's own site that the text links to, or "".
func ownSite(text string, sites []string) string {
	if len(sites) == 0 {
		return ""
	}
	for _, span := range link.Find(text) {
		if site := link.Site(span.Link.Key); site != "" && slices.Contains(sites, site) {
			return site
		}
	}
	return ""
}
