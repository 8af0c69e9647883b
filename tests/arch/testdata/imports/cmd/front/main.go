package main

import _ "github.com/slipway-dev/slipway/tests/contract"

func main() {}
