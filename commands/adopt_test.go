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

// adopting lets deploys take over aliases that are split.
func (w *world) adopting() {
	w.Policy.Environments = slices.Clone(w.Policy.Environments)
	for i := range w.Policy.Environments {
		w.Policy.Environments[i].Adopt = true
	}
}

// faults.md E5: refused by TestEachGateSaysWhyItIsClosed, adopted here.
func TestASplitAliasIsAdoptedWhereThePolicySaysSo(t *testing.T) {
	w := newWorld(t)
	w.adopting()
	w.byHand(prod, rollout.Split("41", "40", 0.3))
	out, err := w.run(rel, grammar.Plan{Target: prod, Ref: goodSHA})
	w.must(err)
	if p := out.(commands.Planned); p.Adopts != rollout.Split("41", "40", 0.3) {
		t.Errorf("the plan does not tell of the split: %+v", p)
	}
	id := w.start(prod, goodSHA)
	r := w.drive(id, func(r rollout.Rollout) bool { return r.Adopted != nil && !r.Adopted.Seen.IsZero() })
	if w.live(prod) != rollout.All("41") || r.Moved() {
		t.Fatalf("live %s, %+v", w.live(prod), r)
	}
	if r = w.drive(id, nil); r.Phase != rollout.Succeeded || w.live(prod) != rollout.All("42") || w.aliases(prod)[rollout.Blue].Routing != rollout.All("41") {
		t.Errorf("%s %+v, %+v", r.Phase, r.Cause, w.aliases(prod))
	}
	var told []string
	for _, e := range w.verify(prod) {
		told = append(told, e.Action+" "+e.Detail)
	}
	for _, want := range []string{"deploy " + goodSHA + ", takes over live as it was split: v41 70 % + v40 30 %", "point live v41, taken over from v41 70 % + v40 30 %"} {
		if !slices.Contains(told, want) {
			t.Errorf("%q is not in the audit: %s", want, strings.Join(told, "\n"))
		}
	}
}

// faults.md E4, with versions as the account lists them.
func TestACanaryBetweenVersionsOfDifferentRolesFailsBeforeTraffic(t *testing.T) {
	w := newWorld(t)
	role := "another-role"
	w.must(w.reconfigure("checkout-prod", role))
	w.now = w.now.Add(time.Minute) // until it is through
	r := w.deploy(prod, goodSHA)
	if r.Phase != rollout.Failed || r.Cause.Code != rollout.CauseVersion || !strings.Contains(r.Cause.Text, role) || r.Moved() {
		t.Errorf("%s %+v", r.Phase, r.Cause)
	}
	if w.aliases(prod)[rollout.Green].Routing != rollout.All("41") {
		t.Error("green was moved")
	}
}
