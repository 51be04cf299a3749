package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/config"
)

func (a *app) cmdConfig() *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "where things are and what is set; `config edit` opens the settings",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			cfg, err := a.settings()
			if err != nil {
				return err
			}
			a.say("config     %s", clean.Line(a.dirs.Config))
			a.say("data       %s", clean.Line(a.dirs.Data))
			a.say("every      %s between polls of a source", inWords(cfg.Every))
			a.say("window     %s of shares are ranked, half-life %s", inWords(cfg.Window), halfLife(cfg.HalfLife))
			a.say("instance   %s, for a bare #tag", clean.Line(cfg.Instance))
			a.say("theme      %s", clean.Line(cfg.Theme))
			a.say("topics     %s", clean.Line(strings.Join(cfg.Topics, ", ")))
			a.say("me         %s", clean.Line(strings.Join(cfg.Me, ", ")))
			return nil
		},
	}
	c.AddCommand(&cobra.Command{
		Use:   "edit",
		Short: "open the settings in $VISUAL or $EDITOR",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.editConfig(cmd.Context()) },
	})
	return c
}

func halfLife(d time.Duration) string {
	if d == config.AutoHalfLife {
		return "as suits the network"
	}
	return inWords(d)
}

// inWords writes a span as it stands in the settings: 10m, 24h.
func inWords(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// editConfig opens config.toml, made from the template when there is none, and
// checks it afterwards.
func (a *app) editConfig(ctx context.Context) error {
	editor := strings.Fields(firstOf(a.env("VISUAL"), a.env("EDITOR")))
	file := filepath.Join(a.dirs.Config, "config.toml")
	if len(editor) == 0 {
		return usage("no editor is set: set EDITOR, or edit %s", file)
	}
	if err := os.MkdirAll(a.dirs.Config, 0o700); err != nil {
		return exit{exitUsage, err}
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	switch {
	case err == nil:
		_, werr := f.WriteString(config.Template())
		if err := errors.Join(werr, f.Close()); err != nil {
			return fmt.Errorf("write %s: %w", file, err)
		}
	case !errors.Is(err, fs.ErrExist):
		return exit{exitUsage, err}
	}
	cmd := exec.CommandContext(ctx, editor[0], append(editor[1:], file)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return usage("%s: %w", editor[0], err)
	}
	_, err = a.settings()
	return err
}
