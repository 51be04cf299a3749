package main

import (
	"io"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/digest"
)

func (a *app) cmdDigest() *cobra.Command {
	var day, since, format string
	c := &cobra.Command{
		Use:   "digest",
		Short: "the saved links of a day as Markdown, HTML, RSS or JSON",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			write, ok := digestFormats[format]
			if !ok {
				return usage("--format %s is not known; it is one of markdown, html, rss, json", clean.Line(format))
			}
			from, to, err := digestSpan(a.now(), day, since)
			if err != nil {
				return err
			}
			return a.with(cmd.Context(), func(w *world) error {
				d, err := w.review.Digest(cmd.Context(), from, to)
				if err != nil {
					return err
				}
				return write(a.out, d)
			})
		},
	}
	c.Flags().StringVar(&day, "day", "", "a day (2026-11-20); today when left out")
	c.Flags().StringVar(&since, "since", "", "everything saved this far back (24h, 7d)")
	c.Flags().StringVar(&format, "format", "markdown", "markdown, html, rss or json")
	c.MarkFlagsMutuallyExclusive("day", "since")
	return c
}

var digestFormats = map[string]func(io.Writer, digest.Digest) error{
	"markdown": digest.Markdown, "html": digest.HTML, "rss": digest.RSS, "json": digest.JSON,
}

// digestSpan is the span of local time a digest covers.
func digestSpan(now time.Time, day, since string) (from, to time.Time, err error) {
	now = now.Local()
	if since != "" {
		d, err := span("--since", since)
		if err != nil {
			return from, to, err
		}
		return now.Add(-d), now.Add(time.Second), nil
	}
	from = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	if day != "" {
		if from, err = time.ParseInLocation(time.DateOnly, day, now.Location()); err != nil {
			return from, to, usage("--day %s is no day; write 2026-11-20", clean.Line(day))
		}
	}
	return from, from.AddDate(0, 0, 1), nil
}
