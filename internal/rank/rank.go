package rank

import (
	"time"

	"weaktie/internal/person"
)

// Share is a person, a link and a time, with what the post that carried it
// says about how it was shared.
type Share struct {
	Link     string // grouping key
	Person   person.Handle
	Time     time.Time
	Undated  bool    // Time is when weaktie saw it, not when it was said
	Post     uint64  // the post that carried it, for the receipt
	Identity string  // identity of that post, as BoostOf names it; "" is unknown
	BoostOf  string  // identity of the post it passes on; "" when in own words
	Text     string  // the sharer's words, addresses included
	OwnSite  bool    // the link is on a site the sharer claims or publishes
	Pitch    float64 // the judge's P(market or automated) of the words, 0..1
	Category string  // the judge's category of the words; "" is none
	Source   string  // address of the source it came by
}

// Voice is what is known of a person for ranking.
type Voice struct {
	Saves, Dismissals float64 // of this person's earlier shares, as Trust weighs and decays them
	Strength          person.Strength
	Bot               bool
	Employer          string        // registrable domain; one employer, one voice
	SameAs            person.Handle // one person on several networks is one voice
	Followers         *int
}

// Article is what is known of the page behind a link. The zero Article is a
// page that was never fetched.
type Article struct {
	Title string
	Text  string
}

// Formula names a way to rank.
type Formula string

// Ours and the published baselines (count is distinct people, then newest).
const (
	Weaktie    Formula = "weaktie"
	Count      Formula = "count"
	Mastodon   Formula = "mastodon"
	HackerNews Formula = "hn"
	Sill       Formula = "sill"
)

// DefaultHalfLife is how long a share takes to count half: short enough to see
// what is rising, long enough for a curator who comes once a day.
// docs/ranking.md has what longer and shorter ones cost.
const DefaultHalfLife = 16 * time.Hour

// Input is everything Links needs. Shares after Now are not seen, so the same
// store replays any moment.
type Input struct {
	Shares   []Share
	History  []Share // older shares, for communities only
	Voices   map[person.Handle]Voice
	Now      time.Time
	HalfLife time.Duration      // 0 is DefaultHalfLife
	Affinity map[string]float64 // by link key: 1 is neutral
	Articles map[string]Article // by link key: pages that were fetched, titles that are known
	By       Formula            // "" is Weaktie
	Groups   *Groups            // communities found before; nil finds them in History and Shares
	Top      int                // return only this many, which is faster; 0 is all
}

// Ranked is one link in its place with its receipt.
type Ranked struct {
	Link        string
	Score       float64
	Shares      int
	People      int
	Communities int
	First, Last time.Time
	Why         Why
}

// Why takes a score apart. Every number is rounded to four decimals before it
// is used, so that what is shown adds up:
//
//	Score     = Breadth × Substance × Affinity
//	Breadth   = the sum of CountsAs
//	Substance = the product of the factors of Features
//
// Decay, Trust and OwnHost sum up what is inside the parts; they do not
// multiply again.
type Why struct {
	Breadth     float64
	Decay       float64 // mean decay of the shares that counted, 0..1
	Trust       float64 // mean trust of the people who counted, 0..1
	OwnHost     float64 // 1, or what sharing one's own host left of the shares
	Substance   float64
	Affinity    float64
	Communities []Community
	Features    []Feature
}

// Community is an echo chamber: shares inside it combine as 1 - Π(1 - share),
// and never to more than two of its best share.
type Community struct {
	Name     string // stable, after its most central member
	People   []person.Handle
	CountsAs float64
	Parts    []Part
}

// Part is what one share counted and why: Counts = Trust × Decay × Own, or 0
// when folded.
type Part struct {
	Person person.Handle
	Post   uint64
	Time   time.Time
	Trust  float64
	Decay  float64
	Own    float64 // 1, or OwnHostFactor when the link is on the sharer's own site
	Counts float64 // 0 when folded
	Folded string  // why it was folded into another voice; "" when it counts
}

// Feature is a named reason that multiplied the score.
type Feature struct {
	Name   string
	Factor float64
	Reason string
}

// Links ranks the links of in.Shares, best first; equal scores newest first.
func Links(in Input) []Ranked {
	if in.HalfLife <= 0 {
		in.HalfLife = DefaultHalfLife
	}
	t := newTable(in)
	if score := baseline(in.By); score != nil {
		return t.baseline(in, score)
	}
	t.census(groupsOf(in))
	return t.ranking(in.Top)
}

func groupsOf(in Input) *Groups {
	if in.Groups != nil {
		return in.Groups
	}
	return FindGroups(in.Now, in.Voices, in.History, in.Shares)
}
