package commands_test

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

const errorsAlarm, latencyAlarm = "checkout-errors", "checkout-latency"

// faults.md C1: an alarm comes ten times.
func TestAnAlarmThatComesTenTimesIsOneIncidentAndOneRollback(t *testing.T) {
	w := newWard(t, handsOn)
	id := w.bad(4 * time.Minute)
	s := w.red(errorsAlarm)
	w.hears(slices.Repeat([]rollout.Signal{s}, 10)...)
	i := w.incident()
	if back := w.rollbacks(); len(back) != 1 || i.Back != id || w.live(prod) != rollout.All("41") {
		t.Errorf("back %s, rollbacks %+v, live %s", i.Back, back, w.live(prod))
	}
	if n := w.replies(); happened(i) != "red back!" || len(n) != 1 || n[0].Root() != i.ID || n[0].Entry != 2 {
		t.Errorf("%s, replies %+v", happened(i), n)
	}
}

// faults.md C2: however a flapping alarm's news are mixed up, the newest counts, and the
// OK that came first opens nothing.
func TestTheNewsOfAnAlarmCountInTheOrderInWhichTheyHappened(t *testing.T) {
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		w := newWard(t, handsOff)
		w.deploy(prod, goodSHA)
		signals := []rollout.Signal{w.red(errorsAlarm), w.green(errorsAlarm), w.red(errorsAlarm)}
		for n := range signals {
			signals[n].At = w.now.Add(time.Duration(n) * time.Second)
		}
		for _, n := range order {
			w.hears(signals[n], signals[n])
		}
		if i := w.incident(); !i.Open() || w.live(prod) != rollout.All("42") {
			t.Errorf("%v: %s, live %s", order, happened(i), w.live(prod))
		}
	}
	w := newWard(t, handsOn)
	late := w.red(errorsAlarm)
	w.now = w.now.Add(time.Second)
	w.hears(w.green(errorsAlarm), late)
	if all := w.incidents(); len(all) != 0 {
		t.Errorf("it was over before it was heard of: %+v", all)
	}
}

// faults.md C3
func TestAlarmsOfOthersAreDroppedAndCounted(t *testing.T) {
	for want, change := range map[string]func(s *rollout.Signal){
		"account":    func(s *rollout.Signal) { s.Account = "666666666666" },
		"region":     func(s *rollout.Signal) { s.Region = "us-east-1" },
		"incomplete": func(s *rollout.Signal) { s.State = "PURPLE" },
		"no target":  func(s *rollout.Signal) { s.Gauges[0].Dimensions = map[string]string{"FunctionName": "billing-prod"} },
	} {
		w := newWard(t, handsOn)
		w.deploy(prod, goodSHA)
		var log bytes.Buffer
		w.Log = slog.New(slog.NewTextHandler(&log, nil))
		s := w.red(errorsAlarm)
		change(&s)
		w.hears(s)
		if all := w.incidents(); len(all) != 0 || !strings.Contains(log.String(), `dropped=`) || !strings.Contains(log.String(), want) {
			t.Errorf("%s: %+v, the log says %q", want, all, log.String())
		}
	}
	w := newWard(t, handsOn)
	w.Policy.Alarms.Accounts = nil
	if w.hears(w.red(errorsAlarm)); len(w.incidents()) != 0 {
		t.Error("nobody is listened to, and it was heard")
	}
}

// faults.md C4: nothing is under way. A button is offered, and nothing is done by itself
// unless the policy says so.
func TestAnAlarmAfterADeployTakesNothingBackUnlessThePolicySaysSo(t *testing.T) {
	w := newWard(t, handsOff)
	r := w.wentLive(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(5 * time.Minute)
	i := w.incident()
	if w.live(prod) != rollout.All("42") || i.Back != "" || i.Kept != "" || i.Suspect.Rollout != r.ID || i.Suspect.Stable != "41" {
		t.Errorf("live %s, %+v, %+v", w.live(prod), i, i.Suspect)
	}
	if e := i.Evidence; e == nil || e.Finding != rollout.FoundWorse || e.FirstBad.IsZero() {
		t.Errorf("%+v", e)
	}
	w = newWard(t, handsOn)
	w.hears(w.red(errorsAlarm))
	if i := w.incident(); i.Suspect != nil || i.Kept == "" || len(w.rollbacks()) != 0 {
		t.Errorf("nothing was ever deployed, and %+v", i)
	}
}

// faults.md C5: what is not known is not health, and no alarm.
func TestAnAlarmOfWhichNothingIsKnownIsNeitherRedNorWell(t *testing.T) {
	w := newWard(t, handsOn)
	id := w.bad(4 * time.Minute)
	w.hears(w.unknown(errorsAlarm))
	if len(w.incidents()) != 0 || w.rollout(id).Phase != rollout.Shifting {
		t.Fatalf("%+v, %s", w.incidents(), w.rollout(id).Phase)
	}
	w.environment("prod", func(e *commands.Environment) { e.OnAlarm.RollBack = false })
	w.hears(w.red(latencyAlarm))
	w.now = w.now.Add(time.Minute)
	w.hears(w.unknown(latencyAlarm))
	if i := w.incident(); !i.Open() || i.Alarms[0].State != rollout.AlarmUnknown {
		t.Errorf("%+v", i)
	}
	w.environment("prod", func(e *commands.Environment) { e.OnAlarm.RollBack = true })
	w.passes(2 * time.Minute)
	if i := w.incident(); i.Back != "" || i.Kept != "" {
		t.Errorf("nothing is red, and %s, %q", i.Back, i.Kept)
	}
}

// faults.md C6
func TestHugeAndHostileWordsOfAnAlarmAreKeptShort(t *testing.T) {
	w := newWard(t, handsOff)
	s := w.red(errorsAlarm)
	s.Reason, s.Description = strings.Repeat("<!channel> ", 1<<16), "<!channel>"
	s.Gauges = slices.Repeat(s.Gauges, 500)
	s.Children = slices.Repeat([]string{strings.Repeat("x", 5000)}, 500)
	s.Threshold = nil
	w.hears(s)
	row, err := w.store.Load(t.Context(), w.incident().Key())
	w.must(err)
	if a := w.incident().Alarms[0]; len(row.Body) > 30_000 || len(a.Gauges) != 3 || a.Description != "<!channel>" {
		t.Errorf("%d bytes, %d gauges", len(row.Body), len(a.Gauges))
	}
}

// faults.md C7: an alarm comes half an hour late.
func TestALateSignalIsHeldAgainstHowTheAlarmIsNow(t *testing.T) {
	w := newWard(t, handsOn)
	w.bad(4 * time.Minute)
	s := w.red(errorsAlarm)
	w.now = w.now.Add(2*time.Minute + time.Second)
	w.monitor.Set(w.green(errorsAlarm), nil)
	if w.hears(s); len(w.incidents()) != 0 {
		t.Errorf("it is over, and %+v", w.incidents())
	}
	for name, change := range map[string]func(w *ward){
		"the monitoring is away":        func(w *ward) { w.monitor.Before = failing("Alarms", errDown) },
		"the answer is about another":   func(w *ward) { w.Monitor = mistaken{w.monitor, w.green(latencyAlarm)} },
		"there is no monitoring to ask": func(w *ward) { w.Monitor = nil },
	} {
		w := newWard(t, handsOff)
		s := w.red(errorsAlarm)
		w.now = w.now.Add(30 * time.Minute)
		change(w)
		if w.hears(s); !w.incident().Open() {
			t.Errorf("%s: %+v", name, w.incident())
		}
	}
}

// faults.md C8: whatever is under way when an alarm comes, it goes through the same lock.
func TestAnAlarmDuringAnythingElseIsSerialisedByTheFence(t *testing.T) {
	for name, begin := range map[string]func(w *ward) rollout.ID{
		"a shift":   func(w *ward) rollout.ID { return w.bad(4 * time.Minute) },
		"a promote": promoting,
		"a rollback of the suspect": func(w *ward) rollout.ID {
			id := w.bad(4 * time.Minute)
			_, err := w.run(rel, grammar.Rollback{Target: prod})
			w.must(err)
			return id
		},
	} {
		w := newWard(t, handsOn)
		id := begin(w)
		w.hears(w.red(errorsAlarm))
		w.passes(2 * time.Minute)
		i := w.incident()
		if w.live(prod) != rollout.All("41") || len(w.rollbacks()) != 1 || i.Back != id || i.Restored.IsZero() {
			t.Errorf("%s: live %s, back %q, restored %s, %s, %q", name, w.live(prod), i.Back, i.Restored, happened(i), i.Kept)
		}
		w.verify(prod)
	}
}

// promoting is a bad version that is getting all of the traffic.
func promoting(w *ward) rollout.ID {
	id := w.bad(4 * time.Minute)
	_, err := w.run(rel, grammar.Promote{Subject: grammar.Subject{Target: prod}})
	w.must(err)
	return id
}

// faults.md C8: another deploy is not the suspect, and keeps its target.
func TestAnAlarmDuringADeployWithoutTrafficSuspectsTheOneBefore(t *testing.T) {
	w := newWard(t, handsOn)
	r := w.wentLive(4 * time.Minute)
	next := w.start(prod, badSHA)
	w.hears(w.red(errorsAlarm))
	i := w.incident()
	if i.Suspect.Rollout != r.ID || i.Back != "" || i.Kept == "" || w.rollout(next).Phase != rollout.Pending || w.live(prod) != rollout.All("42") {
		t.Errorf("suspect %+v, back %q, kept %q, the next one is %s", i.Suspect, i.Back, i.Kept, w.rollout(next).Phase)
	}
	w.verify(prod)
}
