package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"weaktie/internal/clean"
	"weaktie/internal/config"
	"weaktie/internal/owner"
	"weaktie/internal/poll"
	"weaktie/internal/source"
	"weaktie/internal/store"
	"weaktie/internal/theme"
	"weaktie/internal/tui"
	"weaktie/internal/tui/screen"
)

// needTerminal refuses to draw where there is nothing to draw on.
func (a *app) needTerminal(what string) error {
	if a.shared != nil || !a.terminal {
		return usage("%s needs a terminal; for scripts there are `weaktie links`, `weaktie messages` and `weaktie poll`", what)
	}
	if a.env("TERM") == "dumb" {
		return usage("%s needs a terminal that can move its cursor (TERM is dumb); try `weaktie links`", what)
	}
	return nil
}

// dashboard shows the dashboard over the user's own store. While a short
// command holds the store it waits; when a dashboard does, it says so.
func (a *app) dashboard(ctx context.Context) error {
	if err := a.needTerminal("the dashboard"); err != nil {
		return err
	}
	w, err := a.openPatiently(ctx)
	if err != nil {
		return err
	}
	w.does(dashboardDoing)
	return w.own(ctx, a, func(w *world) error { return a.show(ctx, w) })
}

const (
	dashboardDoing = "the dashboard"
	patience       = 30 * time.Second // for a command that holds the store
)

func (a *app) openPatiently(ctx context.Context) (*world, error) {
	deadline := a.now().Add(patience)
	for said := false; ; said = true {
		w, err := a.open()
		if !errors.Is(err, store.ErrBusy) {
			return w, err
		}
		who := a.who(ctx)
		if strings.HasPrefix(who, dashboardDoing) || strings.HasPrefix(who, "watch") || a.now().After(deadline) {
			return nil, exit{exitStore, fmt.Errorf("weaktie already runs: %s; commands such as `weaktie links` work beside it", firstOf(who, "it does not answer"))}
		}
		if !said {
			a.note("waiting for another weaktie, %s …", firstOf(who, "which holds the store"))
		}
		if ctx.Err() != nil {
			return nil, exit{exitInterrupted, nil}
		}
	}
}

// who asks the owner of the store what it is doing; "" when it does not say.
func (a *app) who(ctx context.Context) string {
	var out strings.Builder
	code, err := owner.Ask(ctx, a.dirs.Data, owner.Call{Args: []string{"who"}}, &out, io.Discard)
	if err != nil || code != exitDone {
		return ""
	}
	return clean.Line(out.String()).String()
}

// show runs the dashboard over an open store, polling beside it.
func (a *app) show(ctx context.Context, w *world) error {
	themes, err := theme.Open(w.cfg.Theme, filepath.Join(w.dirs.Config, "themes"))
	if err != nil {
		return exit{exitUsage, err}
	}
	whole := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	view := a.screens(w)
	view.Theme = themes
	view.Context = func() context.Context { return ctx }
	var wantDemo atomic.Bool
	view.Demo = func(context.Context) (string, error) {
		wantDemo.Store(true)
		return "", nil
	}
	// A program that is killed may take the first key of the next with it; one
	// that quits does not.
	quit := func(_ tea.Model, msg tea.Msg) tea.Msg {
		if wantDemo.Load() {
			return tea.Quit()
		}
		return msg
	}
	var watching sync.WaitGroup
	err = tui.Run(ctx, view, func(send func(poll.Event)) {
		stop := w.hear(send)
		watching.Go(func() {
			defer stop()
			// Its error is the end of ctx; failures of sources are events.
			_ = w.poller.Watch(ctx)
		})
		// Signals end ctx. With a handler of its own beside that, the program
		// now and then waits for itself at the end.
	}, tea.WithoutSignalHandler(), tea.WithFilter(quit))
	cancel()
	watching.Wait()
	if wantDemo.Load() {
		return a.withDemo(whole, func(ctx context.Context, w *world) error { return a.show(ctx, w) })
	}
	return err
}

// screens is what the dashboard can do.
func (a *app) screens(w *world) screen.App {
	app := screen.App{
		Review: w.review, Now: a.now, Keys: w.cfg.Keys,
		Poll:     w.poller.Run,
		Follow:   func(ctx context.Context, address string) (string, error) { return w.followAndPoll(ctx, address) },
		Unfollow: func(_ context.Context, u string) (string, error) { return w.unfollow(u) },
		Edit:     w.edit,
		Import:   a.importFile(w),
		Open:     newOpener(a.env).open,
		AddPack:  w.addPack,
		ASCII:    !utf8Locale(a.env),
		Plain:    a.env("NO_COLOR") != "",
	}
	for _, p := range config.Packs() {
		pack := screen.Pack{Name: p.Name, About: p.About}
		for _, s := range p.Sources {
			pack.Refs = append(pack.Refs, source.Ref{URL: s.URL, Title: s.Title, Tags: s.Tags})
		}
		app.Packs = append(app.Packs, pack)
	}
	return app
}

// followAndPoll follows an address and fetches it at once, so that there is
// something to see.
func (w *world) followAndPoll(ctx context.Context, address string) (string, error) {
	at, sentence, err := w.follow(ctx, address, "", nil)
	if err != nil || at == "" {
		return sentence, err
	}
	if _, err := w.poller.Run(ctx, poll.Request{Only: []string{at}}); err != nil {
		return sentence, fmt.Errorf("%s, but the first poll failed: %w", sentence, err)
	}
	return sentence, nil
}

func (w *world) edit(_ context.Context, u string, r source.Ref) (string, error) {
	ok, err := config.ReplaceSource(w.dirs.Config, u, config.Source{URL: r.URL, Title: r.Title, Tags: r.Tags})
	if err != nil {
		return "", fmt.Errorf("write the sources file: %w", err)
	}
	if !ok {
		return "", fmt.Errorf("the sources file has no line for %s any more", clean.Address(u))
	}
	return "changed " + clean.Address(r.URL).String(), nil
}

func (a *app) importFile(w *world) func(context.Context, string) (string, error) {
	return func(_ context.Context, name string) (string, error) {
		if home := a.env("HOME"); home != "" && strings.HasPrefix(name, "~/") {
			name = filepath.Join(home, name[2:])
		}
		if name == "-" { // standard input is the keyboard here
			return "", errors.New("name a file: OPML, or a newsboat urls file")
		}
		body, err := a.slurp(name)
		if err != nil {
			return "", err
		}
		sentence, bad, err := w.importSources(body, name)
		if err == nil && len(bad) > 0 {
			sentence += fmt.Sprintf("; %d refused, the first on line %d: %s", len(bad), bad[0].Line, clean.Line(bad[0].Msg))
		}
		return sentence, err
	}
}

func (w *world) addPack(_ context.Context, p screen.Pack) (string, error) {
	list := make([]config.Source, len(p.Refs))
	for i, r := range p.Refs {
		list[i] = config.Source{URL: r.URL, Title: r.Title, Tags: r.Tags}
	}
	n, err := config.AddSources(w.dirs.Config, list)
	if err != nil {
		return "", fmt.Errorf("write the sources file: %w", err)
	}
	return fmt.Sprintf("following %s of “%s”", plural(n, "source"), clean.Line(p.Name)), nil
}

func utf8Locale(env func(string) string) bool {
	l := strings.ToLower(firstOf(env("LC_ALL"), env("LC_CTYPE"), env("LANG")))
	return l == "" || strings.Contains(l, "utf-8") || strings.Contains(l, "utf8")
}
