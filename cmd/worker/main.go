// Command worker is two of the Lambda functions, told apart by SLIPWAY_FUNCTION:
// the worker does what people asked for, and the ticker moves rollouts on.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"time"
	_ "time/tzdata" // the summary is told by the team's clock, and where this runs there may be no zones

	"github.com/slipway-dev/slipway/cmd/function"
	"github.com/slipway-dev/slipway/cmd/wiring"
)

func main() {
	function.Main(os.Getenv("SLIPWAY_FUNCTION"), func(ctx context.Context) (any, error) {
		return open(ctx, wiring.World{Environ: os.Environ(), Env: os.Getenv, Random: rand.Reader, Now: time.Now, Out: os.Stdout})
	})
}
