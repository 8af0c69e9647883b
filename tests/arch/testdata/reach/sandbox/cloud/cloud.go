package cloud

import (
	_ "github.com/aws/aws-sdk-go-v2/service/lambda"
	_ "github.com/slipway-dev/slipway/cmd/sandbox/world"
)
