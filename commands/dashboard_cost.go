package commands

import "github.com/slipway-dev/slipway/rollout"

// PerCall is what a call has cost on average, in dollars: the time that is billed, by the
// memory that the function had, and the call itself. False when nobody called, or there is
// no price. What is free each month is not taken off: it belongs to no call.
func (p Prices) PerCall(usage []rollout.Usage, arch string) (dollars float64, known bool) {
	second := p.GBSecond[arch]
	var calls int64
	var compute float64
	for _, u := range usage {
		calls += u.Calls
		compute += u.Billed.Seconds() * float64(u.Memory) / 1024
	}
	if calls == 0 || second == 0 {
		return 0, false
	}
	return compute*second/float64(calls) + p.Request, true
}

// Reading is what it has cost to read some numbers, in dollars.
func (p Prices) Reading(n rollout.Numbers) float64 {
	const gb = 1e9 // rather too much than too little
	return float64(n.Metrics)*p.Metric + float64(n.Scanned)/gb*p.ScanGB
}
