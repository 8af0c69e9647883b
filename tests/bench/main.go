// Command bench measures what Slipway has promised of its speed and memory, each
// figure beside a baseline from the same run, and writes docs/benchmarks.md.
//
//	bench                         everything, about eight minutes
//	bench --profile crowd.pprof   … and where the crowd's processor time goes
//	bench --only functions        one part, for whoever works on it; the page stays
//
// It fails only when a goal is missed by a factor of two, or an exact count is over its
// goal: a busy machine is no reason to stop anybody.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"testing"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	page := flags.String("page", "docs/benchmarks.md", "write the page to this `file`")
	profile := flags.String("profile", "", "write a processor profile of the crowd to this `file`")
	only := flags.String("only", "", "measure only this `part`, and leave the page as it is")
	life := flags.String("live", "", "for the command's own use: be a child, a `kind` of sandbox")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *life != "" {
		return child(ctx, kind(*life), *profile, stdout)
	}
	testing.Init() // the benchmarks read its flags
	if err := flag.Set("test.benchtime", "300ms"); err != nil {
		return err
	}
	r, err := measure(ctx, parts(*profile), *only, stderr)
	if err != nil {
		return err
	}
	fmt.Fprint(stdout, r.table())
	if *only == "" {
		if err := os.WriteFile(*page, []byte(r.page()), 0o600); err != nil {
			return fmt.Errorf("write the page: %w", err)
		}
	}
	if missed := r.missed(); len(missed) > 0 {
		return errors.Join(missed...)
	}
	return nil
}

// part is a few figures that are measured together.
type part struct {
	name    string
	measure func(context.Context) ([]figure, error)
}

func parts(profile string) []part {
	return []part{
		{"front", measureFront},
		{"judge", measureJudge},
		{"tick", measureTick},
		{"plan", measurePlan},
		{"functions", measureFunctions},
		{"canary", measureCanary},
		{"builds", measureBuilds},
		{"alarm", measureAlarm},
		{"status", measureStatus},
		{"summary", measureSummary},
		{"herd", measureHerd},
		{"crowd", func(ctx context.Context) ([]figure, error) { return measureCrowd(ctx, profile) }},
	}
}

// measure takes the measurements, one after the other.
func measure(ctx context.Context, all []part, only string, stderr io.Writer) (report, error) {
	var r report
	for _, p := range all {
		if only != "" && only != p.name {
			continue
		}
		fmt.Fprintf(stderr, "    measuring the %s …\n", p.name)
		figures, err := p.measure(ctx)
		if err != nil {
			return r, fmt.Errorf("measure the %s: %w", p.name, err)
		}
		r.figures = append(r.figures, figures...)
	}
	if len(r.figures) == 0 {
		return r, fmt.Errorf("there is no part %q", only)
	}
	return r, nil
}
