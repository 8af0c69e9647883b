package commands_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// faults.md F1, F6, F8: whatever people ask for, in any order, however often they
// ask, whatever the account and the store answer or lose, and wherever a process
// dies: in the end every rollout is over, live is whole and what the last one
// brought, nobody owns a target, and the audit tells of it without a gap.
func TestWhateverHappensEverythingEndsAndAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &havoc{world: newWorld(t), t: t}
		h.begin()
		for range rapid.IntRange(5, 80).Draw(t, "events") {
			h.event()
		}
		h.fault, h.after, h.store.Before, h.store.After = nil, nil, nil, nil
		h.settle()
		for _, where := range []grammar.Target{staging, prod} {
			h.addsUp(where)
		}
	})
}

// havoc is a world with things going wrong in it.
type havoc struct {
	*world
	t    *rapid.T
	prod rollout.Routing    // what is live in prod before anything happens
	last []commands.Request // what was asked before, to be asked again
}

// begin is prod with v41 live, with nothing live, or split by somebody.
func (h *havoc) begin() {
	for i := range h.Policy.Environments {
		h.Policy.Environments[i].Adopt, h.Policy.Environments[i].Keep = true, 1
		s := &h.Policy.Environments[i].Strategy
		s.Inconclusive, s.Probes = rapid.SampledFrom([]rollout.Choice{rollout.Ask, rollout.Probe}).Draw(h.t, "inconclusive"), 5
	}
	switch rapid.SampledFrom([]string{"whole", "whole", "nothing", "split"}).Draw(h.t, "beginning") {
	case "nothing":
		h.fresh(prod)
	case "split":
		h.byHand(prod, rollout.Split("41", "40", 0.3))
	}
	h.prod = h.live(prod)
}

func (h *havoc) event() {
	h.weather()
	switch rapid.SampledFrom([]string{"command", "command", "command", "ticks", "ticks", "ticks", "again", "click", "wait", "quality", "sweep"}).Draw(h.t, "event") {
	case "command":
		h.ask(commands.Request{ID: fmt.Sprintf("message-%d", h.ids.Add(1)), Actor: h.who(), Command: h.command()})
	case "again":
		if len(h.last) > 0 {
			h.ask(rapid.SampledFrom(h.last).Draw(h.t, "again"))
		}
	case "click":
		if all := list[rollout.Rollout](h.world, rollout.AllIndex); len(all) > 0 {
			id := rapid.SampledFrom(all).Draw(h.t, "button").ID
			_, _ = h.Undo(context.Background(), commands.Request{ID: fmt.Sprintf("click-%d", h.ids.Add(1)), Actor: h.who()}, id)
		}
	case "ticks":
		for range rapid.IntRange(1, 30).Draw(h.t, "ticks") {
			h.tickAll()
		}
	case "wait":
		h.now = h.now.Add(time.Duration(rapid.SampledFrom([]int{1, 5, 20, 90}).Draw(h.t, "minutes")) * time.Minute)
	case "sweep":
		_ = h.Sweep(context.Background(), h.now.Add(time.Duration(rapid.IntRange(0, 4).Draw(h.t, "round"))*time.Minute))
	case "quality":
		image := digest(rapid.SampledFrom([]string{goodSHA, badSHA}).Draw(h.t, "version"))
		h.must(h.cloud.SetBehaviour(image, cloud.Presets()[rapid.SampledFrom([]string{"good", "bad", "slow"}).Draw(h.t, "behaviour")]))
	}
}

// weather is what goes wrong during one event: nothing, or every call of one kind
// fails before its effect or loses its answer after it.
func (h *havoc) weather() {
	h.fault, h.after, h.store.Before, h.store.After = nil, nil, nil, nil
	op := rapid.SampledFrom([]string{"UpdateAlias", "UpdateAlias", "PublishVersion", "UpdateFunctionCode", "ListAliases", "GetMetricData", "Invoke", "GetAlias"}).Draw(h.t, "call")
	switch rapid.SampledFrom([]string{"fine", "fine", "fine", "fine", "fine", "fine", "412", "429", "lost request", "lost reply", "store down", "lost commit", "overtaken"}).Draw(h.t, "weather") {
	case "412":
		h.fault = failing(op, code(cloud.CodePreconditionFailed))
	case "429":
		h.fault = failing(op, code(cloud.CodeTooManyRequests))
	case "lost request": // as when the process dies before the effect
		h.fault = failing(op, errDown)
	case "lost reply": // as when it dies after it
		h.after = failing(op, errDown)
	case "store down":
		h.store.Before = func(rollout.Change) error { return errDown }
	case "lost commit":
		h.store.After = func(rollout.Change) error { return errDown }
	case "overtaken":
		h.overtaken(rapid.IntRange(1, 5).Draw(h.t, "times"))
	}
}

func (h *havoc) who() string {
	return rapid.SampledFrom([]string{rel, rel, rel, rel, dev, guest}).Draw(h.t, "who")
}

func (h *havoc) command() grammar.Command {
	where := rapid.SampledFrom([]grammar.Target{staging, prod}).Draw(h.t, "where")
	s := grammar.Subject{Target: where}
	switch rapid.SampledFrom([]string{"deploy", "deploy", "deploy", "rollback", "promote", "pause", "resume", "abort", "lock", "unlock", "unlock", "canary"}).Draw(h.t, "command") {
	case "deploy":
		ref := rapid.SampledFrom([]string{goodSHA, badSHA, crashSHA, unbuiltSHA, shipped("39")}).Draw(h.t, "ref")
		return grammar.Deploy{Target: where, Ref: ref, Strategy: rapid.SampledFrom(append(grammar.Strategies(), "")).Draw(h.t, "strategy")}
	case "rollback":
		return grammar.Rollback{Target: where, To: rapid.SampledFrom([]string{"", "", "previous", "v39", "v41", "v42", "v99"}).Draw(h.t, "to")}
	case "promote":
		return grammar.Promote{Subject: s}
	case "pause":
		return grammar.Pause{Subject: s}
	case "resume":
		return grammar.Resume{Subject: s}
	case "abort":
		return grammar.Abort{Subject: s}
	case "lock":
		return grammar.Lock{Target: where, Reason: "because"}
	case "unlock":
		return grammar.Unlock{Target: where}
	}
	percent := rapid.IntRange(0, 100).Draw(h.t, "percent")
	return grammar.Canary{Target: where, Percent: &percent}
}

// ask is a person's wish, which may be refused or fail.
func (h *havoc) ask(q commands.Request) {
	h.last = append(h.last, q)
	_, _ = h.Run(context.Background(), q)
}

// tickAll is one round of an engine that finds the open rollouts in the store, and
// ticks each when it is due.
func (h *havoc) tickAll() {
	open := list[rollout.Rollout](h.world, rollout.OpenIndex)
	next := time.Time{}
	for _, r := range open {
		if next.IsZero() || r.Wake.Before(next) {
			next = r.Wake
		}
	}
	h.now = h.now.Add(max(time.Second, next.Sub(h.now)))
	for _, r := range open {
		_, _ = h.Tick(context.Background(), r.ID)
	}
	h.errands()
	h.builders()
}

// settle lets everything work again, and the clock run on.
func (h *havoc) settle() {
	for range 3000 {
		if len(list[rollout.Rollout](h.world, rollout.OpenIndex)) == 0 {
			return
		}
		h.tickAll()
	}
	for _, r := range list[rollout.Rollout](h.world, rollout.OpenIndex) {
		h.t.Errorf("%s has no end: %s, paused %+v, deadline %s, now %s", r.ID, r.Phase, r.Pause, r.Deadline, h.now)
	}
	h.t.FailNow()
}

// addsUp holds a target, at rest, against its records.
func (h *havoc) addsUp(where grammar.Target) {
	live, want := h.live(where), rollout.All("41")
	if where == prod {
		want = h.prod
	}
	all := list[rollout.Rollout](h.world, rollout.TargetIndex(is(where)))
	for _, r := range all {
		if r.Adopted != nil && !r.Adopted.Seen.IsZero() {
			want = r.Adopted.To
		}
		if v := r.Brought(); v != "" {
			want = rollout.All(v)
		}
		if (r.Phase == rollout.Failed || r.Phase == rollout.Cancelled) && r.Moved() {
			h.t.Errorf("%s %s after traffic moved: %+v", r.ID, r.Phase, r.Cause)
		}
	}
	if taken := rollout.All(want.Version); live != want && live != taken { // a split that was ended, and nobody has seen it
		h.t.Errorf("live is %s in %s, and the last rollout brought %s", live, where.Environment, want)
	}
	h.allThere(where, all)
	if entries := h.verify(where); len(entries) == 0 {
		return
	}
	if lock := h.lockOf(where); lock.Owner != "" || lock.Fence != int64(len(all)) {
		h.t.Errorf("lock of %s: %+v after %d rollouts", where.Environment, lock, len(all))
	}
}

// allThere looks for the versions that aliases and rollouts may need.
func (h *havoc) allThere(where grammar.Target, all []rollout.Rollout) {
	versions, err := h.Versions.List(context.Background(), is(where))
	h.must(err)
	there := map[rollout.Version]bool{"": true}
	for _, v := range versions {
		there[v.Version] = true
	}
	for name, a := range h.aliases(where) {
		if !there[a.Routing.Version] || !there[a.Routing.Candidate] {
			h.t.Errorf("%s routes to %s, which is gone", name, a.Routing)
		}
	}
	for _, r := range all[max(0, len(all)-10):] {
		if !there[r.Stable] || !there[r.Candidate] {
			h.t.Errorf("%s names %s and %s; there are %v", r.ID, r.Stable, r.Candidate, there)
		}
	}
}
