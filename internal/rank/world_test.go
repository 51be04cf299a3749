package rank

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"weaktie/internal/person"
)

// world is an invented network whose truth is known: which links were taken up
// by people who have nothing to do with each other, and which were pushed by
// rings, echo chambers and campaigns. It knows nothing of how links are ranked:
// adversaries vary their timing, reword their texts, hide among ordinary links
// and use fresh accounts, the more so the stronger they are.
type world struct {
	rng      *rand.Rand
	strength int // 1 to 5
	now      time.Time
	shares   []Share
	history  []Share
	gain     map[string]float64 // what finding a link is worth: 3 broad, 1 somewhat, absent is nothing
	groups   [][]person.Handle  // circles of people, who talk among themselves
	posts    int
}

const (
	historyDays = 21
	windowHours = 48
)

func newWorld(seed uint64, strength int) *world {
	w := &world{rng: rand.New(rand.NewPCG(seed, uint64(strength))), strength: strength, now: noon, gain: map[string]float64{}}
	for g := range 20 {
		var who []person.Handle
		for i := range 12 + w.rng.IntN(60) {
			who = append(who, person.Handle(fmt.Sprintf("g%02d.%03d@m", g, i)))
		}
		w.groups = append(w.groups, who)
	}
	w.past()
	w.organic()
	w.chambers()
	w.rings()
	w.campaigns()
	return w
}

// moment is a time in the window, in the history, or both.
func (w *world) moment(from, to time.Duration) time.Time {
	return w.now.Add(-from - time.Duration(w.rng.Float64()*float64(to-from)))
}

func (w *world) window() time.Time { return w.moment(0, windowHours*time.Hour) }

func (w *world) old() time.Time {
	return w.moment(windowHours*time.Hour, historyDays*24*time.Hour)
}

func (w *world) add(s Share) Share {
	w.posts++
	s.Post = uint64(w.posts)
	s.Identity = fmt.Sprintf("post-%d", w.posts)
	if s.Time.After(w.now.Add(-windowHours * time.Hour)) {
		w.shares = append(w.shares, s)
	} else {
		w.history = append(w.history, s)
	}
	return s
}

// spread is how sharers of one link follow each other: slow at first, then
// most, then a tail.
func (w *world) spread(start time.Time, over time.Duration) time.Time {
	at := start.Add(time.Duration(w.rng.ExpFloat64() * float64(over) / 2))
	if at.After(w.now) {
		return w.window()
	}
	return at
}

// past is three weeks of what circles always share: each its own favourites,
// everybody some of the great ones, people their own finds.
func (w *world) past() {
	for g, who := range w.groups {
		for k := range 15 + w.rng.IntN(15) {
			link := fmt.Sprintf("https://circle%d.example/%d", g, k)
			start, taste := w.old(), 0.1+0.4*w.rng.Float64()
			for _, p := range who {
				if w.rng.Float64() < taste*w.rng.Float64() {
					w.add(Share{Link: link, Person: p, Time: w.spread(start, 20*time.Hour), Text: w.words()})
				}
			}
		}
	}
	for k := range 40 {
		w.broad(fmt.Sprintf("https://past.example/%d", k), w.moment(6*24*time.Hour, historyDays*24*time.Hour), 6+w.rng.IntN(30))
	}
	for i := range 1500 {
		w.add(Share{Link: fmt.Sprintf("https://find.example/%d", i), Person: w.anyone(), Time: w.old(), Text: w.words()})
	}
}

func (w *world) anyone() person.Handle {
	g := w.groups[w.rng.IntN(len(w.groups))]
	return g[w.rng.IntN(len(g))]
}

// broad lets n people of any circle take up a link, some by passing on a post.
func (w *world) broad(link string, start time.Time, n int) {
	var posts []Share
	for range n {
		s := Share{Link: link, Person: w.anyone(), Time: w.spread(start, 16*time.Hour), Text: w.words()}
		if len(posts) > 0 && w.rng.Float64() < 0.25 {
			of := posts[w.rng.IntN(len(posts))]
			s.BoostOf, s.Text = of.Identity, of.Text
			if s.Time.Before(of.Time) {
				s.Time = of.Time.Add(time.Minute)
			}
		}
		posts = append(posts, w.add(s))
	}
}

// organic is what should be found, and the ordinary links around it.
func (w *world) organic() {
	for k := range 12 {
		link := fmt.Sprintf("https://great.example/%d", k)
		w.broad(link, w.moment(4*time.Hour, 40*time.Hour), 9+w.rng.IntN(12))
		w.gain[link] = 3
	}
	for k := range 20 {
		link := fmt.Sprintf("https://good.example/%d", k)
		w.broad(link, w.window(), 4+w.rng.IntN(3))
		w.gain[link] = 1
	}
	for k := range 600 {
		link := fmt.Sprintf("https://plain.example/%d", k)
		for range 1 + w.rng.IntN(2) {
			w.add(Share{Link: link, Person: w.anyone(), Time: w.window(), Text: w.words()})
		}
	}
}

// chambers are circles that all share one thing: many heads, one voice.
func (w *world) chambers() {
	for k := range 2 + 2*w.strength {
		g := w.groups[w.rng.IntN(len(w.groups))]
		link := fmt.Sprintf("https://chamber.example/%d", k)
		start := w.moment(3*time.Hour, 30*time.Hour)
		part := 0.2 + 0.14*float64(w.strength)
		for _, p := range g {
			if w.rng.Float64() < part {
				w.add(Share{Link: link, Person: p, Time: w.spread(start, 10*time.Hour), Text: w.words()})
			}
		}
	}
}

// rings are accounts run together: they push their links for weeks, and hide
// among what others share.
func (w *world) rings() {
	size := []int{0, 12, 25, 50, 100, 200}[w.strength]
	for r := range 2 + w.strength/2 {
		var who []person.Handle
		for i := range size {
			who = append(who, person.Handle(fmt.Sprintf("ring%d.%03d@m", r, i)))
		}
		hiding := 0.25 * float64(w.strength)
		for _, p := range who {
			for range w.poisson(6 * hiding) {
				w.add(Share{Link: fmt.Sprintf("https://past.example/%d", w.rng.IntN(40)), Person: p, Time: w.old(), Text: w.words()})
			}
			for range w.poisson(6 * hiding) {
				w.add(Share{Link: fmt.Sprintf("https://find.example/%d", w.rng.IntN(1500)), Person: p, Time: w.old(), Text: w.words()})
			}
		}
		for k := range 8 {
			w.push(fmt.Sprintf("https://vendor%d.example/old/%d", r, k), who, w.old())
		}
		for k := range 2 + w.strength/2 {
			w.push(fmt.Sprintf("https://vendor%d.example/new/%d", r, k), who, w.moment(2*time.Hour, 30*time.Hour))
		}
	}
}

// push has part of a ring share a link: within minutes and word for word when
// it is weak, over a day and in other words when it is strong.
func (w *world) push(link string, who []person.Handle, start time.Time) {
	over := time.Duration(w.strength*w.strength) * 40 * time.Minute
	slogan := w.words()
	for _, p := range who {
		if w.rng.Float64() > 0.85-0.05*float64(w.strength) {
			continue
		}
		text := slogan
		switch {
		case w.strength >= 4:
			text = w.words()
		case w.strength >= 2:
			text = w.reword(slogan)
		}
		w.add(Share{Link: link, Person: p, Time: w.spread(start, over), Text: text})
	}
}

// campaigns are contests that people with no history share once. The judge
// sees most of them for what they are, and now and then errs on others.
func (w *world) campaigns() {
	for k := range 1 + w.strength {
		link := fmt.Sprintf("https://contest.example/%d", k)
		start := w.moment(3*time.Hour, 30*time.Hour)
		for i := range 10 * w.strength {
			who := person.Handle(fmt.Sprintf("fan%d.%d@m", k, i))
			if w.rng.Float64() < 0.2 {
				who = w.anyone()
			}
			s := Share{Link: link, Person: who, Time: w.spread(start, 8*time.Hour), Text: w.words() + " enter to win"}
			if w.rng.Float64() < 0.8 {
				s.Pitch, s.Category = 0.6+0.4*w.rng.Float64(), "promotion"
			}
			w.add(s)
		}
	}
	for i := range w.shares {
		if s := &w.shares[i]; s.Pitch == 0 && w.rng.Float64() < 0.02 {
			s.Pitch, s.Category = 0.8, "product-pitch"
		}
	}
}

func (w *world) poisson(mean float64) int {
	n, p, limit := 0, w.rng.Float64(), math.Exp(-mean)
	for p > limit {
		p *= w.rng.Float64()
		n++
	}
	return n
}

var vocabulary = strings.Fields(`buyers sellers budget quarter research question churn onboarding
	pricing trust newsletter channel audience numbers story team meeting customer reading
	argument evidence experiment community editor draft sentence headline market network
	weekend lunch mistake lesson example pattern method result figure table chapter talk
	quietly slowly honestly mostly rarely usually perhaps almost never always again
	explains shows argues measures compares forgets repeats asks answers doubts changes
	the a our their this that which with without before after under over between because`)

// words is something a person might say about a link, or nothing.
func (w *world) words() string {
	if w.rng.Float64() < 0.2 {
		return ""
	}
	out := make([]string, 4+w.rng.IntN(14))
	for i := range out {
		out[i] = vocabulary[w.rng.IntN(len(vocabulary))]
	}
	return strings.Join(out, " ")
}

// reword changes a fifth of the words.
func (w *world) reword(text string) string {
	out := strings.Fields(text)
	for i := range out {
		if w.rng.Float64() < 0.2 {
			out[i] = vocabulary[w.rng.IntN(len(vocabulary))]
		}
	}
	return strings.Join(out, " ")
}
