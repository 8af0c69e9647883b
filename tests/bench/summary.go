package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/bench/account"
)

const (
	summaryDays   = 365
	summaryDaily  = 200
	summaryTimes  = 5         // how often it is made; the one in the middle counts
	summaryHeap   = 100 << 20 // the goal, in bytes
	heapLooks     = time.Millisecond
	summaryAtOnce = 2 * summaryDaily // results that are written in one change
)

// measureSummary makes the weekly summary of a year in which much was shipped, from bbolt
// to the message as Slack gets it.
func measureSummary(ctx context.Context) ([]figure, error) {
	dir, err := os.MkdirTemp("", "slipway-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // thrown away
	rows, err := store.Open(filepath.Join(dir, "slipway.db"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // thrown away
	now := time.Now().UTC().Truncate(24 * time.Hour).Add(9 * time.Hour)
	if err := aYear(ctx, rows, now); err != nil {
		return nil, fmt.Errorf("the year: %w", err)
	}
	c := commands.New(commands.Deps{
		Store: rows, People: commandtest.NewPeople(commands.Person{ID: account.Person}), Policy: summaryPolicy(),
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
	})
	var took, reading []time.Duration
	var peak uint64
	for range summaryTimes {
		began := time.Now()
		heap, err := peakHeap(func() error { return summarise(ctx, c, now) })
		if err != nil {
			return nil, err
		}
		took, peak = append(took, time.Since(began)), max(peak, heap)
		began = time.Now()
		if err := readYear(ctx, rows, now); err != nil {
			return nil, err
		}
		reading = append(reading, time.Since(began))
	}
	what := fmt.Sprintf("summary: a week of a year with %d rollouts a day and %d targets", summaryDaily, statusTargets)
	return []figure{
		{what: what, unit: "ms", value: millis(median(took)), limit: 1000, beside: "bbolt giving all results of the year", base: millis(median(reading))},
		{what: what + ", heap at most", unit: "MiB", value: float64(peak) / (1 << 20), limit: summaryHeap >> 20},
	}, nil
}

// summarise makes the summary and the message, which has to tell of every deployment and of
// each twentieth that was taken back.
func summarise(ctx context.Context, c *commands.Commands, now time.Time) error {
	out, err := c.Run(ctx, commands.Request{Actor: account.Person, Received: now, Command: grammar.Summary{Period: grammar.Week}})
	if err != nil {
		return err
	}
	s, ok := out.(commands.SummaryShown)
	if !ok || len(s.Shipped) != 7*summaryDaily || len(s.Back) != 7*summaryDaily/20 || s.Now.LeadTime.N == 0 || len(s.Lags) != statusTargets/10 || s.Partial > 0 {
		return fmt.Errorf("the summary has %d deployments, %d that went back, %d lags, %d that cannot be read", len(s.Shipped), len(s.Back), len(s.Lags), s.Partial)
	}
	_, err = json.Marshal(views.Outcome(out, views.Options{Now: now}).Blocks)
	return err
}

// aYear writes down what came of the rollouts of a year, each of which has shipped three
// commits, and every twentieth of which was taken back; and what is live now.
func aYear(ctx context.Context, rows *store.Store, now time.Time) error {
	places := statusPlaces()
	var change rollout.Change
	for n := range summaryDays * summaryDaily {
		ended := now.Add(-time.Duration(n) * 24 * time.Hour / summaryDaily)
		r := rollout.Result{
			Rollout: rollout.ID(fmt.Sprintf("01M82ZKFG68ZVCEJJC%08d", summaryDays*summaryDaily-n)), Revision: 1, Target: places[2*n%len(places)+1], By: account.Person,
			Release: releaseOf(n, n), Kind: rollout.Deployed, Phase: rollout.Succeeded, Began: ended.Add(-time.Hour), Moved: ended.Add(-50 * time.Minute),
			Full: ended.Add(-10 * time.Minute), Ended: ended, Total: 3,
		}
		for c := range r.Total {
			r.Commits = append(r.Commits, ended.Add(-time.Duration(c+2)*time.Hour))
		}
		if n%20 == 0 {
			r.Fault = &rollout.Fault{FirstBad: ended.Add(time.Minute), Gone: ended.Add(5 * time.Minute), Restored: ended.Add(6 * time.Minute), By: rollout.Slipway}
		}
		if change.Put = append(change.Put, r); len(change.Put) == summaryAtOnce || n == summaryDays*summaryDaily-1 {
			if err := rows.Commit(ctx, change); err != nil {
				return err
			}
			change = rollout.Change{}
		}
	}
	for i, t := range places {
		if err := rows.Commit(ctx, pastOf(t, i)); err != nil {
			return err
		}
	}
	return nil
}

func summaryPolicy() commands.Policy {
	p := commands.Policy{Environments: []commands.Environment{{Name: "staging"}, {Name: "prod"}}}
	for i := range statusTargets / 2 {
		p.Services = append(p.Services, commands.Service{Name: crowdService(i)})
	}
	return p
}

// readYear has the store give all results, and reads none of them.
func readYear(ctx context.Context, rows *store.Store, now time.Time) error {
	n := 0
	for m := range 13 {
		month := time.Date(now.Year(), now.Month()-time.Month(m), 1, 0, 0, 0, 0, time.UTC)
		found, err := rows.Query(ctx, rollout.Query{Index: rollout.ResultsIndex(month)})
		if err != nil {
			return err
		}
		n += len(found)
	}
	if n != summaryDays*summaryDaily {
		return errors.New("the year is not whole")
	}
	return nil
}

// peakHeap is the most that was on the heap while something was done, as it was looked at
// each millisecond, with what nobody needs any more and was not collected yet.
func peakHeap(do func() error) (most uint64, err error) {
	runtime.GC()
	debug.FreeOSMemory()
	done := make(chan struct{})
	var looks sync.WaitGroup
	looks.Go(func() {
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(heap)
			most = max(most, heap[0].Value.Uint64())
			select {
			case <-done:
				return
			case <-time.After(heapLooks):
			}
		}
	})
	err = do()
	close(done)
	looks.Wait()
	return most, err
}
