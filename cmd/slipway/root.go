package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/report"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/cmd/slipway/stream"
)

// root is the command line.
func root() *cobra.Command {
	c := &cobra.Command{
		Use:   "slipway",
		Short: "How Slipway judges a canary",
		Long: `Slipway ships Lambda services step by step and takes a new version back by itself
when it is worse than the old one. This is how it decides, for you to try.`,
		Example: `  slipway simulate --traffic 200/min --canary-errors 5% --compare
  slipway judge <minutes.jsonl >verdicts.jsonl
  slipway tables --runs 400`,
		Args:                       params.None,
		RunE:                       func(c *cobra.Command, _ []string) error { return c.Help() },
		SilenceUsage:               true,
		SilenceErrors:              true,
		SuggestionsMinimumDistance: 2,
	}
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &params.Wrong{Err: fmt.Errorf("%w (see %s --help)", err, c.CommandPath())}
	})
	c.AddCommand(
		stream.Command(),
		simulate.Command(),
		report.Command(),
	)
	return c
}
