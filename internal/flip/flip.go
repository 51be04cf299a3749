// Package flip says whether a text is written to a friend or to a market, by
// hand or by machine, and whether it would flip the tie it arrives in; and why.
//
//	flip = P(market or automated) × P(the tie is social)
//
// It is pure: a text and what is known around it in, a verdict with its
// evidence out; no network, no clock, the same answer every time. It takes the
// text as it came and gives byte offsets into it; it never prints.
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

// Evidence is a reason with the words it rests on.
type Evidence struct {
	Rule       string  // rule id, e.g. "meeting-ask.minutes"
	Start, End int     // byte offsets into the text; equal when it rests on context
	Reason     string  // one sentence
	Kinder     string  // a kinder way to say it; may be empty
	Weight     float64 // contribution in log odds; negative speaks for social
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

// Judge holds the rules and what was learned. It is safe for concurrent use.
type Judge struct{}

// New is the judge with the built-in rules.
func New() *Judge { return &Judge{} }

// Judge says what it thinks of text in context c.
func (j *Judge) Judge(text string, c Context) Verdict { return Verdict{Band: Clear} }
