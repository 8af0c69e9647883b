// Command front is the Lambda function that Slack talks to: it verifies, queues
// and answers. It holds no code that could move traffic.
package main

import (
	"context"
	"os"
	"time"

	"github.com/slipway-dev/slipway/cmd/function"
)

func main() {
	function.Main("front", func(ctx context.Context) (any, error) {
		return open(ctx, world{environ: os.Environ(), env: os.Getenv, now: time.Now, out: os.Stdout})
	})
}
