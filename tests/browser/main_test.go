// Package browser plays a person with a browser: a real one, headless, on the
// page of a real sandbox process.
package browser

import (
	"os"
	"testing"

	"github.com/slipway-dev/slipway/tests/process"
)

var binary string // of the sandbox; made once for all tests

func TestMain(m *testing.M) {
	os.Exit(process.Main(m, func(made string) { binary = made }, func() error {
		if !asked() {
			return nil
		}
		return signed()
	}))
}
