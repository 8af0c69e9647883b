package slack

import (
	_ "github.com/slack-go/slack"
	_ "github.com/slipway-dev/slipway/rollout"
)
