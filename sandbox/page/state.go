package page

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// state is the sandbox at one moment: GET /sandbox/api/state.
type state struct {
	Now      time.Time `json:"now"` // simulated, in whole seconds, which every RFC 3339 parser takes
	Speed    float64   `json:"speed"`
	Bot      string    `json:"bot"` // "up", or "down" after a kill
	Policies []Policy  `json:"policies"`
	Alarms   []alarm   `json:"alarms"`
	Targets  []target  `json:"targets"`
}

// target is what the bot knows of it, and what the cloud does.
type target struct {
	Target
	Live     *live     `json:"live"`
	Blue     *string   `json:"blue"`
	Green    *string   `json:"green"`
	Versions []version `json:"versions"` // oldest first
}

// live is how the traffic is split.
type live struct {
	Version string             `json:"version"`
	Weights map[string]float64 `json:"weights"` // of the other version only
}

type version struct {
	Version string `json:"version"`
	SHA     string `json:"sha"` // empty if the bot did not publish it
}

func (p *page) state(r *http.Request) (any, error) {
	s, _, err := p.look(r.Context(), 0)
	return s, err
}

// look is the state, and the functions it was read from with their last minutes.
func (p *page) look(ctx context.Context, back time.Duration) (state, []cloud.FunctionState, error) {
	now := p.Clock.Now().UTC()
	s := state{Now: now.Truncate(time.Second), Speed: p.Clock.Speed(), Bot: p.bot(), Policies: p.policies(), Targets: []target{}}
	known, err := p.Targets(ctx)
	if err != nil {
		return s, nil, fmt.Errorf("ask the bot for its targets: %w", err)
	}
	functions, err := p.Cloud.Functions(now.Add(-back))
	if err != nil {
		return s, nil, fmt.Errorf("look at the account: %w", err)
	}
	if s.Alarms, err = p.alarms(known); err != nil {
		return s, nil, err
	}
	byName := map[string]cloud.FunctionState{}
	for _, f := range functions {
		byName[f.Latest.FunctionName] = f
	}
	for _, t := range known {
		s.Targets = append(s.Targets, describe(t, byName[t.Function]))
	}
	return s, functions, nil
}

// describe adds what the cloud knows to a target. Of a function that there is
// not it knows nothing.
func describe(t Target, f cloud.FunctionState) target {
	out := target{Target: t, Versions: []version{}}
	out.tidy()
	for _, v := range f.Versions {
		out.Versions = append(out.Versions, version{v.Version, shaOf(v.Description)})
	}
	for _, a := range f.Aliases {
		switch a.Name {
		case cloud.LiveAlias:
			out.Live = &live{Version: a.FunctionVersion, Weights: a.AdditionalVersionWeights}
			if out.Live.Weights == nil {
				out.Live.Weights = map[string]float64{}
			}
		case "blue":
			out.Blue = &a.FunctionVersion
		case "green":
			out.Green = &a.FunctionVersion
		}
	}
	return out
}

// tidy makes what the bot says fit for every parser: times in whole seconds, and
// an array where there are no steps.
func (t *Target) tidy() {
	if t.Rollout != nil {
		r := *t.Rollout
		r.Since, r.Until = r.Since.UTC().Truncate(time.Second), r.Until.UTC().Truncate(time.Second)
		r.Steps = append([]float64{}, r.Steps...)
		t.Rollout = &r
	}
	if t.Last != nil {
		l := *t.Last
		l.Ended = l.Ended.UTC().Truncate(time.Second)
		t.Last = &l
	}
}

// shaOf is the commit that a version's description names: "slipway sha=… …".
func shaOf(description string) string {
	for _, field := range strings.Fields(description) {
		if sha, ok := strings.CutPrefix(field, "sha="); ok {
			return sha
		}
	}
	return ""
}
