package commands_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// finds is a checkup that finds one thing of the whole installation.
func finds(name string, g rollout.Grade) commands.Checkup {
	return commands.Checkup{Name: name, All: func(context.Context) []rollout.Diagnosis { return []rollout.Diagnosis{{Grade: g, Found: "so"}} }}
}

// by are the findings of one checkup.
func by(check string, e commands.Examined) []rollout.Diagnosis {
	return slices.DeleteFunc(slices.Clone(e.Diagnoses), func(d rollout.Diagnosis) bool { return d.Check != check })
}

func TestTheDoctorSaysTheWorstFirst(t *testing.T) {
	w := newWorld(t)
	w.Checkups = []commands.Checkup{finds("one", rollout.GradeSound), finds("two", rollout.GradeAiling), finds("three", rollout.GradeBroken), finds("four", rollout.GradeUnknown), finds("five", rollout.GradeBroken)}
	out, err := w.run(nobody, grammar.Doctor{Target: prod}) // whoever may look
	w.must(err)
	e := out.(commands.Examined)
	var order []string
	for _, d := range e.Diagnoses[:5] {
		order = append(order, d.Check)
	}
	if want := []string{"three", "five", "four", "two", "one"}; !slices.Equal(order, want) || e.Where != is(prod) {
		t.Errorf("%v of %s", order, e.Where)
	}
}

func TestTheDoctorLooksAtTheTargetsThatAreNamed(t *testing.T) {
	w := newWorld(t)
	w.Checkups = []commands.Checkup{{Name: "wiring", Each: func(_ context.Context, to rollout.Target) []rollout.Diagnosis {
		return []rollout.Diagnosis{{Grade: rollout.GradeSound, Found: to.String()}}
	}}}
	for where, want := range map[rollout.Target][]string{
		{}: {"checkout/staging", "checkout/prod", "ghost/staging", "ghost/prod"},
		{Service: "checkout", Environment: "prod"}: {"checkout/prod"},
		{Environment: "staging"}:                   {"checkout/staging", "ghost/staging"},
		{Service: "moon"}:                          nil,
	} {
		var got []string
		for _, d := range by("wiring", w.Examine(t.Context(), where)) {
			if d.About != d.Found {
				t.Errorf("%+v", d)
			}
			got = append(got, d.About)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", where, got, want)
		}
	}
}

func TestACheckupThatBreaksDownIsAFindingAndKeepsNoneBack(t *testing.T) {
	w := newWorld(t)
	w.Checkups = []commands.Checkup{{Name: "wild", All: func(context.Context) []rollout.Diagnosis { panic("oh") }}, finds("calm", rollout.GradeSound)}
	e := w.Examine(t.Context(), is(prod))
	if d := by("wild", e); len(d) != 1 || d[0].Grade != rollout.GradeUnknown || d[0].Remedy == "" || len(by("calm", e)) != 1 {
		t.Errorf("%+v", e.Diagnoses)
	}
}

// Time is the bubble's: nothing waits for real.
func TestTheDoctorNeitherWaitsForOneCheckupNorForAllOfThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var now, most atomic.Int64
		for n := range 20 {
			w.Checkups = append(w.Checkups, commands.Checkup{Name: fmt.Sprint(n), All: func(_ context.Context) []rollout.Diagnosis {
				most.Store(max(most.Load(), now.Add(1)))
				defer now.Add(-1)
				time.Sleep(25 * time.Second) // heedless of its context
				return nil
			}})
		}
		w.Real = time.Now
		e := w.Examine(t.Context(), is(prod))
		if e.Took != time.Minute {
			t.Errorf("it took %s", e.Took)
		}
		for n := range 20 {
			if d := by(fmt.Sprint(n), e); len(d) != 1 || d[0].Grade != rollout.GradeUnknown {
				t.Errorf("checkup %d: %+v", n, d)
			}
		}
		time.Sleep(time.Minute) // what did not heed its context ends by itself
		if now.Load() != 0 || most.Load() > 8 {
			t.Errorf("%d go on, %d at once", now.Load(), most.Load())
		}
	})
}

func TestAHealthyInstallationIsSound(t *testing.T) {
	w := newWorld(t)
	w.drive(w.start(prod, goodSHA), shifted)
	for _, d := range w.Examine(t.Context(), rollout.Target{Service: "checkout"}).Diagnoses {
		if d.Grade != rollout.GradeSound || d.Found == "" || d.Remedy != "" {
			t.Errorf("%+v", d)
		}
	}
}

func TestTheDoctorFindsWhatTheCommandsThemselvesSufferFrom(t *testing.T) {
	for name, c := range map[string]struct {
		hurt  func(w *world)
		check string
		grade rollout.Grade
	}{
		"the store is away":                 {func(w *world) { w.store.Down = errDown }, "store", rollout.GradeBroken},
		"the outbox cannot be read":         {func(w *world) { w.store.Down = errDown }, "outbox", rollout.GradeUnknown},
		"a lock cannot be read":             {func(w *world) { w.Store = failsOn{Store: w.store, kind: "lock"} }, "rollout under way", rollout.GradeUnknown},
		"aliases cannot be read":            {func(w *world) { w.fault = failing("ListAliases", errDown) }, "rollout under way", rollout.GradeUnknown},
		"notices wait":                      {func(w *world) { w.start(prod, goodSHA); w.now = w.now.Add(6 * time.Minute) }, "outbox", rollout.GradeAiling},
		"nobody goes on with a rollout":     {func(w *world) { w.drive(w.start(prod, goodSHA), shifted); w.now = w.now.Add(5 * time.Minute) }, "rollout under way", rollout.GradeBroken},
		"live is split, and nobody owns it": {func(w *world) { w.byHand(prod, rollout.Split("41", "40", 0.3)) }, "rollout under way", rollout.GradeBroken},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			c.hurt(w)
			d := by(c.check, w.Examine(t.Context(), is(prod)))
			if len(d) != 1 || d[0].Grade != c.grade || d[0].Found == "" || d[0].Remedy == "" {
				t.Errorf("%+v", d)
			}
		})
	}
}

func TestTheDoctorSaysWhereNothingTakesABadVersionBackByItself(t *testing.T) {
	for name, c := range map[string]struct {
		shadow, alarm bool
		grade         rollout.Grade
	}{
		"the judge acts": {false, false, rollout.GradeSound}, "an alarm does": {true, true, rollout.GradeSound},
		"both do": {false, true, rollout.GradeSound}, "nothing does": {true, false, rollout.GradeAiling},
	} {
		w := newWorld(t)
		w.environment("prod", func(e *commands.Environment) { e.Strategy.Shadow, e.OnAlarm.RollBack = c.shadow, c.alarm })
		d := by("automatic rollback", w.Examine(t.Context(), is(prod)))
		if len(d) != 1 || d[0].Grade != c.grade || d[0].About != "checkout/prod" || (d[0].Remedy != "") != (c.grade != rollout.GradeSound) {
			t.Errorf("%s: %+v", name, d)
		}
	}
}
