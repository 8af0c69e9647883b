// Command front is the Lambda function that Slack talks to: it verifies, queues
// and answers. It holds no code that could move traffic.
package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"github.com/slipway-dev/slipway/cmd/logs"
)

func main() {
	ctx := context.Background()
	log := logs.New(os.Stdout, slog.LevelInfo, "front")
	logs.Everywhere(log)
	answer, err := open(ctx, world{environ: os.Environ(), env: os.Getenv, now: time.Now, out: os.Stdout})
	if err != nil {
		logs.Problems(ctx, log, err)
		os.Exit(1)
	}
	lambda.StartWithOptions(answer, lambda.WithContext(ctx), lambda.WithEnableSIGTERM(func() {
		log.InfoContext(ctx, "stopped") // every line is out when it is written, so nothing else is left to do
		os.Exit(0)
	}))
}
