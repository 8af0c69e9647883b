// Command worker is two of the Lambda functions, told apart by SLIPWAY_FUNCTION:
// the worker does what people asked for, and the ticker moves rollouts on.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"time"

	"github.com/slipway-dev/slipway/cmd/function"
)

func main() {
	function.Main(os.Getenv("SLIPWAY_FUNCTION"), func(ctx context.Context) (any, error) {
		return open(ctx, world{environ: os.Environ(), env: os.Getenv, random: rand.Reader, now: time.Now, out: os.Stdout})
	})
}
