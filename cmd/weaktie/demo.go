package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"weaktie/internal/config"
	"weaktie/internal/demo"
	"weaktie/internal/store"
)

func (a *app) cmdDemo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "the dashboard over a small invented network: offline, in a temporary store",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.needTerminal("weaktie demo"); err != nil {
				return err
			}
			return a.withDemo(cmd.Context(), func(ctx context.Context, w *world) error { return a.show(ctx, w) })
		},
	}
}

// withDemo runs f over the invented network and a store that is gone
// afterwards.
func (a *app) withDemo(ctx context.Context, f func(context.Context, *world) error) (err error) {
	dir, err := os.MkdirTemp("", "weaktie-demo-")
	if err != nil {
		return exit{exitStore, fmt.Errorf("make a temporary store: %w", err)}
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	net, err := demo.Start(ctx, a.now())
	if err != nil {
		return fmt.Errorf("start the demo's network: %w", err)
	}
	defer func() { err = errors.Join(err, net.Close()) }()

	d := *a
	d.shared = nil
	d.dirs = config.Dirs{Config: filepath.Join(dir, "config"), Data: filepath.Join(dir, "data")}
	list := make([]config.Source, 0, len(net.Sources()))
	for _, r := range net.Sources() {
		list = append(list, config.Source{URL: r.URL, Title: r.Title, Tags: r.Tags})
	}
	if _, err := config.AddSources(d.dirs.Config, list); err != nil {
		return fmt.Errorf("write the demo's sources: %w", err)
	}
	st, err := store.Open(d.dirs.Data, store.Options{Now: a.now})
	if err != nil {
		return exit{exitStore, err}
	}
	cfg := config.Default()
	cfg.Tokens = net.Tokens()
	cfg.Me = []string{net.Me()}
	w := d.wire(st, cfg)
	w.does("the demo")
	return w.own(ctx, &d, func(w *world) error { return f(ctx, w) })
}
