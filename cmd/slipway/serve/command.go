// Package serve is `slipway serve`: the same bot on one machine. It is reached over
// connections that it opens to Slack itself, keeps everything in one file, and ships to
// real functions on AWS.
package serve

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/wiring"
)

// flags are those of the command. No secret is among them: other people of a machine can
// see what its processes were called with.
type flags struct{ config, data string }

// Command is `slipway serve`, in that world.
func Command(w wiring.World) *cobra.Command {
	var f flags
	c := &cobra.Command{Use: "serve", Short: "Run the bot on this machine, by Socket Mode", Long: long, Example: example, Args: params.None}
	c.Flags().StringVar(&f.config, "config", "slipway.yaml", "file name of slipway.yaml")
	c.Flags().StringVar(&f.data, "data", "slipway.db", "file that everything is kept in; it is made if there is none")
	c.RunE = func(c *cobra.Command, _ []string) error {
		ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		p, k, err := read(ctx, w, f)
		if err != nil {
			return err
		}
		s, err := open(p, k, f.data)
		if err != nil {
			return err
		}
		out := c.OutOrStdout()
		s.greet(out, f)
		s.post.up = sync.OnceFunc(func() { say(out, "Connected to Slack. Try /deploy help; Ctrl-C ends it, and nothing is lost.") })
		if err := s.run(ctx); err != nil {
			return err
		}
		say(out, "Ended. What was under way goes on with the next start.")
		return nil
	}
	return c
}

// greet says what this is, and what it is not.
func (s *server) greet(out io.Writer, f flags) {
	c := s.plan.Config
	say(out, "%s in %s, by %s. Everything is kept in %s.", params.Many(len(c.Services), "service"), params.Many(len(c.Environments), "environment"), f.config, f.data)
	say(out, "Nobody takes a bad version back while this process is down: on AWS a state machine would.")
	if c.GitHub != nil {
		say(out, "GitHub cannot call this process: builds are looked at every minute or so, and pushes are not heard of.")
	}
	if s.watch() == nil {
		say(out, "No alarms are listened to: %s does not say which (alarms: accounts).", f.config)
	} else {
		say(out, "Alarms are looked at once a minute, since nobody can call this process when one turns.")
	}
	if s.summary() == nil {
		say(out, "No summary is posted by itself: %s does not say where (summary: channels). /deploy summary works.", f.config)
	}
}

// say prints a line. That nobody reads it must not end the bot.
func say(out io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(out, format+"\n", args...) }

const long = `Serve runs the same bot as on AWS in one process on this machine: Slack is reached by
Socket Mode, so that there is no address to open to the world; what is known is kept in
one file; and functions on AWS are deployed with the credentials of this machine. It is
for trying Slipway, and for small teams. docs/serve.md leads from nothing to a first
deploy, and says what it does not do.

The environment has the secrets: SLACK_BOT_TOKEN (xoxb-…), SLACK_APP_TOKEN (xapp-…, with
the scope connections:write) and, with the section github, GITHUB_TOKEN or the App's.
AWS's own variables say which account and region. It logs one line of JSON for each event
to its standard error.

A SIGTERM or Ctrl-C ends it; so does a power cut. What was under way is in the file, and
goes on with the next start. One file is for one process: a second one is refused.

Exit codes: 0 it was ended; 1 it failed; 2 usage, or what it was told.`

const example = `  slipway serve
  slipway serve --config team/slipway.yaml --data /var/lib/slipway/slipway.db`
