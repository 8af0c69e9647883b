package report

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// Command is `slipway tables`.
func Command() *cobra.Command {
	runs, seed := &params.Text{Value: "4000", Kind: "number"}, &params.Text{Value: "42", Kind: "number"}
	page := ""
	c := &cobra.Command{
		Use:   "tables",
		Short: "Make the tables and plots of docs/judge.md",
		Long: `Tables simulates every cell of the tables of docs/judge.md and prints them as
Markdown; this takes half a minute or more. With --page each goes into its place in that file,
between <!-- slipway tables: NAME --> and <!-- end -->, and the plots go into the
folder images beside it; the rest of the file stays as it is. The same seed gives
the same bytes.

What the judge has promised is held against the figures. If a goal is missed it
is named under its table and on stderr, and the exit code is 1; the page is
written all the same. With few runs chance would miss some, so that nothing is
checked below --runs 4000.`,
		Example: `  slipway tables --page docs/judge.md
  slipway tables --runs 100`,
		Args: params.None,
	}
	c.Flags().StringVar(&page, "page", "", "write the tables into this `file`, and the plots beside it")
	c.Flags().Var(runs, "runs", "rollouts a cell; a quarter of them where that is enough")
	c.Flags().Var(seed, "seed", "what the randomness begins with")
	c.RunE = func(c *cobra.Command, _ []string) error {
		s, err := scaled(runs.Value, seed.Value)
		if err != nil {
			return err
		}
		return job{scale: s, page: page, out: c.OutOrStdout(), talk: c.ErrOrStderr()}.run(c.Context())
	}
	return c
}

// scaled reads how much is to be simulated.
func scaled(runs, seed string) (s scale, err error) {
	var wrongRuns, wrongSeed error
	if s.runs, err = params.Count(runs); err != nil {
		wrongRuns = fmt.Errorf("--runs %q: %w", runs, err)
	}
	if s.seed, err = params.Seed(seed); err != nil {
		wrongSeed = fmt.Errorf("--seed %q: %w", seed, err)
	}
	if err := errors.Join(wrongRuns, wrongSeed); err != nil {
		return scale{}, &params.Wrong{Err: err}
	}
	return s, nil
}
