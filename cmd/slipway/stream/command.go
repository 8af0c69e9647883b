package stream

import (
	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// Command is `slipway judge`.
func Command() *cobra.Command {
	c := &cobra.Command{
		Use:   "judge",
		Short: "Judge canaries minute by minute, from JSON Lines",
		Long: `Judge reads what two versions of a service did in each minute, one JSON object on
a line, and writes for each line what the evidence amounts to by then.

  series     a name; each series is a rollout of its own, and they may be mixed
  step       any number from 1, and it may fall; another one begins the hold and
             the evidence for passing anew
  minute     any number; it rises within a series, whatever the step
  weight     share of the calls that are routed to the canary, between 0 and 1;
             another one begins a new step, and its hold, too
  canary     counts of the new version: invocations, errors, slow
  stable     counts of the old version

Steps, minutes and counts are whole numbers, written without a point. A step has the
hold of its number; beyond the last of the policy, the last one's.

Where canary or stable is missing there was no datapoint, which is never health.
Where slow is missing on one side or both, nothing is known of slow calls: they are
left out for that minute, and errors are judged alone.

The verdict is pass, fail or inconclusive. The evidence is in log10: relative (the
canary is worse than stable), absolute (it is worse than the limit), pass (it is
good enough in this step). Once the routing was shown not to fit the weight,
relative is only the half that does not trust the weight. needs is about how many
more canary calls a decision takes, or null. The reasons:

` + reasonsTable() + `
A line that makes no sense is told on stderr with its number and its fields, and
nothing is judged on it. The exit code is then 2, after all other lines were
judged; it is 1 if reading or writing failed.`,
		Example: `  slipway judge <minutes.jsonl >verdicts.jsonl
  slipway judge --error-rate-max 1% --hold 5m <minutes.jsonl
  slipway judge --policy slipway.yaml --environment prod <minutes.jsonl

  echo '{"series":"s1","step":1,"minute":1,"weight":0.1,"canary":{"invocations":20,"errors":1},"stable":{"invocations":180,"errors":2}}' |
    slipway judge`,
		Args: params.None,
	}
	flags := params.Bind(c.Flags())
	c.RunE = func(c *cobra.Command, _ []string) error {
		strategy, err := flags.Strategy()
		if err != nil {
			return err
		}
		flags.Tell(c.ErrOrStderr())
		return Judge(strategy, c.InOrStdin(), c.OutOrStdout(), c.ErrOrStderr())
	}
	return c
}
