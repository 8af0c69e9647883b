// Package shipped is `slipway report`: what was shipped in some time and how well that
// went, as a table, as data or as a page.
package shipped

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/wiring"
)

// flags are those of the command.
type flags struct{ from, to, output, data, config string }

// Command is `slipway report`, in that world.
func Command(w wiring.World) *cobra.Command {
	var f flags
	c := &cobra.Command{Use: "report", Short: "Report what was shipped, and how well", Long: long, Example: example, Args: params.None}
	set := c.Flags()
	set.StringVar(&f.from, "from", "", "first day, 2026-10-01; 13 weeks before --to if left out")
	set.StringVar(&f.to, "to", "", "the day after the last one; tomorrow if left out")
	set.StringVar(&f.output, "output", "html", "json, csv or html")
	set.StringVar(&f.data, "data", "", "file of slipway serve; without it the table of SLIPWAY_TABLE is read")
	set.StringVar(&f.config, "config", "", "file name of slipway.yaml; SLIPWAY_CONFIG, or slipway.yaml, if left out")
	c.RunE = func(c *cobra.Command, _ []string) error {
		ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		return f.run(ctx, w, c.OutOrStdout())
	}
	return c
}

// run reports to out.
func (f flags) run(ctx context.Context, w wiring.World, out io.Writer) error {
	write, known := map[string]func(io.Writer, report) error{"json": writeJSON, "csv": writeCSV, "html": writeHTML}[f.output]
	if !known {
		return &params.Wrong{Err: fmt.Errorf("--output %q is none of json, csv, html", f.output)}
	}
	policyFile := cmp.Or(f.config, w.Env("SLIPWAY_CONFIG"), "slipway.yaml")
	says, err := read(policyFile)
	if err != nil {
		return &params.Wrong{Err: err}
	}
	p, err := f.period(says.Zone(), w.Now())
	if err != nil {
		return &params.Wrong{Err: err}
	}
	b, err := f.open(w, policyFile, says)
	if err != nil {
		return err
	}
	defer b.shut()
	r, err := b.report(ctx, p, w.Now())
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(out)
	if err := write(buffered, r); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

const long = `Report says what was shipped from one day to another, and how well that went: every
rollout that ended in that time, deployments by day and by service, and the five measures
of DORA with those of as many days before. Days are those of the team's time zone, and
production is what slipway.yaml says it is (summary), or the last environment. What each
measure means is in docs/metrics.md, and each field and column in docs/report.md.

It reads the table of the bot on AWS (SLIPWAY_TABLE, AWS's own variables, and the right
to dynamodb:Query, BatchGetItem), or the file of slipway serve while nobody serves it. It
changes nothing.

Exit codes: 0 reported; 1 it failed; 2 usage.`

const example = `  slipway report >report.html
  slipway report --from 2026-10-01 --to 2026-11-01 --output csv
  slipway report --data slipway.db --output json`
