package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"weaktie/internal/link"
	"weaktie/internal/post"
	"weaktie/internal/store"
	"weaktie/internal/trend"
)

// TrendQuery asks what is talked about.
type TrendQuery struct {
	Since  time.Duration // 0 is 14 days
	Bucket time.Duration // 0 fits the span
	Topics []string      // "#tag" or a term; two are compared; none is the most used tags
}

// sells is the judge's probability from which a public post counts as selling.
// Above one half: a bare link with a word is not yet a pitch.
const sells = 0.7

// hostsOf lists the hosts a post links to, each once.
func hostsOf(p post.Post, host func(string) string) []string {
	var out []string
	for _, l := range p.Links {
		if h := host(l.Key); h != "" && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// Trends is what is talked about over a window.
type Trends struct {
	Window   trend.Window
	Series   []trend.Series  // of the topics asked for, else of the most used tags
	Compared *trend.Compared // of the first two topics asked for
	Tags     []trend.Count
	Hosts    []trend.Count
	Voices   []trend.Count
	Findings []trend.Finding // spikes, campaigns, chats
	Posts    int
	Elite    [2]int // so few people make half of the posts, of so many
}

const (
	trendSpan  = 14 * 24 * time.Hour
	trendPast  = 28 * 24 * time.Hour // looked at beyond the span: what is usual, and weekly chats
	trendTags  = 8
	trendRows  = 20
	trendCells = 60   // buckets of a chart, about
	trendMost  = 5000 // buckets that somebody may ask for: each topic has its own
)

// Trends counts what was said in public. Boosts count: volume is volume.
func (r *Review) Trends(ctx context.Context, q TrendQuery) (Trends, error) {
	if q.Since <= 0 {
		q.Since = trendSpan
	}
	if q.Bucket > 0 && q.Since/q.Bucket > trendMost {
		return Trends{}, fmt.Errorf("steps of %s over %s are more than %d: take longer ones", q.Bucket, q.Since, trendMost)
	}
	now := r.Now()
	out := Trends{Window: trendWindow(now, q)}
	items, err := r.Store.Posts(ctx, store.Query{Since: out.Window.From.Add(-trendPast), Until: now.Add(time.Nanosecond)})
	if err != nil {
		return out, fmt.Errorf("read posts: %w", err)
	}
	posts := make([]trend.Post, 0, len(items))
	for _, it := range items {
		if !it.Post.Message {
			posts = append(posts, r.trendPost(it))
		}
	}
	all := trend.Topic{}
	out.Posts = trend.Volume(posts, all, out.Window).Total
	out.Tags = trend.Tags(posts, out.Window, trendRows)
	topics := q.Topics
	if len(topics) == 0 {
		for _, c := range out.Tags[:min(len(out.Tags), trendTags)] {
			topics = append(topics, "#"+strings.TrimPrefix(c.Name, "#"))
		}
	}
	about := all
	for i, t := range topics {
		topic := trend.ParseTopic(t)
		if i == 0 && len(q.Topics) > 0 {
			about = topic
		}
		out.Series = append(out.Series, trend.Volume(posts, topic, out.Window))
	}
	if len(q.Topics) >= 2 {
		c := trend.Compare(posts, trend.ParseTopic(topics[0]), trend.ParseTopic(topics[1]), out.Window)
		out.Compared = &c
	}
	out.Hosts = trend.Hosts(posts, about, out.Window, trendRows)
	out.Voices = trend.Voices(posts, about, out.Window, 0)
	out.Elite[0], out.Elite[1] = trend.Elite(out.Voices)
	out.Voices = out.Voices[:min(len(out.Voices), trendRows)]
	past := out.Window
	past.From = past.From.Add(-trendPast.Truncate(past.Bucket))
	for _, f := range trend.Findings(posts, past, now.Location()) {
		if f.Kind == trend.KindChat || f.To.After(out.Window.From) {
			out.Findings = append(out.Findings, f)
		}
	}
	return out, nil
}

// trendWindow ends with the bucket now is in and begins at a whole bucket; days
// begin at the curator's midnight.
func trendWindow(now time.Time, q TrendQuery) trend.Window {
	b := q.Bucket
	if b <= 0 {
		b = time.Hour
		for _, step := range []time.Duration{time.Hour, 2 * time.Hour, 6 * time.Hour, 24 * time.Hour} {
			if b = step; q.Since/step <= trendCells {
				break
			}
		}
	}
	day := midnight(now)
	to := day
	for !to.After(now) {
		to = to.Add(b)
	}
	n := (q.Since + b - 1) / b
	return trend.Window{From: to.Add(-n * b), To: to, Bucket: b}
}

func (r *Review) trendPost(it store.Item) trend.Post {
	return trend.Post{
		Time: it.Post.Time, Person: it.Post.Author.Handle, Tags: it.Post.Tags, Text: it.Post.Title.String() + "\n" + r.saidIn(it.Post.ID).words,
		Hosts: hostsOf(it.Post, link.Host), Promo: it.Verdict.Commercial() >= sells,
	}
}
