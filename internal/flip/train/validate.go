package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
)

// folds of the cross-validation. Clusters are dealt whole.
const folds = 10

// hybrid is P(social) of an unknown tie on a hybrid network: the case that the
// threshold is chosen for.
const hybrid = 0.55

// Shares of ordinary messages that may be called a flip. The promise is one in
// 200 of each kind; all together are held to less, for the error of the
// estimate: a single kind is too small to tell one in 250 from one in 200.
const (
	promisedFalse = 1.0 / 200
	wantedFalse   = 1.0 / 250
)

// variant is what of the judge takes part: for the ablation.
type variant struct {
	name  string
	rules bool
	words bool
	own   bool // learn from the own corpus
	mail  bool // learn from the mail corpus
	blind bool // without senses
	short bool // judge only the first shortText bytes of each text
}

var everything = variant{name: "everything", rules: true, words: true, own: true, mail: true}

type fitted struct{ scale, bias float64 }

// validation is a verdict on every text by a judge that had not seen it.
type validation struct {
	market, auto fitted
	flipAt       float64
	commercial   []float64    // per example: P(market or automated)
	words        [][2]float64 // per example: log odds of the words, both sums
}

// validate judges every text by a model that was learned without its cluster.
func validate(all []*example, v variant, vs *vectors) *validation {
	return validateOn(all, all, v, vs)
}

// validateOn judges seen, which may be all in another form, by models learned
// from all.
func validateOn(all, seen []*example, v variant, vs *vectors) *validation {
	m, a := make([]float64, len(all)), make([]float64, len(all))
	if v.words {
		var wg sync.WaitGroup
		gate := make(chan struct{}, 2)
		for fold := range folds {
			wg.Add(1)
			go func() {
				defer wg.Done()
				gate <- struct{}{}
				defer func() { <-gate }()
				holdOut(all, seen, v, vs, fold, m, a)
			}()
		}
		wg.Wait()
	}
	out := &validation{}
	for i, e := range seen { // the threshold and the scale are for what weaktie reads
		if e.set == mail {
			m[i], a[i] = 0, 0
		}
	}
	out.market = fit(seen, m, v, market, func(e *example) float64 { return e.market })
	out.auto = fit(seen, a, v, automated, func(e *example) float64 { return e.auto })
	for i, e := range seen {
		zm, za := out.market.scale*m[i]+out.market.bias, out.auto.scale*a[i]+out.auto.bias
		out.words = append(out.words, [2]float64{zm, za})
		if v.rules {
			zm, za = zm+e.market, za+e.auto
		} else {
			zm, za = zm+prior, za+prior
		}
		p := 1 - (1-sigmoid(zm))*(1-sigmoid(za))
		if !e.judged {
			p = 0
		}
		out.commercial = append(out.commercial, p)
	}
	out.flipAt = hybrid * threshold(seen, out.commercial)
	return out
}

// prior is the rules' bias, which stays when the rules are left out.
const prior = -3.5

func holdOut(all, seen []*example, v variant, vs *vectors, fold int, m, a []float64) {
	var train []*example
	for _, e := range all {
		if e.cluster%folds != fold && (v.own || e.set != own) && (v.mail || e.set != mail) {
			train = append(train, e)
		}
	}
	wm, wa := learn(train, market, byMarket, vs), learn(train, automated, byAuto, vs)
	for i, e := range seen {
		if e.cluster%folds == fold {
			m[i], a[i] = score(wm, e), score(wa, e)
		}
	}
}

func fit(all []*example, words []float64, v variant, y target, rules func(*example) float64) fitted {
	var points []scored
	for i, e := range all {
		want, weight := y(e)
		if weight == 0 || !e.judged || e.set == mail {
			continue
		}
		p := scored{rules: prior, words: words[i], y: want, weight: weight}
		if v.rules {
			p.rules = rules(e)
		}
		points = append(points, p)
	}
	if !v.words {
		return fitted{0, 0}
	}
	scale, bias := calibrate(points)
	return fitted{scale, bias}
}

// threshold is the lowest P(market or automated) at which ordinary messages,
// taken together, are called a flip at most as often as wanted, and each kind
// of them at most as often as promised.
func threshold(all []*example, commercial []float64) float64 {
	var both []float64
	at := 0.5
	for _, s := range [...]set{social, sms} {
		var ps []float64
		for i, e := range all {
			if e.set == s && e.ham() {
				ps = append(ps, commercial[i])
			}
		}
		both = append(both, ps...)
		at = math.Max(at, lowest(ps, promisedFalse))
	}
	return math.Max(at, lowest(both, wantedFalse))
}

// lowest is the threshold that at most the given share of ps reach.
func lowest(ps []float64, share float64) float64 {
	slices.Sort(ps)
	return ps[len(ps)-1-int(share*float64(len(ps)))] + 1e-6
}

// share is a proportion with Wilson's interval at 95 %.
type share struct{ hits, n int }

func (s share) String() string {
	if s.n == 0 {
		return "-"
	}
	lo, hi := s.wilson()
	return fmt.Sprintf("%d/%d = %.1f %% (%.1f to %.1f)", s.hits, s.n, 100*float64(s.hits)/float64(s.n), 100*lo, 100*hi)
}

func (s share) wilson() (lo, hi float64) {
	const z = 1.96
	n, p := float64(s.n), float64(s.hits)/float64(s.n)
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return math.Max(0, mid-half), math.Min(1, mid+half)
}

// row is one line of the report.
type row struct {
	name string
	want func(*example) bool
}

func rows() []row {
	is := func(s set, ham bool) func(*example) bool {
		return func(e *example) bool { return e.set == s && e.ham() == ham }
	}
	label := func(s set, l string) func(*example) bool {
		return func(e *example) bool { return e.set == s && e.label == l }
	}
	return []row{
		{"outreach: caught", is(outreach, false)},
		{"  auto-DMs", label(outreach, "auto_dm")},
		{"  pitches", label(outreach, "pitch")},
		{"mission: caught", is(mission, false)},
		{"social: false alarms", is(social, true)},
		{"personal SMS: false alarms", is(sms, true)},
		{"SMS spam: caught", is(sms, false)},
		{"YouTube promotion: caught", is(youtube, false)},
		{"YouTube others: false alarms", is(youtube, true)},
		{"own corpus: caught", is(own, false)},
		{"own corpus: false alarms", is(own, true)},
		{"  colleagues", func(e *example) bool { return e.set == own && e.ham() && e.kindred == "colleague" }},
	}
}

func (v *validation) count(all []*example, want func(*example) bool, at float64) share {
	var s share
	for i, e := range all {
		if want(e) {
			s.n++
			if v.commercial[i] >= at {
				s.hits++
			}
		}
	}
	return s
}

func variants() []variant {
	return []variant{
		everything,
		{name: "rules alone", rules: true},
		{name: "words alone", words: true, own: true, mail: true},
		{name: "without the own corpus", rules: true, words: true, mail: true},
		{name: "without the mail corpus", rules: true, words: true, own: true},
		{name: "without senses", rules: true, words: true, own: true, mail: true, blind: true},
		{name: "every text cut to its first 100 bytes", rules: true, words: true, own: true, mail: true, short: true},
	}
}

func printReport(w io.Writer, all []*example, vs *vectors, errs string) error {
	for _, variant := range variants() {
		with, seen := vs, all
		if variant.blind {
			with = nil
		}
		if variant.short {
			cut, err := shortened(all, vs)
			if err != nil {
				return err
			}
			seen = cut
		}
		v := validateOn(all, seen, variant, with)
		at := v.flipAt / hybrid
		fmt.Fprintf(w, "\n%s: a flip from P(market or automated) = %.3f; market scale %.2f bias %+.2f; automated scale %.2f bias %+.2f\n",
			variant.name, at, v.market.scale, v.market.bias, v.auto.scale, v.auto.bias)
		fmt.Fprintf(w, "  %s\n", v.curve(seen))
		for _, r := range rows() {
			fmt.Fprintf(w, "  %-30s %s\n", r.name, v.count(seen, r.want, at))
		}
		if errs != "" {
			printMistakes(w, all, v, at, set(errs))
			return nil
		}
	}
	return nil
}

func printMistakes(w io.Writer, all []*example, v *validation, at float64, s set) {
	for i, e := range all {
		if e.set == s && e.ham() == (v.commercial[i] >= at) {
			fmt.Fprintf(w, "%.3f %s rules %.1f/%.1f %.220q\n", v.commercial[i], e.label, e.market, e.auto, e.text)
		}
	}
}

// curve is what is caught at other thresholds: those that call one person in a
// hundred, in fifty, a seller. The own corpus, where people use the words of
// sellers on purpose, counts twice.
func (v *validation) curve(all []*example) string {
	var people []float64
	for i, e := range all {
		if !e.ham() || e.set == mail || e.set == youtube {
			continue
		}
		people = append(people, v.commercial[i])
		if e.set == own {
			people = append(people, v.commercial[i])
		}
	}
	slices.Sort(people)
	var parts []string
	for _, rate := range [...]float64{0.003, 0.01, 0.02} {
		at := people[len(people)-1-int(rate*float64(len(people)))]
		o := v.count(all, func(e *example) bool { return e.set == outreach }, at)
		w := v.count(all, func(e *example) bool { return e.set == own && !e.ham() }, at)
		parts = append(parts, fmt.Sprintf("%.1f %% of people: outreach %.0f %%, own corpus %.0f %%", 100*rate, 100*float64(o.hits)/float64(o.n), 100*float64(w.hits)/float64(w.n)))
	}
	return strings.Join(parts, "; ")
}

// shortText is about the length of an ordinary message.
const shortText = 100

// shortened is every text cut at a word: what is left of the judge when length
// can tell it nothing.
func shortened(all []*example, vs *vectors) ([]*example, error) {
	cut := make([]*example, len(all))
	for i, e := range all {
		c := *e
		c.features, c.senses, c.dense = nil, nil, nil
		if len(c.text) > shortText {
			c.text = c.text[:strings.LastIndexByte(c.text[:shortText], ' ')+1]
			if c.text == "" {
				c.text = e.text[:shortText]
			}
		}
		cut[i] = &c
	}
	return cut, prepare(cut, vs)
}
