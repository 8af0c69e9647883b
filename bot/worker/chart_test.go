package worker_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// ends commits the end of a rollout that was judged for three minutes, with its
// notice.
func (w *world) ends(phase rollout.Phase) {
	w.t.Helper()
	w.states++
	strategy := rollout.Strategy{Kind: rollout.Canary, Judge: judge.Default()}
	put := []rollout.Record{
		rollout.Rollout{
			ID: id, Revision: w.states, Phase: phase, Created: time.Now(), Ended: time.Now(), By: ana, Channel: channel,
			Target: rollout.Target{Service: "checkout", Environment: "prod"}, Release: rollout.Release{SHA: "abc1234def5678"},
			Stable: "41", Candidate: "42", Moves: 1, Strategy: strategy, Judging: rollout.Judging{To: time.Now()},
		},
		rollout.Notice{ID: id, Version: w.states, Kind: rollout.Progress, Channel: channel, Rollout: id, At: time.Now()},
	}
	var s judge.State
	for i := range 3 {
		j := rollout.Judgement{Rollout: id, Move: 1, Minute: judge.Minute{
			At: time.Now().Add(time.Duration(i-3) * time.Minute), Weight: 0.1,
			Candidate: &judge.Counts{Invocations: 20, Errors: 1}, Stable: &judge.Counts{Invocations: 180},
		}}
		s, j.Verdict = judge.Judge(strategy.Judge, s, j.Minute)
		put = append(put, j)
	}
	ok(w.t, w.disk.Commit(w.t.Context(), rollout.Change{Put: put}))
	ok(w.t, w.Deliver(w.t.Context(), id))
}

// hasChart says whether the one public message has one.
func (w *world) hasChart() bool {
	w.t.Helper()
	raw, err := json.Marshal(w.message().Blocks)
	ok(w.t, err)
	return strings.Contains(string(raw), "data_visualization")
}

func TestTheMessageOfAFinishedRolloutHasTheEvidenceAsAChart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.ends(rollout.RolledBack)
		equal(t, "a chart", w.hasChart(), true)
		contains(t, "the message", w.message().Text, "Evidence at the end")
		equal(t, "log", w.log.String(), "")
	})
}

func TestTheMessageOfARolloutUnderWayHasNoChart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.store.shut = true // nor is anything listed for it
		w.ends(rollout.Promoting)
		equal(t, "a chart", w.hasChart(), false)
		equal(t, "log", w.log.String(), "")
	})
}

func TestEvidenceThatCannotBeReadKeepsNoMessageBack(t *testing.T) {
	for name, spoil := range map[string]func(*world){
		"the index cannot be read": func(w *world) { w.store.shut = true },
		"a minute cannot be read": func(w *world) {
			ok(w.t, w.disk.Commit(w.t.Context(), rollout.Change{Put: []rollout.Record{unreadable{}}}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				spoil(w)
				w.ends(rollout.RolledBack)
				equal(t, "a chart", w.hasChart(), false)
				contains(t, "the message", w.message().Text, "rolled back in")
				contains(t, "log", w.log.String(), "no chart")
			})
		})
	}
}

// unreadable is a record of a newer version among the judgements.
type unreadable struct{ Minute string }

func (unreadable) Key() rollout.Key            { return rollout.Key{Kind: "judgement", ID: id + "/0"} }
func (unreadable) Rev() (int64, rollout.Guard) { return 1, rollout.Next }
func (unreadable) Indexes() []string           { return []string{rollout.JudgementIndex(id)} }
