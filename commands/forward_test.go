package commands_test

import (
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// What a rollback by name chose is not taken back forward: what is recorded is from before it.
func TestARollbackByNameIsNotFollowedByOneForward(t *testing.T) {
	for name, between := range map[string]func(w *world){
		"at once":                    func(*world) {},
		"after a deploy that failed": func(w *world) { w.unlocked(); w.deploy(prod, crashSHA) },
	} {
		for _, to := range []string{"", "previous"} {
			w := newWorld(t)
			out, err := w.run(rel, grammar.Rollback{Target: prod, To: "v39"})
			w.must(err)
			w.drive(out.(commands.Started).Rollout.ID, nil)
			between(w)
			w.byHandAlias(prod, rollout.Blue, rollout.All("40"))
			_, err = w.run(rel, grammar.Rollback{Target: prod, To: to})
			if hinted(t, err, "already_back", "from v41 to v39", "v40 is no way back", "v41 (4141414), v40 (5ea5e1b), v39 (5ea5e1a, live)"); w.live(prod) != rollout.All("39") {
				t.Errorf("%s, to %q: live %s", name, to, w.live(prod))
			}
			_, err = w.run(rel, grammar.Rollback{Target: prod, To: "v40"})
			w.must(err) // by name it may be anything
		}
	}
}

// faults.md E15: a row that nobody can read keeps nobody from going back.
func TestARollbackDoesNotNeedThePast(t *testing.T) {
	w := newWorld(t)
	w.store.Leave(rollout.Stored{Key: rollout.RolloutKey("01JNEWER"), Rev: 1, Body: []byte(`{"schema":99}`)}, []string{rollout.TargetIndex(is(prod))})
	out, err := w.run(rel, grammar.Rollback{Target: prod})
	w.must(err)
	if w.drive(out.(commands.Started).Rollout.ID, nil); w.live(prod) != rollout.All("40") {
		t.Errorf("live %s", w.live(prod))
	}
}
