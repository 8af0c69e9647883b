package rollout_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

// faults.md D8: whatever became of a run, it ends, and says why.
func TestWhatTheCodeHostSaysOfARunHasOneMeaning(t *testing.T) {
	for _, c := range []struct {
		status, conclusion string
		want               rollout.RunState
		because            string // a word of the reason; empty for no reason
	}{
		{"requested", "", rollout.RunQueued, ""},
		{"queued", "", rollout.RunQueued, ""},
		{"pending", "", rollout.RunQueued, ""},
		{"", "", rollout.RunQueued, ""},
		{"waiting", "", rollout.RunWaiting, ""},
		{"action_required", "", rollout.RunWaiting, ""},
		{"in_progress", "", rollout.RunGoing, ""},
		{"completed", "success", rollout.RunSucceeded, ""},
		{"completed", "failure", rollout.RunFailed, ""},
		{"completed", "cancelled", rollout.RunCancelled, "cancelled"},
		{"completed", "timed_out", rollout.RunFailed, "longer than it may"},
		{"completed", "startup_failure", rollout.RunFailed, "workflow file"},
		{"completed", "action_required", rollout.RunFailed, "permission"},
		{"completed", "stale", rollout.RunFailed, "gave it up"},
		{"completed", "skipped", rollout.RunFailed, "was skipped"},
		{"completed", "neutral", rollout.RunFailed, `ended as "neutral"`},
		{"completed", "", rollout.RunFailed, `ended as ""`},
		{"completed", strings.Repeat("x", 100_000), rollout.RunFailed, "ended as"},
	} {
		state, reason := rollout.RunStateOf(c.status, c.conclusion)
		if state != c.want || (reason == "") != (c.because == "") || !strings.Contains(reason, c.because) || len(reason) > 100 {
			t.Errorf("%s %.40s: %s, %q", c.status, c.conclusion, state, reason)
		}
	}
}

// faults.md D7: messages come out of order, and twice.
func TestARunEndsUpTheSameInWhateverOrderNewsOfItCome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }
		news := []rollout.Run{
			{ID: 7, Attempt: 1, State: rollout.RunQueued, Updated: at(1)},
			{ID: 7, Attempt: 1, State: rollout.RunGoing, Updated: at(2)},
			{ID: 7, Attempt: 1, State: rollout.RunFailed, Updated: at(3)},
			{ID: 7, Attempt: 2, State: rollout.RunGoing, Updated: at(4)},
			{ID: 7, Attempt: 2, State: rollout.RunSucceeded, URL: "https://git.example/runs/7", Updated: at(5)},
		}
		told := append(slices.Clone(news), news[rapid.IntRange(0, 4).Draw(t, "twice")])
		r := rollout.Run{State: rollout.RunAsked}
		for _, n := range rapid.Permutation(told).Draw(t, "order") {
			ended, attempt := r.State.Ended(), r.Attempt
			after, changed := r.With(n)
			if changed && ended && after.Attempt == attempt {
				t.Errorf("%+v after its end became %+v", r, after)
			}
			r = after
		}
		if want := news[4]; r.State != want.State || r.Attempt != 2 || r.URL != want.URL {
			t.Errorf("%+v", r)
		}
	})
}

func TestNewsOfTheSameStateAddWhatWasNotKnown(t *testing.T) {
	gate := rollout.Run{ID: 7, Attempt: 1, State: rollout.RunWaiting, URL: "https://git.example/runs/7"}
	staging, security := gate, gate
	staging.Waits, security.Waits, security.URL = []string{"staging"}, []string{"security"}, ""
	failed, why := gate, gate
	failed.State, why.State, why.Failure = rollout.RunFailed, rollout.RunFailed, &rollout.Failure{Job: "test"}
	for name, c := range map[string]struct {
		was, news rollout.Run
		changed   bool
	}{
		"what it waits for":           {gate, staging, true},
		"what it waits for next":      {staging, security, true},
		"the same":                    {staging, staging, false},
		"less":                        {staging, gate, false},
		"where it failed":             {failed, why, true},
		"where it failed, once more":  {why, why, false},
		"that it waited, once failed": {failed, staging, false},
	} {
		got, changed := c.was.With(c.news)
		if changed != c.changed || got.URL == "" || changed && got.State != c.news.State {
			t.Errorf("%s: %+v, %t", name, got, changed)
		}
	}
}

// A run that was heard of last at noon, and was asked for by 01B.
func TestARunIsABuildForThoseWhoWaitForIt(t *testing.T) {
	first, before, after := rollout.Rollout{ID: "01B", Created: noon.Add(-time.Hour)}, rollout.Rollout{ID: "01C", Created: noon.Add(-1)}, rollout.Rollout{ID: "01D", Created: noon}
	for _, c := range []struct {
		run     rollout.RunState
		rollout rollout.Rollout
		after   time.Duration
		want    rollout.BuildState
	}{
		{rollout.RunAsked, after, 0, rollout.BuildRunning},
		{rollout.RunQueued, first, 0, rollout.BuildRunning},
		{rollout.RunWaiting, before, 0, rollout.BuildRunning},
		{rollout.RunGoing, after, 0, rollout.BuildRunning},
		{rollout.RunSucceeded, first, time.Minute, rollout.BuildRunning},    // the registry tells a little later
		{rollout.RunSucceeded, first, 2 * time.Minute, rollout.BuildFailed}, // faults.md D9
		{rollout.RunSucceeded, after, 2 * time.Minute, rollout.BuildAbsent},
		{rollout.RunFailed, first, 0, rollout.BuildFailed},
		{rollout.RunFailed, before, 0, rollout.BuildFailed}, // it waited too
		{rollout.RunFailed, after, 0, rollout.BuildAbsent},  // it came later
		{rollout.RunCancelled, first, 0, rollout.BuildFailed},
		{rollout.RunCancelled, before, 0, rollout.BuildAbsent}, // for somebody else, who did not want it any more
		{rollout.RunCancelled, after, 0, rollout.BuildAbsent},
	} {
		b := rollout.BuildRun{Rollout: first.ID, Heard: noon, Looked: noon, Run: rollout.Run{ID: 7, State: c.run, URL: "https://git.example/runs/7", Reason: "tests are red"}}
		got := b.For(c.rollout, noon.Add(c.after))
		if got.State != c.want || got.State == rollout.BuildFailed && (got.Reason == "" || got.URL == "") || got.State == rollout.BuildRunning && got.Run != 7 {
			t.Errorf("%s for %s after %s: %+v", c.run, c.rollout.ID, c.after, got)
		}
	}
}

func TestARunIsLookedForByItsOrderAndFromShortlyBefore(t *testing.T) {
	o := rollout.BuildRun{Service: "checkout", SHA: "abc1234def", Rollout: "01B", AskedReal: noon}.Order()
	if want := (rollout.Order{Service: "checkout", SHA: "abc1234def", Correlation: "01B", Since: noon.Add(-time.Minute)}); o != want {
		t.Errorf("%+v", o)
	}
}
