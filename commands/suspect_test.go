package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func TestTheSuspectIsWhatChangedLastWithWhoAndWhat(t *testing.T) {
	w := newWard(t, handsOff)
	var commits []rollout.Commit
	for n := range 7 {
		commits = append(commits, rollout.Commit{SHA: goodSHA, Subject: strings.Repeat("x", n)})
	}
	w.host.Differ(rollout.Comparison{From: shipped("41"), To: goodSHA, Commits: commits, Ahead: 7})
	w.connect()
	w.environment("prod", func(e *commands.Environment) { e.MaxCommits = 10 })
	r := w.deploy(prod, goodSHA)
	w.now = w.now.Add(23 * time.Hour)
	w.hears(w.red(errorsAlarm))
	s := w.incident().Suspect
	if s == nil || s.Rollout != r.ID || s.Candidate != "42" || s.Stable != "41" || s.By != rel || s.Release.SHA != goodSHA || s.StableRelease.SHA != shipped("41") {
		t.Fatalf("%+v", s)
	}
	if s.Under || s.Weight != 1 || !s.At.Equal(r.Shares[0].From) || s.RedBefore || len(s.Commits) != 5 || s.Total != 7 {
		t.Errorf("%+v", s)
	}
}

func TestWhatChangedLongAgoOrChangedNothingIsNotSuspected(t *testing.T) {
	for name, begin := range map[string]func(w *ward){
		"a deploy of the day before": func(w *ward) {
			w.deploy(prod, goodSHA)
			w.now = w.now.Add(24 * time.Hour)
		},
		"one that never got traffic": func(w *ward) { w.deploy(prod, crashSHA) },
		"one that has none yet":      func(w *ward) { w.drive(w.start(prod, goodSHA), at(rollout.Deploying)) },
		"another environment's":      func(w *ward) { w.deploy(staging, goodSHA) },
	} {
		w := newWard(t, handsOff)
		begin(w)
		if w.hears(w.red(errorsAlarm)); w.incident().Suspect != nil {
			t.Errorf("%s: %+v", name, w.incident().Suspect)
		}
	}
}

func TestARolloutUnderWayIsSuspectedWithItsShare(t *testing.T) {
	w := newWard(t, handsOff)
	id := w.bad(time.Minute)
	w.hears(w.red(errorsAlarm))
	if s := w.incident().Suspect; s == nil || s.Rollout != id || !s.Under || s.Weight != 0.1 {
		t.Errorf("%+v", s)
	}
}

func TestAFirstVersionIsASuspectWithoutAWayBack(t *testing.T) {
	w := newWard(t, handsOn)
	w.fresh(prod)
	r := w.deploy(prod, goodSHA)
	w.now = w.now.Add(time.Minute)
	w.hears(w.red(errorsAlarm))
	i := w.incident()
	if i.Suspect == nil || i.Suspect.Rollout != r.ID || i.Suspect.Stable != "" || i.Suspect.At.IsZero() || !strings.Contains(i.Kept, "first version") {
		t.Errorf("%+v, kept %q", i.Suspect, i.Kept)
	}
}

// A rollback that is over may be to blame. One that was not over yet is the answer.
func TestARollbackIsSuspectedOnlyOfWhatCameAfterIt(t *testing.T) {
	w := newWard(t, handsOn)
	deployed := w.wentLive(4 * time.Minute)
	while := w.red(errorsAlarm)
	while.At = w.now.Add(time.Second)
	_, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	w.passes(time.Minute)
	w.hears(while)
	i, back := w.incident(), w.rollbacks()[0]
	if i.Suspect.Rollout != deployed.ID || i.Back != back.ID || i.Restored.IsZero() || len(w.rollbacks()) != 1 {
		t.Errorf("%+v, back %q", i.Suspect, i.Back)
	}
	if happened(i) != "red back restored!" || i.Log[1].By != rel {
		t.Errorf("%s %+v", happened(i), i.Log)
	}

	w = newWard(t, handsOn)
	w.wentLive(4 * time.Minute)
	_, err = w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	w.passes(3 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(time.Minute)
	i, back = w.incident(), w.rollbacks()[0]
	if s := i.Suspect; s.Rollout != back.ID || !s.IsRollback || s.Candidate != "41" || s.Stable != "" || s.Weight != 1 || i.Back != "" || !strings.Contains(i.Kept, "rollback itself") {
		t.Errorf("%+v, back %q, kept %q", i.Suspect, i.Back, i.Kept)
	}
}

// What the judge took back a moment before its alarm was red is news; what it took back
// long before is not.
func TestWhatWasTakenBackJustBeforeTheAlarmIsSaidToBe(t *testing.T) {
	for wait, linked := range map[time.Duration]bool{3 * time.Minute: true, 11 * time.Minute: false} {
		w := newWard(t, handsOn)
		w.environment("prod", func(e *commands.Environment) { e.Strategy.Shadow = false })
		r := w.deploy(prod, badSHA)
		w.now = w.now.Add(wait)
		w.hears(w.red(errorsAlarm))
		i := w.incident()
		if i.Suspect.Rollout != r.ID || i.Suspect.Weight != 0 || (i.Back == r.ID) != linked || strings.Contains(i.Kept, "not live any more") == linked {
			t.Errorf("after %s: %+v, back %q, kept %q", wait, i.Suspect, i.Back, i.Kept)
		}
	}
}

// An alarm that was red before never takes the fix back.
func TestAnAlarmThatWasRedBeforeTakesNothingBack(t *testing.T) {
	w := newWard(t, handsOn)
	w.hears(w.red(errorsAlarm))
	w.now = w.now.Add(time.Minute)
	id := w.bad(4 * time.Minute)
	w.hears(w.unknown(errorsAlarm))
	w.now = w.now.Add(time.Second)
	w.hears(w.red(errorsAlarm)) // it was not well since
	w.passes(2 * time.Minute)
	i := w.incident()
	if !slices.Contains(w.rollout(id).RedBefore, errorsAlarm) || !i.Suspect.RedBefore || i.Back != "" || !strings.Contains(i.Kept, "red before") {
		t.Fatalf("%+v, back %q, kept %q", i.Suspect, i.Back, i.Kept)
	}
	w.hears(w.red(latencyAlarm)) // another one is news
	if i = w.incident(); i.Suspect.RedBefore || i.Back != id {
		t.Errorf("%+v, back %q, kept %q", i.Suspect, i.Back, i.Kept)
	}
}

// What was found out about one suspect is not held against the next.
func TestANewSuspectStartsClean(t *testing.T) {
	w := newWard(t, handsOff)
	w.wentLive(4 * time.Minute)
	w.monitor.Say(nil, []rollout.Failing{{Text: "TypeError", Count: 3}})
	w.hears(w.red(errorsAlarm))
	w.passes(time.Minute)
	before := w.incident()
	id := w.start(prod, badSHA)
	w.drive(id, shifted)
	w.monitor.Say(nil, nil)
	w.hears(w.red(latencyAlarm))
	i := w.incident()
	if before.Evidence == nil || len(before.Errors) == 0 || i.Suspect.Rollout != id || i.Evidence != nil || i.Errors != nil {
		t.Errorf("before %+v %v, now of %s: %+v %v", before.Evidence, before.Errors, i.Suspect.Rollout, i.Evidence, i.Errors)
	}
}

// faults.md C8: the incident of the one that was taken back does not shield what is shipped
// while it goes on.
func TestWhatIsShippedWhileTheIncidentGoesOnIsSuspectedAndTakenBackToo(t *testing.T) {
	w := newWard(t, handsOn)
	w.bad(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(5 * time.Minute)
	if i := w.incident(); i.Back == "" || w.events() != "alarm rolled_back" {
		t.Fatalf("%s, events %s", happened(i), w.events())
	}
	_, err := w.run(rel, grammar.Unlock{Target: prod})
	w.must(err)
	second := w.bad(4 * time.Minute)
	w.hears(w.red(latencyAlarm))
	w.passes(2 * time.Minute)
	i := w.incident()
	if i.Suspect.Rollout != second || i.Back != second || i.Restored.IsZero() || w.live(prod) != rollout.All("41") {
		t.Errorf("%+v, back %q, kept %q, live %s", i.Suspect, i.Back, i.Kept, w.live(prod))
	}
	if happened(i) != "red back! restored! red back! restored!" || w.events() != "alarm rolled_back rolled_back" {
		t.Errorf("%s, events %s", happened(i), w.events())
	}
	w.verify(prod)
}

// An alarm that was red at the beginning, and well since, is held against a suspect when it
// turns red again.
func TestAnAlarmThatWasWellSinceIsHeldAgainstTheSuspect(t *testing.T) {
	w := newWard(t, handsOn)
	w.hears(w.red(errorsAlarm))
	id := w.bad(4 * time.Minute)
	w.hears(w.green(errorsAlarm))
	w.now = w.now.Add(time.Second)
	w.hears(w.red(errorsAlarm))
	i := w.incident()
	if !slices.Contains(w.rollout(id).RedBefore, errorsAlarm) || i.Suspect.RedBefore || i.Back != id {
		t.Errorf("%+v, back %q, kept %q", i.Suspect, i.Back, i.Kept)
	}
}

// A newer binary has written what happened last: the thread is there, and accuses nobody.
func TestARolloutThatCannotBeReadSilencesNoAlarm(t *testing.T) {
	w := newWard(t, handsOn)
	w.wentLive(4 * time.Minute)
	w.store.Leave(rollout.Stored{Key: rollout.RolloutKey("01K"), Rev: 1, Body: []byte(`{"schema":99,"record":{}}`)}, []string{rollout.TargetIndex(is(prod))})
	w.hears(w.red(errorsAlarm))
	w.passes(2 * time.Minute)
	if i := w.incident(); i.Suspect != nil || i.Looked.IsZero() || w.live(prod) != rollout.All("42") {
		t.Errorf("%+v", i)
	}
	w = newWard(t, handsOff)
	r := w.wentLive(4 * time.Minute)
	w.Store = failsOn{Store: w.store, kind: "shipping"}
	if w.hears(w.red(errorsAlarm)); w.incident().Suspect.Rollout != r.ID {
		t.Errorf("%+v", w.incident().Suspect)
	}
}

// A deploy after a rollback is another story than the one that was taken back.
func TestWhatIsShippedAfterARollbackHasAnIncidentOfItsOwn(t *testing.T) {
	w := newWard(t, handsOn)
	w.bad(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	w.passes(2 * time.Minute)
	w.hears(w.green(errorsAlarm))
	w.now = w.now.Add(time.Minute)
	w.hears(w.red(errorsAlarm)) // it flaps
	if i := w.incident(); i.Reopened != 1 || len(w.rollbacks()) != 1 {
		t.Fatalf("%s", happened(i))
	}
	w.now = w.now.Add(time.Minute)
	w.hears(w.green(errorsAlarm))
	_, err := w.run(rel, grammar.Unlock{Target: prod})
	w.must(err)
	second := w.bad(4 * time.Minute)
	w.hears(w.red(errorsAlarm))
	all := w.incidents()
	if len(all) != 2 || all[1].Back != second || all[0].Open() || w.live(prod) != rollout.All("41") {
		t.Errorf("%d incidents, live %s", len(all), w.live(prod))
	}
}
