package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/flip"
)

func (a *app) cmdRules() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "rules",
		Short: "the judge's rules, how often each spoke here and was overruled",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(w *world) error { return a.rules(cmd.Context(), w, asJSON) })
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "an object a line")
	c.AddCommand(a.cmdLearned(), a.cmdForget())
	return c
}

// ruleLine is a rule as `weaktie rules --json` prints it.
type ruleLine struct {
	ID        string        `json:"id"`
	Category  flip.Category `json:"category"`
	Kind      flip.Kind     `json:"kind"`
	Severity  flip.Severity `json:"severity"`
	Weight    float64       `json:"weight"`
	Hits      int           `json:"hits"`
	Overruled int           `json:"overruled"`
	Reason    string        `json:"reason"`
	Kinder    string        `json:"kinder,omitempty"`
	From      string        `json:"from"`
}

func (a *app) rules(ctx context.Context, w *world, asJSON bool) error {
	judge, err := newJudge(w.dirs, w.cfg)
	if err != nil {
		return err
	}
	stats, err := w.review.RuleStats(ctx)
	if err != nil {
		return err
	}
	out := newLines(a.out)
	t := a.table("RULE", "WEIGHT", "HITS", "OVERRULED", "REASON")
	t.right[1], t.right[2], t.right[3] = true, true, true
	for _, r := range judge.Rules() {
		s := stats[r.ID]
		if !asJSON {
			weight := r.Weight
			if r.Kind == flip.KindSocial {
				weight = -weight
			}
			t.add(r.ID, fmt.Sprintf("%+.1f", weight), fmt.Sprint(s.Hits), fmt.Sprint(s.Overruled), r.Reason)
			continue
		}
		line := ruleLine{r.ID, r.Category, r.Kind, r.Severity, r.Weight, s.Hits, s.Overruled, r.Reason, r.Kinder, r.File}
		if err := out.put(line); err != nil {
			return err
		}
	}
	if !asJSON {
		t.print()
	}
	return nil
}

func (a *app) cmdLearned() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "learned",
		Short: "what your marks taught the judge; --json exports it",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.with(cmd.Context(), func(w *world) error {
				learned, err := w.review.Learned(cmd.Context())
				if err != nil {
					return err
				}
				if asJSON {
					return learned.Export(a.out)
				}
				marks := learned.Marks()
				if len(marks) == 0 {
					a.note("nothing learned yet: mark a message as a flip, or as none")
					return nil
				}
				t := a.table("ID", "MARKED", "WHEN", "TEXT")
				for _, m := range marks {
					said := "not a flip"
					if m.Flip {
						said = "flip"
					}
					t.add(m.ID, said, m.At.UTC().Format(time.DateOnly), clean.Cut(clean.Line(m.Text).String(), 200))
				}
				t.print()
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "an object a line")
	return c
}

func (a *app) cmdForget() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use:   "forget ID…",
		Short: "take back what was learned from these marks; --all wipes it",
		RunE: func(cmd *cobra.Command, ids []string) error {
			if all == (len(ids) > 0) {
				return usage("name the marks to forget, as `weaktie rules learned` lists them, or say --all")
			}
			return a.with(cmd.Context(), func(w *world) error {
				n, err := w.review.Forget(cmd.Context(), ids...)
				if err != nil {
					return err
				}
				switch n {
				case 0:
					a.note("nothing of that was learned")
				case 1:
					a.say("forgot 1 mark")
				default:
					a.say("forgot %d marks", n)
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "everything that was learned")
	return c
}
