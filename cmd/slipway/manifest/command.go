package manifest

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// Command is `slipway manifest`.
func Command() *cobra.Command {
	var a App
	c := &cobra.Command{Use: "manifest", Short: "Print the Slack app's manifest", Long: long, Example: example, Args: params.None}
	c.Flags().StringVar(&a.URL, "url", "", "address of the bot's front: https://slipway.example.com")
	c.Flags().BoolVar(&a.Socket, "socket", false, "it is reached by Socket Mode, as slipway serve is")
	c.Flags().StringVar(&a.Name, "name", "Slipway", "name of the app in Slack")
	c.RunE = func(c *cobra.Command, _ []string) error {
		a.URL = strings.TrimRight(a.URL, "/")
		text, err := a.Text()
		if err != nil {
			return &params.Wrong{Err: err}
		}
		_, err = c.OutOrStdout().Write(text)
		return err
	}
	return c
}

const long = `Manifest prints what Slack makes the app from, for "Create New App → From a manifest":
its commands, shortcuts and events, and no scope that is not used. What each is for is
in docs/slack-app.md.

Exit codes: 0 printed; 2 usage.`

const example = `  slipway manifest --url https://slipway.example.com >slack-manifest.yaml
  slipway manifest --socket`
