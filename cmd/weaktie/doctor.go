package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/config"
	"weaktie/internal/source"
)

func (a *app) cmdBackup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "a consistent copy of the store, also while weaktie runs",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.with(cmd.Context(), func(w *world) error {
				to := a.path(args[0])
				if err := w.store.Backup(to); err != nil {
					return exit{exitStore, err}
				}
				info, err := os.Stat(to)
				if err != nil {
					return err
				}
				a.say("copied the store to %s, %.1f MB", clean.Line(to), float64(info.Size())/1e6)
				return nil
			})
		},
	}
}

func (a *app) cmdDoctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "check the store, the settings, the sources and the terminal",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sound := a.checkSettings()
			err := a.with(cmd.Context(), func(w *world) error {
				if !a.checkStore(cmd.Context(), w) {
					sound = false
				}
				return nil
			})
			if err != nil {
				return err
			}
			if !sound {
				return exit{exitNo, nil}
			}
			return nil
		},
	}
}

func (a *app) checkSettings() bool {
	sound := true
	if _, err := config.Load(a.dirs.Config); err != nil {
		sound = false
		a.say("settings   %s", clean.Body(err.Error()))
	} else {
		a.say("settings   fine (%s)", clean.Line(filepath.Join(a.dirs.Config, "config.toml")))
	}
	list, problems, err := config.Sources(a.dirs.Config)
	switch {
	case err != nil:
		sound = false
		a.say("sources    %s", clean.Line(err.Error()))
	case len(problems) > 0:
		sound = false
		for _, p := range problems {
			a.say("sources    %s", clean.Line(p.Error()))
		}
	default:
		a.say("sources    %s in the file", plural(len(list), "source"))
	}
	a.say("terminal   TERM=%s, %s, locale %s", clean.Line(a.env("TERM")), a.widthWord(), clean.Line(firstOf(a.env("LC_ALL"), a.env("LC_CTYPE"), a.env("LANG"), "unset")))
	return sound
}

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

func (a *app) widthWord() string {
	if a.width == 0 {
		return "output is not a terminal"
	}
	return fmt.Sprintf("%d columns", a.width)
}

func (a *app) checkStore(ctx context.Context, w *world) bool {
	sound := true
	stats, err := w.store.Stats()
	if err != nil {
		a.say("store      %s", clean.Line(err.Error()))
		return false
	}
	a.say("store      %s, %d messages, %s, %d people, %s, %.1f MB, schema %d",
		plural(stats.Posts, "post"), stats.Messages, plural(stats.Links, "link"), stats.People, plural(stats.Decisions, "decision"), float64(stats.Bytes)/1e6, stats.Schema)
	if err := w.store.Check(ctx); err != nil && !errors.Is(err, context.Canceled) {
		sound = false
		a.say("store      damaged: %s", clean.Line(err.Error()))
	} else if err == nil {
		a.say("store      every page and record checks")
	}
	states, err := w.store.States()
	if err != nil {
		a.say("sources    %s", clean.Line(err.Error()))
		return false
	}
	failing := 0
	for address, st := range states {
		if st.Health != "" && st.Health != source.OK {
			failing++
			a.say("sources    %s: %s", clean.Address(address), clean.Line(st.Problem))
		}
		if st.LastPoll.After(a.now()) {
			sound = false
			a.say("clock      %s was polled in the future: the clock went back", clean.Address(address))
		}
	}
	if failing == 0 && len(states) > 0 {
		a.say("sources    all well at their last poll")
	}
	return sound
}
