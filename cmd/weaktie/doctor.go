package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/config"
	"weaktie/internal/source"
	"weaktie/internal/store"
	"weaktie/internal/theme"
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
	var storeOnly bool
	c := &cobra.Command{
		Use:   "doctor",
		Short: "check the store, the settings, the sources and the terminal",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if storeOnly {
				return a.with(cmd.Context(), func(w *world) error {
					if a.shared != nil { // never risk the process that others work with
						a.say(heldWord)
						return nil
					}
					if err := w.store.Check(cmd.Context()); err != nil {
						return exit{exitStore, err}
					}
					return nil
				})
			}
			sound := true
			if a.shared == nil { // the weaktie that asks has done this already
				sound = a.checkSettings()
				if !a.checkFile(cmd.Context()) {
					return exit{exitStore, nil}
				}
			}
			err := a.with(cmd.Context(), func(w *world) error {
				if !a.checkStore(w) {
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
	c.Flags().BoolVar(&storeOnly, "store-only", false, "")
	_ = c.Flags().MarkHidden("store-only")
	return c
}

// heldWord is what the walk over the file says when another weaktie has it open.
const heldWord = "held"

// checkLimit is how long the walk over the file may take.
const checkLimit = time.Minute

// checkFile walks the store in a process of its own: a damaged file can take
// the process that reads it down, past any recovery.
func (a *app) checkFile(ctx context.Context) bool {
	self, err := os.Executable()
	if err != nil {
		a.say("store      not walked: %s", clean.Line(err.Error()))
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, "doctor", "--store-only", "--config", a.dirs.Config, "--data", a.dirs.Data)
	var said, held strings.Builder
	cmd.Stderr, cmd.Stdout = &said, &held
	err = cmd.Run()
	var died *exec.ExitError
	switch {
	case err == nil && held.Len() > 0:
		a.say("store      in use by another weaktie, so its pages are not walked; quit that one first for the whole check")
		return true
	case err == nil:
		a.say("store      every page and record checks")
		return true
	case ctx.Err() != nil:
		a.say("store      the check did not end within %s", checkLimit)
	case errors.As(err, &died) && died.ExitCode() != exitStore && died.ExitCode() != exitUsage:
		a.say("store      the store is damaged: reading it crashes; %s", a.remedy())
	default:
		words, _, _ := strings.Cut(strings.TrimPrefix(said.String(), "weaktie: "), "\n")
		words = strings.TrimSuffix(words, ": run weaktie doctor") // this is it
		if strings.Contains(words, store.ErrDamaged.Error()) {
			words += "; " + a.remedy()
		}
		a.say("store      %s", clean.Line(words))
	}
	return false
}

// remedy says what to do with a damaged store. The sources are in a file of
// their own.
func (a *app) remedy() string {
	return fmt.Sprintf("move %s away and put a backup in its place, or start anew by polling: your sources are kept", clean.Line(filepath.Join(a.dirs.Data, store.Name)))
}

func (a *app) checkSettings() bool {
	sound := true
	cfg, err := config.Load(a.dirs.Config)
	if err == nil {
		_, err = theme.Open(cfg.Theme, filepath.Join(a.dirs.Config, "themes"))
	}
	if err != nil {
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

func heads(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

func (a *app) checkStore(w *world) bool {
	sound := true
	stats, err := w.store.Stats()
	if err != nil {
		a.say("store      %s", clean.Line(err.Error()))
		return false
	}
	a.say("store      %s, %s, %s, %s, %s, %.1f MB, schema %d",
		plural(stats.Posts, "post"), plural(stats.Messages, "message"), plural(stats.Links, "link"), heads(stats.People), plural(stats.Decisions, "decision"), float64(stats.Bytes)/1e6, stats.Schema)
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
