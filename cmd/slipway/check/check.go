// Package check is `slipway check`: it reads a slipway.yaml as the functions do when they
// start, so that a mistake is seen before it is shipped. It needs neither AWS nor Slack.
package check

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/config"
)

// Command is `slipway check`.
func Command() *cobra.Command {
	return &cobra.Command{
		Use:     "check [file]",
		Short:   "Check a slipway.yaml as the functions read it",
		Long:    long,
		Example: "  slipway check\n  slipway check docs/examples/slipway.yaml",
		Args:    one,
		RunE: func(c *cobra.Command, args []string) error {
			name := "slipway.yaml"
			if len(args) == 1 {
				name = args[0]
			}
			policy, err := read(name)
			if err != nil {
				return &params.Wrong{Err: err}
			}
			fmt.Fprintf(c.OutOrStdout(), "%s is sound: %s in %s.\n", name,
				params.Many(len(policy.Services), "service"), params.Many(len(policy.Environments), "environment"))
			return nil
		},
	}
}

const long = `Check reads a slipway.yaml, slipway.yaml in this folder if none is named, as the bot's
functions do when they start, and says all that is wrong with it, with lines. The bot's
image is not built from one that does not pass.

Exit codes: 0 sound; 2 it is not, or cannot be read.`

func one(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return &params.Wrong{Err: fmt.Errorf("unexpected argument %q (see %s --help)", args[1], c.CommandPath())}
	}
	return nil
}

// read gives the configuration that all three functions would start with.
func read(name string) (config.Config, error) {
	body, err := os.ReadFile(name) //nolint:gosec // G304: the file is the one that the person named
	if errors.Is(err, os.ErrNotExist) {
		return config.Config{}, fmt.Errorf("%s is not there: copy docs/examples/slipway.yaml, or name another file", name)
	}
	if err != nil {
		return config.Config{}, fmt.Errorf("read the policy: %w", err)
	}
	c, err := config.Read(name, body)
	if err != nil {
		return config.Config{}, err
	}
	_, err = policy.From(c)
	return c, errors.Join(c.WithoutArtifacts(name), err)
}
