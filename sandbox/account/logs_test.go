package account_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

func (w *world) logs() account.Logs { return account.Logs{Cloud: w.Cloud, Function: w.Function} }

// failing are the lines of a version in ten minutes in which it behaves so.
func failing(t *testing.T, b cloud.Behaviour, n int) (*world, []rollout.Failing) {
	t.Helper()
	w := open(t)
	w.must(w.Cloud.SetBehaviour(account.Commit{Service: "checkout", SHA: twoSHA}.Digest(), b))
	w.now = noon.Add(10 * time.Minute)
	got, err := w.logs().Failing(t.Context(), target, "2", noon, w.now, n)
	w.must(err)
	return w, got
}

func TestTheLogSpeaksOfTheCallsThatFailedTheMostFrequentFirst(t *testing.T) {
	w, got := failing(t, cloud.Behaviour{ErrorRate: 0.2, LatencyMS: 80}, 3)
	if len(got) != 2 || got[0].Text != "TypeError: Cannot read properties of undefined (reading 'total')" || !got[0].Last.Equal(w.now.Add(-time.Second)) {
		t.Fatalf("%+v", got)
	}
	if all := got[0].Count + got[1].Count; all < 900 || all > 1500 || got[0].Count < 3*got[1].Count {
		t.Errorf("%d lines of 1200 failures, %d of the first kind", all, got[0].Count)
	}
	if top, err := w.logs().Failing(t.Context(), target, "2", noon, w.now, 1); err != nil || len(top) != 1 || top[0] != got[0] {
		t.Errorf("%v, %v", top, err)
	}
	early, err := w.logs().Failing(t.Context(), target, "2", noon, noon.Add(time.Minute), 1)
	if err != nil || len(early) != 1 || early[0].Count > 200 || !early[0].Last.Equal(noon.Add(59*time.Second)) {
		t.Errorf("of one minute: %v, %v", early, err)
	}
}

func TestAVersionThatCrashesSaysSoInEveryLine(t *testing.T) {
	if _, got := failing(t, cloud.Presets()["crash"], 3); len(got) != 1 || got[0].Count < 5000 {
		t.Errorf("%+v", got)
	}
}

func TestAVersionWithoutFailuresHasNoLines(t *testing.T) {
	w, got := failing(t, cloud.Behaviour{LatencyMS: 80}, 3)
	if len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if other, err := w.logs().Failing(t.Context(), rollout.Target{Service: "none"}, "2", noon, w.now, 3); err != nil || len(other) != 0 {
		t.Errorf("%v, %v", other, err)
	}
}

func TestFewFailuresAreOneLine(t *testing.T) {
	if _, got := failing(t, cloud.Behaviour{ErrorRate: 0.0003, LatencyMS: 80}, 3); len(got) != 1 || got[0].Count > 4 {
		t.Errorf("%+v", got)
	}
}
