package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
	"github.com/slipway-dev/slipway/tests/bench/functions"
	"github.com/slipway-dev/slipway/tests/runtime"
)

const (
	starts = 31  // of each function; the median counts
	warm   = 200 // requests of a process that has answered before
	used   = 20  // requests before those
)

// fleet is what the functions are measured with.
type fleet struct {
	functions.Programs
	*account.Account
}

// openFleet builds the functions, and opens an account in which one service is live.
func openFleet(ctx context.Context, now func() time.Time) (f fleet, closeAll func(), err error) {
	dir, err := os.MkdirTemp("", "slipway-bench-")
	if err != nil {
		return f, nil, fmt.Errorf("make a folder: %w", err)
	}
	remove := func() { _ = os.RemoveAll(dir) } // thrown away
	if f.Programs, err = functions.Build(ctx, dir, functions.Floor, functions.Front, functions.Worker); err == nil {
		f.Account, err = openAccount(now)
	}
	if err != nil {
		remove()
		return f, nil, err
	}
	return f, func() { f.Close(); remove() }, nil
}

func openAccount(now func() time.Time) (*account.Account, error) {
	c, err := cloud.New(account.Options(now))
	if err != nil {
		return nil, err
	}
	if err := account.Seed(c, account.Function, "checkout", 1200, now()); err != nil {
		return nil, err
	}
	return account.Open(c, functions.Secrets()), nil
}

// measureFunctions measures the functions as processes, beside the least that a
// function can be.
func measureFunctions(ctx context.Context) ([]figure, error) {
	f, closeAll, err := openFleet(ctx, time.Now)
	if err != nil {
		return nil, err
	}
	defer closeAll()
	if err := f.guarded(ctx); err != nil {
		return nil, fmt.Errorf("the front: %w", err)
	}
	id, quiet, err := f.paused(ctx)
	if err != nil {
		return nil, err
	}
	cold, err := f.coldStarts(ctx, id)
	if err != nil {
		return nil, err
	}
	living, err := f.warmFront(ctx)
	if err != nil {
		return nil, err
	}
	zipped, err := f.zipped()
	return slices.Concat(cold, living, zipped, quiet), err
}

// guarded sees that what is to be timed does its work: a front that lets everybody
// in is quick.
func (f fleet) guarded(ctx context.Context) error {
	return f.with(functions.Front, func(p *runtime.Function) error {
		return functions.Refuses(ctx, p, f.Account, time.Now())
	})
}

// with starts a function for as long as do needs it.
func (f fleet) with(k functions.Kind, do func(*runtime.Function) error) error {
	p, err := f.Start(k, f.Account, "")
	if err != nil {
		return err
	}
	defer p.Stop()
	return do(p)
}

// zipped compares what there is to upload.
func (f fleet) zipped() ([]figure, error) {
	var size [2]int64
	for i, k := range []functions.Kind{functions.Floor, functions.Front} {
		var err error
		if size[i], err = f.Zipped(k); err != nil {
			return nil, err
		}
	}
	return []figure{{
		what: "front: zip file", unit: "MB", value: float64(size[1]) / 1e6, times: 1.6, beside: floor, base: float64(size[0]) / 1e6,
	}}, nil
}

const floor = "the floor"
