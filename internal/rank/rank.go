// Package rank puts links in order by who shared them and when, and keeps the
// receipt.
//
// It is pure: shares, people and a time in; scores and reasons out. The order
// does not depend on the order of the input.
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
	Post     uint64  // the post that carried it, for the receipt
	BoostOf  string  // identity of the post it passes on; "" when in own words
	Text     string  // the sharer's words, addresses included
	OwnSite  bool    // the link is on a site the sharer claims or publishes
	Pitch    float64 // the judge's P(market or automated) of the words, 0..1
	Category string  // the judge's category of the words; "" is none
	Source   string  // address of the source it came by
}

// Voice is what is known of a person for ranking.
type Voice struct {
	Saves, Dismissals float64 // of this person's earlier shares, decayed by the caller's choice of since
	Strength          person.Strength
	Bot               bool
	Employer          string        // registrable domain; one employer, one voice
	SameAs            person.Handle // one person on several networks is one voice
	Followers         *int
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

// Input is everything Links needs. Shares after Now are not seen.
type Input struct {
	Shares   []Share
	History  []Share // older shares, for communities only
	Voices   map[person.Handle]Voice
	Now      time.Time
	HalfLife time.Duration      // 0 is 24 h
	Affinity map[string]float64 // by link key: 1 is neutral
	By       Formula            // "" is Weaktie
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

// Why takes a score apart. Score = Breadth × Substance × Affinity, where
// Breadth is the sum of what the communities count as.
type Why struct {
	Breadth     float64
	Decay       float64 // mean decay of the shares that counted, 0..1
	Trust       float64 // mean trust of the people who counted, 0..1
	OwnHost     float64 // 1, or what sharing one's own host left of it
	Substance   float64
	Affinity    float64
	Communities []Community
	Features    []Feature
}

// Community is an echo chamber: shares inside it combine as 1 - Π(1 - share).
type Community struct {
	Name     string // stable, after its most central member
	People   []person.Handle
	CountsAs float64
	Parts    []Part
}

// Part is what one share counted and why.
type Part struct {
	Person person.Handle
	Post   uint64
	Trust  float64
	Decay  float64
	Counts float64 // 0 when folded
	Folded string  // why it was folded into another voice; "" when it counts
}

// Feature is a named reason that multiplied the score.
type Feature struct {
	Name   string
	Factor float64
	Reason string
}

// Links ranks the links of in.Shares, best first.
func Links(in Input) []Ranked { return nil }
