package release

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/slipway-dev/slipway/tests/deployed"
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

// parallel is how many stories there are at once; they mostly wait.
const parallel = 8

func run(m *testing.M) int {
	if flag.Parse(); testing.Short() || os.Getenv("MINISTACK_BIN") == "" {
		return m.Run() // which skips what starts a process
	}
	dir, err := os.MkdirTemp("", "slipway-release-")
	if err == nil {
		defer func() { _ = os.RemoveAll(dir) }() // it is in the system's folder for what is temporary
		_, err = Build(dir)
	}
	if err == nil {
		err = os.Setenv("SLIPWAY_BUILT_IN", dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return deployed.Main(m, parallel)
}
