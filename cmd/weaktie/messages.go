package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
	"weaktie/internal/post"
	"weaktie/internal/review"
)

func (a *app) cmdMessages() *cobra.Command {
	var since, band string
	var asJSON, all bool
	var limit int
	c := &cobra.Command{
		Use:   "messages",
		Short: "messages with their verdicts",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 0 {
				return usage("--limit must not be negative")
			}
			q := review.MessageQuery{Band: flip.Band(band), Decided: all, Limit: limit}
			switch q.Band {
			case "", flip.Clear, flip.Notice, flip.Flip, flip.Offer, flip.Unjudged:
			default:
				return usage("--band %s is not known; it is one of clear, notice, flip, offer, unjudged", clean.Line(band))
			}
			back, err := span("--since", since)
			if err != nil {
				return err
			}
			if back > 0 {
				q.Since = a.now().Add(-back)
			}
			return a.with(cmd.Context(), func(w *world) error {
				msgs, err := w.review.Messages(cmd.Context(), q)
				if err != nil {
					return err
				}
				if asJSON {
					return a.messagesJSON(msgs)
				}
				if len(msgs) == 0 {
					a.note("no messages")
					return nil
				}
				t := a.table("VERDICT", "FLIP", "CATEGORY", "FROM", "WHEN", "TEXT")
				t.right[1] = true
				for _, m := range msgs {
					t.add(string(m.Verdict.Band), fmt.Sprintf("%.0f%%", 100*m.Verdict.Flip), string(m.Verdict.Category),
						clean.Cut(string(m.From.Handle), 28), ago(a.now(), m.Post.Time), clean.Cut(m.Post.Headline().String(), 200))
				}
				t.print()
				return nil
			})
		},
	}
	f := c.Flags()
	f.StringVar(&since, "since", "", "this far back (24h, 7d)")
	f.StringVar(&band, "band", "", "only clear, notice, flip, offer or unjudged")
	f.BoolVar(&all, "all", false, "also what was decided")
	f.IntVar(&limit, "limit", 0, "at most this many; 0 is 500")
	f.BoolVar(&asJSON, "json", false, "an object a line")
	return c
}

// verdictLine is a verdict as contracts have it.
type verdictLine struct {
	Band      flip.Band      `json:"band"`
	Flip      float64        `json:"flip"`
	Market    float64        `json:"market"`
	Automated float64        `json:"automated"`
	SocialTie float64        `json:"social_tie"`
	Category  flip.Category  `json:"category"`
	Language  string         `json:"language"`
	Why       string         `json:"why,omitempty"`
	Evidence  []evidenceLine `json:"evidence"`
}

type evidenceLine struct {
	Rule   string  `json:"rule"`
	Start  int     `json:"start"`
	End    int     `json:"end"`
	Reason string  `json:"reason"`
	Kinder string  `json:"kinder,omitempty"`
	Weight float64 `json:"weight"`
}

func verdictJSON(v flip.Verdict) verdictLine {
	out := verdictLine{
		Band: v.Band, Flip: v.Flip, Market: v.Market, Automated: v.Automated, SocialTie: v.SocialTie,
		Category: v.Category, Language: v.Language, Why: v.Why, Evidence: []evidenceLine{},
	}
	for _, e := range v.Evidence {
		out.Evidence = append(out.Evidence, evidenceLine{e.Rule, e.Start, e.End, e.Reason, e.Kinder, e.Weight})
	}
	return out
}

type postLine struct {
	ID      post.ID   `json:"id"`
	Time    time.Time `json:"time"`
	Author  string    `json:"author"`
	Name    string    `json:"name,omitempty"`
	Network string    `json:"network,omitempty"`
	Source  string    `json:"source"`
	URL     string    `json:"url,omitempty"`
	Title   string    `json:"title,omitempty"`
	Text    string    `json:"text"`
	Links   []string  `json:"links,omitempty"`
	Tags    []string  `json:"tags,omitempty"`
}

func postJSON(p post.Post) postLine {
	out := postLine{
		ID: p.ID, Time: p.Time.UTC(), Author: string(p.Author.Handle), Name: p.Author.Name.String(), Network: p.Author.Network,
		Source: clean.Address(p.Source).String(), URL: p.URL, Title: p.Title.String(), Text: p.Text().String(), Tags: p.Tags,
	}
	for _, l := range p.Links {
		out.Links = append(out.Links, l.Open)
	}
	return out
}

type messageLine struct {
	postLine
	verdictLine
	Tie      string `json:"tie"`
	Decision string `json:"decision,omitempty"`
}

func (a *app) messagesJSON(msgs []review.Message) error {
	out := newLines(a.out)
	for _, m := range msgs {
		err := out.put(messageLine{postJSON(m.Post), verdictJSON(m.Verdict), string(m.Tie.Kind), m.Status.Word()})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) cmdSearch() *cobra.Command {
	var asJSON bool
	var limit int
	c := &cobra.Command{
		Use:   "search QUERY…",
		Short: "full text, with from: host: tag: source: since: until: is:saved is:flip",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if limit < 1 {
				return usage("--limit must be at least 1")
			}
			query := joinQuery(args)
			if _, err := review.ParseQuery(query, a.now()); err != nil {
				return exit{exitUsage, err}
			}
			return a.with(cmd.Context(), func(w *world) error { return a.search(cmd.Context(), w, query, limit, asJSON) })
		},
	}
	c.Flags().IntVar(&limit, "limit", 100, "at most this many")
	c.Flags().BoolVar(&asJSON, "json", false, "an object a line")
	return c
}
