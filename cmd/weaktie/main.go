// Command weaktie is a terminal dashboard for social listening: it polls feeds
// and hashtag searches, ranks the links that people worth hearing share, and
// flags messages that would flip a social relationship into a market one.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"weaktie/internal/clean"
	"weaktie/internal/config"
	"weaktie/internal/owner"
	"weaktie/internal/store"
)

// Exit codes, as documented in the README.
const (
	exitDone        = 0
	exitNo          = 1 // the answer is "no": a flip found, every source failed
	exitUsage       = 2 // usage or settings wrong
	exitStore       = 3 // the store is busy or unusable
	exitInterrupted = 4
)

// exit is an error with its exit code. An empty err says nothing more.
type exit struct {
	code int
	err  error
}

func (e exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exit) Unwrap() error { return e.err }

// usage makes an error of something the user can mend in the command line.
func usage(format string, args ...any) error { return exit{exitUsage, fmt.Errorf(format, args...)} }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	a := &app{
		in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv, now: time.Now,
		width: columns(os.Stdout), terminal: isTerminal(os.Stdout),
	}
	a.folder, _ = os.Getwd()
	code := a.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// app is one command line being carried out: here, or for another weaktie that
// asked the owner of the store.
type app struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	now      func() time.Time
	folder   string // what relative paths are relative to
	width    int    // columns of out when it is a terminal, else 0
	terminal bool
	args     []string
	slurped  []byte // standard input, when the command read it whole
	dirs     config.Dirs
	dirFlags struct{ config, data string }
	shared   *world // the owner's, when the command runs for somebody else
}

// run carries out a command line and returns its exit code.
func (a *app) run(ctx context.Context, args []string) int {
	a.args = args
	out := &checked{Writer: a.out}
	a.out = out
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.ExecuteContext(ctx)
	if err == nil && out.err != nil {
		err = fmt.Errorf("write the result: %w", out.err)
	}
	return a.report(ctx, err)
}

// checked remembers that not all of the output could be written.
type checked struct {
	io.Writer
	err error
}

func (c *checked) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	if err != nil && c.err == nil {
		c.err = err
	}
	return n, err
}

// report prints what went wrong, once, in words, and picks the exit code.
func (a *app) report(ctx context.Context, err error) int {
	if err == nil {
		return exitDone
	}
	var e exit
	code := exitUsage
	switch {
	case errors.As(err, &e):
		code = e.code
	case errors.Is(err, context.Canceled) || ctx.Err() != nil:
		code = exitInterrupted
	case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrNewer), errors.Is(err, store.ErrDamaged),
		errors.Is(err, store.ErrFull), errors.Is(err, owner.ErrNobody):
		code = exitStore
	case isPipe(err):
		return exitDone // whoever reads has had enough
	}
	if msg := err.Error(); msg != "" && code != exitInterrupted {
		for line := range strings.SplitSeq(strings.TrimRight(msg, "\n"), "\n") {
			fmt.Fprintf(a.err, "weaktie: %s\n", clean.Body(line))
		}
	}
	return code
}

func isPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }

// root is the command tree.
func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:           "weaktie",
		Short:         "listen to the people worth hearing, and notice when a message would turn a friend into a prospect",
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return a.dashboard(cmd.Context()) },
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.shared != nil {
				a.dirs = a.shared.dirs
				return nil
			}
			dirs, err := config.FindDirs(a.dirFlags.config, a.dirFlags.data, a.env)
			if err != nil {
				return exit{exitUsage, err}
			}
			a.dirs = dirs
			return nil
		},
	}
	c.CompletionOptions.HiddenDefaultCmd = true
	c.PersistentFlags().StringVar(&a.dirFlags.config, "config", "", "folder of config.toml and the sources file")
	c.PersistentFlags().StringVar(&a.dirFlags.data, "data", "", "folder of the store")
	c.AddCommand(
		a.cmdDemo(), a.cmdAdd(), a.cmdRemove(), a.cmdSources(), a.cmdPoll(), a.cmdWatch(),
		a.cmdCheck(), a.cmdRules(),
		a.cmdLinks(), a.cmdMessages(), a.cmdPeople(), a.cmdTrends(), a.cmdSearch(), a.cmdDigest(),
		a.cmdInspect(), a.cmdImport(), a.cmdExport(), a.cmdBackup(), a.cmdDoctor(), a.cmdConfig(),
		a.cmdWho(),
	)
	return c
}
