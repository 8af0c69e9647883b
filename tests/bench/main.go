// Command bench measures what Slipway has promised of its speed and memory, each
// figure beside a baseline from the same run, and writes docs/benchmarks.md.
//
//	bench                         everything, about two minutes
//	bench --profile crowd.pprof   … and where the crowd's processor time goes
//
// It fails only when a goal is missed by a factor of two: a busy machine is no
// reason to stop anybody.
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
	r, err := measure(ctx, *profile, stderr)
	if err != nil {
		return err
	}
	fmt.Fprint(stdout, r.table())
	if err := os.WriteFile(*page, []byte(r.page()), 0o600); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	if missed := r.missed(); len(missed) > 0 {
		return errors.Join(missed...)
	}
	return nil
}

// measure takes all the measurements, one after the other.
func measure(ctx context.Context, profile string, stderr io.Writer) (report, error) {
	var r report
	for _, part := range []struct {
		name    string
		measure func(context.Context) ([]figure, error)
	}{
		{"the front", measureFront},
		{"a tick", measureTick},
		{"the crowd", func(ctx context.Context) ([]figure, error) { return measureCrowd(ctx, profile) }},
	} {
		fmt.Fprintf(stderr, "    measuring %s …\n", part.name)
		figures, err := part.measure(ctx)
		if err != nil {
			return r, fmt.Errorf("measure %s: %w", part.name, err)
		}
		r.figures = append(r.figures, figures...)
	}
	return r, nil
}
