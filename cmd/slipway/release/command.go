package release

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// Ended is the error of a command that has told already how it ended: only its exit
// code is left to be given.
type Ended struct{ Code int }

// Error says the code.
func (e *Ended) Error() string { return fmt.Sprintf("exit code %d", e.Code) }

// Opener wires the commands for whoever runs them.
type Opener func(ctx context.Context, login string) (*Pilot, error)

// Command is `slipway release`.
func Command(open Opener) *cobra.Command {
	c := &cobra.Command{
		Use: "release", Short: "Ship a release from a workflow, part by part", Long: long, Example: example,
		Args: params.None, RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
		SuggestionsMinimumDistance: 2,
	}
	for _, part := range []*cobra.Command{publish(open), follow(open, "check"), follow(open, "switch"), follow(open, "watch"), rollback(open)} {
		c.AddCommand(part)
	}
	return c
}

// shared are the flags that all parts have.
type shared struct {
	output, by string
	timeout    time.Duration
}

func (s *shared) bind(c *cobra.Command, timeout time.Duration) {
	f := c.Flags()
	f.StringVar(&s.output, "output", "table", "table or json")
	f.StringVar(&s.by, "by", os.Getenv("GITHUB_ACTOR"), "GitHub login of whoever is behind it: a name in the audit, which gives no right")
	f.DurationVar(&s.timeout, "timeout", timeout, "how long it waits; the rollout goes on without it")
}

func (s *shared) check() error {
	var errs []error
	if s.output != "table" && s.output != "json" {
		errs = append(errs, fmt.Errorf("--output %q is neither table nor json", s.output))
	}
	if !isLogin.MatchString(s.by) {
		errs = append(errs, fmt.Errorf("--by %q is no GitHub login; without it, GITHUB_ACTOR counts", s.by))
	}
	if s.timeout < time.Second || s.timeout > 24*time.Hour {
		errs = append(errs, fmt.Errorf("--timeout %s is not between 1s and 24h", s.timeout))
	}
	return errors.Join(errs...)
}

// run wires the pilot, has it do its part, and tells what came of it. It stops following
// at the first signal: whoever cancels a workflow waits seconds, and then kills.
func (s *shared) run(c *cobra.Command, open Opener, do func(ctx context.Context, p *Pilot) Result) error {
	ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends it as it ends any process
	p, err := open(ctx, s.by)
	if err != nil {
		return err
	}
	p.Actor = commands.WorkflowActor + s.by
	p.Tell = func(sentence string) { fmt.Fprintln(c.ErrOrStderr(), line(sentence)) }
	out := do(ctx, p)
	if err := out.Write(c.OutOrStdout(), s.output == "json"); err != nil {
		return err
	}
	if out.Code != CodeOK {
		return &Ended{Code: out.Code}
	}
	return nil
}

var (
	isLogin = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\[bot\])?$`)
	isSHA   = regexp.MustCompile(`^[0-9a-f]{40}$`)
	isID    = regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{26}$`)
	isTo    = regexp.MustCompile(`^(|previous|v?[0-9]{1,10}|[0-9a-f]{6,40})$`)
	isRun   = regexp.MustCompile(`^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9_-]{1,39}/[A-Za-z0-9._-]{1,100}/actions/runs/[0-9]{1,20}$`)
)

func publish(open Opener) *cobra.Command {
	var s shared
	var d grammar.Deploy
	c := &cobra.Command{Use: "publish", Short: "Publish a version and point green at it; no traffic moves", Args: params.None}
	s.bind(c, 40*time.Minute)
	target(c, &d.Target)
	c.Flags().StringVar(&d.Ref, "sha", "", "full SHA of the commit; its image has to be in the registry, or is built")
	c.Flags().StringVar(&d.Strategy, "strategy", "", "canary, blue-green or all-at-once; without it, the environment's own")
	c.Flags().StringVar(&d.Reason, "reason", "", "why, for people; the run's address is added")
	c.RunE = func(c *cobra.Command, _ []string) error {
		errs := []error{s.check(), whole(d.Target)}
		if !isSHA.MatchString(d.Ref) {
			errs = append(errs, errors.New("--sha has to be the commit's full SHA, 40 lower-case hex digits"))
		}
		if d.Strategy != "" && !slices.Contains(grammar.Strategies(), d.Strategy) {
			errs = append(errs, fmt.Errorf("--strategy %q is none of %v", d.Strategy, grammar.Strategies()))
		}
		if err := errors.Join(errs...); err != nil {
			return &params.Wrong{Err: err}
		}
		d.Reason = strings.TrimSpace(d.Reason + " " + runOf(os.Getenv))
		return s.run(c, open, func(ctx context.Context, p *Pilot) Result { return p.Publish(ctx, d, s.timeout) })
	}
	return c
}

// runOf is the address of the run that a step is of, as GitHub tells it; empty when
// what the environment says makes no such address.
func runOf(env func(string) string) string {
	address := fmt.Sprintf("%s/%s/actions/runs/%s", env("GITHUB_SERVER_URL"), env("GITHUB_REPOSITORY"), env("GITHUB_RUN_ID"))
	if !isRun.MatchString(address) {
		return ""
	}
	return address
}

func follow(open Opener, part string) *cobra.Command {
	var s shared
	var id string
	c := &cobra.Command{Use: part, Args: params.None}
	timeout := 2 * time.Hour
	do := (*Pilot).Switch
	switch part {
	case "check":
		c.Short, timeout, do = "Wait until the version on green has passed its health check", 10*time.Minute, (*Pilot).Check
	case "switch":
		c.Short = "Let the traffic go to it, step by step, and wait until it has all of it"
	case "watch":
		c.Short, do = "Wait until the rollout has come to its end", (*Pilot).Watch
	}
	s.bind(c, timeout)
	c.Flags().StringVar(&id, "rollout", "", "id of the rollout, as publish told it")
	c.RunE = func(c *cobra.Command, _ []string) error {
		err := s.check()
		if !isID.MatchString(id) {
			err = errors.Join(err, errors.New("--rollout has to be the id that publish told"))
		}
		if err != nil {
			return &params.Wrong{Err: err}
		}
		return s.run(c, open, func(ctx context.Context, p *Pilot) Result { return do(p, ctx, rollout.ID(id), s.timeout) })
	}
	return c
}

func target(c *cobra.Command, t *grammar.Target) {
	c.Flags().StringVar(&t.Service, "service", "", "the service, as slipway.yaml names it")
	c.Flags().StringVar(&t.Environment, "env", "", "the environment, as slipway.yaml names it")
}

func whole(t grammar.Target) error {
	if t.Service == "" || t.Environment == "" {
		return errors.New("--service and --env are needed")
	}
	return nil
}

const long = `Release ships a commit in the parts that the jobs of a workflow are made of: publish,
check, switch, watch; and rollback. Each gives the commands that people give in Slack,
to the same table, under the same locks, gates and judge. publish begins a rollout that
waits before any traffic moves; the next parts are told its id.

A part waits until the rollout is where it should be, and moves it on meanwhile. When
its machine dies, its time is up or the workflow is cancelled, Slipway's own engine goes
on: the next part finds the rollout wherever it is by then. Doing a part twice is
harmless: publish takes up what another run has begun for the same commit, and what
rollback finds taken back, or going back, it does not take back again.

The environment allows it with "workflows: true" in slipway.yaml. Who may run the
workflow is for GitHub and for the role that it assumes to say. Where things are comes
from the variables that the functions have: SLIPWAY_CONFIG, SLIPWAY_TABLE,
SLIPWAY_QUEUE_URL, SLIPWAY_STATE_MACHINE. Where slipway.yaml has github, publish asks
GitHub about the commit, with GITHUB_TOKEN. See docs/workflows.md.

Exit codes: 0 ok, 1 failed, 2 usage, 3 refused, 4 inconclusive (it waits for a person, or
goes on without this job), 5 rolled back. --output json prints one object with outcome,
rollout, target, sha, digest, version, phase, message and hint; how it goes on the way is
told on the standard error.`

const example = `  slipway release publish --service checkout --env staging --sha "$GITHUB_SHA" --output json
  slipway release check --rollout "$ROLLOUT"
  slipway release switch --rollout "$ROLLOUT"
  slipway release watch --rollout "$ROLLOUT" --timeout 30m
  slipway release rollback --service checkout --env prod
  slipway release rollback --service checkout --env prod --if-recent`
