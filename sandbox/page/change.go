package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

func (p *page) setSpeed(r *http.Request) (any, error) {
	var in struct {
		Speed *float64 `json:"speed"` // simulated seconds for each real one
	}
	if err := read(r, &in); err != nil {
		return nil, err
	}
	if in.Speed == nil {
		return nil, refuse("speed is missing")
	}
	if err := p.Clock.SetSpeed(*in.Speed); err != nil {
		return nil, refuse("%s", err)
	}
	return nil, nil
}

func (p *page) setTraffic(r *http.Request) (any, error) {
	var in struct {
		Function  string   `json:"function"`
		PerMinute *float64 `json:"per_minute"` // simulated minutes
	}
	if err := read(r, &in); err != nil {
		return nil, err
	}
	if in.PerMinute == nil {
		return nil, refuse("per_minute is missing")
	}
	return nil, p.Cloud.SetTraffic(in.Function, *in.PerMinute)
}

// tuned is how a commit's code is to behave. What is left out stays as it is. The
// commit is named, or a version that is made of it.
type tuned struct {
	Service   string   `json:"service"`
	SHA       string   `json:"sha"` // in full, or enough of its beginning
	Function  string   `json:"function"`
	Version   string   `json:"version"`
	ErrorRate *float64 `json:"error_rate"` // 0 to 1
	LatencyMS *float64 `json:"latency_ms"`
	Crash     *bool    `json:"crash"` // fails at start
}

func (p *page) setBehaviour(r *http.Request) (any, error) {
	var in tuned
	if err := read(r, &in); err != nil {
		return nil, err
	}
	digest, err := p.image(r.Context(), in)
	if err != nil {
		return nil, err
	}
	p.tuning.Lock()
	defer p.tuning.Unlock()
	b, err := in.apply(p.Cloud.Behaviour(digest))
	if err != nil {
		return nil, err
	}
	return nil, p.Cloud.SetBehaviour(digest, b)
}

// apply changes what is asked for. A given error rate is meant from now on, so
// code that was to turn bad later no longer is.
func (t tuned) apply(b cloud.Behaviour) (cloud.Behaviour, error) {
	if t.ErrorRate != nil {
		if *t.ErrorRate < 0 || *t.ErrorRate > 1 {
			return b, refuse("error_rate has to be between 0 and 1")
		}
		b.ErrorRate, b.LateAfter, b.LateErrorRate = *t.ErrorRate, 0, 0
	}
	if t.LatencyMS != nil {
		if *t.LatencyMS <= 0 {
			return b, refuse("latency_ms has to be more than 0")
		}
		b.LatencyMS = *t.LatencyMS
	}
	if t.Crash != nil {
		b.Crash = *t.Crash
	}
	return b, nil
}

// image is the digest of the image that is meant.
func (p *page) image(ctx context.Context, t tuned) (string, error) {
	byVersion := t.Function != "" || t.Version != ""
	switch {
	case byVersion && (t.Service != "" || t.SHA != ""):
		return "", refuse("either service and sha are needed, or function and version, not both")
	case byVersion:
		return p.runs(t.Function, t.Version)
	default:
		return p.digest(ctx, t.Service, t.SHA)
	}
}

// errNoReset is the one failure that is told in a world that was replaced: whoever
// asked for the new one waits in the old one.
var errNoReset = errors.New("reset the sandbox")

func (p *page) reset(r *http.Request) (any, error) {
	if err := p.Reset(context.WithoutCancel(r.Context())); err != nil {
		return nil, fmt.Errorf("%w: %w", errNoReset, err)
	}
	p.inbox.clear()
	return nil, nil
}
