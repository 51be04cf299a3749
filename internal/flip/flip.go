// Package flip says whether a text is written to a friend or to a market, by
// hand or by machine, and whether it would flip the tie it arrives in; and why.
//
//	flip = P(market or automated) × P(the tie is social)
//
// It is pure: a text and what is known around it in, a verdict with its
// evidence out; no network, no clock, the same answer every time. It takes the
// text as it came and gives byte offsets into it; it never prints.
//
// Market and automated are two logistic sums. Each starts at a bias and adds
// the weight of every piece of evidence that speaks to it: the rules that
// match, what is known of the sender, what the words as a whole suggest, and
// what the curator taught. The evidence of a verdict is that sum, term by
// term, so a reader can check it with a pencil:
//
//	"Thanks for the follow! Check out my new course"   to a stranger, on mastodon
//	automated  -3.5 bias  +4.0 lucky-to-know-me.thanks-for-follow …
//	market     -3.5 bias  +3.5 promotion.check-out-my …
//	market or automated = 1 - (1 - market) × (1 - automated)
//
// docs/judge.md has the data, the figures and the limits.
package flip

import (
	"weaktie/internal/person"
)

// Band is the verdict in one word.
type Band string

// The bands. Offer is a market text where one is expected; Unjudged is a text
// in a language that weaktie does not know.
const (
	Clear    Band = "clear"
	Notice   Band = "notice"
	Flip     Band = "flip"
	Offer    Band = "offer"
	Unjudged Band = "unjudged"
)

// Category is the kind of automation or pitch; "" when there is none.
type Category string

// The categories of product: automated first, then pitches.
const (
	LuckyToKnowMe       Category = "lucky-to-know-me"
	GenuinelyInterested Category = "genuinely-interested"
	CashGrab            Category = "cash-grab"
	FollowerGaming      Category = "follower-gaming"
	EmptySentiment      Category = "empty-sentiment"
	FalseHumility       Category = "false-humility"
	Creepy              Category = "creepy"
	ValidationWall      Category = "validation-wall"

	MeetingAsk     Category = "meeting-ask"
	ProductPitch   Category = "product-pitch"
	LeadMagnet     Category = "lead-magnet"
	PressRelease   Category = "press-release"
	Promotion      Category = "promotion"
	Recruiting     Category = "recruiting"
	EngagementBait Category = "engagement-bait"
	LinkDrop       Category = "link-drop"
)

// Categories lists every category, automated first.
func Categories() []Category {
	return []Category{
		LuckyToKnowMe, GenuinelyInterested, CashGrab, FollowerGaming, EmptySentiment, FalseHumility, Creepy, ValidationWall,
		MeetingAsk, ProductPitch, LeadMagnet, PressRelease, Promotion, Recruiting, EngagementBait, LinkDrop,
	}
}

// Context is what is known around a text. The zero Context is a text from
// nobody known, on a hybrid network.
type Context struct {
	Network            string // mastodon, bluesky, x, linkedin, facebook, email, sms …
	Tie                person.Tie
	Bot, Brand         person.Maybe
	FirstContact       person.Maybe
	SecondsAfterFollow *int64
	SameTextRecipients int  // how many people got nearly this text; 0 is unknown
	Outbound           bool // the curator is about to send it
	Public             bool // said to everyone, not to the curator
	OwnSites           []string
	History            History
}

// History counts the exchange on both sides before this text.
type History struct {
	FromThem, FromMe int // messages
	Social           int // of theirs, judged social
	Market           int // of theirs, judged market or automated
	Asks             int // of theirs, asking for something
	Answered         int // of theirs, answered by me
}

// Severity is how loudly the linter speaks.
type Severity string

// The severities. Info never makes a verdict alone.
const (
	Info    Severity = "info"
	Warning Severity = "warning"
	Error   Severity = "error"
)

// Evidence is a reason with the words it rests on.
type Evidence struct {
	Rule       string   // rule id, e.g. "meeting-ask.minutes"
	Start, End int      // byte offsets into the text; equal when it rests on context
	Reason     string   // one sentence
	Kinder     string   // a kinder way to say it; may be empty
	Severity   Severity // of the rule
	Weight     float64  // contribution in log odds; negative speaks for social
	Kind       Kind     // the sum it counts in: market, automated, or social for both
}

// Verdict is what the judge says of a text.
type Verdict struct {
	Band      Band
	Flip      float64 // P(market or automated) × P(social), 0..1
	Market    float64 // probability, 0..1
	Automated float64 // probability, 0..1
	SocialTie float64 // probability that this tie is social, 0..1
	Category  Category
	Language  string // BCP 47 base, "" when too short to tell
	Why       string // one sentence: the strongest reason, or why it was not judged
	Evidence  []Evidence
}

// Commercial is P(market or automated): what the text is, whoever sent it.
func (v Verdict) Commercial() float64 { return either(v.Market, v.Automated) }
