package commands_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md F9: the bot is upgraded while a rollout is half-way. Its rows are those
// that the binary before this one wrote at the same moment of the same deploy.
func TestARolloutOfTheVersionBeforeGoesOnToItsEnd(t *testing.T) {
	t.Run("schema 1", func(t *testing.T) { goesOn(t, "schema1/halfway", "Compare") })
	t.Run("schema 2, of before there were probes and drops", func(t *testing.T) { goesOn(t, "schema2/halfway", "Compare") })
	t.Run("schema 2, at its last", func(t *testing.T) { goesOn(t, "schema2/halfway-last", "Compare") })
	t.Run("schema 3", func(t *testing.T) { goesOn(t, "schema3/halfway", "Mark", "Compare") })
}

// goesOn plays a rollout on from such rows; the code host hears no more of it than that:
// what it has shipped is asked once it has ended, for its result.
func goesOn(t *testing.T, rows string, hears ...string) {
	t.Helper()
	w := newWorld(t).connect()
	id := w.start(prod, goodSHA)
	w.drive(id, func(r rollout.Rollout) bool { return r.Step == 1 && shifted(r) && len(r.Shares) == 2 })
	w.leave(t, rows)
	w.host.Calls()
	before := w.rollout(id)
	if before.Phase != rollout.Shifting || before.Step != 1 || w.live(prod) != rollout.Split("41", "42", 0.5) {
		t.Fatalf("%s, step %d, live %s", before.Phase, before.Step, w.live(prod))
	}
	r := w.drive(id, nil)
	if r.Phase != rollout.Succeeded || w.live(prod) != rollout.All("42") || r.Judging.Calls <= before.Judging.Calls {
		t.Errorf("%s %+v, live %s, %d calls judged", r.Phase, r.Cause, w.live(prod), r.Judging.Calls)
	}
	if out, err := w.run(nobody, grammar.Why{Subject: of(id)}); err != nil || len(out.(commands.Explained).Minutes) < 10 {
		t.Errorf("it cannot be explained: %+v, %v", out, err)
	}
	if actions := w.actions(prod); actions[0] != "deploy" || actions[len(actions)-1] != "succeeded" {
		t.Errorf("audit %v", actions)
	}
	if called := w.host.Calls(); !slices.Equal(called, hears) || len(list[rollout.Shipped](w, rollout.ShippedIndex("checkout", goodSHA))) != 1 {
		t.Errorf("the code host heard %v", called)
	}
}

// Nothing built what had no image then, and nothing does now.
func TestARolloutOfTheVersionBeforeThatWaitsForItsImageIsNotBuiltFor(t *testing.T) {
	for phase, artifacts := range map[rollout.Phase]func(*world) commands.Artifacts{
		rollout.Succeeded: func(w *world) commands.Artifacts { return w.Artifacts },
		rollout.Failed:    func(w *world) commands.Artifacts { return imageless{w.Artifacts} },
	} {
		w := newWorld(t).connect()
		w.Artifacts = artifacts(w)
		w.tick(w.start(prod, goodSHA))
		w.leave(t, "schema2/building")
		w.host.Calls()
		r := w.drive("01J00000000000000000000002", nil)
		called := slices.DeleteFunc(w.host.Calls(), func(call string) bool { return call == "Compare" })
		if r.Phase != phase || len(called) != 0 || phase == rollout.Failed && !strings.Contains(r.Cause.Text, "there is no image tagged") {
			t.Errorf("%s %+v, called %v", r.Phase, r.Cause, called)
		}
	}
}

// imageless is a registry without images.
type imageless struct{ commands.Artifacts }

func (e imageless) State(ctx context.Context, t rollout.Target, _ rollout.Release) (rollout.Build, error) {
	return e.Artifacts.State(ctx, t, rollout.Release{SHA: unbuiltSHA})
}

// leave puts the rows of a file in the place of all that is stored.
func (w *world) leave(t *testing.T, rows string) {
	t.Helper()
	w.store = commandtest.NewStore()
	w.Store = w.store
	for _, row := range rowsBefore(t, rows) {
		w.store.Leave(rollout.Stored{Key: rollout.Key{Kind: row.Kind, ID: row.ID}, Rev: row.Rev, Body: row.Body}, row.Indexes)
	}
}

type rowBefore struct {
	Kind, ID string
	Rev      int64
	Indexes  []string
	Body     json.RawMessage
}

func rowsBefore(t *testing.T, name string) (rows []rowBefore) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../rollout/testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// faults.md F9: a row of a version to come is left to that version.
func TestARolloutOfAVersionToComeIsLeftAlone(t *testing.T) {
	w := newWorld(t)
	id := w.start(prod, goodSHA)
	w.store.Leave(rollout.Stored{Key: rollout.RolloutKey(id), Rev: 1, Body: []byte(`{"schema":99,"record":{}}`)}, []string{rollout.OpenIndex})
	if _, err := w.Tick(t.Context(), id); !contains(err, "schema 99 is not one this version knows") {
		t.Error(err)
	}
}
