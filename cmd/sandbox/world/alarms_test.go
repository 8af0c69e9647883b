package world_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

const errorsAlarm = "checkout-prod-errors"

// bad is the SHA of a commit of checkout that behaves so.
func bad(t *testing.T, w *world.World, behaviour string) string {
	t.Helper()
	for _, c := range w.Commits {
		if c.Service == "checkout" && c.Behaviour == behaviour && world.Waiting(c) {
			return c.SHA
		}
	}
	t.Fatalf("no commit is %s", behaviour)
	return ""
}

// incidents of checkout in prod, oldest first.
func incidents(t *testing.T, w *world.World) []rollout.Incident {
	t.Helper()
	rows, err := w.Store.Query(t.Context(), rollout.Query{Index: rollout.IncidentsIndex(rollout.Target{Service: "checkout", Environment: "prod"})})
	if err != nil {
		t.Fatal(err)
	}
	var out []rollout.Incident
	for _, row := range rows {
		i, err := rollout.Decode[rollout.Incident](row)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, i)
	}
	return out
}

// fired has the alarm red for an hour.
func fired(t *testing.T, w *world.World, state string) {
	t.Helper()
	if err := w.Cloud.ForceAlarm(errorsAlarm, state, "by hand", time.Hour); err != nil {
		t.Fatal(err)
	}
}

// waitFor lets up to a minute of real time pass until something is so.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	for range 600 {
		if so() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("it never came to this: %s", what)
}

func TestEveryTargetHasAlarmsThatAreWellAtFirst(t *testing.T) {
	dir := t.TempDir()
	w := open(t, options(dir))
	for range 2 { // the second time they are there already
		all, err := w.Cloud.Alarms()
		if err != nil || len(all) != 2*len(w.Config.Services)*len(w.Config.Environments) {
			t.Fatalf("%d alarms, %v", len(all), err)
		}
		for _, al := range all {
			if al.State != cloud.AlarmOK || al.Tags["slipway:service"] == "" || al.Tags["slipway:environment"] == "" {
				t.Errorf("%+v", al)
			}
		}
		closed(t, w)
		w = open(t, options(dir))
	}
}

func TestAnAlarmThatTurnsBecomesOneIncidentWhichEndsWithIt(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		fired(t, w, cloud.AlarmRed)
		waitFor(t, "an incident", func() bool { return len(incidents(t, w)) == 1 && len(messages(w, "checkout-prod-errors")) == 1 })
		if i := incidents(t, w)[0]; !i.Open() || i.Alarms[0].ID != "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:"+errorsAlarm {
			t.Errorf("%+v", i)
		}
		fired(t, w, cloud.AlarmOK)
		waitFor(t, "its end", func() bool { return !incidents(t, w)[0].Open() })
		if left, err := w.Cloud.Transitions(); err != nil || len(left) != 0 {
			t.Errorf("%d transitions are left, %v", len(left), err)
		}
		end()
		closed(t, w)
	})
}

func TestWhatTurnsWhileTheBotIsDeadIsToldToTheNextOne(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		w.Kill()
		synctest.Wait()
		fired(t, w, cloud.AlarmRed)
		time.Sleep(3 * time.Second)
		if n := len(incidents(t, w)); n != 0 || w.Up() {
			t.Errorf("%d incidents, and the bot is dead", n)
		}
		waitFor(t, "an incident", func() bool { return len(incidents(t, w)) == 1 })
		end()
		closed(t, w)
	})
}

// The story of the issue: the judge looks on, the alarm fires by itself and names the
// deploy, and nobody needs to click.
func TestABadDeployThatTheJudgeOnlyWatchesIsTakenBackByItsAlarm(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		if err := w.Switch(t.Context(), "prod", world.Switches{Shadow: true, RollBack: true}); err != nil {
			t.Fatal(err)
		}
		sha := bad(t, w, world.Bad)
		types(t, w, "prod "+sha)
		waitFor(t, "the rollout is back", func() bool {
			r := rollouts(t, w)[0]
			return r.Release.SHA == sha && r.Phase == rollout.RolledBack
		})
		r := rollouts(t, w)[0]
		if !r.Strategy.Shadow || r.Cause.Code != rollout.CauseAlarm {
			t.Errorf("the judge looks on: %v; %+v", r.Strategy.Shadow, r.Cause)
		}
		waitFor(t, "the incident is over", func() bool { all := incidents(t, w); return len(all) == 1 && !all[0].Open() })
		if i := incidents(t, w)[0]; i.Suspect == nil || i.Suspect.Release.SHA != sha || i.Back == "" {
			t.Errorf("%+v", i.Suspect)
		}
		waitFor(t, "the topic hears of it", func() bool { return len(w.Announced()) == 1 })
		end()
		closed(t, w)
	})
}
