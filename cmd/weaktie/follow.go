package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/config"
	"weaktie/internal/source"
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
