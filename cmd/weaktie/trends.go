package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/review"
	"weaktie/internal/trend"
)

func (a *app) cmdTrends() *cobra.Command {
	var since, bucket string
	var asJSON bool
	c := &cobra.Command{
		Use:   "trends [#TAG|TERM…]",
		Short: "volume, spikes, hosts, campaigns, chats; two topics are compared",
		RunE: func(cmd *cobra.Command, args []string) error {
			q := review.TrendQuery{Topics: args}
			var err error
			if q.Since, err = span("--since", since); err != nil {
				return err
			}
			if q.Bucket, err = span("--bucket", bucket); err != nil {
				return err
			}
			return a.with(cmd.Context(), func(w *world) error {
				got, err := w.review.Trends(cmd.Context(), q)
				if err != nil {
					return err
				}
				if asJSON {
					return a.trendsJSON(got)
				}
				a.trendsText(got)
				return nil
			})
		},
	}
	c.Flags().StringVar(&since, "since", "", "this far back (24h, 14d); two weeks when left out")
	c.Flags().StringVar(&bucket, "bucket", "", "the length of a step (1h, 1d)")
	c.Flags().BoolVar(&asJSON, "json", false, "an object a line: series, compared, tag, host, voice, finding")
	return c
}

// span reads a flag that is a span of time; "" is 0.
func span(flag, s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	d, ok := review.ParseSpan(s)
	if !ok {
		return 0, usage("%s %s is no span; write 24h, 7d or 2w", flag, clean.Line(s))
	}
	return d, nil
}

func (a *app) trendsText(got review.Trends) {
	if got.Posts == 0 {
		a.note("nothing was said in this window")
		return
	}
	a.say("%s from %s to %s, in steps of %s", plural(got.Posts, "post"),
		got.Window.From.Local().Format("2 Jan 15:04"), got.Window.To.Local().Format("2 Jan 15:04"), got.Window.Bucket)
	t := a.table("TOPIC", "POSTS", "PEOPLE", "VOLUME")
	t.right[1], t.right[2] = true, true
	for _, s := range got.Series {
		t.add(s.Topic.String(), fmt.Sprint(s.Total), fmt.Sprint(s.Heads), steps(s.Posts))
	}
	t.print()
	if got.Compared != nil {
		a.say("%s", clean.Line(got.Compared.Reason))
	}
	for _, f := range got.Findings {
		a.say("%-9s %s: %s", f.Kind, clean.Line(f.Subject), clean.Line(f.Reason))
	}
	if got.Elite[1] > 0 {
		a.say("half of it is said by %d of %d people", got.Elite[0], got.Elite[1])
	}
}

// steps draws a series with the eight block heights.
func steps(counts []int) string {
	top := 1
	for _, n := range counts {
		top = max(top, n)
	}
	var b strings.Builder
	for _, n := range counts {
		if n == 0 {
			b.WriteRune(' ')
			continue
		}
		b.WriteRune([]rune("▁▂▃▄▅▆▇█")[(n*8-1)/top])
	}
	return b.String()
}

type seriesLine struct {
	Series string    `json:"series"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Bucket float64   `json:"bucket_seconds"`
	Posts  []int     `json:"posts"`
	People []int     `json:"people"`
	Promo  []int     `json:"promo"`
	Total  int       `json:"total"`
	Heads  int       `json:"heads"`
}

type countLine struct {
	Of     string  `json:"of"` // tag, host or voice
	Name   string  `json:"name"`
	Posts  int     `json:"posts"`
	People int     `json:"people"`
	Part   float64 `json:"part"`
}

type findingLine struct {
	Finding string    `json:"finding"` // spike, campaign or chat
	Subject string    `json:"subject"`
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Posts   int       `json:"posts"`
	People  int       `json:"people"`
	Reason  string    `json:"reason"`
}

type comparedLine struct {
	Compared [2]string `json:"compared"`
	Totals   [2]int    `json:"totals"`
	Both     int       `json:"both"`
	Growth   float64   `json:"growth"`
	Reason   string    `json:"reason"`
}

func (a *app) trendsJSON(got review.Trends) error {
	var all []any
	for _, s := range got.Series {
		all = append(all, seriesLine{
			s.Topic.String(), s.Window.From.UTC(), s.Window.To.UTC(), s.Window.Bucket.Seconds(), s.Posts, s.People, s.Promo, s.Total, s.Heads,
		})
	}
	if c := got.Compared; c != nil {
		all = append(all, comparedLine{[2]string{c.A.Topic.String(), c.B.Topic.String()}, [2]int{c.A.Total, c.B.Total}, c.Both, c.Growth, c.Reason})
	}
	all = append(all, countLines("tag", got.Tags)...)
	all = append(all, countLines("host", got.Hosts)...)
	all = append(all, countLines("voice", got.Voices)...)
	for _, f := range got.Findings {
		all = append(all, findingLine{string(f.Kind), f.Subject, f.From.UTC(), f.To.UTC(), f.Posts, f.People, f.Reason})
	}
	out := newLines(a.out)
	for _, v := range all {
		if err := out.put(v); err != nil {
			return err
		}
	}
	return nil
}

func countLines(of string, counts []trend.Count) []any {
	var out []any
	for _, c := range counts {
		out = append(out, countLine{of, c.Name, c.Posts, c.People, c.Part})
	}
	return out
}
