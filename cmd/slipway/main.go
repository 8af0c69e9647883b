// Command slipway ships releases from workflows, by the bot's own rules and table; and
// it judges canaries from what is given to it, and simulates them.
package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"
	_ "time/tzdata" // the summary is told by the team's clock, and where this runs there may be no zones

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/cmd/wiring"
)

// The exit codes, beside 0 and those of `slipway release`.
const (
	failed = 1
	wrong  = 2 // in the command line or the input
)

// An interrupt ends it as it ends any filter: judge has written by then what it
// has judged, unless more was coming.
func main() {
	w := wiring.World{Environ: os.Environ(), Env: os.Getenv, Random: rand.Reader, Now: time.Now, Out: os.Stderr}
	err := root(w).Execute()
	if err == nil {
		return
	}
	var told *release.Ended
	if !errors.As(err, &told) {
		fmt.Fprintf(os.Stderr, "slipway: %s\n", params.Printable(err.Error()))
	}
	os.Exit(code(err))
}

func code(err error) int {
	var w *params.Wrong
	var ended *release.Ended
	switch {
	case errors.As(err, &w):
		return wrong
	case errors.As(err, &ended):
		return ended.Code
	}
	return failed
}
