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
	case seconds <= 3600:
		say("context.after-follow", "It came within the hour after the follow.", KindAutomated, "", 0.8)
	}
}

// friendship is the benefit of the doubt that an exchange earns, and its end:
// the turn.
func (s *sums) friendship(c Context, say func(string, string, Kind, Category, float64)) {
	text := math.Max(s.market, s.automated)
	trust := 0.0
	switch c.Tie.Strength {
	case person.Weak:
		trust = 0.5
	case person.Warm:
		trust = 2
	case person.Strong:
		trust = 3
	}
	if c.Tie.Kind == person.KindSocial {
		trust = math.Max(trust, 2)
	}
	h := c.History
	if h.Social > h.Market {
		trust += math.Min(0.3*float64(h.Social-h.Market), 1.5)
		trust += math.Min(0.2*float64(min(h.Answered, h.FromMe)), 0.6)
	}
	if trust == 0 || c.Tie.Kind == person.KindMarket {
		return
	}
	say("context.friend", "The two of you have a social tie: loose words get the benefit of the doubt.", KindSocial, "", -trust)
	if h.Social >= 3 && h.Social > 2*h.Market && text >= turnAt {
		say("context.turn", "Until now this person wrote as a person; this message does not.", KindMarket, "", math.Min(trust, 2))
	}
}

// turnAt is how plainly a text must be market before it counts as a turn:
// about two strong rules.
const turnAt = 2.5

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
