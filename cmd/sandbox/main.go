// Command sandbox is Slipway on one machine: the real bot in a simulated Slack
// workspace and a simulated AWS account, with a page to try it on.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
	_ "time/tzdata" // the summary is told by the team's clock, and where this runs there may be no zones

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
)

func main() {
	debug.SetGCPercent(world.GCPercent)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	var usage *usageError
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return
	case errors.As(err, &usage):
		fmt.Fprintf(os.Stderr, "sandbox: %v (--help lists the flags)\n", err)
		os.Exit(2)
	default:
		fmt.Fprintf(os.Stderr, "sandbox: %v\n", err)
		os.Exit(1)
	}
}

// run is the whole command, until ctx is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stdout)
	if err != nil {
		return err
	}
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "slipway-sandbox-")
		if err != nil {
			return fmt.Errorf("make a folder: %w", err)
		}
		defer func() { _ = os.RemoveAll(dir) }() // what is left of it is the system's to clear away
		o.dir = dir
	}
	listener, err := listen(ctx, o.listen)
	if err != nil {
		return err
	}
	h, err := newHost(context.WithoutCancel(ctx), world.Options{ // it opens at once: no use in half of it
		Dir: o.dir, URL: "http://" + listener.Addr().String(), Speed: o.speed, Seed: o.seed,
		Real: time.Now, Random: rand.Reader, Log: logger(o, stderr),
	})
	if err != nil {
		return errors.Join(fmt.Errorf("--data %s: %w", o.dir, err), listener.Close())
	}
	if err := announce(ctx, o, h, stdout, stderr); err != nil {
		return errors.Join(err, listener.Close(), h.close())
	}
	return errors.Join(serve(ctx, listener, h), h.close())
}

// logger tells people what is wrong, and programs everything.
func logger(o options, stderr io.Writer) *slog.Logger {
	level := slog.LevelWarn
	if o.json {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))
}

// announce says where the page is.
func announce(ctx context.Context, o options, h *host, stdout, stderr io.Writer) error {
	if o.json {
		if err := json.NewEncoder(stdout).Encode(h.info()); err != nil {
			return fmt.Errorf("print the info: %w", err)
		}
		return nil
	}
	fmt.Fprintf(stdout, "\n  Slipway's sandbox is at %s\n  Press Enter in its composer to deploy. Ctrl+C ends it.\n\n", h.options.URL)
	if !o.noBrowser {
		browse(ctx, h.options.URL, stderr)
	}
	return nil
}
