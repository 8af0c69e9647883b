package judge_test

import (
	"encoding/json"
	"testing"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// FuzzJudge gives the judge two minutes of one rollout as they may come from
// outside: what cannot be true is refused and changes nothing, anything else is
// judged in finite numbers.
func FuzzJudge(f *testing.F) {
	for _, seed := range []struct{ params, first, second string }{
		{`{"error_rate_max":0.02,"slow_rate_max":0.05,"false_rollback":0.01,"false_promote":0.05,"tripwire":5}`,
			`{"weight":0.1,"candidate":{"invocations":20,"errors":1,"slow":2},"stable":{"invocations":180,"errors":2}}`,
			`{"weight":1,"candidate":{"invocations":200,"errors":20},"probes":{"invocations":3}}`},
		{`{"error_rate_max":0.89,"false_rollback":1e-300,"false_promote":1e-300,"literal":1}`,
			`{"weight":1e-300,"mixed":true,"stable":{"invocations":100000000}}`,
			`{"weight":0.9999999999999999,"no_slow":true,"candidate":{"invocations":1,"errors":1,"slow":1},"stable":{"invocations":1,"errors":1}}`},
		{`{"error_rate_max":1e-300,"slow_rate_max":1e-300,"false_rollback":0.5,"false_promote":0.5}`,
			`{"weight":0.5,"candidate":{"invocations":100000000,"errors":1000,"slow":1},"stable":{}}`,
			`{"weight":0.5,"candidate":{"invocations":2,"errors":3},"stable":{"invocations":-1}}`},
		{`{}`, `{"weight":2}`, `{"candidate":{"invocations":100000001}}`},
	} {
		f.Add([]byte(seed.params), []byte(seed.first), []byte(seed.second))
	}
	f.Fuzz(func(t *testing.T, params, first, second []byte) {
		var p judge.Params
		var minutes [2]judge.Minute
		if json.Unmarshal(params, &p) != nil || json.Unmarshal(first, &minutes[0]) != nil || json.Unmarshal(second, &minutes[1]) != nil {
			t.Skip("not JSON of these")
		}
		var s judge.State
		for _, m := range minutes {
			if slowToSum(m) {
				t.Skip("takes a second")
			}
			after, v := judge.Judge(p, s, m)
			if p.Validate() == nil && m.Validate() == nil {
				isFinite(t, after, v)
			} else if after != s || v.Kind != judge.Error || v.Reason != judge.ReasonInvalid {
				t.Fatalf("judged by numbers that cannot be true: %+v", v)
			}
			s = after
		}
	})
}

// slowToSum says that many events can fall in many ways.
func slowToSum(m judge.Minute) bool {
	all := together(counted(m.Candidate), counted(m.Stable))
	most := max(min(all.Errors, all.Invocations-all.Errors), min(all.Slow, all.Invocations-all.Slow))
	return most > 100_000
}
