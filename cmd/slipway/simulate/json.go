package simulate

import (
	"encoding/json"
	"io"

	"github.com/slipway-dev/slipway/rollout"
)

// document is the result for programs: every parameter by a plain name, then the
// figures.
type document struct {
	Scenario scenario `json:"scenario"`
	Result
}

type scenario struct {
	Runs           int            `json:"runs"`
	Seed           uint64         `json:"seed"`
	CallsPerMinute float64        `json:"callsPerMinute"`
	StableErrors   float64        `json:"stableErrors"`
	CanaryErrors   float64        `json:"canaryErrors"`
	StableSlow     float64        `json:"stableSlow"`
	CanarySlow     float64        `json:"canarySlow"`
	OutageShare    float64        `json:"outageShare"`
	OutageMinutes  float64        `json:"outageMinutes"`
	Steps          []step         `json:"steps"`
	MaxHoldMinutes float64        `json:"maxHoldMinutes"`
	Inconclusive   rollout.Choice `json:"inconclusive"`
	ProbesAMinute  int            `json:"probesAMinute"` // 0 unless an undecided step is probed
	WatchMinutes   float64        `json:"watchMinutes"`
	LagSeconds     float64        `json:"lagSeconds"`
	DroppedMinutes int            `json:"droppedMinutes"`
	ErrorRateMax   float64        `json:"errorRateMax"`
	SlowRateMax    float64        `json:"slowRateMax"`
	FalseRollback  float64        `json:"falseRollback"`
	FalsePromote   float64        `json:"falsePromote"`
	Tripwire       int            `json:"tripwire"`
	Literal        int            `json:"tripwireLiteral"`
}

type step struct {
	Weight      float64 `json:"weight"`
	HoldMinutes float64 `json:"holdMinutes"`
}

func (o Options) scenario() scenario {
	w, s, p := o.World, o.Strategy, o.Strategy.Judge
	out := scenario{
		Runs: o.Runs, Seed: o.Seed, CallsPerMinute: w.Traffic,
		StableErrors: w.Stable.Errors, CanaryErrors: w.Candidate.Errors,
		StableSlow: w.Stable.Slow, CanarySlow: w.Candidate.Slow,
		OutageShare: w.Outage.Share, OutageMinutes: w.Outage.Length.Minutes(),
		MaxHoldMinutes: s.MaxHold.Minutes(), Inconclusive: s.Inconclusive,
		WatchMinutes: s.Watch.Minutes(), LagSeconds: s.Settle.Seconds(), DroppedMinutes: s.Dropped(),
		ErrorRateMax: p.ErrorRateMax, SlowRateMax: p.SlowRateMax,
		FalseRollback: p.FalseRollback, FalsePromote: p.FalsePromote, Tripwire: p.Tripwire, Literal: p.Literal,
	}
	if s.Inconclusive == rollout.Probe {
		out.ProbesAMinute = s.Probes
	}
	for _, each := range s.Steps {
		out.Steps = append(out.Steps, step{each.Weight, each.Hold.Minutes()})
	}
	return out
}

// writeJSON is the result for programs.
func writeJSON(out io.Writer, o Options, r Result) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(document{o.scenario(), r})
}
