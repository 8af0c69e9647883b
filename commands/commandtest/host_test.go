package commandtest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/rollout"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newHost() *commandtest.Host { return commandtest.NewHost(func() time.Time { return noon }) }

// order is one for a commit whose SHA begins like that.
func order(correlation string) rollout.Order {
	return rollout.Order{Service: "checkout", SHA: "abc123" + strings.Repeat("0", 34), Correlation: correlation, Since: noon.Add(-time.Minute)}
}

func TestARefStandsForOneCommitOrForNone(t *testing.T) {
	h := newHost()
	one, two := rollout.Release{SHA: "abc1230001"}, rollout.Release{SHA: "abc1230002"}
	h.Add("checkout", one, "main", "latest")
	h.Add("checkout", two, "latest")
	h.Add("basket", rollout.Release{SHA: "abc1230003"}, "main")
	for ref, want := range map[string]string{"main": "abc1230001", "latest": "abc1230002", "abc1230002": "abc1230002", "abc123": "ambiguous_ref", "abc12": "unknown_ref", "refs": "unknown_ref"} {
		r, err := h.Resolve(t.Context(), "checkout", ref)
		var refusal *rollout.Refusal
		if errors.As(err, &refusal) {
			r.SHA = refusal.Code
		}
		if r.SHA != want {
			t.Errorf("%s: %s, %v", ref, r.SHA, err)
		}
	}
}

func TestWhatIsKnownOfCommitsIsWhatWasSaid(t *testing.T) {
	h := newHost()
	h.Stand("abc", rollout.Standing{Signed: true})
	h.Differ(rollout.Comparison{From: "abc", To: "def", Ahead: 3})
	if s, err := h.Standing(t.Context(), "checkout", "abc", rollout.Demands{}); err != nil || !s.Signed {
		t.Errorf("%+v, %v", s, err)
	}
	if c, err := h.Compare(t.Context(), "checkout", "abc", "def"); err != nil || c.Ahead != 3 {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := h.Compare(t.Context(), "checkout", "def", "abc"); !rollout.IsKind(err, rollout.NotFound) {
		t.Error(err)
	}
	if calls := h.Calls(); !slices.Equal(calls, []string{"Standing", "Compare", "Compare"}) || h.Calls() != nil {
		t.Errorf("calls %v", calls)
	}
}

func TestARunIsFoundByItsCorrelationAndByNothingElse(t *testing.T) {
	h := newHost()
	run, err := h.Dispatch(t.Context(), order("01A"))
	if err != nil || run.ID != 1 || run.State != rollout.RunQueued {
		t.Fatalf("%+v, %v", run, err)
	}
	h.Silent = true
	if run, err = h.Dispatch(t.Context(), order("01B")); err != nil || run.ID != 0 {
		t.Errorf("a silent host names its run: %+v, %v", run, err)
	}
	h.Late = time.Second
	if _, found, err := h.Find(t.Context(), order("01A")); found || err != nil {
		t.Errorf("it is listed before its time: %t, %v", found, err)
	}
	h.Late = 0
	late := order("01B")
	late.Since = noon.Add(time.Second)
	for _, c := range []struct {
		order rollout.Order
		want  int64
	}{{order("01A"), 1}, {order("01B"), 2}, {order("01C"), 0}, {order("01"), 0}, {late, 0}} {
		if run, found, err := h.Find(t.Context(), c.order); err != nil || found != (c.want > 0) || run.ID != c.want {
			t.Errorf("%s: %+v, %t, %v", c.order.Correlation, run, found, err)
		}
	}
}

func TestARunIsFollowedLetThroughAndEnded(t *testing.T) {
	h := newHost()
	if _, err := h.Dispatch(t.Context(), order("01A")); err != nil {
		t.Fatal(err)
	}
	if err := h.Approve(t.Context(), "checkout", 1, []string{"staging"}, "by ana"); err == nil {
		t.Error("a gate was opened that nobody waits at")
	}
	h.Set(1, func(r *rollout.Run) { r.State, r.Waits = rollout.RunWaiting, []string{"staging", "security"} })
	if err := h.Approve(t.Context(), "checkout", 1, []string{"prod"}, "by eve"); err == nil {
		t.Error("a gate was opened that nobody waits at")
	}
	if err := h.Approve(t.Context(), "checkout", 1, []string{"security"}, "by eve"); err != nil || h.Runs()[0].State != rollout.RunWaiting || !slices.Equal(h.Runs()[0].Waits, []string{"staging"}) {
		t.Errorf("%+v, %v", h.Runs(), err)
	}
	if err := h.Approve(t.Context(), "checkout", 1, []string{"staging"}, "by ana"); err != nil || h.Runs()[0].Comment != "by ana" {
		t.Errorf("%+v, %v", h.Runs(), err)
	}
	for range 2 {
		if err := h.Cancel(t.Context(), "checkout", 1); err != nil {
			t.Error(err)
		}
	}
	if run, err := h.Look(t.Context(), "checkout", 1); err != nil || run.State != rollout.RunCancelled || run.Waits != nil {
		t.Errorf("%+v, %v", run, err)
	}
	h.Set(2, nil) // of no run
	if _, err := h.Look(t.Context(), "checkout", 2); !rollout.IsKind(err, rollout.NotFound) {
		t.Error(err)
	}
}

func TestADeploymentIsMadeOnceAndRemembersWhatWasSaidOfIt(t *testing.T) {
	h := newHost()
	d := rollout.Deployment{Service: "checkout", Rollout: "01A"}
	for range 2 {
		if id, err := h.Open(t.Context(), d); err != nil || id != 1 {
			t.Errorf("%d, %v", id, err)
		}
	}
	for _, d.State = range []rollout.DeploymentState{rollout.DeploymentQueued, rollout.DeploymentDone} {
		if err := h.Mark(t.Context(), 1, d); err != nil {
			t.Error(err)
		}
	}
	if told := h.Told(); len(told) != 1 || !slices.Equal(told[0].States, []rollout.DeploymentState{"queued", "success"}) || told[0].Latest != d {
		t.Errorf("%+v", told)
	}
	if err := h.Mark(t.Context(), 2, d); !rollout.IsKind(err, rollout.NotFound) {
		t.Error(err)
	}
}

func TestACallCanFailBeforeItsEffectOrLoseItsAnswer(t *testing.T) {
	h := newHost()
	fails := func(string) error { return errDown }
	h.Before = fails
	if _, err := h.Dispatch(t.Context(), order("01A")); !errors.Is(err, errDown) || len(h.Runs()) != 0 {
		t.Errorf("before: %v, %+v", err, h.Runs())
	}
	h.Before, h.After = nil, fails
	if run, err := h.Dispatch(t.Context(), order("01A")); !errors.Is(err, errDown) || run.ID != 0 || len(h.Runs()) != 1 {
		t.Errorf("after: %+v, %v, %+v", run, err, h.Runs())
	}
	if id, err := h.Open(t.Context(), rollout.Deployment{Rollout: "01A"}); !errors.Is(err, errDown) || id != 0 || len(h.Told()) != 1 {
		t.Errorf("after: %d, %v, %+v", id, err, h.Told())
	}
}
