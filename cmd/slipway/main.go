// Command slipway judges canaries from what is given to it, and simulates them:
// how the bot decides, without the bot.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

// The exit codes, beside 0.
const (
	failed = 1
	wrong  = 2 // in the command line or the input
)

// An interrupt ends it as it ends any filter: judge has written by then what it
// has judged, unless more was coming.
func main() {
	if err := root().Execute(); err != nil {
		fmt.Fprintf(os.Stderr, "slipway: %s\n", printable(err.Error()))
		os.Exit(code(err))
	}
}

func code(err error) int {
	var w *params.Wrong
	if errors.As(err, &w) {
		return wrong
	}
	return failed
}
