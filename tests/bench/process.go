package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
)

// kind is what a child process does.
type kind string

const (
	idle  kind = "idle"  // nothing
	rest  kind = "rest"  // a sandbox with all targets and no rollout
	crowd kind = "crowd" // a sandbox with a rollout on every target
)

// child is the other side of spawn.
func child(ctx context.Context, k kind, profile string, out io.Writer) (err error) {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(world.GCPercent) // as the sandbox does
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return fmt.Errorf("make the profile: %w", err)
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return fmt.Errorf("profile: %w", err)
		}
		defer func() {
			pprof.StopCPUProfile()
			err = errors.Join(err, f.Close())
		}()
	}
	var l lived
	if k != idle {
		if l, err = live(ctx, k == crowd); err != nil {
			return err
		}
	}
	l.Peak = peakMemory()
	return json.NewEncoder(out).Encode(l)
}

// spawn runs this program again as a child, so that its memory and processor
// time are its own, and says what it told and how long it kept a processor busy.
func spawn(ctx context.Context, k kind, profile string) (lived, time.Duration, error) {
	var l lived
	self, err := os.Executable()
	if err != nil {
		return l, 0, fmt.Errorf("find this program: %w", err)
	}
	line := onOneCore(self, "--live", string(k), "--profile", profile)
	c := exec.CommandContext(ctx, line[0], line[1:]...) //nolint:gosec // it is this program
	c.Stderr = os.Stderr
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) } // so that it clears up behind itself
	c.WaitDelay = 5 * time.Second
	told, err := c.Output()
	if err != nil {
		return l, 0, fmt.Errorf("run the %s child: %w", k, err)
	}
	if err := json.Unmarshal(told, &l); err != nil {
		return l, 0, fmt.Errorf("read what the %s child told: %w", k, err)
	}
	return l, c.ProcessState.UserTime() + c.ProcessState.SystemTime(), nil
}
