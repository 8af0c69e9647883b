package world

import _ "github.com/slipway-dev/slipway/sandbox/cloud"
