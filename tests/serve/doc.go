// Package serve runs `slipway serve` as people do: a process of its own, which opens
// connections to a simulated workspace, and ships to a simulated account over AWS's wire.
package serve
