package process

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
)

// Main runs the tests of a package with the path of one sandbox, built for all of
// them and given to built before. With -short nothing is built: those tests skip
// themselves. What comes after, if it is not nil, comes when all have passed.
func Main(m *testing.M, built func(binary string), after func() error) (code int) {
	flag.Parse()
	code, err := run(m, built, after)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

func run(m *testing.M, built func(string), after func() error) (code int, err error) {
	if testing.Short() {
		return m.Run(), nil
	}
	dir, err := os.MkdirTemp("", "slipway-tests-")
	if err != nil {
		return 0, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left is the system's to clear away
	binary, err := Build(context.Background(), dir)
	if err != nil {
		return 0, err
	}
	built(binary)
	if code = m.Run(); code == 0 && after != nil {
		err = after()
	}
	return code, err
}
