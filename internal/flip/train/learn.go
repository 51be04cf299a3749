package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"weaktie/internal/flip"
)

// Settings of the learning. They were chosen by cross-validation and matter
// little: half or twice of each changes the figures by less than their error.
const (
	passes     = 15
	rate       = 0.35
	decay      = 3e-4 // pulls weights to zero at each visit
	senseDecay = 3e-4
	leastIn    = 2 // clusters that must hold a feature: one thread teaches nothing
	shuffled   = 20240229
)

// target says what a head learns: which examples, towards what.
type target func(*example) (y, weight float64)

// market learns pitches, promotion and spam against people; automated texts
// say nothing about it either way.
func market(e *example) (float64, float64) {
	switch {
	case e.ham():
		return 0, e.weight()
	case e.label == "auto_dm":
		return 0, 0
	}
	return 1, e.weight()
}

// automated learns greetings by machine against people, and a little against
// pitches.
func automated(e *example) (float64, float64) {
	switch {
	case e.ham():
		return 0, e.weight()
	case e.label == "auto_dm":
		return 1, e.weight()
	case e.label == "pitch":
		return 0, 0.15 * e.weight()
	}
	return 0, 0 // spam may be either
}

// learn fits a logistic regression over the hashed features by AdaGrad, on top
// of what the rules say: words learn what rules miss and where they err. It is
// deterministic: the order of visits comes from a fixed seed.
//
// Senses are learned as one weight a dimension of the word vectors; since the
// vector of a text is a sum over its words, that is a weight a word, and only
// those are kept.
func learn(train []*example, y target, base func(*example) float64, vs *vectors) []float32 {
	w := make([]float64, flip.Space)
	sense, senseSpeed := make([]float64, dims), make([]float64, dims)
	speed := make([]float64, flip.Space)
	use := common(train)
	order := make([]int, len(train))
	for i := range order {
		order[i] = i
	}
	r := rand.New(rand.NewPCG(shuffled, 1))
	bias, biasSpeed := 0.0, 1e-6
	for range passes {
		r.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		for _, i := range order {
			e := train[i]
			want, weight := y(e)
			if weight == 0 {
				continue
			}
			z := bias + base(e)
			for _, f := range e.features {
				z += w[f.Bucket] * float64(f.Value)
			}
			for k, x := range e.dense {
				z += sense[k] * float64(x)
			}
			g := weight * (sigmoid(z) - want)
			for k, x := range e.dense {
				d := g*float64(x) + senseDecay*sense[k]
				senseSpeed[k] += d * d
				sense[k] -= rate * d / math.Sqrt(senseSpeed[k]+1e-8)
			}
			biasSpeed += g * g
			bias -= rate * g / math.Sqrt(biasSpeed)
			for _, f := range e.features {
				if !use[f.Bucket] {
					continue
				}
				d := g*float64(f.Value) + decay*w[f.Bucket]
				speed[f.Bucket] += d * d
				w[f.Bucket] -= rate * d / math.Sqrt(speed[f.Bucket]+1e-8)
			}
		}
	}
	out := make([]float32, flip.Space+flip.SenseSpace)
	for i := range w {
		out[i] = float32(w[i])
	}
	vs.fill(out, sense)
	return out
}

// common marks the buckets that occur in enough clusters.
func common(train []*example) []bool {
	last := make([]int32, flip.Space)
	seen := make([]uint8, flip.Space)
	byCluster := slices.Clone(train)
	slices.SortStableFunc(byCluster, func(a, b *example) int { return a.cluster - b.cluster })
	for _, e := range byCluster {
		for _, f := range e.features {
			if last[f.Bucket] != int32(e.cluster)+1 {
				last[f.Bucket] = int32(e.cluster) + 1
				if seen[f.Bucket] < 255 {
					seen[f.Bucket]++
				}
			}
		}
	}
	use := make([]bool, flip.Space)
	for i, n := range seen {
		use[i] = n >= leastIn
	}
	return use
}

func score(w []float32, e *example) float64 {
	z := 0.0
	for _, f := range e.features {
		z += float64(w[f.Bucket] * f.Value)
	}
	for _, f := range e.senses {
		z += float64(w[f.Bucket] * f.Value)
	}
	return z
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// scored is a text with what its rules and, held out, its words say.
type scored struct {
	rules, words, y, weight float64
}

// calibrate finds scale and bias so that rules + scale × words + bias are log
// odds: Platt's method, on scores of texts that were not learned from.
func calibrate(points []scored) (scale, bias float64) {
	scale = 1
	for range 400 { // Newton steps on two numbers settle long before
		var ga, gb, haa, hab, hbb float64
		for _, p := range points {
			q := sigmoid(p.rules + scale*p.words + bias)
			d, h := p.weight*(q-p.y), p.weight*q*(1-q)
			ga += d * p.words
			gb += d
			haa += h * p.words * p.words
			hab += h * p.words
			hbb += h
		}
		haa += 1e-6
		hbb += 1e-6
		det := haa*hbb - hab*hab
		if det == 0 {
			break
		}
		da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
		scale -= clamp(da)
		bias -= clamp(db)
		if math.Abs(da)+math.Abs(db) < 1e-9 {
			break
		}
	}
	return scale, bias
}

func clamp(d float64) float64 { return math.Max(-0.5, math.Min(0.5, d)) }

// categories learns which category a commercial text is of, one against the
// rest, in the small space.
func categories(train []*example) [][]float32 {
	heads := make([][]float32, len(flip.Categories()))
	r := rand.New(rand.NewPCG(shuffled, 2))
	var known []*example
	for _, e := range train {
		if !e.ham() && e.category != "" {
			known = append(known, e)
		}
	}
	for k, c := range flip.Categories() {
		w := make([]float64, flip.CategorySpace)
		speed := make([]float64, flip.CategorySpace)
		bias := -2.0
		for range passes {
			r.Shuffle(len(known), func(i, j int) { known[i], known[j] = known[j], known[i] })
			for _, e := range known {
				z := bias
				for _, f := range e.features {
					z += w[flip.CategoryBucket(f.Bucket)] * float64(f.Value)
				}
				want := 0.0
				if e.category == c {
					want = 1
				}
				g := sigmoid(z) - want
				for _, f := range e.features {
					b := flip.CategoryBucket(f.Bucket)
					d := g*float64(f.Value) + decay*w[b]
					speed[b] += d * d
					w[b] -= rate * d / math.Sqrt(speed[b]+1e-8)
				}
			}
		}
		heads[k] = make([]float32, flip.CategorySpace)
		for i := range w {
			heads[k][i] = float32(w[i])
		}
	}
	return heads
}

// byMarket and byAuto are what the rules alone say, in log odds.
func byMarket(e *example) float64 { return e.market }

func byAuto(e *example) float64 { return e.auto }
