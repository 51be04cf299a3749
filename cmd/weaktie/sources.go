package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/config"
	"weaktie/internal/poll"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

func (a *app) cmdAdd() *cobra.Command {
	var title string
	var tags []string
	c := &cobra.Command{
		Use:   "add URL|#tag|@user@host…",
		Short: "follow something: a feed, a page that announces one, a tag page, a profile",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(w *world) error {
				var failed error
				for _, address := range args {
					_, sentence, err := w.follow(cmd.Context(), address, title, tags)
					if err != nil {
						failed = exit{exitNo, err}
						if len(args) > 1 {
							a.note("weaktie: %s", clean.Line(err.Error()))
						}
						continue
					}
					a.say("%s", sentence)
				}
				if failed != nil && len(args) > 1 {
					return exit{exitNo, nil}
				}
				return failed
			})
		},
	}
	c.Flags().StringVar(&title, "title", "", "your own title for it")
	c.Flags().StringSliceVar(&tags, "tag", nil, "tags, for filtering")
	return c
}

// follow finds out what an address is, writes its line into the sources file
// and remembers the first answer's state. The sentence says what was found;
// at is its address, "" when it was followed before.
func (w *world) follow(ctx context.Context, address, title string, tags []string) (at, sentence string, err error) {
	found, err := w.client.Find(ctx, address, w.cfg.Instance)
	if err != nil {
		return "", "", err
	}
	line := config.Source{URL: found.Ref.URL, Title: title, Tags: tags}
	if line.Title == "" && found.Ref.Title != "" {
		line.Title = found.Ref.Title
	}
	added, err := config.AddSource(w.dirs.Config, line)
	if err != nil {
		return "", "", fmt.Errorf("write the sources file: %w", err)
	}
	if !added {
		return "", fmt.Sprintf("you follow %s already", clean.Address(line.URL)), nil
	}
	if err := w.store.PutStates(map[string]source.State{line.URL: fresh(found.State)}); err != nil {
		return "", "", err
	}
	return line.URL, foundSentence(found), nil
}

// fresh keeps what Find learned about a source but not the validators of its
// answer: the first poll must bring the posts.
func fresh(st source.State) source.State {
	st.ETag, st.LastModified, st.Cursor = "", "", ""
	st.Next = time.Time{}
	return st
}

func foundSentence(f source.Found) string {
	var b strings.Builder
	fmt.Fprintf(&b, "following %s: %s", clean.Address(f.Ref.URL), f.Format)
	if !f.Title.Empty() {
		fmt.Fprintf(&b, " “%s”", f.Title)
	}
	if f.Items > 0 {
		fmt.Fprintf(&b, ", %s", plural(f.Items, "item"))
	}
	if !f.Newest.IsZero() {
		fmt.Fprintf(&b, ", newest %s", f.Newest.Local().Format("2 Jan 2006"))
	}
	if n := len(f.Others); n > 0 {
		shown := make([]string, 0, n)
		for _, o := range f.Others[:min(n, 3)] {
			shown = append(shown, clean.Address(o).String())
		}
		fmt.Fprintf(&b, "; it also announces %s", strings.Join(shown, ", "))
	}
	return b.String()
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func (a *app) cmdRemove() *cobra.Command {
	return &cobra.Command{
		Use:   "rm URL…",
		Short: "stop following; what it brought stays",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(w *world) error {
				for _, u := range args {
					sentence, err := w.unfollow(u)
					if err != nil {
						return err
					}
					a.say("%s", sentence)
				}
				return nil
			})
		},
	}
}

func (w *world) unfollow(u string) (string, error) {
	removed, err := config.RemoveSource(w.dirs.Config, u)
	if err != nil {
		return "", fmt.Errorf("write the sources file: %w", err)
	}
	if !removed {
		return "", exit{exitNo, fmt.Errorf("the sources file has no line for %s; `weaktie sources` lists them", clean.Address(u))}
	}
	if err := w.store.Forget(u); err != nil {
		return "", err
	}
	return fmt.Sprintf("no longer following %s; its posts stay", clean.Address(u)), nil
}

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
			Moved: clean.Address(s.State.Moved).String(),
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

func (a *app) cmdPoll() *cobra.Command {
	var all, asJSON bool
	c := &cobra.Command{
		Use:   "poll [URL…]",
		Short: "fetch what is due",
		Long:  "Fetch what is due. Exits 1 when every source that was asked failed.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(w *world) error {
				if a.shared == nil {
					w.doing = "a poll"
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
				return exit{exitStore, fmt.Errorf("another weaktie is running %s; it polls when asked, and the dashboard polls on schedule by itself", a.shared.doing)}
			}
			return a.with(cmd.Context(), func(w *world) error {
				w.doing = "watch"
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
