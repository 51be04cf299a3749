package rank

import "weaktie/internal/person"

// The prior is Beta(2, 2): a voice nobody has judged yet stands at one half,
// and it takes four kept shares to bring it to three quarters. No record brings
// a voice above maxTrust or below minTrust: below, it could never be found
// again; above, a single friend would decide the order.
const (
	priorSaves      = 2.0
	priorDismissals = 2.0
	minTrust        = 0.1
	maxTrust        = 0.9
)

// botFactor is what an account that calls itself a bot counts.
const botFactor = 0.25

// strengthFactor scales trust by the tie: a stranger's word is worth seven
// tenths of a close friend's. It is kept flat because ideas travel over weak
// ties.
var strengthFactor = [...]float64{
	person.Stranger: 0.7,
	person.Weak:     0.8,
	person.Warm:     0.9,
	person.Strong:   1,
}

// Trust is what one share of this voice counts when it is fresh: the mean of
// the Beta posterior over what was kept and dismissed, scaled by the tie.
func (v Voice) Trust() float64 {
	saves, dismissals := max(v.Saves, 0), max(v.Dismissals, 0)
	mean := (priorSaves + saves) / (priorSaves + priorDismissals + saves + dismissals)
	mean = min(max(mean, minTrust), maxTrust)
	mean *= strengthFactor[v.Strength&3]
	if v.Bot {
		mean *= botFactor
	}
	return round(mean)
}
