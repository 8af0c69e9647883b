package host_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/cmd/clock"
	"github.com/slipway-dev/slipway/cmd/host"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
)

// diary is a bot that remembers what it was called for.
type diary struct {
	mu    sync.Mutex
	lines []string
}

func (d *diary) note(line string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, line)
}

func (d *diary) has(line string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Contains(d.lines, line)
}

func (d *diary) bot() host.Bot {
	return host.Bot{
		Tick: func(_ context.Context, id rollout.ID) (time.Time, error) {
			d.note("tick " + string(id))
			return time.Time{}, nil
		},
		Handle: func(_ context.Context, j job.Job) error {
			d.note("job " + j.ID)
			return nil
		},
		Deliver: func(_ context.Context, id string) error {
			d.note("notice " + id)
			return nil
		},
	}
}

// life lets a bot live in a file until it has done what it has to.
func life(t *testing.T, file string, d *diary, before func(*store.Store, *host.Host), until ...string) {
	t.Helper()
	s, err := store.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	h, err := host.New(s, host.Options{Clock: clock.Real(), Real: clock.Real()})
	if err != nil {
		t.Fatal(err)
	}
	before(s, h)
	ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
	defer end()
	ended := make(chan error, 1)
	go func() { ended <- h.Run(ctx, d.bot()) }()
	for ctx.Err() == nil && slices.ContainsFunc(until, func(line string) bool { return !d.has(line) }) {
		time.Sleep(time.Millisecond)
	}
	end()
	if err := errors.Join(<-ended, s.Close()); err != nil {
		t.Error(err)
	}
	for _, line := range until {
		if !d.has(line) {
			t.Errorf("it never did %q, but %q", line, d.lines)
		}
	}
}

func aJob(id string) job.Job {
	return job.Job{ID: id, User: "U0ANA", Channel: "C0", Home: &job.Home{}, Received: time.Unix(1, 0)}
}

// What one life has taken down, the next one does, though nobody asks again.
func TestWhatIsInTheFileIsDone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "slipway.db")
	life(t, file, &diary{}, func(s *store.Store, _ *host.Host) {
		ctx, open := t.Context(), rollout.Rollout{ID: "01A", Revision: 1, Target: rollout.Target{Service: "checkout", Environment: "prod"}, Phase: rollout.Shifting}
		if err := s.Commit(ctx, rollout.Change{Put: []rollout.Record{open, rollout.Notice{ID: "n1", Version: 1}}}); err != nil {
			t.Fatal(err)
		}
	}) // and it ends before it has done anything
	life(t, file, &diary{}, func(*store.Store, *host.Host) {}, "tick 01A", "notice n1")
}

func TestAJobIsDoneOnceAndANoticeIsSentAtOnce(t *testing.T) {
	d := &diary{}
	life(t, filepath.Join(t.TempDir(), "slipway.db"), d, func(_ *store.Store, h *host.Host) {
		ctx := t.Context()
		if err := errors.Join(h.Jobs().Send(ctx, aJob("j1")), h.Jobs().Send(ctx, aJob("j1")), h.Outbox().Send(ctx, "n2", 1), h.Engine.Start(ctx, "01B")); err != nil {
			t.Fatal(err)
		}
	}, "job j1", "notice n2", "tick 01B")
	slices.Sort(d.lines)
	if diff := cmp.Diff([]string{"job j1", "notice n2", "tick 01B"}, d.lines); diff != "" {
		t.Error(diff)
	}
}
