package store

import (
	_ "github.com/aws/aws-sdk-go-v2/aws"
	_ "github.com/slipway-dev/slipway/commands"
	_ "go.etcd.io/bbolt"
)
