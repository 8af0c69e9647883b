// Command worker is two of the Lambda functions, told apart by SLIPWAY_FUNCTION:
// the worker does what people asked for, and the ticker moves rollouts on.
package main

import (
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"github.com/slipway-dev/slipway/cmd/logs"
)

func main() {
	ctx := context.Background()
	log := logs.New(os.Stdout, slog.LevelInfo, os.Getenv("SLIPWAY_FUNCTION"))
	logs.Everywhere(log)
	handler, err := open(ctx, world{environ: os.Environ(), env: os.Getenv, random: rand.Reader, now: time.Now, out: os.Stdout})
	if err != nil {
		logs.Problems(ctx, log, err)
		os.Exit(1)
	}
	lambda.StartWithOptions(handler, lambda.WithContext(ctx), lambda.WithEnableSIGTERM(func() {
		log.InfoContext(ctx, "stopped") // every line is out when it is written, so nothing else is left to do
		os.Exit(0)
	}))
}
