package page

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// alarm is one of the simulated account's, on a target.
type alarm struct {
	Name        string    `json:"name"`
	Service     string    `json:"service"`
	Environment string    `json:"environment"`
	State       string    `json:"state"` // OK, ALARM or INSUFFICIENT_DATA
	Since       time.Time `json:"since"` // simulated
	Reason      string    `json:"reason"`
}

// alarms are those of the targets, in their order and then by name.
func (p *page) alarms(targets []Target) ([]alarm, error) {
	all, err := p.Cloud.Alarms()
	if err != nil {
		return nil, fmt.Errorf("look at the alarms: %w", err)
	}
	out := []alarm{}
	for _, t := range targets {
		for _, a := range all {
			if a.FunctionName == t.Function {
				out = append(out, alarm{a.Name, t.Service, t.Environment, a.State, a.Since.UTC().Truncate(time.Second), a.Reason})
			}
		}
	}
	return out, nil
}

// forced is how long an alarm stays red that was fired by hand, unless it is cleared,
// in simulated time.
const forced = 30 * time.Minute

// setAlarm fires an alarm by hand, or clears it.
func (p *page) setAlarm(r *http.Request) (any, error) {
	var in struct {
		Service     string `json:"service"`
		Environment string `json:"environment"`
		Name        string `json:"name"` // empty: the one on errors
		State       string `json:"state"`
		Reason      string `json:"reason"` // may be empty
	}
	if err := read(r, &in); err != nil {
		return nil, err
	}
	targets, err := p.Targets(r.Context())
	if err != nil {
		return nil, fmt.Errorf("ask the bot for its targets: %w", err)
	}
	function := ""
	for _, t := range targets {
		if t.Service == in.Service && t.Environment == in.Environment {
			function = t.Function
		}
	}
	if function == "" {
		return nil, refuse("there is no service %q in an environment %q", in.Service, in.Environment)
	}
	name, err := p.alarmOf(function, in.Name)
	if err != nil {
		return nil, err
	}
	switch in.State {
	case cloud.AlarmRed:
		return nil, p.Cloud.ForceAlarm(name, in.State, cmp.Or(in.Reason, "Fired by hand in the sandbox."), forced)
	case cloud.AlarmOK:
		return nil, p.Cloud.ForceAlarm(name, in.State, cmp.Or(in.Reason, "Cleared by hand in the sandbox."), 0)
	default:
		return nil, refuse("state has to be ALARM or OK")
	}
}

// alarmOf finds an alarm of a function, by its name or else the one on errors.
func (p *page) alarmOf(function, name string) (string, error) {
	all, err := p.Cloud.Alarms()
	if err != nil {
		return "", fmt.Errorf("look at the alarms: %w", err)
	}
	for _, a := range all {
		if a.FunctionName == function && (a.Name == name || name == "" && a.Metric == cloud.MetricErrors) {
			return a.Name, nil
		}
	}
	return "", refuse("%s has no alarm %q", function, name)
}
