package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

// cmdWho answers a second weaktie that found the store held: what its owner is
// doing, and its process.
func (a *app) cmdWho() *cobra.Command {
	return &cobra.Command{
		Use:    "who",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if a.shared == nil {
				a.say("nobody")
				return nil
			}
			fmt.Fprintf(a.out, "%s (pid %d)\n", a.shared.what(), os.Getpid())
			return nil
		},
	}
}
