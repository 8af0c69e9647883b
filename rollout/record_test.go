package rollout_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

var checkout = rollout.Target{Service: "checkout", Environment: "prod"}

func TestEveryRecordIsReadAsItWasWritten(t *testing.T) {
	w := newWorld(canary())
	w.counts = traffic(200, 0.2, 0.001)
	w.run(nil) // a rollout with everything in it
	w.r.Fresh = nil
	roundTrip(t, w.r)
	lock, entry := w.lock.Hold(rollout.Hold{By: "UANA", Reason: "lunch", Since: noon}).Log(noon, "UANA", "lock", "", "lunch")
	roundTrip(t, lock)
	roundTrip(t, entry)
	roundTrip(t, rollout.Notice{ID: "n", Version: 3, Kind: rollout.Locked, Lock: &lock, At: noon})
	roundTrip(t, rollout.Notice{ID: "n", Version: 1, Kind: rollout.Strayed, Stray: &rollout.Stray{Target: checkout, Found: rollout.Split("41", "42", 0.1), Origin: rollout.LeftBehind, Rollout: "01J", Deadline: noon, Back: "41"}, At: noon})
	threshold := 5.0
	i := heard(rollout.Incident{ID: "01I", Target: checkout}, signal("a", rollout.AlarmRed, 0)).Ack("UANA", noon)
	i.Alarms[0].Gauges, i.Alarms[0].Threshold = []rollout.Gauge{{Namespace: "AWS/Lambda", Metric: "Errors", Period: time.Minute}}, &threshold
	i.Evidence = &rollout.Evidence{Finding: rollout.FoundUnclear, Candidate: judge.Counts{Invocations: 3}}
	i.Plot = &rollout.Plot{Threshold: &threshold, Points: []rollout.Reading{{At: noon, Value: 7}}}
	roundTrip(t, i)
	roundTrip(t, rollout.Alarms{Target: checkout, Revision: 1, All: i.Alarms, Incident: "01I"})
	roundTrip(t, rollout.Paged{Incident: "01I", Revision: 1, State: rollout.PageTrigger, At: noon})
	roundTrip(t, rollout.Drilled{Rollout: "01J", Target: checkout, Began: noon, Ended: noon, Took: time.Minute, Passed: true})
	roundTrip(t, rollout.Posted{ID: "n", Revision: 2, TS: "1.2", At: noon})
	roundTrip(t, rollout.Seen{ID: "trigger", At: noon})
	roundTrip(t, rollout.Judgement{Rollout: "01J", Step: 1, Minute: judge.Minute{At: noon}})
}

func roundTrip[T rollout.Record](t *testing.T, want T) {
	t.Helper()
	body, err := rollout.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := rollout.Decode[T](rollout.Stored{Key: want.Key(), Body: body})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryRecordHasItsPlaceItsGuardAndItsLists(t *testing.T) {
	open := rollout.Rollout{ID: "01J", Revision: 4, Target: checkout, Phase: rollout.Shifting}
	over := open
	over.Phase = rollout.Succeeded
	for _, c := range []struct {
		record  rollout.Record
		key     string
		rev     int64
		guard   rollout.Guard
		indexes []string
	}{
		{open, "rollout/01J", 4, rollout.Next, []string{"rollouts/checkout/prod", "rollouts/all", "rollouts/open"}},
		{over, "rollout/01J", 4, rollout.Next, []string{"rollouts/checkout/prod", "rollouts/all"}},
		{rollout.Lock{Target: checkout, Revision: 7}, "lock/checkout/prod", 7, rollout.Next, []string{"locks"}},
		{rollout.Entry{Target: checkout, Seq: 12}, "audit/checkout/prod/0000000012", 1, rollout.Next, []string{"audit/checkout/prod"}},
		{rollout.Notice{ID: "n", Version: 3}, "notice/n", 3, rollout.Newer, []string{"notices"}},
		{rollout.Posted{ID: "n", Revision: 2}, "posted/n", 2, rollout.Next, nil},
		{rollout.Seen{ID: "trigger"}, "seen/trigger", 1, rollout.Next, []string{"seen"}},
		{rollout.Judgement{Rollout: "01J", Minute: judge.Minute{At: noon}}, "judgement/01J/20261122T1200", 1, rollout.Next, []string{"judgements/01J"}},
	} {
		rev, guard := c.record.Rev()
		if c.record.Key().String() != c.key || rev != c.rev || guard != c.guard || !slices.Equal(c.record.Indexes(), c.indexes) {
			t.Errorf("%T: %s at %d, guard %d, in %v", c.record, c.record.Key(), rev, guard, c.record.Indexes())
		}
	}
}

// faults.md F9: a row of a shape that this version does not know is not guessed at.
func TestARowThatIsNotUnderstoodIsRefusedByName(t *testing.T) {
	for name, body := range map[string]string{
		"a newer schema": `{"schema":5,"record":{"id":"x"}}`,
		"a newer shape":  `{"schema":5,"record":{"id":7}}`,
		"no schema":      `{"record":{"id":"x"}}`,
		"no JSON":        `not JSON`,
		"another shape":  `{"schema":1,"record":{"id":7}}`,
		"nothing":        ``,
	} {
		got, err := rollout.Decode[rollout.Seen](rollout.Stored{Key: rollout.Seen{ID: "x"}.Key(), Body: []byte(body)})
		if err == nil || !strings.Contains(err.Error(), "seen/x") || got != (rollout.Seen{}) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if newer := strings.HasPrefix(name, "a newer"); rollout.IsKind(err, rollout.Upgrading) != newer {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := rollout.Decode[rollout.Seen](rollout.Stored{Body: []byte(`{"schema":1,"record":{"id":"x","of a later version":true}}`)}); err != nil {
		t.Errorf("a field more: %v", err)
	}
}

// unwritable is a record that JSON has no form for.
type unwritable struct {
	rollout.Seen
	Wrong func()
}

func TestWhatCannotBeEncodedIsAnErrorByName(t *testing.T) {
	if _, err := rollout.Encode(unwritable{Seen: rollout.Seen{ID: "x"}}); err == nil || !strings.Contains(err.Error(), "seen/x") {
		t.Error(err)
	}
}

func TestConflictsAndGapsSayWhatTheyAreAbout(t *testing.T) {
	key := rollout.LockKey(checkout)
	for _, err := range []error{&rollout.ConflictError{Key: key}, &rollout.MissingError{Key: key}} {
		if !strings.Contains(err.Error(), "lock/checkout/prod") {
			t.Error(err)
		}
	}
}

func TestErrorsTellPeopleAndLogsApart(t *testing.T) {
	cause := errors.New("connection refused by 10.0.0.1")
	err := error(&rollout.Error{Kind: rollout.Broken, Message: "It is down.", Hint: "Try again.", Err: cause})
	if err.Error() != "It is down: connection refused by 10.0.0.1" || !errors.Is(err, cause) {
		t.Errorf("%v", err)
	}
	if bare := (&rollout.Error{Message: "It is down."}).Error(); bare != "It is down." {
		t.Error(bare)
	}
	wrapped := errors.Join(errors.New("activity"), err)
	if !rollout.IsKind(wrapped, rollout.Broken) || rollout.IsKind(wrapped, rollout.Stale) || rollout.IsKind(cause, rollout.Broken) || rollout.IsKind(nil, rollout.Broken) {
		t.Error("kinds are mixed up")
	}
}
