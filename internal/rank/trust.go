package rank

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"weaktie/internal/person"
)

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
	mean := posterior(v.Saves, v.Dismissals) * strengthFactor[v.Strength&3]
	if v.Bot {
		mean *= botFactor
	}
	return round(mean)
}

func posterior(saves, dismissals float64) float64 {
	saves, dismissals = max(saves, 0), max(dismissals, 0)
	mean := (priorSaves + saves) / (priorSaves + priorDismissals + saves + dismissals)
	return min(max(mean, minTrust), maxTrust)
}

// Deed is what the curator did with something a person shared.
type Deed string

// The deeds that move trust.
const (
	Saved     Deed = "saved"
	Reshared  Deed = "reshared"
	Dismissed Deed = "dismissed"
)

// Nudge is one deed: one decision about one thing that a person shared.
type Nudge struct {
	Deed Deed
	Time time.Time
	Link string // or whatever it was about; deeds of one kind about one thing count once
}

// What deeds weigh, and how fast they fade: after trustHalfLife half of a nudge
// is left, so a voice nobody hears of returns to neutral. Passing something on
// under one's own name says twice what keeping it says; dismissing says least,
// because most good links are dismissed too.
const (
	savedWeight     = 1.0
	resharedWeight  = 2.0
	dismissedWeight = 0.5
	trustHalfLife   = 90 * 24 * time.Hour
)

// maxNudges caps how much all deeds of one kind weigh together, so that a long
// record can still be turned.
const maxNudges = 20.0

// NudgeLine is one nudge as it counts now: what trust was without it is what
// undoing it would bring.
type NudgeLine struct {
	Nudge
	Weight  float64 // after fading and the cap; dismissals too are positive
	Faded   float64 // 0..1, what time left of it
	Without float64 // the mean if this one were undone
	Reason  string  // one line for the screen
}

// Trusted is what trust in a person rests on. Mean is before the tie's factor;
// Saves and Dismissals are what Voice takes.
type Trusted struct {
	Mean              float64
	Saves, Dismissals float64
	Lines             []NudgeLine // newest first
}

// Trust works out what a person's record is worth at now. Deeds after now are
// not seen.
func Trust(nudges []Nudge, now time.Time) Trusted {
	t := Trusted{}
	for _, n := range latest(nudges, now) {
		faded := decay(now.Sub(n.Time), trustHalfLife)
		t.Lines = append(t.Lines, NudgeLine{Nudge: n, Faded: round(faded), Weight: faded * weightOf(n.Deed)})
	}
	t.Saves, t.Dismissals = totals(t.Lines, -1)
	t.Mean = round(posterior(t.Saves, t.Dismissals))
	for i := range t.Lines { // before the cap: undoing one lets another in
		saves, dismissals := totals(t.Lines, i)
		t.Lines[i].Without = round(posterior(saves, dismissals))
	}
	capTo(t.Lines, func(d Deed) bool { return d != Dismissed })
	capTo(t.Lines, func(d Deed) bool { return d == Dismissed })
	for i := range t.Lines {
		l := &t.Lines[i]
		l.Weight = round(l.Weight)
		l.Reason = fmt.Sprintf("%s %s on %s: weighs %.2f now, trust %.2f with it and %.2f without",
			l.Deed, l.Link, l.Time.Format(time.DateOnly), l.Weight, t.Mean, l.Without)
	}
	t.Saves, t.Dismissals = round(t.Saves), round(t.Dismissals)
	return t
}

// latest keeps the newest of the deeds of one kind about one thing, newest
// first, in an order that does not depend on the input's.
func latest(nudges []Nudge, now time.Time) []Nudge {
	type about struct {
		deed Deed
		link string
	}
	newest := map[about]Nudge{}
	for _, n := range nudges {
		k := about{n.Deed, n.Link}
		if n.Time.After(now) || weightOf(n.Deed) == 0 {
			continue
		}
		if old, ok := newest[k]; !ok || n.Time.After(old.Time) {
			newest[k] = n
		}
	}
	out := make([]Nudge, 0, len(newest))
	for _, n := range newest {
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b Nudge) int {
		return cmp.Or(b.Time.Compare(a.Time), strings.Compare(a.Link, b.Link), cmp.Compare(a.Deed, b.Deed))
	})
	return out
}

func weightOf(d Deed) float64 {
	switch d {
	case Saved:
		return savedWeight
	case Reshared:
		return resharedWeight
	case Dismissed:
		return dismissedWeight
	default:
		return 0
	}
}

// totals sums what was kept and dismissed, but for one line; -1 is all.
func totals(lines []NudgeLine, but int) (saves, dismissals float64) {
	for i, l := range lines {
		switch {
		case i == but:
		case l.Deed == Dismissed:
			dismissals += l.Weight
		default:
			saves += l.Weight
		}
	}
	return math.Min(saves, maxNudges), math.Min(dismissals, maxNudges)
}

// capTo lets the newest lines keep their weight up to maxNudges together.
func capTo(lines []NudgeLine, kind func(Deed) bool) {
	left := maxNudges
	for i := range lines {
		if kind(lines[i].Deed) {
			lines[i].Weight = min(lines[i].Weight, left)
			left -= lines[i].Weight
		}
	}
}
