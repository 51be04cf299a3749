package trend

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"weaktie/internal/person"
)

// Post is what trends need of a post.
type Post struct {
	Time   time.Time
	Person person.Handle
	Tags   []string // lower case, without #
	Text   string   // for terms; may be empty
	Hosts  []string // that it links to
	Promo  bool     // the judge calls it a contest, a giveaway, a press release or a pitch
}

// Topic is a tag or a term of one word or more.
type Topic struct {
	Tag  string
	Term string
}

// ParseTopic reads "#b2b" as a tag and everything else as a term.
func ParseTopic(s string) Topic {
	s = strings.TrimSpace(s)
	if tag, ok := strings.CutPrefix(s, "#"); ok {
		return Topic{Tag: strings.ToLower(tag)}
	}
	return Topic{Term: strings.TrimSpace(fold(s))}
}

func (t Topic) String() string {
	if t.Tag != "" {
		return "#" + t.Tag
	}
	return t.Term
}

// in reports whether a post is about the topic. A term is found as whole words;
// "social media" also in #socialmedia.
func (t Topic) in(p *Post) bool {
	if t.Tag != "" {
		return slices.Contains(p.Tags, t.Tag)
	}
	if t.Term == "" {
		return true
	}
	return strings.Contains(fold(p.Text), " "+t.Term+" ") ||
		slices.Contains(p.Tags, strings.ReplaceAll(t.Term, " ", ""))
}

// fold turns a text into its words, lower case, one space around each.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte(' ')
	space := true
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		b.WriteRune(unicode.ToLower(r))
		space = false
	}
	if !space {
		b.WriteByte(' ')
	}
	return b.String()
}

// Window is what is looked at: buckets of one length from From until To.
type Window struct {
	From, To time.Time
	Bucket   time.Duration
}

// maxBuckets bounds a series: a year of hours.
const maxBuckets = 9000

// buckets is how many there are; 0 for a window that holds none.
func (w Window) buckets() int {
	if w.Bucket <= 0 || !w.To.After(w.From) {
		return 0
	}
	n := (w.To.Sub(w.From)-1)/w.Bucket + 1 // a bucket begun is one
	return int(min(n, maxBuckets))
}

// at is the number of a time's bucket; false outside.
func (w Window) at(t time.Time) (int, bool) {
	if w.Bucket <= 0 || t.Before(w.From) || !t.Before(w.To) {
		return 0, false
	}
	i := t.Sub(w.From) / w.Bucket
	return int(i), int(i) < w.buckets()
}

// Series is a topic's volume over time.
type Series struct {
	Topic  Topic
	Window Window
	Posts  []int // by bucket
	People []int // different ones, by bucket
	Promo  []int // posts that sell, by bucket
	Total  int
	Heads  int // different people in all
}

// Start is when the i-th bucket begins.
func (s Series) Start(i int) time.Time {
	return s.Window.From.Add(time.Duration(i) * s.Window.Bucket)
}

// Volume counts a topic's posts. The zero Topic is everything.
func Volume(posts []Post, t Topic, w Window) Series {
	n := w.buckets()
	s := Series{Topic: t, Window: w, Posts: make([]int, n), People: make([]int, n), Promo: make([]int, n)}
	type met struct {
		who    person.Handle
		bucket int
	}
	seen, heads := map[met]bool{}, map[person.Handle]bool{}
	for i := range posts {
		p := &posts[i]
		b, ok := w.at(p.Time)
		if !ok || !t.in(p) {
			continue
		}
		s.Posts[b]++
		s.Total++
		if p.Promo {
			s.Promo[b]++
		}
		if k := (met{p.Person, b}); !seen[k] {
			seen[k] = true
			s.People[b]++
		}
		heads[p.Person] = true
	}
	s.Heads = len(heads)
	return s
}

// Compared is two topics side by side.
type Compared struct {
	A, B   Series
	Both   int     // posts about both
	Growth float64 // of A's part of the two, from the first half to the second, -1..1
	Reason string
}

// Compare counts two topics over the same buckets.
func Compare(posts []Post, a, b Topic, w Window) Compared {
	c := Compared{A: Volume(posts, a, w), B: Volume(posts, b, w)}
	for i := range posts {
		if _, ok := w.at(posts[i].Time); ok && a.in(&posts[i]) && b.in(&posts[i]) {
			c.Both++
		}
	}
	half := len(c.A.Posts) / 2
	c.Growth = part(sum(c.A.Posts[half:]), sum(c.B.Posts[half:])) - part(sum(c.A.Posts[:half]), sum(c.B.Posts[:half]))
	c.Reason = compared(c)
	return c
}

func part(a, b int) float64 {
	if a+b == 0 {
		return 0
	}
	return float64(a) / float64(a+b)
}

func sum(xs []int) int {
	n := 0
	for _, x := range xs {
		n += x
	}
	return n
}

// Count is a topic, a host or a person with how much there is of it.
type Count struct {
	Name   string
	Posts  int
	People int
	Part   float64 // of all posts counted, 0..1
}

// Tags lists the tags of a window, most used first; at most limit, 0 is all.
func Tags(posts []Post, w Window, limit int) []Count {
	return tally(posts, Topic{}, w, limit, tagsOf)
}

// Hosts lists the hosts that a topic's posts link to. Part is the host's share
// of voice among hosts.
func Hosts(posts []Post, t Topic, w Window, limit int) []Count {
	return tally(posts, t, w, limit, hostsOf)
}

// Voices lists who speaks of a topic. Part is the person's share of voice.
func Voices(posts []Post, t Topic, w Window, limit int) []Count {
	return tally(posts, t, w, limit, func(p *Post) []string { return []string{string(p.Person)} })
}

func tally(posts []Post, t Topic, w Window, limit int, names func(*Post) []string) []Count {
	type count struct {
		posts  int
		people map[person.Handle]bool
	}
	by := map[string]*count{}
	all := 0
	for i := range posts {
		p := &posts[i]
		if _, ok := w.at(p.Time); !ok || !t.in(p) {
			continue
		}
		once := slices.Clone(names(p))
		slices.Sort(once)
		for _, name := range slices.Compact(once) {
			c := by[name]
			if c == nil {
				c = &count{people: map[person.Handle]bool{}}
				by[name] = c
			}
			c.posts++
			c.people[p.Person] = true
			all++
		}
	}
	out := make([]Count, 0, len(by))
	for name, c := range by {
		out = append(out, Count{name, c.posts, len(c.people), float64(c.posts) / float64(all)})
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Posts, a.Posts), cmp.Compare(b.People, a.People), strings.Compare(a.Name, b.Name))
	})
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out
}

// Elite is how many of the loudest make half of what is said, of how many in
// all: half of what circulates comes from a few.
func Elite(counts []Count) (few, all int) {
	total, got := 0, 0
	for _, c := range counts {
		total += c.Posts
	}
	for few < len(counts) && 2*got < total {
		got += counts[few].Posts
		few++
	}
	return few, len(counts)
}

func tagsOf(p *Post) []string  { return p.Tags }
func hostsOf(p *Post) []string { return p.Hosts }

// group is the posts of a window under one name.
type group struct {
	name  string
	posts []Post
}

// grouped sorts a window's posts by what names says of them, and leaves out
// what has too few for any finding.
func grouped(posts []Post, w Window, names func(*Post) []string) []group {
	by := map[string][]Post{}
	for i := range posts {
		p := &posts[i]
		if _, ok := w.at(p.Time); !ok {
			continue
		}
		once := slices.Clone(names(p))
		slices.Sort(once)
		for _, name := range slices.Compact(once) {
			by[name] = append(by[name], *p)
		}
	}
	var out []group
	for name, ps := range by {
		if len(ps) >= spikePosts {
			out = append(out, group{name, ps})
		}
	}
	slices.SortFunc(out, func(a, b group) int { return strings.Compare(a.name, b.name) })
	return out
}
