package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	"weaktie/internal/config"
	"weaktie/internal/flip"
	"weaktie/internal/owner"
	"weaktie/internal/poll"
	"weaktie/internal/review"
	"weaktie/internal/source"
	"weaktie/internal/store"
)

// version is what the User-Agent says.
const version = "0.1"

// world is the open store with everything wired around it.
type world struct {
	cfg    config.Config
	dirs   config.Dirs
	store  *store.Store
	client *source.Client
	judge  func() (*flip.Judge, error)
	review *review.Review
	poller *poll.Poller

	mu      sync.Mutex
	doing   string // what its process is doing, for a second weaktie that asks
	ears    map[int]func(poll.Event)
	nextEar int
}

// does says what its process is doing, and what tells it. Others may be asking
// already.
func (w *world) does(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.doing = what
}

func (w *world) what() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.doing
}

// hear adds an ear for polls, whoever asked for them; stop takes it off.
func (w *world) hear(f func(poll.Event)) (stop func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.nextEar++
	id := w.nextEar
	w.ears[id] = f
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.ears, id)
	}
}

// tell is called by the poller, from one goroutine at a time.
func (w *world) tell(e poll.Event) {
	w.mu.Lock()
	ears := slices.Collect(maps.Values(w.ears))
	w.mu.Unlock()
	if e.Summary != nil && e.Summary.New+e.Summary.Updated > 0 {
		w.review.Refresh()
	}
	for _, f := range ears {
		f(e)
	}
}

// settings reads config.toml; what is wrong with it is a usage error.
func (a *app) settings() (config.Config, error) {
	cfg, err := config.Load(a.dirs.Config)
	if err != nil {
		return cfg, exit{exitUsage, err}
	}
	return cfg, nil
}

// An owner that is just opening or closing has no socket: look again. One that
// has a socket and says nothing is stopped: asking again would not help.
const (
	busyTries = 4
	busyPause = 150 * time.Millisecond
	stopped   = 500 * time.Millisecond // waiting this long means it had a socket
)

// with runs f over the open store. When another weaktie holds the store, the
// whole command line is carried out there instead.
func (a *app) with(ctx context.Context, f func(*world) error) error {
	if a.shared != nil {
		return f(a.shared)
	}
	for try := 1; ; try++ {
		w, err := a.open()
		if err == nil {
			return w.own(ctx, a, f)
		}
		if !errors.Is(err, store.ErrBusy) {
			return err
		}
		asked := a.now()
		err = a.delegate(ctx)
		if !errors.Is(err, owner.ErrNobody) || try == busyTries || a.now().Sub(asked) > stopped {
			return err
		}
		select {
		case <-time.After(busyPause):
		case <-ctx.Done():
			return exit{exitInterrupted, nil}
		}
	}
}

// open opens the store and wires the rest.
func (a *app) open() (*world, error) {
	cfg, err := a.settings()
	if err != nil {
		return nil, err
	}
	st, err := store.Open(a.dirs.Data, store.Options{Now: a.now})
	if err != nil {
		if errors.Is(err, store.ErrBusy) {
			return nil, err
		}
		return nil, exit{exitStore, err}
	}
	return a.wire(st, cfg), nil
}

// wire builds the world around a store.
func (a *app) wire(st *store.Store, cfg config.Config) *world {
	judge := sync.OnceValues(func() (*flip.Judge, error) { return newJudge(a.dirs, cfg) })
	w := &world{cfg: cfg, dirs: a.dirs, store: st, judge: judge, doing: "a command", ears: map[int]func(poll.Event){}}
	w.client = source.NewClient(userAgent(cfg), a.now, func(host string) string { return cfg.Tokens[host] })
	w.review = &review.Review{
		Store: st, Judge: judge, Sources: w.refs, Now: a.now,
		Window: cfg.Window, HalfLife: cfg.HalfLife, Topics: cfg.Topics, Me: cfg.Me,
	}
	w.poller = &poll.Poller{
		Store: st, Client: w.client, Judge: w.review.JudgePost, Sources: w.refs, Now: a.now,
		Notify: w.tell, Every: cfg.Every, AtOnce: cfg.AtOnce,
	}
	return w
}

func userAgent(cfg config.Config) string {
	if cfg.Contact == "" {
		return "weaktie/" + version
	}
	return fmt.Sprintf("weaktie/%s (%s)", version, cfg.Contact)
}

// refs reads the sources file; lines it cannot use are for `weaktie doctor`.
func (w *world) refs() ([]source.Ref, error) {
	list, _, err := config.Sources(w.dirs.Config)
	if err != nil {
		return nil, err
	}
	refs := make([]source.Ref, len(list))
	for i, s := range list {
		refs[i] = source.Ref{URL: s.URL, Title: s.Title, Tags: s.Tags}
	}
	return refs, nil
}

// own runs f as the store's owner: meanwhile other weakties are served.
func (w *world) own(ctx context.Context, a *app, f func(*world) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l, err := owner.Listen(w.dirs.Data)
	if err != nil {
		return errors.Join(exit{exitStore, fmt.Errorf("listen for other weakties: %w", err)}, w.store.Close())
	}
	served := make(chan error, 1)
	go func() { served <- owner.Serve(ctx, l, w.answer(a)) }()
	err = f(w)
	// Backwards: stop answering, wait for what was being answered, close.
	cancel()
	if serr := <-served; serr != nil && !errors.Is(serr, net.ErrClosed) {
		err = errors.Join(err, fmt.Errorf("serve other weakties: %w", serr))
	}
	return errors.Join(err, w.store.Close())
}

// delegate has the owner of the store carry out this command line.
func (a *app) delegate(ctx context.Context) error {
	code, err := owner.Ask(ctx, a.dirs.Data, a.call(), a.out, a.err)
	switch {
	case ctx.Err() != nil:
		return exit{exitInterrupted, nil}
	case err != nil:
		return exit{exitStore, err}
	case code != exitDone:
		return exit{code, nil}
	}
	return nil
}

func (a *app) call() owner.Call {
	c := owner.Call{Args: a.args, Dir: a.folder, Width: a.width, Env: map[string]string{}}
	for _, k := range owner.Variables() {
		if v := a.env(k); v != "" {
			c.Env[k] = v
		}
	}
	c.Stdin = a.slurped
	return c
}

// answer carries out a command line for another weaktie, over this store.
func (w *world) answer(a *app) owner.Run {
	return func(ctx context.Context, c owner.Call, stdout, stderr io.Writer) int {
		b := &app{
			in: bytes.NewReader(c.Stdin), out: stdout, err: stderr, now: a.now, folder: c.Dir, width: c.Width, terminal: c.Width > 0,
			env: func(k string) string { return c.Env[k] }, shared: w,
		}
		return b.run(ctx, c.Args)
	}
}
