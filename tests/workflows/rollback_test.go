package workflows_test

import (
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
	want(t, r, "rollback success, what success")
	if !slices.Contains(r.calls, "slipway release rollback --service checkout --env prod --to=v41 --timeout 15m --output json") {
		t.Errorf("slipway was called as %q", r.called("slipway"))
	}
	if got := r.called("aws sns publish"); len(got) != 1 || !strings.Contains(got[0], "'Rolled back: checkout in prod' --message 'Rolled back: checkout in prod. Live is v41 again, and its health check passed. https://") {
		t.Errorf("told was %q", got)
	}
}

func TestAnAlarmRollsBackToTheLastGoodVersion(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.answer("slipway release rollback", 0, `{"message":"Live is v41 again."}`)
	r := s.rollback("repository_dispatch")
	want(t, r, "rollback success, what success")
	if !slices.Contains(r.calls, "slipway release rollback --service checkout --env prod --timeout 15m --output json") {
		t.Errorf("slipway was called as %q", r.called("slipway"))
	}
}

func TestAFailedRollbackIsLoud(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]string{"it fails": "slipway release rollback", "slipway cannot be built": "go build", "the policy is not there": "action actions/checkout"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.answer(call, 1, `{"message":"Live is v41 again, BUT IT IS NOT WELL."}`)
			r := s.rollback("workflow_dispatch")
			want(t, r, "rollback failure, what success")
			if got := r.called("aws sns publish"); len(got) != 1 || !strings.Contains(got[0], "--subject 'ROLLBACK FAILED: checkout in prod'") {
				t.Errorf("told was %q", got)
			}
			if !strings.Contains(r.log, "::error title=ROLLBACK FAILED::checkout in prod may still be on the bad version.") {
				t.Errorf("the run is not loud:\n%s", r.log)
			}
		})
	}
}

func TestARollbackThatNobodyIsToldOfIsRedButNotCalledFailed(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.answer("slipway release rollback", 0, `{"message":"Live is v41 again."}`)
	s.answer("aws sns publish", 255, "")
	r := s.rollback("workflow_dispatch")
	want(t, r, "rollback failure, what success")
	if strings.Contains(r.log, "title=ROLLBACK FAILED") {
		t.Error("it says that the rollback failed")
	}
}
