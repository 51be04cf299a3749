package main

import (
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/digest"
	"weaktie/internal/review"
)

func (a *app) cmdDigest() *cobra.Command {
	var day, since string
	c := &cobra.Command{
		Use:   "digest",
		Short: "the saved links of a day as Markdown",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, to, err := digestSpan(a.now(), day, since)
			if err != nil {
				return err
			}
			return a.with(cmd.Context(), func(w *world) error {
				d, err := w.review.Digest(cmd.Context(), from, to)
				if err != nil {
					return err
				}
				return digest.Markdown(a.out, d)
			})
		},
	}
	c.Flags().StringVar(&day, "day", "", "a day (2026-11-20); today when left out")
	c.Flags().StringVar(&since, "since", "", "everything saved this far back (24h, 7d)")
	c.MarkFlagsMutuallyExclusive("day", "since")
	return c
}

// digestSpan is the span of local time a digest covers.
func digestSpan(now time.Time, day, since string) (from, to time.Time, err error) {
	now = now.Local()
	if since != "" {
		d, ok := review.ParseSpan(since)
		if !ok {
			return from, to, usage("--since %s is no span; write 24h, 7d or 2w", clean.Line(since))
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
