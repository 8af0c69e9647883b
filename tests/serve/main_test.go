package serve

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/slipway-dev/slipway/tests/release"
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

// run builds the command line, whose bot the tests run.
func run(m *testing.M) int {
	if flag.Parse(); testing.Short() {
		return 0
	}
	dir, err := os.MkdirTemp("", "slipway-serve-")
	if err == nil {
		defer func() { _ = os.RemoveAll(dir) }() // it is in the system's folder for what is temporary
		_, err = release.Build(dir)
	}
	if err == nil {
		err = os.Setenv("SLIPWAY_BUILT_IN", dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}
