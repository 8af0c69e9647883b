// Command service is a small service as Slipway ships them: a health check, some work
// to do, and faults that can be switched on, for drills. It runs on AWS Lambda, and with
// -listen on any machine. README.md says how.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/aws/aws-lambda-go/lambda"
)

func main() {
	listen := flag.String("listen", "", "serve HTTP at this address, such as 127.0.0.1:8080, and not Lambda")
	flag.Parse()
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	if err := run(*listen, log, os.Getenv); err != nil { //nolint:forbidigo // the one place where the environment comes in
		log.Error("it does not start", "error", err.Error())
		os.Exit(1)
	}
}

// run serves until it is told to stop.
func run(listen string, log *slog.Logger, env func(string) string) error {
	s, err := configured(log, env)
	if err != nil {
		return fmt.Errorf("read the environment: %w", err)
	}
	if s.fault == crash {
		return errors.New("FAULT=crash: it ends before the first call")
	}
	if listen == "" {
		lambda.Start(s.invoke)
		return nil
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return s.serve(ctx, listen)
}
