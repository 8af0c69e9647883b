package ingress

import (
	_ "github.com/slipway-dev/slipway/commands"
	_ "github.com/slipway-dev/slipway/commands/grammar"
)
