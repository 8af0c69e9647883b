package account_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

func TestAVersionThatAnswersWellIsHealthy(t *testing.T) {
	w := open(t)
	w.checks.Smoke = []rollout.Smoke{{Path: "/healthz", Status: http.StatusOK}}
	h, err := w.Check(t.Context(), target, "2")
	if err != nil || !h.OK || h.Version != "2" || h.Status != http.StatusOK || h.Detail != "" {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestWhatAVersionAnswersDecidesItsHealth(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(w *world)
		detail string
	}{
		"it cannot start": {func(w *world) {
			all, err := w.List(t.Context(), target)
			w.must(err)
			w.must(w.Cloud.SetBehaviour(all[0].Release.Digest, cloud.Presets()["crash"]))
		}, "it failed"},
		"it takes too long": {func(w *world) {
			all, err := w.List(t.Context(), target)
			w.must(err)
			w.must(w.Cloud.SetBehaviour(all[0].Release.Digest, cloud.Behaviour{LatencyMS: 60_000}))
			w.checks.Timeout = time.Second
		}, "it did not answer within 1s"},
		"a smoke test fails": {func(w *world) {
			w.checks.Smoke = []rollout.Smoke{{Path: "/health", Status: http.StatusTeapot}, {Path: "/health", Status: http.StatusOK}}
		}, "it answered 200, not 418"},
	} {
		w := open(t)
		c.spoil(w)
		h, err := w.Check(t.Context(), target, "2")
		if err != nil || h.OK || !strings.Contains(h.Detail, c.detail) {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
	}
}

// faults.md E5: a version that was deleted is not well; it is not waited for.
func TestAVersionThatIsNotThereIsNotHealthy(t *testing.T) {
	h, err := open(t).Check(t.Context(), target, "99")
	if err != nil || h.OK || h.Detail == "" || h.Version != "99" {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestAVersionThatCannotBeAskedIsAnError(t *testing.T) {
	w := open(t)
	w.fault["Invoke"] = errLost
	if _, err := w.Check(t.Context(), target, "2"); !errors.Is(err, errLost) {
		t.Error(err)
	}
}

func TestAVersionThatIsNotReadyYetIsAnErrorThatPasses(t *testing.T) {
	w := open(t)
	v := w.published()
	w.now = w.now.Add(-10 * time.Second)
	if _, err := w.Check(t.Context(), target, v); err == nil {
		t.Error("it answers before it is ready")
	}
	w.now = w.now.Add(10 * time.Second)
	if h, err := w.Check(t.Context(), target, v); err != nil || !h.OK {
		t.Errorf("%+v, %v", h, err)
	}
}
