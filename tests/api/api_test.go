// Package api plays the sandbox's documented JSON API as a stranger's script
// would: a real process, plain HTTP, and nothing that is not documented.
package api

import (
	"os"
	"testing"

	"github.com/slipway-dev/slipway/tests/process"
)

var binary string // of the sandbox; made once for all tests

func TestMain(m *testing.M) {
	os.Exit(process.Main(m, func(made string) { binary = made }, nil))
}

// needsProcess is for every test here: they run beside one another, and not when
// time is short.
func needsProcess(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("runs a real process for some seconds")
	}
	t.Parallel()
}

// fresh starts a sandbox that nobody has used.
func fresh(t *testing.T, flags ...string) *process.Process {
	t.Helper()
	needsProcess(t)
	return process.Start(t, binary, t.TempDir(), flags...)
}
