// Package function is the main of a Lambda function.
package function

import (
	"context"
	"log/slog"
	"os"

	"github.com/aws/aws-lambda-go/lambda"

	"github.com/slipway-dev/slipway/cmd/logs"
)

// Main opens the function and hands it to the runtime until it is told to end. One
// that cannot be opened logs everything that is wrong, and ends with 1.
func Main(name string, open func(context.Context) (handler any, err error)) {
	ctx := context.Background()
	log := logs.New(os.Stdout, slog.LevelInfo, name)
	logs.Everywhere(log)
	handler, err := open(ctx)
	if err != nil {
		logs.Problems(ctx, log, err)
		os.Exit(1)
	}
	lambda.StartWithOptions(handler, lambda.WithContext(ctx), lambda.WithEnableSIGTERM(func() {
		log.InfoContext(ctx, "stopped") // every line is out when it is written, so nothing else is left to do
		os.Exit(0)
	}))
}
