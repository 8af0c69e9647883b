package deployed

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/tests/ministack"
)

// Main builds the functions, runs a package's tests, so many of them at once, and
// returns the code to exit with. Deployments mostly wait, so there may be more of
// them than processors.
func Main(m *testing.M, parallel int) int {
	flag.Parse()
	if testing.Short() || os.Getenv("MINISTACK_BIN") == "" {
		return m.Run() // the tests are skipped
	}
	dir, err := os.MkdirTemp("", "slipway-functions-")
	if err == nil {
		defer func() { _ = os.RemoveAll(dir) }() // it is in the system's folder for what is temporary
		err = errors.Join(Build(dir), flag.Set("test.parallel", strconv.Itoa(parallel)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return ministack.Main(m)
}

// binaries is where Build has put the functions' programs.
func binaries() string { return os.Getenv("SLIPWAY_BINARIES") }

// Build makes the two bootstraps, for the tests of a package; call it in TestMain.
func Build(dir string) error {
	for _, program := range []string{"front", "worker"} {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		args := []string{"build", "-tags", "lambda.norpc", "-trimpath", "-o", filepath.Join(dir, program)}
		if os.Getenv("GOCOVERDIR") != "" {
			args = append(args, "-cover", "-coverpkg=github.com/slipway-dev/slipway/...")
		} else {
			args = append(args, "-ldflags", "-s -w")
		}
		build := exec.CommandContext(ctx, "go", append(args, "github.com/slipway-dev/slipway/cmd/"+program)...) //nolint:gosec // our own programs
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", program, err, out)
		}
	}
	return os.Setenv("SLIPWAY_BINARIES", dir)
}
