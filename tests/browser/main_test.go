// Package browser plays a person with a browser: a real one, headless, on the
// page of a real sandbox process.
package browser

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/slipway-dev/slipway/tests/process"
)

var binary string // of the sandbox; made once for all tests

func TestMain(m *testing.M) {
	flag.Parse()
	code, err := runAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func runAll(m *testing.M) (code int, err error) {
	if testing.Short() { // what needs a browser skips itself
		return m.Run(), nil
	}
	dir, err := os.MkdirTemp("", "slipway-browser-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if binary, err = process.Build(context.Background(), dir); err != nil {
		return 0, err
	}
	if code = m.Run(); code == 0 && asked() {
		err = signed()
	}
	return code, err
}
