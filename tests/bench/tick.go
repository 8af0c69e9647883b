package main

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

const (
	digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	judged = 45 // minutes, before the tick that is measured

	tickLimit = 200 // µs
)

// stage is one rollout with nothing around it that costs time.
type stage struct {
	commands *commands.Commands
	store    *memory
	account  *still
	id       rollout.ID
	now      time.Time
	wake     time.Time
}

// newStage is a rollout that has just begun.
func newStage(ctx context.Context) (*stage, error) {
	s := &stage{
		store: &memory{rows: map[rollout.Key]rollout.Stored{}}, id: "01M82ZKFG68ZVCEJJCHCVAV0A4",
		now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
	}
	live := rollout.AliasNow{Routing: rollout.All("41"), Revision: "1"}
	s.account = &still{aliases: map[rollout.Alias]rollout.AliasNow{rollout.Live: live, rollout.Blue: live, rollout.Green: live}}
	for v := 41; v > 11; v-- {
		s.account.published = append(s.account.published, rollout.Published{Version: rollout.Version(strconv.Itoa(v)), Ready: true})
	}
	s.commands = commands.New(commands.Deps{
		Store: s.store, Outbox: s.account, Artifacts: s.account, Versions: s.account, Traffic: s.account, Metrics: s.account,
		Health: s.account, Now: func() time.Time { return s.now }, Log: slog.New(slog.DiscardHandler),
	})
	_, change := rollout.Begin(rollout.Rollout{
		ID: s.id, Target: rollout.Target{Service: "checkout", Environment: "prod"}, By: "U0ANA", Channel: "C0CHECKOUT",
		Release: rollout.Release{SHA: "abc123" + digest[7:41], Subject: "Let people pay by invoice", Author: "ana"}, Stable: "41",
		Strategy: rollout.Strategy{
			Kind: rollout.Canary, Watch: 10 * time.Minute, MaxHold: time.Hour, PauseLimit: time.Hour, Settle: time.Minute, MetricErrors: 5,
			Steps:        []rollout.Step{{Weight: 0.1, Hold: 20 * time.Minute}, {Weight: 0.25, Hold: 20 * time.Minute}, {Weight: 0.5, Hold: 20 * time.Minute}},
			Inconclusive: rollout.Ask, SlowCall: time.Second, Judge: judge.Default(),
		},
	}, rollout.Lock{Target: rollout.Target{Service: "checkout", Environment: "prod"}}, s.now)
	return s, s.store.Commit(ctx, change)
}

// until ticks, each time when the rollout is due, until it is where it should be.
func (s *stage) until(ctx context.Context, there func(rollout.Rollout) bool) error {
	for range 1000 {
		row, err := s.store.Load(ctx, rollout.RolloutKey(s.id))
		if err != nil {
			return err
		}
		r, err := rollout.Decode[rollout.Rollout](row)
		if err != nil {
			return err
		}
		if s.wake = r.Wake; there(r) {
			s.store.frozen, s.account.frozen = true, true
			return nil
		}
		s.now = r.Wake
		if _, err := s.commands.Tick(ctx, s.id); err != nil {
			return err
		}
	}
	return errors.New("the rollout never came to the tick that is to be measured")
}

// tick is a benchmark of one tick at that time, again and again.
func (s *stage) tick(ctx context.Context, at time.Time) (testing.BenchmarkResult, error) {
	s.now = at
	return quickest(func() error {
		_, err := s.commands.Tick(ctx, s.id)
		return err
	})
}

// measureTick measures one tick without the disk and without an account: what
// Slipway itself does in it.
func measureTick(ctx context.Context) ([]figure, error) {
	waiting, err := newStage(ctx)
	if err != nil {
		return nil, err
	}
	if err := waiting.until(ctx, func(r rollout.Rollout) bool { return r.Phase == rollout.Deploying }); err != nil {
		return nil, err
	}
	shifting, err := newStage(ctx)
	if err != nil {
		return nil, err
	}
	if err := shifting.until(ctx, func(r rollout.Rollout) bool { return r.Phase == rollout.Shifting && shifting.judged() >= judged }); err != nil {
		return nil, err
	}
	early, err1 := shifting.tick(ctx, shifting.wake.Add(-time.Second))
	nothing, err2 := waiting.tick(ctx, waiting.wake)
	minute, err3 := shifting.tick(ctx, shifting.wake)
	commit, err4 := measureCommit(shifting.store.last)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, err
	}
	const beside = "bbolt commits the rows of the last"
	return []figure{
		{what: "a tick that comes early", unit: "µs", value: micros(early), limit: tickLimit, beside: beside, base: micros(commit)},
		{what: "a tick that polls for its version", unit: "µs", value: micros(nothing), limit: tickLimit, beside: beside, base: micros(commit)},
		{what: "a tick that judges a minute", unit: "µs", value: micros(minute), limit: tickLimit, beside: beside, base: micros(commit)},
		{what: "a tick that judges a minute", unit: "allocations", value: float64(minute.AllocsPerOp())},
		{what: "a rollout's row after 45 judged minutes", unit: "bytes", value: float64(len(shifting.store.rows[rollout.RolloutKey(shifting.id)].Body))},
	}, nil
}

// judged counts the minutes that were judged.
func (s *stage) judged() int {
	n := 0
	for k := range s.store.rows {
		if k.Kind == "judgement" {
			n++
		}
	}
	return n
}
