package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/sandbox/clock"
)

// options are the command line.
type options struct {
	listen    string
	dir       string
	speed     float64
	seed      uint64
	noBrowser bool
	json      bool
}

// usageError is a command line that makes no sense.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// parse reads the command line. After --help, which it answers on stdout, the
// error is flag.ErrHelp.
func parse(args []string, stdout io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	f.SetOutput(io.Discard) // an error is told once, by main
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "loopback `address` to serve on; port 0 takes a free one")
	f.StringVar(&o.dir, "data", "", "`folder` that keeps everything; without it, all is thrown away at the end")
	f.Float64Var(&o.speed, "speed", 0, fmt.Sprintf("simulated seconds in a real one, %v to %v; 0: as it was, at first %v", clock.Slowest, clock.Fastest, world.DefaultSpeed))
	f.Uint64Var(&o.seed, "seed", 1, "`number` that the simulated traffic is drawn from")
	f.BoolVar(&o.noBrowser, "no-browser", false, "do not open the page in a browser")
	f.BoolVar(&o.json, "json", false, "print what GET /sandbox/api/info answers as the first line, and log all requests; opens no browser")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, "The sandbox runs Slipway on this machine, with a simulated Slack and AWS.\n\n")
		f.SetOutput(stdout)
		f.PrintDefaults()
		return o, err
	case err != nil:
		return o, &usageError{err}
	case f.NArg() > 0:
		return o, &usageError{fmt.Errorf("unexpected argument %q", f.Arg(0))}
	case o.speed != 0 && !(o.speed >= clock.Slowest && o.speed <= clock.Fastest):
		return o, &usageError{fmt.Errorf("--speed %v: choose %v to %v", o.speed, clock.Slowest, clock.Fastest)}
	}
	return o, nil
}
