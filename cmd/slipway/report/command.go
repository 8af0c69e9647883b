package report

import (
	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// Command is `slipway tables`.
func Command() *cobra.Command {
	j := job{}
	c := &cobra.Command{
		Use:   "tables",
		Short: "Make the tables and plots of docs/judge.md",
		Long: `Tables simulates every cell of the tables of docs/judge.md and prints them as
Markdown; this takes minutes. With --page each goes into its place in that file,
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
	c.Flags().StringVar(&j.page, "page", "", "write the tables into this `file`, and the plots beside it")
	c.Flags().IntVar(&j.runs, "runs", 4_000, "rollouts a cell; a quarter of them where that is enough")
	c.Flags().Uint64Var(&j.seed, "seed", 42, "what the randomness begins with")
	c.RunE = func(c *cobra.Command, _ []string) error {
		j.out, j.talk = c.OutOrStdout(), c.ErrOrStderr()
		return j.run(c.Context())
	}
	return c
}
