package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/rank"
	"weaktie/internal/review"
)

func (a *app) cmdLinks() *cobra.Command {
	var since, at, by string
	var limit int
	var why, asJSON, all bool
	c := &cobra.Command{
		Use:   "links",
		Short: "ranked links, and why",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			q := review.LinkQuery{Limit: limit, Decided: all, By: rank.Formula(by)}
			switch q.By {
			case rank.Weaktie, rank.Count, rank.Mastodon, rank.HackerNews, rank.Sill:
			default:
				return usage("--by %s is not known; it is one of weaktie, count, mastodon, hn, sill", clean.Line(by))
			}
			if limit < 0 {
				return usage("--limit must not be negative")
			}
			var err error
			if q.Since, err = span("--since", since); err != nil {
				return err
			}
			if at != "" {
				if q.At, err = time.Parse(time.RFC3339, at); err != nil {
					return usage("--at %s is no time; write it as 2026-11-20T09:00:00Z", clean.Line(at))
				}
			}
			return a.with(cmd.Context(), func(w *world) error {
				got, err := w.review.Links(cmd.Context(), q)
				if err != nil {
					return err
				}
				if asJSON {
					return a.linksJSON(got)
				}
				a.linksText(got, why)
				return nil
			})
		},
	}
	f := c.Flags()
	f.StringVar(&since, "since", "", "look at shares this far back (24h, 7d)")
	f.StringVar(&at, "at", "", "rank as of this moment (RFC 3339)")
	f.StringVar(&by, "by", string(rank.Weaktie), "formula: weaktie, count, mastodon, hn, sill")
	f.IntVar(&limit, "limit", 0, "at most this many; 0 is 200")
	f.BoolVar(&why, "why", false, "print each score's parts")
	f.BoolVar(&all, "all", false, "also what was decided or muted")
	f.BoolVar(&asJSON, "json", false, "an object a line")
	return c
}

func (a *app) linksText(got review.Links, why bool) {
	if len(got.Items) == 0 {
		a.note("no links in this window%s", hiddenNote(got.Hidden))
		return
	}
	t := a.table("#", "SCORE", "PEOPLE", "GROUPS", "LAST", "HOST", "TITLE")
	for i := range 4 {
		t.right[i] = true
	}
	for _, l := range got.Items {
		t.add(fmt.Sprint(l.Rank), fmt.Sprintf("%.2f", l.Score), fmt.Sprint(l.People), fmt.Sprint(l.Communities),
			ago(a.now(), l.Last), clean.Cut(l.Host, 28), l.Title.String())
		if why {
			t.print()
			t.rows, t.head = nil, make([]string, len(t.head))
			a.say("%s", strings.TrimRight(receipt(l), "\n"))
		}
	}
	t.print()
	if got.Hidden > 0 {
		a.note("%s%s", plural(len(got.Items), "link"), hiddenNote(got.Hidden))
	}
}

func hiddenNote(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %d hidden because they are decided or muted (--all shows them)", n)
}

type linkLine struct {
	Rank        int       `json:"rank"`
	Score       float64   `json:"score"`
	URL         string    `json:"url"`
	OpenURL     string    `json:"open_url"`
	Title       string    `json:"title"`
	Host        string    `json:"host"`
	Shares      int       `json:"shares"`
	People      int       `json:"people"`
	Communities int       `json:"communities"`
	First       time.Time `json:"first"`
	Last        time.Time `json:"last"`
	Decision    string    `json:"decision,omitempty"`
	Again       string    `json:"again,omitempty"`
	Why         whyLine   `json:"why"`
}

type whyLine struct {
	Breadth     float64         `json:"breadth"`
	Decay       float64         `json:"decay"`
	Trust       float64         `json:"trust"`
	OwnHost     float64         `json:"own_host"`
	Substance   float64         `json:"substance"`
	Affinity    float64         `json:"affinity"`
	Communities []communityLine `json:"communities"`
	Features    []featureLine   `json:"features,omitempty"`
}

type communityLine struct {
	Name     string     `json:"name"`
	People   []string   `json:"people"`
	CountsAs float64    `json:"counts_as"`
	Parts    []partLine `json:"parts,omitempty"`
}

type partLine struct {
	Person string  `json:"person"`
	Trust  float64 `json:"trust"`
	Decay  float64 `json:"decay"`
	Counts float64 `json:"counts"`
	Folded string  `json:"folded,omitempty"`
}

type featureLine struct {
	Name   string  `json:"name"`
	Factor float64 `json:"factor"`
	Reason string  `json:"reason"`
}

func (a *app) linksJSON(got review.Links) error {
	out := newLines(a.out)
	for _, l := range got.Items {
		err := out.put(linkLine{
			Rank: l.Rank, Score: l.Score, URL: l.Ranked.Link, OpenURL: l.Open, Title: l.Title.String(), Host: l.Host,
			Shares: l.Shares, People: l.People, Communities: l.Communities,
			First: l.First.UTC(), Last: l.Last.UTC(), Decision: l.Status.Word(), Again: l.Again.String(), Why: whyJSON(l.Why),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func whyJSON(w rank.Why) whyLine {
	out := whyLine{
		Breadth: w.Breadth, Decay: w.Decay, Trust: w.Trust, OwnHost: w.OwnHost, Substance: w.Substance, Affinity: w.Affinity,
		Communities: []communityLine{},
	}
	for _, c := range w.Communities {
		cl := communityLine{Name: c.Name, CountsAs: c.CountsAs, People: []string{}}
		for _, p := range c.People {
			cl.People = append(cl.People, string(p))
		}
		for _, p := range c.Parts {
			cl.Parts = append(cl.Parts, partLine{string(p.Person), p.Trust, p.Decay, p.Counts, p.Folded})
		}
		out.Communities = append(out.Communities, cl)
	}
	for _, f := range w.Features {
		out.Features = append(out.Features, featureLine{f.Name, f.Factor, f.Reason})
	}
	return out
}

// receipt is a score taken apart, for reading: every figure with all the digits
// it was used with, so that it can be checked by hand.
func receipt(l review.Link) string {
	var b strings.Builder
	for _, c := range l.Why.Communities {
		fmt.Fprintf(&b, "      %-8s %s\n", rank.Digits(c.CountsAs), clean.Line("community of "+c.Name))
		for _, p := range c.Parts {
			if p.Folded != "" {
				fmt.Fprintf(&b, "        folded   %s: %s\n", clean.Line(string(p.Person)), clean.Line(p.Folded))
				continue
			}
			own := ""
			if p.Own != 1 {
				own = fmt.Sprintf(" × %s, on their own site", rank.Digits(p.Own))
			}
			fmt.Fprintf(&b, "        %-8s %s: trust %s × decay %s%s\n", rank.Digits(p.Counts), clean.Line(string(p.Person)), rank.Digits(p.Trust), rank.Digits(p.Decay), own)
		}
	}
	if len(l.Why.Communities) > 0 {
		fmt.Fprintf(&b, "      %-8s breadth, the sum over communities\n", rank.Digits(l.Why.Breadth))
	}
	for _, f := range l.Why.Features {
		fmt.Fprintf(&b, "    × %-8s %s: %s\n", rank.Digits(f.Factor), clean.Line(f.Name), clean.Line(f.Reason))
	}
	if l.Why.Affinity != 1 {
		fmt.Fprintf(&b, "    × %-8s affinity: your topics, what you kept\n", rank.Digits(l.Why.Affinity))
	}
	fmt.Fprintf(&b, "    = %s\n", rank.Digits(l.Score))
	return b.String()
}
