package infra

import _ "embed"

//go:embed prices.yaml
var prices []byte

// Prices is the file of what AWS asks, prices.yaml.
func Prices() []byte { return append([]byte(nil), prices...) }
