package simulate

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// Command is `slipway simulate`.
func Command() *cobra.Command {
	c := &cobra.Command{
		Use:     "simulate",
		Short:   "Ship a canary a thousand times in a simulated world",
		Long:    long,
		Example: example,
		Args:    params.None,
	}
	flags := bind(c.Flags())
	c.RunE = func(c *cobra.Command, _ []string) error {
		o, err := flags.order()
		if err != nil {
			return err
		}
		flags.judge.Tell(c.ErrOrStderr())
		const moment = time.Second
		result, err := Run(c.Context(), o.Options, bar(c.ErrOrStderr(), o.Runs, time.After(moment)))
		if err != nil {
			return fmt.Errorf("simulate: %w", err)
		}
		return o.print(c.OutOrStdout(), result)
	}
	return c
}

func (o order) print(out io.Writer, r Result) error {
	write := writeTable
	if o.asJSON {
		write = writeJSON
	}
	if err := write(out, o.Options, r); err != nil {
		return fmt.Errorf("print the result: %w", err)
	}
	return nil
}

const long = `Simulate lets the real rollout logic ship a new version many times, with calls that
arrive at random and metrics that come late, and counts what became of it: how often
it was promoted or taken back, or a person had to be asked, each with a 95 % interval;
how long that took from the first traffic on the canary; and how many calls of users
the canary failed until then. A run in which a person is asked ends there.

With --compare five other judges look at the same calls: the same steps, each held for
--hold. They see each minute as soon as its metrics are in, and go on to all of the
traffic unless one of them takes the canary back.

The tables of docs/judge.md (see slipway tables) are made so:

  who is taken back: fixed steps, every minute compared
    --steps 10,25,50 --hold 5m --max-hold 5m --watch 0s --drop 0 --lag 0s --inconclusive promote
  who is promoted, what callers feel: as a rollout does it
    --steps 10,25,50 --hold 10m --max-hold 30m --watch 10m --drop 2 --lag 1m --inconclusive ask
  no difference: one step
    --steps 10 --hold 15m --max-hold 15m --watch 0s --drop 2 --lag 1m --inconclusive promote

--output json prints one object. Its scenario has every parameter; its judges have
promoted, rolledBack and asked (runs, share, low, high: 0 to 1), reasons (outcome, why,
runs), and runs, mean, median and p95 of secondsToPromotion, secondsToRollback,
secondsToRestored (the alias is back), failedCalls (of users, by the canary) and
errorsSeen (of the canary, in the metrics by which it was taken back). What no run has
is left out.`

const example = `  slipway simulate --traffic 200/min --stable-errors 1% --canary-errors 5%
  slipway simulate --traffic 3/s --canary-errors 1% --outage 30%,3m --compare
  slipway simulate --policy slipway.yaml --environment prod --canary-errors 3% --output json`
