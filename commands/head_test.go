package commands_test

import (
	"context"
	"testing"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// pushed writes down what main of checkout is, as the code host has told.
func (w *world) pushed(sha string) {
	w.must(w.store.Commit(context.Background(), rollout.Change{Put: []rollout.Record{
		rollout.Head{Service: "checkout", Commit: rollout.Commit{SHA: sha, Subject: "Pay by invoice"}, Checks: rollout.CheckRunning, At: w.now},
	}}))
}

func TestStatusShowsTheNewestCommitWhereItIsNotLive(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	if s := w.status(prod)[0]; s.Head != nil {
		t.Errorf("nobody has told of %+v", s.Head)
	}
	w.deploy(staging, goodSHA)
	w.pushed(goodSHA)
	for _, s := range w.status(grammar.Target{}) {
		want := s.Target == is(prod) // in staging it is live, and nothing is known of the other service
		if (s.Head != nil) != want || want && (s.Head.Commit.SHA != goodSHA || s.Head.Checks != rollout.CheckRunning) {
			t.Errorf("%s: %+v", s.Target, s.Head)
		}
	}
}

func TestANewestCommitThatCannotBeReadHidesNothing(t *testing.T) {
	w := newWorld(t)
	w.codeHost()
	w.pushed(goodSHA)
	w.Store = failsOn{Store: w.store, kind: "head"}
	if s := w.status(prod)[0]; s.Head != nil || s.Problem != "" || s.Live.Version != "41" {
		t.Errorf("%+v", s)
	}
}

func TestWithoutACodeHostNobodyLooksForANewestCommit(t *testing.T) {
	w := newWorld(t)
	w.pushed(goodSHA)
	if s := w.status(prod)[0]; s.Head != nil {
		t.Errorf("%+v", s.Head)
	}
}
