package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// fault is what is wrong with a build.
type fault string

const (
	none    fault = ""
	faulty  fault = "errors"  // calls fail
	latency fault = "latency" // calls take two seconds
	crash   fault = "crash"   // the process ends at its start
)

// readFault is the fault of a name.
func readFault(name string) (fault, error) {
	switch f := fault(name); f {
	case none, faulty, latency, crash:
		return f, nil
	}
	return none, fmt.Errorf("FAULT is errors, latency or crash, not %q", name)
}

// every is how many calls there are for one that a faulty build spoils. The first is
// not: like most bad versions it gets through its health check and its smoke tests.
const every = 3

// suffer is what a call has to go through: what its query asks for, where that is
// allowed, or else what the build has.
func (s *service) suffer(ctx context.Context, asked string) error {
	f := none
	if s.calls.Add(1)%every == 0 {
		f = s.fault
	}
	if s.asked && asked != "" {
		f = fault(asked)
	}
	switch f {
	case faulty:
		return errors.New("a fault that was switched on")
	case latency:
		return pause(ctx, 2*time.Second)
	case none, crash:
	}
	return nil
}

// pause waits, unless the call is over before.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait: %w", ctx.Err())
	}
}
