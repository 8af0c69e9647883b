package commands_test

import (
	"slices"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

// An alarm that was red before is context, and never a veto: the deploy may be the fix.
func TestADeployGoesOnWhileAnAlarmIsRedAndRemembersWhich(t *testing.T) {
	w := newWorld(t)
	w.alarmed("")
	p := w.plan(rel, goodSHA)
	if !slices.Equal(p.Red, []string{"checkout-5xx"}) || p.Proposal == "" {
		t.Errorf("red %v, proposal %q", p.Red, p.Proposal)
	}
	r := w.deploy(prod, goodSHA)
	if r.Phase != rollout.Succeeded || !slices.Equal(r.RedBefore, []string{"checkout-5xx"}) || r.Announces {
		t.Errorf("%s, red before %v", r.Phase, r.RedBefore)
	}
}

func TestTheStatusNamesTheAlarmsThatAreRed(t *testing.T) {
	w := newWard(t, handsOff)
	w.hears(w.red(errorsAlarm), w.red(latencyAlarm), w.green("checkout-queue"))
	shown := w.status(prod)[0]
	if want := []string{errorsAlarm, latencyAlarm}; !slices.Equal(shown.Red, want) || shown.Live.Version != "41" {
		t.Errorf("red %v, want %v", shown.Red, want)
	}
	if shown := w.status(staging)[0]; shown.Red != nil {
		t.Errorf("another environment's: %v", shown.Red)
	}
	w.Store = cannotQuery{Store: w.store, index: rollout.OpenIncidentsIndex}
	if shown := w.status(prod)[0]; shown.Red != nil || shown.Problem != "" || shown.Live.Version != "41" {
		t.Errorf("without: %+v", shown)
	}
}

func TestADeployThatCannotReadTheAlarmsGoesOn(t *testing.T) {
	w := newWorld(t)
	w.alarmed("")
	w.Policy.Announces = true
	w.Store = failsOn{Store: w.store, kind: "alarms"}
	if r := w.rollout(w.start(prod, goodSHA)); r.RedBefore != nil || !r.Announces {
		t.Errorf("red before %v", r.RedBefore)
	}
}
