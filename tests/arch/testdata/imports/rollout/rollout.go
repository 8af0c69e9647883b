package rollout

import (
	"net/http"
	"net/url"
	"os/exec"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout/judge"
	"gonum.org/v1/gonum/stat"
)

var _, _, _, _, _, _ = http.Get, url.Parse, exec.Command, commands.X, judge.X, stat.X
