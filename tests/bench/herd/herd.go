// Package herd simulates many rollouts at once on AWS, in the time of a synctest
// bubble: what the tickers ask of Lambda's control plane in each second, how late
// rollouts are judged then, and how long a rollback takes in the midst of it.
//
// The commands, the core, the adapters of traffic and versions and their limiter
// are the real ones, with the SDK's client over a simulated account that is as
// strict as AWS. Step Functions, the concurrency of the ticker and the time that AWS
// takes to answer are modelled here.
package herd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/machine"
)

// Options are what is simulated.
type Options struct {
	Rollouts  int           // one canary each on a function of its own
	Over      time.Duration // in which they begin, evenly
	Tickers   int           // reserved concurrency of the ticker
	Rate      float64       // SLIPWAY_CONTROL_RATE of each
	Rollbacks int           // of rollouts that have traffic, one after the other
	Strategy  rollout.Strategy
}

// Result is what was seen.
type Result struct {
	Ended     map[string]int  // rollouts, by phase and by the cause if there is one
	Open      int             // rollouts under way when the last one had begun
	Calls     []time.Time     // of the control plane, without those that have limits of their own
	Urgent    []time.Time     // those besides that give all traffic to one version and do not wait, and the worker's
	Refused   int             // calls that AWS answered with 429
	Late      []time.Duration // of ticks that judge: how long after they were due they began
	Rollbacks []Rollback
	Ticks     int
	Again     int // ticks that gave up for want of calls, to be made again
	Queued    int // invocations that found no ticker free, and came again
	Lost      int // executions that went to the last resort
	Took      time.Duration
}

// Rollback is one, from the committed decision to the alias as it was before.
type Rollback struct {
	Took  time.Duration
	Calls int // to Lambda
}

// herd is all of it while it runs.
type herd struct {
	Options
	account *cloud.Account
	store   *store
	tickers chan *ticker // those that are free
	worker  *commands.Commands
	busy    machine.Retry // how a tick that finds no free ticker is tried again
	random  *rand.Rand

	mu      sync.Mutex
	result  Result
	wakes   map[rollout.ID]chan struct{}
	routes  map[rollout.Target][]route
	backs   map[string]*back // by function
	running sync.WaitGroup
}

// Run simulates until the last rollout has ended.
func Run(ctx context.Context, o Options) (Result, error) {
	began := time.Now()
	settings := account.Options(time.Now)
	settings.RequestRate = 0 // AWS's own
	c, err1 := cloud.New(settings)
	m, err2 := machine.New()
	busy, err3 := m.Busy()
	if err := errors.Join(err1, err2, err3); err != nil {
		return Result{}, err
	}
	h := &herd{
		Options: o, account: c, busy: busy, store: newStore(), tickers: make(chan *ticker, o.Tickers),
		random: rand.New(rand.NewPCG(2, 2)), //nolint:gosec // a simulation has to be repeatable
		wakes:  map[rollout.ID]chan struct{}{}, routes: map[rollout.Target][]route{}, backs: map[string]*back{},
	}
	for range o.Tickers {
		h.tickers <- h.newProcess(o.Rate, 1)
	}
	h.worker = h.newProcess(workerRate, workerBurst).commands
	h.store.saved = h.decided
	for n := range o.Rollouts {
		if err := account.Seed(c, function(target(n)), target(n).Service, 0, time.Now()); err != nil {
			return Result{}, err
		}
	}
	var errs []error
	for n := range o.Rollouts {
		errs = append(errs, h.begin(ctx, n))
		time.Sleep(o.Over / time.Duration(o.Rollouts))
	}
	h.count(func(r *Result) { r.Open = h.store.open() })
	errs = append(errs, h.rollBackSome(ctx))
	h.running.Wait()
	h.result.Took = time.Since(began)
	h.result.Ended = h.store.ended()
	return h.result, errors.Join(errs...)
}

func target(n int) rollout.Target {
	return rollout.Target{Service: fmt.Sprintf("service%03d", n), Environment: "prod"}
}

func function(t rollout.Target) string { return t.Service + "-" + t.Environment }

// id is a ULID as it is made, random but for its beginning.
func (h *herd) id() rollout.ID {
	const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	b := []byte("01M82ZKFG6")
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(b) < 26 {
		b = append(b, letters[h.random.IntN(len(letters))])
	}
	return rollout.ID(b)
}

// begin begins the nth rollout, as the worker does.
func (h *herd) begin(ctx context.Context, n int) error {
	r, change := rollout.Begin(rollout.Rollout{
		ID: h.id(), Target: target(n), By: person, Channel: "C0SERVICE", Stable: "41",
		Release: rollout.Release{SHA: account.SHA}, Strategy: h.Strategy,
	}, rollout.Lock{Target: target(n)}, time.Now())
	if err := h.store.Commit(ctx, change); err != nil {
		return err
	}
	return h.Start(ctx, r.ID)
}

const (
	person      = "U0ANA"
	workerRate  = 2 // SLIPWAY_CONTROL_RATE of the worker, when nobody says it
	workerBurst = 8
)

// policy lets one person do everything.
func (h *herd) policy() commands.Policy {
	p := commands.Policy{Roles: map[string][]string{"developer": {person}}, Channel: "C0DEPLOYS"}
	for n := range h.Rollouts {
		p.Services = append(p.Services, commands.Service{Name: target(n).Service})
	}
	p.Environments = []commands.Environment{{Name: "prod", Strategy: h.Strategy, Deploy: []string{"developer"}}}
	return p
}

// deps is the world of a process with this Lambda.
func (h *herd) deps(l functions) commands.Deps {
	return commands.Deps{
		Store: h.store, Engine: h, Outbox: h, Artifacts: built{}, Versions: l.versions, Traffic: l, Metrics: h, Health: h,
		People: commandtest.NewPeople(commands.Person{ID: person, Name: "Ana"}), Policy: h.policy(),
		Now: time.Now, Log: slog.New(slog.DiscardHandler),
	}
}
