package flip

import (
	"math"
	"strings"

	"weaktie/internal/person"
)

// hybrid is P(social) of a tie about which nothing is known, on a network
// that is neither a living room nor a trade fair.
const hybrid = 0.55

// prior is P(social) by network: how people behave there before anything is
// known of the two of them. The order is Ariely's (Facebook social, LinkedIn
// market, Twitter between); the figures are ours.
func prior(network string) float64 {
	switch strings.ToLower(network) {
	case "signal", "whatsapp", "imessage":
		return 0.85
	case "facebook":
		return 0.72
	case "discord", "matrix", "telegram":
		return 0.65
	case "mastodon", "instagram":
		return 0.60
	case "email":
		return 0.50
	case "web":
		return 0.48
	case "linkedin":
		return 0.32
	default: // bluesky, x, threads, reddit, youtube, unknown; sms: an unknown number is as often a shop
		return hybrid
	}
}

// Settled and declared ties: what somebody said outright is nearly certain,
// and never quite, so that evidence can still be shown to matter.
const (
	settledSocial = 0.95
	settledMarket = 0.05
)

// socialTie is P(the tie is social): the network's prior, moved by what the
// account declares and by the history, settled by what the curator marked.
func socialTie(c Context) float64 {
	switch c.Tie.Kind {
	case person.KindSocial:
		return settledSocial
	case person.KindMarket:
		return settledMarket
	}
	z := logit(prior(c.Network))
	if c.Brand == person.Yes {
		z -= 2.6 // a shop from the first day does not flip anything
	}
	if c.Bot == person.Yes {
		z -= 1.2 // it says it is a machine: nobody is deceived
	}
	switch c.Tie.Strength {
	case person.Weak:
		z += 0.3
	case person.Warm:
		z += 1.2
	case person.Strong:
		z += 2.2
	}
	h := c.History
	z += 0.35 * math.Min(float64(h.Social), 6)
	z += 0.25 * math.Min(float64(h.Answered), 4)
	z -= 0.45 * math.Min(float64(h.Market), 5)
	return sigmoid(z)
}

func logit(p float64) float64   { return math.Log(p / (1 - p)) }
func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// either is P(a or b) of two that are judged apart.
func either(a, b float64) float64 { return 1 - (1-a)*(1-b) }
