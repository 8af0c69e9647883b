package page

import (
	"net/http"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// lookBack is how much of the past the page's charts show, in simulated time:
// twenty minutes, and the one that has only begun.
const lookBack = 21 * time.Minute

// cloudState is the state, and what the page's charts and knobs show beyond it.
type cloudState struct {
	state
	Functions []function `json:"functions"`
}

type function struct {
	Name      string   `json:"name"`
	PerMinute float64  `json:"per_minute"`
	Versions  []knobs  `json:"versions"`
	Minutes   []minute `json:"minutes"`
}

// knobs are how a version behaves.
type knobs struct {
	version
	ErrorRate float64 `json:"error_rate"`
	LatencyMS float64 `json:"latency_ms"`
	Crash     bool    `json:"crash"`
}

// minute is what one version did for callers in a simulated minute.
type minute struct {
	At      int64  `json:"at"` // its start, Unix seconds
	Version string `json:"version"`
	Calls   int64  `json:"calls"`
	Errors  int64  `json:"errors"`
	// Durations, in milliseconds: half of the calls took less, and 95 % of them.
	P50MS float64 `json:"p50_ms"`
	P95MS float64 `json:"p95_ms"`
}

func (p *page) cloud(r *http.Request) (any, error) {
	s, functions, err := p.look(r.Context(), lookBack)
	if err != nil {
		return nil, err
	}
	out := cloudState{state: s, Functions: []function{}}
	for _, f := range functions {
		out.Functions = append(out.Functions, describeFunction(f))
	}
	return out, nil
}

func describeFunction(f cloud.FunctionState) function {
	out := function{Name: f.Latest.FunctionName, PerMinute: f.PerMinute, Versions: []knobs{}, Minutes: []minute{}}
	for _, v := range f.Versions {
		b := v.Behaviour
		out.Versions = append(out.Versions, knobs{version{v.Version, shaOf(v.Description)}, b.ErrorRate, b.LatencyMS, b.Crash})
	}
	for _, m := range f.Minutes {
		out.Minutes = append(out.Minutes, minute{m.At.Unix(), m.Version, m.Invocations, m.Errors, m.P50MS, m.P95MS})
	}
	return out
}
