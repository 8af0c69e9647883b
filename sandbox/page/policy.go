package page

import "net/http"

// Policy is what can be switched of an environment's policy while the sandbox runs.
type Policy struct {
	Environment     string `json:"environment"`
	Judge           string `json:"judge"`             // "enforce", or "shadow" if it only looks on
	RollBackOnAlarm bool   `json:"rollback_on_alarm"` // by itself
}

// The modes of the judge.
const (
	enforce = "enforce"
	shadow  = "shadow"
)

// policies are those of all environments; never nil, so that it is an array in JSON.
func (p *page) policies() []Policy {
	if p.Policies == nil {
		return []Policy{}
	}
	return append([]Policy{}, p.Policies()...)
}

// setPolicy switches what is given of an environment's policy.
func (p *page) setPolicy(r *http.Request) (any, error) {
	var in struct {
		Environment     string  `json:"environment"`
		Judge           *string `json:"judge"`
		RollBackOnAlarm *bool   `json:"rollback_on_alarm"`
	}
	if err := read(r, &in); err != nil {
		return nil, err
	}
	if in.Judge != nil && *in.Judge != enforce && *in.Judge != shadow {
		return nil, refuse("judge has to be enforce or shadow")
	}
	p.tuning.Lock()
	defer p.tuning.Unlock()
	for _, now := range p.policies() {
		if now.Environment != in.Environment {
			continue
		}
		next := now
		if in.Judge != nil {
			next.Judge = *in.Judge
		}
		if in.RollBackOnAlarm != nil {
			next.RollBackOnAlarm = *in.RollBackOnAlarm
		}
		if next == now {
			return nil, nil
		}
		return nil, p.SetPolicy(r.Context(), next)
	}
	return nil, refuse("there is no environment %q", in.Environment)
}
