// Package simulate is `slipway simulate`: it lets the real rollout logic, and
// other judges beside it, ship a new version in a simulated world, many times,
// and counts what became of it.
package simulate
