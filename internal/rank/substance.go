package rank

import (
	"fmt"
	"strings"
)

// Substance asks whether those who share a link say something, or merely pass
// on what somebody is selling. What one sharer brings stands for the link, so
// a further sharer who brings nothing takes nothing away; pitches weigh by
// their part of the shares, so that one pitch among ten recommendations costs
// little.
const (
	figuresFactor  = 1.15
	sourcesFactor  = 1.10
	methodFactor   = 1.10
	argumentFactor = 1.15
	silentFactor   = 0.90
	depthFactor    = 1.10
	thinFactor     = 0.95
)

// maxSubstance is the most that features make together.
const maxSubstance = figuresFactor * sourcesFactor * methodFactor * argumentFactor * depthFactor

// pitchCost is what a link of nothing but such shares loses, by the judge's
// category. It stays under one, so that an independent share never lowers a
// link even when it is a pitch.
func pitchCost(category string) (name string, cost float64) {
	switch category {
	case "press-release":
		return "press release", 0.65
	case "promotion":
		return "giveaway or promotion", 0.75
	case "product-pitch":
		return "product announcement", 0.6
	case "lead-magnet":
		return "lead magnet", 0.6
	case "cash-grab":
		return "quick money", 0.75
	case "engagement-bait", "follower-gaming":
		return "fishing for engagement", 0.6
	case "recruiting":
		return "recruiting", 0.5
	case "link-drop":
		return "link drop", 0.4
	case "":
		return "pitch", 0.5
	default:
		return category, 0.5
	}
}

// pitchFloor is the judge's probability from which words count as a pitch;
// below it the judge itself isn't sure.
const pitchFloor = 0.5

// substance lists what multiplies a link's score.
func (t *table) substance(b *bucket, voices []chorus) []Feature {
	article := t.in.Articles[b.key]
	head := headlineOf(b.key, article)
	var out []Feature
	var said remarks
	published := 0
	for _, v := range voices {
		t.buf = said.add(spoken(b, v), head, t.buf)
		if b.shares[v.best].OwnSite {
			published++
		}
	}
	out = said.features(out, article)
	out = depth(out, article)
	if f, ok := t.pitches(b, voices); ok {
		out = append(out, f)
	}
	if published > 0 {
		out = append(out, Feature{"own site", 1, fmt.Sprintf("%d of %d voices publish it themselves; each counts a quarter in its part above", published, len(voices))})
	}
	return out
}

// spoken is the share whose words stand for a voice: the one that counts, or
// the first where that passes on a post without its words.
func spoken(b *bucket, v chorus) entry {
	if s := b.shares[v.best]; s.Text != "" {
		return s
	}
	return b.shares[v.parts[0]]
}

// remarks is what a link's sharers brought, each with who brought it first.
type remarks struct {
	figures, sources, method, argument string
	words                              int // the most own words that anyone had
}

func (r *remarks) add(s entry, head headline, buf []string) []string {
	if s.Text == "" {
		return buf
	}
	buf = words(buf[:0], s.Text)
	if s.Pitch < pitchFloor { // what a pitch claims is no evidence
		r.evidence(s, buf)
	}
	reason := ""
	if r.argument == "" && s.Pitch < pitchFloor && len(buf) >= minArgument {
		reason = reasoning.in(buf)
	}
	own := len(head.own(buf)) // spoils buf
	r.words = max(r.words, own)
	if reason != "" && own >= minArgument {
		r.argument = fmt.Sprintf("%s argues in %d words of their own: %s", s.Person, own, quote(reason))
	}
	return buf
}

func (r *remarks) evidence(s entry, ws []string) {
	who := string(s.Person)
	if r.figures == "" {
		if m := figureIn(s.Text); m != "" {
			r.figures = who + " gives figures: " + quote(m)
		}
	}
	if r.sources == "" {
		if m := sourced.in(ws); m != "" {
			r.sources = who + " names a source: " + quote(m)
		}
	}
	if r.method == "" {
		if m := method.in(ws); m != "" {
			r.method = who + " says how it was found: " + quote(m)
		}
	}
}

// minArgument is how many own words an argument takes; shorter is applause.
const minArgument = 12

// silent is the most own words of somebody who merely passes a link on: "So
// true!", "Great read, thanks for sharing".
const silent = 5

func (r *remarks) features(out []Feature, a Article) []Feature {
	if r.figures != "" {
		out = append(out, Feature{"figures", figuresFactor, r.figures})
	}
	if r.sources != "" {
		out = append(out, Feature{"sources", sourcesFactor, r.sources})
	}
	if r.method != "" {
		out = append(out, Feature{"method", methodFactor, r.method})
	}
	if r.argument != "" {
		out = append(out, Feature{"argument", argumentFactor, r.argument})
	}
	if r.words <= silent && r.figures == "" && r.sources == "" {
		reason := "nobody who shares it says a word of their own"
		if r.words > 0 {
			reason = "those who share it only applaud"
		}
		out = append(out, Feature{"bare link", silentFactor, reason})
	}
	return out
}

// An article is deep from deepWords words on with at least deepFigures figures,
// and thin below thinWords.
const (
	deepWords   = 700
	deepFigures = 3
	thinWords   = 150
)

func depth(out []Feature, a Article) []Feature {
	if a.Text == "" {
		return out
	}
	n := len(strings.Fields(a.Text))
	proof := len(figure.FindAllStringIndex(a.Text, deepFigures))
	switch {
	case n >= deepWords && proof >= deepFigures:
		out = append(out, Feature{"depth", depthFactor, fmt.Sprintf("the article has %d words, with figures", n)})
	case n < thinWords:
		out = append(out, Feature{"thin", thinFactor, fmt.Sprintf("the article has only %d words", n)})
	}
	return out
}

// pitches weighs the shares that the judge calls pitches by what they count,
// age apart from the link's newest share, so that waiting changes nothing.
func (t *table) pitches(b *bucket, voices []chorus) (Feature, bool) {
	newest := b.shares[len(b.shares)-1].Time
	var whole, lost, top float64
	name, n := "", 0
	for _, v := range voices {
		s := b.shares[v.best]
		w := t.people[s.who].trust * own(s) * decay(newest.Sub(s.Time), t.in.HalfLife)
		whole += w
		if s.Pitch < pitchFloor {
			continue
		}
		n++
		kind, cost := pitchCost(s.Category)
		lost += w * cost * min(s.Pitch, 1)
		if w*cost > top || (w*cost == top && kind < name) {
			top, name = w*cost, kind
		}
	}
	if n == 0 || whole == 0 {
		return Feature{}, false
	}
	return Feature{name, round(1 - lost/whole), fmt.Sprintf("the judge calls %d of %d voices a pitch, first of all a %s", n, len(voices), name)}, true
}

// maxQuote keeps a receipt to one line.
const maxQuote = 60

func quote(s string) string {
	if r := []rune(s); len(r) > maxQuote {
		s = string(r[:maxQuote]) + "…"
	}
	return "“" + s + "”"
}
