// Command check is `slipway check` by itself: what the image's build needs of slipway,
// without the clients of AWS, which take a minute to compile.
package main

import (
	"fmt"
	"os"
	_ "time/tzdata" // a policy may name a time zone, and where images are built there may be none

	"github.com/slipway-dev/slipway/cmd/slipway/check"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

func main() {
	c := check.Command()
	c.SilenceUsage, c.SilenceErrors = true, true
	if err := c.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, params.Printable(err.Error()))
		os.Exit(2)
	}
}
