package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/check"
	"github.com/slipway-dev/slipway/cmd/slipway/cost"
	"github.com/slipway-dev/slipway/cmd/slipway/doctor"
	"github.com/slipway-dev/slipway/cmd/slipway/manifest"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/cmd/slipway/report"
	"github.com/slipway-dev/slipway/cmd/slipway/serve"
	"github.com/slipway-dev/slipway/cmd/slipway/setup"
	"github.com/slipway-dev/slipway/cmd/slipway/shipped"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/cmd/slipway/stream"
	"github.com/slipway-dev/slipway/cmd/wiring"
)

// root is the command line, in that world.
func root(w wiring.World) *cobra.Command {
	c := &cobra.Command{
		Use:   "slipway",
		Short: "Set it up; ship a release from a workflow; check an installation; try how a canary is judged",
		Long: `Slipway ships Lambda services step by step and takes a new version back by itself
when it is worse than the old one. init asks a few questions and writes what Slipway, Terraform
and Slack want to know; manifest prints the Slack app; check reads a slipway.yaml; cost adds up
the bill. serve runs the bot on this machine. release ships from a workflow, under the same
locks and the same judge as in Slack; report says what was shipped, and how well; doctor looks
whether all that this relies on is as it should be; the others show how it decides, for you to
try.`,
		Example: `  slipway init
  slipway simulate --traffic 200/min --canary-errors 5% --compare
  slipway judge <minutes.jsonl >verdicts.jsonl
  slipway tables --runs 400
  slipway release publish --service checkout --env staging --sha "$GITHUB_SHA"
  slipway doctor --env prod`,
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
		setup.Command(),
		manifest.Command(),
		serve.Command(w),
		release.Command(release.Open(w)),
		check.Command(),
		doctor.Command(w),
		shipped.Command(w),
		stream.Command(),
		simulate.Command(),
		report.Command(),
		cost.Command(),
	)
	return c
}
