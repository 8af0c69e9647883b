// Package integration plays the stories of tests/scenario once more, on the bot as
// it runs on AWS.
package integration

import (
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/tests/deployed"
	"github.com/slipway-dev/slipway/tests/ministack"
	"github.com/slipway-dev/slipway/tests/stage"
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "slipway-functions-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := 1
	if err = deployed.Build(dir); err == nil {
		code = ministack.Main(m)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	_ = os.RemoveAll(dir) // it is in the system's folder for what is temporary
	os.Exit(code)
}

func TestStoriesOnAWS(t *testing.T) {
	for _, name := range []string{"good-deploy", "canary", "bad-version"} {
		t.Run(name, func(t *testing.T) {
			d := deployed.Open(t, deployed.Options{})
			stage.Play(t, "../scenario/"+name+".txtar", stage.Place{
				World: func() *world.World { return d.World }, Store: func() stage.Store { return d.Store },
				Front: d.Front, Log: d.Log, Kill: d.Kill, Patience: 90 * time.Second,
			})
		})
	}
}

var _ http.Handler = http.NotFoundHandler()
