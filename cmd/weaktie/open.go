package main

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"github.com/cli/browser"

	"weaktie/internal/clean"
	"weaktie/internal/link"
)

// opener hands addresses to a browser: one argument, http or https only, never
// through a shell. What a browser prints must not reach the screen.
type opener struct {
	env  func(string) string
	busy chan struct{} // one slot for each browser that has not returned
}

// maxBrowsers bounds what a held-down key can start.
const maxBrowsers = 10

func newOpener(env func(string) string) *opener {
	return &opener{env: env, busy: make(chan struct{}, maxBrowsers)}
}

func (o *opener) open(address string) error {
	l, ok := link.Clean(address)
	if !ok {
		return fmt.Errorf("%s is no web address", clean.Address(address))
	}
	select {
	case o.busy <- struct{}{}:
	default:
		return errors.New("ten browsers are starting already; wait for one")
	}
	argv := browserCommand(o.env("BROWSER"), l.Open)
	if argv == nil {
		defer func() { <-o.busy }()
		browser.Stdout, browser.Stderr = io.Discard, io.Discard
		if err := browser.OpenURL(l.Open); err != nil {
			return errors.New("no browser was found to open it with; set BROWSER")
		}
		return nil
	}
	cmd := exec.Command(argv[0], argv[1:]...) // output and input: the null device
	if err := cmd.Start(); err != nil {
		<-o.busy
		return fmt.Errorf("start the browser: %w", err)
	}
	go func() {
		defer func() { <-o.busy }()
		_ = cmd.Wait() // reaped; how a browser ends is its own business
	}()
	return nil
}

// browserCommand splits BROWSER (the first of a colon-separated list) once, as
// it stands in the environment, and puts the address in place of %s or %u, or
// last. Nil when BROWSER is not set.
func browserCommand(setting, address string) []string {
	setting, _, _ = strings.Cut(setting, ":")
	argv := strings.Fields(setting)
	if len(argv) == 0 {
		return nil
	}
	placed := false
	for i, arg := range argv {
		if arg == "%s" || arg == "%u" {
			argv[i], placed = address, true
		}
	}
	if !placed {
		argv = append(argv, address)
	}
	return argv
}
