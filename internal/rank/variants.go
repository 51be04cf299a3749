package rank

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Titled is a link with what is known of its article.
type Titled struct {
	Key   string // grouping key
	Title string
	Host  string
	Time  time.Time // first seen
}

// Two links are one article when, within reprintDays, their titles say the same
// on different hosts. Saying the same is strict, because headlines are made
// from patterns ("How Acme grew revenue with podcasts", "... Bolt ...") and a
// wrong fold hides an article:
//
//   - the site's name after a bar or a dash aside,
//   - the numbers are the same, in order ("#12" is not "#13"),
//   - the telling words of the one are all in the other, in the same order; a
//     word replaced is another article,
//   - at most one in five telling words is added, and of these never two,
//   - at least sharedWords telling words are shared,
//   - and neither is a series: a title that one host uses again and again
//     ("The week in marketing") says nothing about the article.
//
// On one host titles must be the same to the word, and so must the last part of
// the address: what is left then are its printer's and phone's versions.
const (
	reprintWithin = 72 * time.Hour
	sharedWords   = 5
	addedPart     = 0.2
	addedWords    = 1
)

// Variants groups links that are one article: reprints on several hosts,
// retitled by a word, versions of one page. Each group has the numbers of two
// or more links, the first seen first; groups are in the order of their first.
// A link in no group is not listed.
func Variants(links []Titled) [][]int {
	titles := make([]title, len(links))
	for i, l := range links {
		titles[i] = titleOf(l)
	}
	markSeries(titles)
	order := make([]int, len(links))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(links[i].Time.Compare(links[j].Time), strings.Compare(links[i].Key, links[j].Key), cmp.Compare(i, j))
	})
	rarest, postings := titlePostings(titles)
	group := make([]int, len(links)) // number of the group's first link, plus one
	members := map[int][]int{}
	for _, i := range order {
		if !titles[i].telling() {
			continue
		}
		first := -1
		for _, j := range alikeTitles(i, titles, rarest, postings) {
			// Only a group's first is compared, so that a chain of small
			// changes never joins what differs by many.
			if group[j] == j+1 && (first < 0 || before(links, j, first)) && titles[i].same(titles[j]) {
				first = j
			}
		}
		if first < 0 {
			first = i
		}
		group[i] = first + 1
		members[first] = append(members[first], i)
	}
	var out [][]int
	for _, i := range order {
		if len(members[i]) > 1 {
			out = append(out, members[i])
		}
	}
	return out
}

func before(links []Titled, i, j int) bool {
	return cmp.Or(links[i].Time.Compare(links[j].Time), strings.Compare(links[i].Key, links[j].Key)) < 0
}

// title is a title taken apart.
type title struct {
	Titled
	all     string   // every word, for equality
	words   []string // telling words, in order
	numbers string
	pattern string // all without numbers
	series  bool
}

func titleOf(l Titled) title {
	t := title{Titled: l}
	var numbers, pattern []string
	all := words(nil, withoutSite(l.Title, l.Host))
	for _, w := range all {
		switch {
		case strings.ContainsAny(w, "0123456789"):
			numbers = append(numbers, w)
			continue
		case !fillers[w]:
			t.words = append(t.words, w)
		}
		pattern = append(pattern, w)
	}
	t.all = strings.Join(all, " ")
	t.numbers = strings.Join(numbers, " ")
	t.pattern = strings.Join(pattern, " ")
	return t
}

func (t title) telling() bool { return len(t.words) >= sharedWords }

// same reports whether two titles are of one article.
func (t title) same(u title) bool {
	if t.Time.Sub(u.Time).Abs() > reprintWithin || t.numbers != u.numbers {
		return false
	}
	if t.Host == u.Host {
		return t.all == u.all && lastPart(t.Key) == lastPart(u.Key)
	}
	if t.series || u.series {
		return false
	}
	short, long := t.words, u.words
	if len(short) > len(long) {
		short, long = long, short
	}
	added := len(long) - len(short)
	return added <= addedWords && float64(added) <= addedPart*float64(len(long)) && within(short, long)
}

// within reports whether all of short are in long, in order.
func within(short, long []string) bool {
	i := 0
	for _, w := range long {
		if i < len(short) && short[i] == w {
			i++
		}
	}
	return i == len(short)
}

// withoutSite cuts a site's name off the end of a title: a last part after a
// bar, a dash or guillemets of at most four words without a number, when the
// host's name spells it or what is before is long enough to be the title.
func withoutSite(s, host string) string {
	at, width := -1, 0
	for _, bar := range []string{" | ", " - ", " – ", " — ", " · ", " » ", " :: "} {
		if i := strings.LastIndex(s, bar); i > at {
			at, width = i, len(bar)
		}
	}
	if at < 0 {
		return s
	}
	name, rest := words(nil, s[at+width:]), words(nil, s[:at])
	if len(name) == 0 || len(name) > 4 || strings.ContainsAny(s[at+width:], "0123456789") {
		return s
	}
	spelled := strings.Contains(strings.NewReplacer(".", "", "-", "").Replace(host), strings.Join(name, ""))
	if spelled || len(rest) >= sharedWords+1 {
		return s[:at]
	}
	return s
}

func lastPart(key string) string {
	key, _, _ = strings.Cut(key, "?")
	key = strings.TrimRight(key, "/")
	for _, version := range []string{"/amp", "/print", "/m"} {
		key = strings.TrimSuffix(key, version)
	}
	return key[strings.LastIndexByte(key, '/')+1:]
}

// markSeries marks the titles that one host uses for several articles, numbers
// aside.
func markSeries(titles []title) {
	type use struct{ host, pattern string }
	last := map[use]string{}
	series := map[string]bool{}
	for _, t := range titles {
		k := use{t.Host, t.pattern}
		if part, ok := last[k]; ok && part != lastPart(t.Key) {
			series[t.pattern] = true
		}
		last[k] = lastPart(t.Key)
	}
	for i := range titles {
		titles[i].series = series[titles[i].pattern]
	}
}

// titlePostings says where each telling word occurs, and which word of each
// title is the rarest: titles that say the same share it.
func titlePostings(titles []title) (rarest []string, postings map[string][]int) {
	postings = map[string][]int{}
	for i, t := range titles {
		if !t.telling() {
			continue
		}
		for k, w := range t.words {
			if !slices.Contains(t.words[:k], w) {
				postings[w] = append(postings[w], i)
			}
		}
	}
	rarest = make([]string, len(titles))
	for i, t := range titles {
		for _, w := range t.words {
			if rarest[i] == "" || len(postings[w]) < len(postings[rarest[i]]) {
				rarest[i] = w
			}
		}
	}
	return rarest, postings
}

// alikeTitles are the titles that may be the same as the i-th: those with its
// two rarest words at hand would miss one that left the rarest out, so those
// that have any of two different words.
func alikeTitles(i int, titles []title, rarest []string, postings map[string][]int) []int {
	second := ""
	for _, w := range titles[i].words {
		if w != rarest[i] && (second == "" || len(postings[w]) < len(postings[second])) {
			second = w
		}
	}
	out := slices.Concat(postings[rarest[i]], postings[second])
	slices.Sort(out)
	return slices.Compact(out)
}

// fillers tell nothing about an article.
var fillers = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`a an the and or but of in on at to for from by with without as is are was were be
		been it its this that these those how why what when where who which you your we our us they their i my me
		do does did not no can could will would should must may might have has had more most than then so if about
		into over after before up down out new now here there all every each just still also only`) {
		m[w] = true
	}
	return m
}()
