package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/poll"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

func (a *app) cmdPoll() *cobra.Command {
	var all, asJSON bool
	c := &cobra.Command{
		Use:   "poll [URL…]",
		Short: "fetch what is due",
		Long:  "Fetch what is due. Exits 1 when every source that was asked failed.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(w *world) error {
				if a.shared == nil {
					w.does("a poll")
				}
				return a.poll(cmd.Context(), w, poll.Request{All: all || len(args) > 0, Only: args}, asJSON)
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "also what is not due yet")
	c.Flags().BoolVar(&asJSON, "json", false, "an object a source, then the summary")
	return c
}

type pollLine struct {
	Source      string `json:"source"`
	New         int    `json:"new"`
	NotModified bool   `json:"not_modified,omitempty"`
	Error       string `json:"error,omitempty"`
}

type summaryLine struct {
	Summary struct {
		Sources     int     `json:"sources"`
		New         int     `json:"new"`
		NotModified int     `json:"not_modified"`
		Failed      int     `json:"failed"`
		Waiting     int     `json:"waiting"`
		Bytes       int64   `json:"bytes"`
		Seconds     float64 `json:"seconds"`
	} `json:"summary"`
}

// sameTrouble names what is the same trouble for many sources, and said once: a
// host that asks to wait, a full disk. "" is a source's own.
func sameTrouble(err error) string {
	var typed *source.Error
	switch {
	case errors.As(err, &typed) && typed.Host:
		return err.Error()
	case errors.Is(err, store.ErrFull):
		return store.ErrFull.Error()
	}
	return ""
}

// poll runs one poll with a progress bar on a terminal, and says what came.
func (a *app) poll(ctx context.Context, w *world, req poll.Request, asJSON bool) error {
	bar := newBar(a, !asJSON)
	out := newLines(a.out)
	said := map[string]bool{}
	stop := w.hear(func(e poll.Event) {
		bar.show(e)
		if asJSON && e.Source != "" {
			line := pollLine{Source: clean.Address(e.Source).String(), New: len(e.New), NotModified: e.NotModified}
			if e.Err != nil {
				line.Error = clean.Line(e.Err.Error()).String()
			}
			_ = out.put(line) // a reader that went away shows at the summary
		} else if e.Err != nil && e.Source != "" && !said[sameTrouble(e.Err)] {
			if trouble := sameTrouble(e.Err); trouble != "" {
				said[trouble] = true
			}
			bar.clear()
			a.note("%s: %s", clean.Address(e.Source), clean.Line(e.Err.Error()))
		}
	})
	sum, err := w.poller.Run(ctx, req)
	stop()
	bar.clear()
	if asJSON {
		var l summaryLine
		l.Summary.Sources, l.Summary.New, l.Summary.NotModified = sum.Sources, sum.New, sum.NotModified
		l.Summary.Failed, l.Summary.Waiting, l.Summary.Bytes = sum.Failed, sum.Waiting, sum.Bytes
		l.Summary.Seconds = sum.Took.Seconds()
		if perr := out.put(l); perr != nil {
			return perr
		}
	} else {
		sentence := summarySentence(sum)
		if ctx.Err() != nil {
			sentence = fmt.Sprintf("stopped: %s; the rest is asked by the next poll", sentence)
		}
		a.say("%s", sentence)
	}
	if err != nil {
		return err
	}
	if sum.Sources > 0 && sum.Failed == sum.Sources {
		return exit{exitNo, nil}
	}
	return nil
}

func summarySentence(s poll.Summary) string {
	if s.Sources == 0 {
		if s.Waiting > 0 {
			return fmt.Sprintf("nothing is due: %s waiting (use --all to ask anyway)", plural(s.Waiting, "source"))
		}
		return "no sources yet; add one with `weaktie add URL`"
	}
	out := fmt.Sprintf("%s asked, %s", plural(s.Sources, "source"), plural(s.New, "new post"))
	if s.NotModified > 0 {
		out += fmt.Sprintf(", %d unchanged", s.NotModified)
	}
	if s.Failed > 0 {
		out += fmt.Sprintf(", %d failed", s.Failed)
	}
	if s.Waiting > 0 {
		out += fmt.Sprintf(", %d not due", s.Waiting)
	}
	return out + fmt.Sprintf(" in %.1f s", s.Took.Seconds())
}

func (a *app) cmdWatch() *cobra.Command {
	return &cobra.Command{
		Use:   "watch",
		Short: "poll on schedule until stopped, for a service manager",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.shared != nil {
				return exit{exitStore, fmt.Errorf("another weaktie is running %s; it polls when asked, and the dashboard polls on schedule by itself", a.shared.what())}
			}
			return a.with(cmd.Context(), func(w *world) error {
				w.does("watch")
				defer w.hear(func(e poll.Event) {
					if e.Summary != nil && e.Summary.Sources > 0 {
						a.note("%s", summarySentence(*e.Summary))
					} else if e.Err != nil {
						a.note("%s: %s", clean.Address(e.Source), clean.Line(e.Err.Error()))
					}
				})()
				err := w.poller.Watch(cmd.Context())
				if cmd.Context().Err() != nil {
					return nil // being stopped is how a service ends
				}
				return err
			})
		},
	}
}
