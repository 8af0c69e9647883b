package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/rollout"
)

// flags are those of the command.
type flags struct {
	where        rollout.Target
	url, output  string
	selftest     bool
	role, second string
	keep, yes    bool
	timeout      time.Duration
}

// Command is `slipway doctor`, in that world.
func Command(w wiring.World) *cobra.Command {
	var f flags
	c := &cobra.Command{Use: "doctor", Short: "Look at what deploys, rollbacks and alarms rely on", Long: long, Example: example, Args: params.None}
	set := c.Flags()
	set.StringVar(&f.where.Environment, "env", "", "look at this environment only")
	set.StringVar(&f.where.Service, "service", "", "look at this service only")
	set.StringVar(&f.url, "url", "", "address of the front, to try its signing secret: https://slipway.example.com")
	set.StringVar(&f.output, "output", "table", "table or json")
	set.BoolVar(&f.selftest, "selftest", false, "make a throw-away function, and try what is assumed of AWS")
	set.StringVar(&f.role, "role", "", "with --selftest: ARN of the function's role")
	set.StringVar(&f.second, "second-role", "", "with --selftest: ARN of another role, to try that two cannot share an alias")
	set.BoolVar(&f.keep, "keep", false, "with --selftest: do not delete the function")
	set.BoolVar(&f.yes, "yes", false, "with --selftest: do not ask first")
	set.DurationVar(&f.timeout, "timeout", 20*time.Minute, "with --selftest: after so long it ends, and deletes the function")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if err := f.check(c); err != nil {
			return &params.Wrong{Err: err}
		}
		do := f.examine
		if f.selftest {
			do = f.try
		}
		code, err := do(c, w)
		if err == nil && code != release.CodeOK {
			return &release.Ended{Code: code}
		}
		return err
	}
	return c
}

// check says everything that is wrong with the command line.
func (f flags) check(c *cobra.Command) error {
	var errs []error
	if f.output != "table" && f.output != "json" {
		errs = append(errs, fmt.Errorf("--output %q is neither table nor json", f.output))
	}
	for name, test := range map[string]bool{
		"env": false, "service": false, "url": false, "role": true, "second-role": true, "keep": true, "yes": true, "timeout": true,
	} {
		if c.Flags().Changed(name) && test != f.selftest {
			errs = append(errs, fmt.Errorf("--%s is for the doctor %s --selftest", name, map[bool]string{true: "with", false: "without"}[test]))
		}
	}
	if f.selftest && !isRole(f.role) {
		errs = append(errs, errors.New("--role has to be the ARN of a role that Lambda may assume, such as arn:aws:iam::123456789012:role/selftest"))
	}
	if f.second != "" && !isRole(f.second) {
		errs = append(errs, errors.New("--second-role has to be the ARN of a role"))
	}
	if f.timeout < time.Minute || f.timeout > time.Hour {
		errs = append(errs, fmt.Errorf("--timeout %s is not between 1m and 1h", f.timeout))
	}
	if f.url != "" {
		_, err := front(f.url)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func isRole(arn string) bool {
	return strings.HasPrefix(arn, "arn:aws") && strings.Contains(arn, ":iam::") && strings.Contains(arn, ":role/")
}

// examine looks at everything, and says how it is.
func (f flags) examine(c *cobra.Command, w wiring.World) (int, error) {
	ctx, stop := untilStopped(c)
	defer stop()
	d, err := open(ctx, w, f)
	if err != nil {
		return 0, err
	}
	found := finding{d.Examine(ctx, f.where), d.LeftOut}
	if f.output == "json" {
		return found.code(), found.json(c.OutOrStdout())
	}
	return found.code(), found.table(c.OutOrStdout(), colours(c.OutOrStdout(), w.Env))
}

// untilStopped ends with the first interrupt. From then on nothing else is heard: what is
// deleted on the way out must be.
func untilStopped(c *cobra.Command) (context.Context, context.CancelFunc) {
	return signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
}

const long = `Doctor looks at what Slipway relies on, and changes nothing: what Slack's token may do
and in which channels it is, GitHub's permissions, how each function's aliases are set
up and who calls them, whether calls are counted by version, which alarms lead here,
and whether clocks agree. What is broken comes first, each finding with what to type.

It is told where things are as the functions are: SLIPWAY_CONFIG and AWS's own
variables it needs; with SLIPWAY_TABLE, SLIPWAY_SECRETS or SLACK_BOT_TOKEN, GITHUB_TOKEN
and so on it looks at more, and it says what it left out. With --url and
SLACK_SIGNING_SECRET it tries whether the front takes Slack's signatures.

With --selftest it tries what only a real account can prove: that AWS does what
Slipway's tests take for granted. It makes a function, calls it some 300 times, looks at
the metrics, and deletes it. It costs less than a cent. See docs/doctor.md.

Exit codes: 0 sound, or something to be put right that works; 1 broken, or an assumption
that does not hold; 2 usage; 4 something could not be looked at.`

const example = `  slipway doctor
  slipway doctor --env prod --service checkout --output json
  slipway doctor --url https://slipway.example.com
  slipway doctor --selftest --role arn:aws:iam::123456789012:role/selftest`
