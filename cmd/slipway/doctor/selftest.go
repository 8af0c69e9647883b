package doctor

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/aws/limit"
	"github.com/slipway-dev/slipway/aws/selftest"
	"github.com/slipway-dev/slipway/aws/session"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/cmd/wiring"
)

// controlRate is how many calls a second it makes to Lambda's control plane, which
// everybody in the account shares.
const controlRate = 2

// try tries what is assumed of AWS.
func (f flags) try(c *cobra.Command, w wiring.World) (int, error) {
	cfg, err := session.New(w.Env, session.Options{Now: w.Now})
	if err != nil {
		return 0, &params.Wrong{Err: err}
	}
	name, err := newName(w.Random)
	if err != nil {
		return 0, err
	}
	talk := c.ErrOrStderr()
	fmt.Fprintf(talk, "This makes the Lambda function %s in %s, calls it some 300 times, and deletes it. It takes about five minutes, and costs less than a cent.\n", name, cfg.Region)
	if !f.yes && !agreed(c.InOrStdin(), talk) {
		return 0, &params.Wrong{Err: errors.New("nothing was done; answer yes, or give --yes")}
	}
	ctx, stop := untilStopped(c)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	paint := colours(c.OutOrStdout(), w.Env)
	r := selftest.Run(ctx, selftest.Clients{
		Lambda: lambda.NewFromConfig(cfg, limit.New(controlRate, controlRate).Apply), CloudWatch: cloudwatch.NewFromConfig(cfg), Logs: cloudwatchlogs.NewFromConfig(cfg),
	}, selftest.Options{
		Name: name, Role: f.role, SecondRole: f.second, Keep: f.keep, Now: w.Now, Sleep: sleep,
		Tell: func(a selftest.Assumption) {
			if f.output == "table" {
				fmt.Fprintf(c.OutOrStdout(), "%s %s: %s\n", paint.answer(a.Answer), a.Says, line(a.Seen))
			}
		},
	})
	return tell(c, f.output, r)
}

// tell says how it ended.
func tell(c *cobra.Command, output string, r selftest.Report) (int, error) {
	for _, left := range r.Left {
		fmt.Fprintf(c.ErrOrStderr(), "left in the account: %s\n", left)
	}
	if output == "json" {
		err := encode(c.OutOrStdout(), struct {
			Assumptions []selftest.Assumption `json:"assumptions"`
			Left        []string              `json:"left"`
			Finished    bool                  `json:"finished"`
		}{append([]selftest.Assumption{}, r.Assumptions...), append([]string{}, r.Left...), r.Err == nil})
		if err != nil {
			return 0, err
		}
	}
	if r.Err != nil {
		return 0, fmt.Errorf("the self-test was not finished: %w", r.Err)
	}
	code := release.CodeOK
	for _, a := range r.Assumptions {
		switch a.Answer {
		case selftest.Fails:
			return release.CodeFailed, nil
		case selftest.Unknown:
			code = release.CodeInconclusive
		case selftest.Holds:
		}
	}
	return code, nil
}

// newName is one that no other function has.
func newName(random io.Reader) (string, error) {
	var b [5]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("make up a name: %w", err)
	}
	return selftest.Prefix + hex.EncodeToString(b[:]), nil
}

// agreed asks whether to go on.
func agreed(in io.Reader, out io.Writer) bool {
	fmt.Fprint(out, "Go on? [yes/no] ")
	said, err := bufio.NewReader(in).ReadString('\n')
	return (err == nil || errors.Is(err, io.EOF)) && strings.TrimSpace(said) == "yes"
}

// sleep waits, or returns the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// answer stands for one; its colour is never all that tells.
func (p palette) answer(a selftest.Answer) string {
	switch a {
	case selftest.Holds:
		return p.paint("✔", "32")
	case selftest.Fails:
		return p.paint("✘", "31")
	case selftest.Unknown:
	}
	return p.paint("?", "36")
}
