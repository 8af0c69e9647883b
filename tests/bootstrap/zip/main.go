// Command zip packs a program as the code of a Lambda function.
//
//	zip PROGRAM FILE.zip [BESIDE...]
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/slipway-dev/slipway/tests/bootstrap"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: zip PROGRAM FILE.zip [BESIDE...]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(program, file string, beside []string) (err error) {
	out, err := os.Create(file) //nolint:gosec // the caller names it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	return bootstrap.Zip(out, program, beside...)
}
