package commands_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// Page after page, whatever is asked for, is what one finds by reading it all.
func TestPagesOfTheHistoryAreTheWholeOfIt(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := newFleet(t, 3)
		var all []rollout.Rollout // the newest first
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 5), 0, 60).Draw(r, "targets") {
			all = append([]rollout.Rollout{f.past(f.at(n/2, []string{"staging", "prod"}[n%2]), "one", "two", time.Hour, rollout.Failed)}, all...)
		}
		where := rollout.Target{
			Service:     rapid.SampledFrom([]string{"", "s000", "s001"}).Draw(r, "service"),
			Environment: rapid.SampledFrom([]string{"", "prod"}).Draw(r, "environment"),
		}
		var want []rollout.ID
		for _, r := range all {
			if (where.Service == "" || where.Service == r.Target.Service) && (where.Environment == "" || where.Environment == r.Target.Environment) {
				want = append(want, r.ID)
			}
		}
		var got []rollout.ID
		for page := 1; ; page++ {
			shown := ran[commands.HistoryShown](f, grammar.History{Target: grammar.Target(where), Page: page})
			if shown.Page != page || shown.Where != where || len(shown.Rollouts) > 15 || shown.More && len(shown.Rollouts) != 15 {
				r.Fatalf("page %d is %d with %d rollouts, more %v", page, shown.Page, len(shown.Rollouts), shown.More)
			}
			for _, r := range shown.Rollouts {
				got = append(got, r.ID)
			}
			if !shown.More {
				break
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			r.Errorf("%v, want %v", got, want)
		}
		last := ran[commands.HistoryShown](f, grammar.History{Target: grammar.Target(where), Page: 9999})
		if want := max(1, (len(want)+14)/15); last.Page != want || last.More {
			r.Errorf("the last page is %d, want %d", last.Page, want)
		}
	})
}

// A page costs what is on it and before it, never the whole list; and somebody who leafs
// on for ever is told where it ends.
func TestTheHistoryIsReadInChunksAndNotForEver(t *testing.T) {
	f := newFleet(t, 2)
	prod, staging := f.at(0, "prod"), f.at(1, "staging")
	for n := range 3100 {
		at := prod
		if n%100 == 0 {
			at = staging
		}
		f.past(at, "one", "two", time.Hour, rollout.Failed)
	}
	for _, c := range []struct {
		where        rollout.Target
		page, chunks int
		shown        int // 0: it is too far back
	}{
		{rollout.Target{}, 1, 1, 15},
		{rollout.Target{}, 14, 2, 15},
		{rollout.Target{}, 200, 15, 15},
		{rollout.Target{}, 201, 15, 0},
		{rollout.Target{}, 9999, 15, 0},
		{rollout.Target{Environment: "staging"}, 1, 8, 15},
		{rollout.Target{Environment: "staging"}, 2, 15, 15},
		{rollout.Target{Environment: "staging"}, 3, 15, 0},
		{rollout.Target{Service: staging.Service}, 3, 2, 1},
		{staging, 3, 1, 1},
		{prod, 200, 15, 15},
	} {
		f.store.reads = nil
		more := c.shown == 15 // the last page has one
		out, err := f.Run(t.Context(), commands.Request{Actor: nobody, Command: grammar.History{Target: grammar.Target(c.where), Page: c.page}})
		shown, ok := out.(commands.HistoryShown)
		if refused := contains(err, "the last 3000 rollouts"); refused != (c.shown == 0) || ok && (len(shown.Rollouts) != c.shown || shown.Page != c.page) {
			t.Errorf("page %d of %+v: %d rollouts, %v", c.page, c.where, len(shown.Rollouts), err)
		}
		falls := slices.IsSortedFunc(shown.Rollouts, func(a, b rollout.Rollout) int { return cmp.Or(strings.Compare(string(b.ID), string(a.ID)), 1) })
		if ok && (shown.More != more || !falls) {
			t.Errorf("page %d of %+v: more %v, each older than the one before %v", c.page, c.where, shown.More, falls)
		}
		if n := f.store.reads["rollouts"] + f.store.reads["rollouts/all"]; n != c.chunks {
			t.Errorf("page %d of %+v: read in %d chunks, want %d", c.page, c.where, n, c.chunks)
		}
	}
}

func TestARolloutThatCannotBeReadHidesNoOther(t *testing.T) {
	f := newFleet(t, 1)
	at := f.at(0, "prod")
	f.past(at, "one", "two", time.Hour, rollout.Failed)
	f.store.Leave(rollout.Stored{Key: rollout.RolloutKey("01K"), Rev: 1, Body: []byte(`{"schema":99}`)}, []string{rollout.TargetIndex(at), rollout.AllIndex})
	for _, where := range []rollout.Target{{}, at, {Environment: "prod"}} {
		if shown := ran[commands.HistoryShown](f, grammar.History{Target: grammar.Target(where)}); len(shown.Rollouts) != 1 {
			t.Errorf("%+v: %+v", where, shown)
		}
	}
	f.store.Down = errDown
	for _, where := range []rollout.Target{{}, at, {Service: at.Service}} {
		if _, err := f.Run(t.Context(), commands.Request{Actor: nobody, Command: grammar.History{Target: grammar.Target(where)}}); !contains(err, "it is down") {
			t.Errorf("%+v: %v", where, err)
		}
	}
}
