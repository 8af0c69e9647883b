package world

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// history makes the past rollouts of a target, each from what the one before
// left behind.
type history struct {
	w       *World
	t       rollout.Target
	start   time.Time // when the sandbox began
	stable  string    // version that is live so far
	blue    string    // version that a rollback goes to
	release rollout.Release
	lock    rollout.Lock
	records []rollout.Record
}

// add is one rollout, 4, 40 or 76 hours before the start: successful, or rolled back when
// the commit is bad and it went to prod.
func (h *history) add(c account.Commit, version string, daysAgo int) error {
	began := h.start.Add(32*time.Hour - time.Duration(daysAgo)*36*time.Hour)
	if h.t.Environment == "staging" {
		began = began.Add(-2 * time.Hour)
	}
	r := h.rollout(c, version, began)
	h.blue = h.stable
	if r.Phase == rollout.Succeeded {
		h.stable, h.release = version, r.Release
		h.records = append(h.records, rollout.Shipped{Target: h.t, Release: r.Release, Version: r.Candidate, Rollout: r.ID, At: r.Ended})
	}
	var begun, ended rollout.Entry
	h.lock, begun = h.lock.Log(began, r.By, "deploy", r.ID, c.SHA)
	h.lock, ended = h.lock.Log(r.Ended, rollout.Slipway, string(r.Phase), r.ID, r.Cause.Text)
	h.lock.Fence = r.Fence
	ts := fmt.Sprintf("%d.%06d", began.Unix(), 100+daysAgo)
	result := rollout.ResultOf(r, rollout.Traces{Ships: rollout.Comparison{Ahead: 1, Commits: []rollout.Commit{{SHA: c.SHA, At: began.Add(-5 * time.Hour)}}}})
	result.Revision = 1
	h.records = append(h.records, r, begun, ended, result,
		rollout.Posted{ID: string(r.ID), Revision: 1, Channel: r.Channel, TS: ts, Version: r.Revision, At: began})
	return h.w.preload(r, ts)
}

// save writes all of it, as if it had been there.
func (h *history) save(ctx context.Context) error {
	h.lock.Revision = 1
	return h.w.Store.Commit(ctx, rollout.Change{Put: append(h.records, h.lock)})
}

// preload puts the rollout's message into its channel, at its time.
func (w *World) preload(r rollout.Rollout, ts string) error {
	m := views.Progress(r, views.Options{Now: w.Clock.Now()})
	blocks, err := json.Marshal(m.Blocks)
	if err != nil {
		return fmt.Errorf("encode a message: %w", err)
	}
	metadata, err := json.Marshal(m.Metadata)
	if err != nil {
		return fmt.Errorf("encode a message: %w", err)
	}
	return w.Slack.Preload(slack.Message{Channel: r.Channel, TS: ts, Text: m.Text, Blocks: blocks, Metadata: metadata})
}

func (h *history) rollout(c account.Commit, version string, began time.Time) rollout.Rollout {
	strategy := h.w.strategy(h.t.Environment)
	service, _ := h.w.Config.Service(h.t.Service)
	by := "U0ANA"
	if c.Author == "ben" {
		by = "U0BEN"
	}
	shares := shares(strategy, began.Add(70*time.Second))
	all := shares[len(shares)-1].From
	ended := all.Add(strategy.Watch)
	r := rollout.Rollout{
		ID: rollout.ID(h.w.ids.At(began)), Revision: 1, Fence: h.lock.Fence + 1, Created: began, Target: h.t, Strategy: strategy, By: by, Channel: service.Channel,
		Release: rollout.Release{SHA: c.SHA, Digest: c.Digest(), Subject: c.Subject, Author: c.Author, URL: h.w.commitPage(service, c.SHA)},
		Stable:  rollout.Version(h.stable), StableRelease: h.release, Candidate: rollout.Version(version),
		Phase: rollout.Succeeded, Step: len(strategy.Steps), Since: ended, Ended: ended,
		Health: &rollout.Health{Version: rollout.Version(version), OK: true, Status: 200, At: began.Add(time.Minute)},
		Build:  &rollout.Build{State: rollout.BuildReady, Digest: c.Digest()},
		Move:   &rollout.Move{From: rollout.All(rollout.Version(h.stable)), To: rollout.All(rollout.Version(version)), Seen: all},
		Moves:  len(shares), Shares: shares,
	}
	candidate, before := counts(c.SHA, h.t.Environment), counts(h.t.Service, h.t.Environment, h.stable)
	r.Judging.Calls = candidate.Invocations
	r.Judging.Verdict = judged(strategy, candidate, before)
	if c.Behaviour == Bad && h.t.Environment == "prod" {
		h.takeBack(&r, began)
	}
	return r
}

// shares are what a candidate was seen to have of the traffic, from a time on.
func shares(s rollout.Strategy, at time.Time) []rollout.Share {
	var out []rollout.Share
	for i, step := range append(slices.Clip(s.Steps), rollout.Step{Weight: 1}) {
		out = append(out, rollout.Share{Since: at.Add(-time.Second), From: at, Weight: step.Weight, Move: i + 1})
		at = at.Add(step.Hold)
	}
	return out
}

// counts are those of a good version: each has its own, always the same.
func counts(of ...string) judge.Counts {
	n := crc32.ChecksumIEEE([]byte(strings.Join(of, " ")))
	return judge.Counts{Invocations: 2700 + int64(n%700), Errors: 2 + int64(n%2)}
}

// takeBack makes it a rollout that the judge has stopped at its first step.
func (h *history) takeBack(r *rollout.Rollout, began time.Time) {
	stable := rollout.All(r.Stable)
	r.Phase, r.Step, r.LockAfter = rollout.RolledBack, 0, false
	r.Ended = began.Add(4*time.Minute + 20*time.Second)
	r.Move = &rollout.Move{From: stable, To: stable, Seen: r.Ended}
	r.Shares = append(slices.Clip(r.Shares[:1]), rollout.Share{Since: r.Ended.Add(-time.Second), From: r.Ended, Move: 2})
	r.Moves = len(r.Shares)
	r.Health = &rollout.Health{Version: r.Stable, OK: true, Status: 200, At: r.Ended}
	r.Judging.Calls, r.Judging.To = 118, began.Add(4*time.Minute).Truncate(time.Minute)
	r.Judging.Verdict = judged(r.Strategy, judge.Counts{Invocations: 118, Errors: 24}, judge.Counts{Invocations: 1082, Errors: 1})
	r.Cause = rollout.Cause{Code: rollout.CauseVerdict, Text: fmt.Sprintf("%s is worse than %s: %s", r.Candidate, r.Stable,
		r.Judging.Verdict.Sentence(r.Candidate.String(), r.Stable.String()))}
}

// judged is what the judge says of such counts.
func judged(s rollout.Strategy, candidate, stable judge.Counts) judge.Verdict {
	weight := float64(candidate.Invocations) / float64(candidate.Invocations+stable.Invocations)
	_, v := judge.Judge(s.Judge, judge.State{}, judge.Minute{Weight: weight, Candidate: &candidate, Stable: &stable})
	return v
}
