package runbook

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/release"
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

// missing says that the commands cannot be run here.
func missing() bool {
	return testing.Short() || os.Getenv("MINISTACK_BIN") == "" || os.Getenv("AWS_CLI") == ""
}

func run(m *testing.M) int {
	if flag.Parse(); missing() {
		return m.Run() // which skips what starts a process
	}
	dir, err := os.MkdirTemp("", "slipway-runbook-")
	if err == nil {
		defer func() { _ = os.RemoveAll(dir) }() // it is in the system's folder for what is temporary
		_, err = release.Build(dir)
	}
	err = errors.Join(err, service(filepath.Join(dir, "service")), os.Setenv("SLIPWAY_BUILT_IN", dir))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return deployed.Main(m, 1)
}

// service builds the function that is shipped.
func service(bin string) error {
	build := exec.Command("go", "build", "-tags", "lambda.norpc", "-o", bin, "./testdata/service") //nolint:noctx // go test ends it
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the service: %w\n%s", err, out)
	}
	return nil
}
