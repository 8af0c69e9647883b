package main

import _ "github.com/slipway-dev/slipway/cmd/sandbox/world"

func main() {}
