package workflows_test

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func (s *stage) rollback(event string) result {
	s.t.Helper()
	if event == "repository_dispatch" {
		return s.run("rollback.yml", event, map[string]any{"action": "alarm", "client_payload": map[string]any{"service": "checkout", "environment": "prod"}})
	}
	return s.run("rollback.yml", event, map[string]any{"inputs": map[string]any{"service": "checkout", "environment": "prod", "to": "v41"}})
}

func TestARollbackByHandGoesToTheVersionThatIsNamed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.answer("slipway release rollback", 0, `{"rollout":"`+id+`","message":"Live is v41 again, and its health check passed."}`)
	r := s.rollback("workflow_dispatch")
	want(t, r, "rollback success, tell success, what success")
	if !slices.Contains(r.calls, "slipway release rollback --service checkout --env prod --to=v41 --timeout 15m --output json") {
		t.Errorf("slipway was called as %q", r.called("slipway"))
	}
	if got := r.called("aws sns publish"); len(got) != 1 || !strings.Contains(got[0], "'Rolled back: checkout in prod' --message 'Rolled back: Live is v41 again, and its health check passed.  https://") {
		t.Errorf("told was %q", got)
	}
}

func TestAnAlarmRollsBackToTheLastGoodVersion(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.answer("slipway release rollback", 0, `{"message":"Live is v41 again."}`)
	r := s.rollback("repository_dispatch")
	want(t, r, "rollback success, tell success, what success")
	if !slices.Contains(r.calls, "slipway release rollback --service checkout --env prod --if-recent --timeout 15m --output json") {
		t.Errorf("slipway was called as %q", r.called("slipway"))
	}
}

func TestAFailedRollbackIsLoud(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ call, hint string }{
		"it fails":                      {"slipway release rollback", "By hand: `aws lambda update-alias`."},
		"slipway cannot be built":       {"go build", "Look now: /deploy status prod checkout"},
		"the policy is not there":       {"action actions/checkout", "Look now: /deploy status prod checkout"},
		"slipway has no word to say it": {"slipway", "Look now: /deploy status prod checkout"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			says := ""
			if c.call == "slipway release rollback" {
				says = `{"message":"THE ROLLBACK DID NOT END.","hint":"` + c.hint + `"}`
			}
			s.answer(c.call, 1, says)
			r := s.rollback("workflow_dispatch")
			want(t, r, "rollback failure, tell success, what success")
			got := r.called("aws sns publish")
			if len(got) != 1 || !strings.Contains(got[0], "--subject 'ROLLBACK FAILED: checkout in prod'") || !strings.Contains(got[0], c.hint) {
				t.Errorf("told was %q", got)
			}
			if !strings.Contains(r.log, "::error title=ROLLBACK FAILED::checkout in prod may still be on the bad version.") {
				t.Errorf("the run is not loud:\n%s", r.log)
			}
		})
	}
}

func TestARollbackThatIsRefusedOrNotOverIsNotCalledFailed(t *testing.T) {
	t.Parallel()
	for code, title := range map[int]string{3: "REFUSED", 4: "ROLLBACK NOT OVER YET"} {
		s := newStage(t)
		s.answer("slipway release rollback", code, `{"message":"The alarm is not about that."}`)
		r := s.rollback("repository_dispatch")
		want(t, r, "rollback failure, tell success, what success")
		if got := r.called("aws sns publish"); len(got) != 1 || !strings.Contains(got[0], "--subject '"+title+": checkout in prod' --message '"+title+": The alarm is not about that.") {
			t.Errorf("told was %q", got)
		}
		if strings.Contains(r.log, "ROLLBACK FAILED::") || !strings.Contains(r.log, "::error title="+title+"::The alarm is not about that.") {
			t.Errorf("the run is loud about the wrong thing:\n%s", r.log)
		}
	}
}

func TestARollbackThatNobodyIsToldOfIsRedButNotCalledFailed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.answer("slipway release rollback", 0, `{"message":"Live is v41 again."}`)
	s.answer("aws sns publish", 255, "")
	r := s.rollback("workflow_dispatch")
	want(t, r, "rollback success, tell failure, what success")
	if strings.Contains(r.log, "ROLLBACK FAILED::") {
		t.Error("it says that the rollback failed")
	}
}

// A compiler has no business with a role, nor between an alarm and the traffic.
func TestARollbackTakesItsRoleOnceSlipwayIsThere(t *testing.T) {
	t.Parallel()
	const address = "https://example.org/slipway"
	program := fmt.Sprintf("%x", sha256.Sum256([]byte(read(t, "testdata/program"))))
	for name, c := range map[string]struct {
		built  string // the file of what is built already
		curl   int    // its exit code
		builds int
	}{
		"it is built already":         {runner() + " " + address + " " + program, 0, 0},
		"it is not the one":           {runner() + " " + address + " " + strings.Repeat("0", 64), 0, 1},
		"it cannot be had":            {runner() + " " + address + " " + program, 22, 1},
		"it is for another system":    {"Other-X64 " + address + " " + program, 0, 1},
		"there is none, so far":       {"# none", 0, 1},
		"the line is not a whole one": {runner() + " " + address, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.builtBefore(c.built + "\n")
			s.answer("curl", c.curl, "")
			s.answer("slipway release rollback", 0, `{"message":"Live is v41 again."}`)
			r := s.rollback("repository_dispatch")
			want(t, r, "rollback success, tell success, what success")
			if got := r.called("go build"); len(got) != c.builds {
				t.Errorf("built was %q", got)
			}
			role := slices.IndexFunc(r.calls, func(call string) bool { return strings.HasPrefix(call, "action aws-actions/configure-aws-credentials") })
			for i, call := range r.calls {
				if i > role && (strings.HasPrefix(call, "go ") || strings.HasPrefix(call, "curl ")) {
					t.Errorf("with the role: %s", call)
				}
			}
		})
	}
}

// runner names this machine's system as a runner does.
func runner() string {
	system := map[string]string{"linux": "Linux", "darwin": "macOS"}[runtime.GOOS]
	return system + "-" + map[string]string{"amd64": "X64", "arm64": "ARM64"}[runtime.GOARCH]
}
