package rollout_test

import (
	"fmt"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
)

// Where records are kept, under which guard and in which lists, is what a store and the
// version of this binary to come rely on.
func TestEachRecordHasItsPlace(t *testing.T) {
	for want, r := range map[string]rollout.Record{
		"build/checkout/abc rev 3 next in [builds/open]":                                                     rollout.BuildRun{Service: "checkout", SHA: "abc", Revision: 3, Run: rollout.Run{State: rollout.RunAsked}},
		"build/checkout/abc rev 3 next in [builds/open builds/run/7]":                                        rollout.BuildRun{Service: "checkout", SHA: "abc", Revision: 3, Run: rollout.Run{ID: 7, State: rollout.RunGoing}},
		"build/checkout/abc rev 3 next in [builds/run/7]":                                                    rollout.BuildRun{Service: "checkout", SHA: "abc", Revision: 3, Run: rollout.Run{ID: 7, State: rollout.RunCancelled}},
		fmt.Sprintf("shipped/checkout/prod/abc rev %d newer in [shipped/checkout/abc]", 2*noon.UnixMilli()):  rollout.Shipped{Target: checkout, Release: rollout.Release{SHA: "abc"}, At: noon},
		"proposal/p1 rev 1 next in [proposals]":                                                              rollout.Proposal{ID: "p1"},
		"reported/01J rev 2 next in []":                                                                      rollout.Reported{Rollout: "01J", Revision: 2},
		fmt.Sprintf("head/checkout rev %d newer in []", noon.UnixMilli()):                                    rollout.Head{Service: "checkout", At: noon},
		"shipping/01J rev 1 next in []":                                                                      rollout.Shipping{Rollout: "01J"},
		"alarms/checkout/prod rev 2 next in []":                                                              rollout.Alarms{Target: checkout, Revision: 2},
		"incident/01I rev 3 next in [incidents/all incidents/checkout/prod incidents/open incidents/tended]": rollout.Incident{ID: "01I", Revision: 3, Target: checkout},
		"incident/01I rev 4 next in [incidents/all incidents/checkout/prod]":                                 rollout.Incident{ID: "01I", Revision: 4, Target: checkout, Closed: noon},
		"incident/01I rev 5 next in [incidents/all incidents/checkout/prod incidents/tended]":                rollout.Incident{ID: "01I", Revision: 5, Target: checkout, Opened: noon, Closed: noon}, // its thread is still to hear that it is over
		"paged/01I rev 1 next in []":                                                                         rollout.Paged{Incident: "01I", Revision: 1},
		"drill/01J rev 1 next in [drills]":                                                                   rollout.Drilled{Rollout: "01J"},
		"notice/build/checkout/abc rev 7 newer in [notices]":                                                 rollout.Notice{ID: "build/checkout/abc", Version: 7},
	} {
		rev, guard := r.Rev()
		words := map[rollout.Guard]string{rollout.Next: "next", rollout.Newer: "newer"}
		if got := fmt.Sprintf("%s rev %d %s in %v", r.Key(), rev, words[guard], r.Indexes()); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestAThreadIsThatOfTheIncidentOrElseOfTheRollout(t *testing.T) {
	for want, n := range map[string]rollout.Notice{
		"01J": {Kind: rollout.Ships, Rollout: "01J"},
		"01I": {Kind: rollout.Reply, Rollout: "01J", Incident: "01I"},
	} {
		if n.Root() != want || !n.Kind.InThread() {
			t.Errorf("%s is told in %s", n.Kind, n.Root())
		}
	}
}

func TestDemandsAskForNothingOnlyWhenTheyAreEmpty(t *testing.T) {
	if (rollout.Demands{}).Any() {
		t.Error("no demands ask for something")
	}
	for _, d := range []rollout.Demands{{Checks: []string{"test"}}, {Protected: true}, {Reviews: 1}, {Branches: []string{"main"}}, {Signed: true}} {
		if !d.Any() {
			t.Errorf("%+v ask for nothing", d)
		}
	}
}
