package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/review"
	"weaktie/internal/source"
)

func (a *app) cmdSources() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "sources",
		Short: "list the sources with their health",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(w *world) error {
				list, err := w.review.SourceList(cmd.Context())
				if err != nil {
					return err
				}
				if asJSON {
					return a.sourcesJSON(list)
				}
				if len(list) == 0 {
					a.note("no sources yet; add one with `weaktie add URL`, or look around with `weaktie demo`")
					return nil
				}
				t := a.table("HEALTH", "NEW", "ITEMS/DAY", "TITLE", "ADDRESS", "REMARK")
				t.right[2] = true
				for _, s := range list {
					t.add(healthWord(s.State), ago(a.now(), s.State.LastNew), fmt.Sprintf("%.1f", s.PerDay),
						clean.Cut(s.Title.String(), 40), clean.Cut(clean.Address(s.Ref.URL).String(), 60), s.State.Problem)
				}
				t.print()
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "an object a line")
	return c
}

func healthWord(st source.State) string {
	if st.Health == "" {
		return "not polled"
	}
	return string(st.Health)
}

// ago is a time in words, short: "3 m", "5 h", "2 d", "-" for never.
func ago(now, t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	d := max(0, now.Sub(t))
	switch {
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", int(d.Hours()))
	}
	return fmt.Sprintf("%dd", int(d.Hours()/24))
}

type sourceLine struct {
	URL      string     `json:"url"`
	Title    string     `json:"title"`
	Tags     []string   `json:"tags,omitempty"`
	Kind     string     `json:"kind,omitempty"`
	Health   string     `json:"health"`
	Problem  string     `json:"problem,omitempty"`
	Failures int        `json:"failures"`
	PerDay   float64    `json:"items_per_day"`
	LastPoll *time.Time `json:"last_poll,omitempty"`
	LastNew  *time.Time `json:"last_new,omitempty"`
	Next     *time.Time `json:"next,omitempty"`
	Moved    string     `json:"moved,omitempty"`
}

func (a *app) sourcesJSON(list []review.Source) error {
	out := newLines(a.out)
	for _, s := range list {
		err := out.put(sourceLine{
			URL: clean.Address(s.Ref.URL).String(), Title: s.Title.String(), Tags: s.Ref.Tags, Kind: string(s.State.Kind),
			Health: healthWord(s.State), Problem: clean.Line(s.State.Problem).String(), Failures: s.State.Failures, PerDay: s.PerDay,
			LastPoll: utc(s.State.LastPoll), LastNew: utc(s.State.LastNew), Next: utc(s.State.Next),
			Moved: clean.Address(s.State.MovedTo()).String(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// utc is a time for JSON: absent when there is none.
func utc(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}
