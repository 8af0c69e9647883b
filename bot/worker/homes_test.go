package worker_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/worker"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// tabs are the Home tabs of those who look at them.
type tabs struct {
	worker.Screens
	worker.Dialogs
	viewers []string
	err     error         // in place of knowing them
	slow    time.Duration // that each tab takes

	mu    sync.Mutex
	shown []string  // to whom
	read  time.Time // what is shown, last
	looks int       // that count as somebody's look
}

func (s *tabs) Viewers(context.Context, time.Time) ([]string, error) { return s.viewers, s.err }

func (s *tabs) Home(ctx context.Context, q commands.Request) (commands.HomeShown, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q.ID != "" {
		s.looks++
	}
	s.read = time.Now()
	if q.Actor == "UGUEST" {
		return commands.HomeShown{}, rollout.Refuse("guest", "Guests cannot use Slipway.", "")
	}
	return commands.HomeShown{}, ctx.Err()
}

func (s *tabs) PublishView(ctx context.Context, user string, _ slackgo.HomeTabViewRequest) error {
	select {
	case <-time.After(s.slow):
	case <-ctx.Done():
		return ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = append(s.shown, user)
	return nil
}

// viewed is a world in which some people have looked at their Home tab lately.
func viewed(t *testing.T, viewers ...string) (*world, *tabs) {
	t.Helper()
	w := newWorld(t)
	s := &tabs{viewers: viewers}
	w.Homes, w.Screens, w.Dialogs = s, s, s
	return w, s
}

func TestHomeTabsShowWhatHasChangedOnceItIsTold(t *testing.T) {
	for name, tell := range map[string]func(*world) string{
		"a rollout":  func(w *world) string { w.tell(); return id },
		"a lock":     func(w *world) string { w.put(lock(rollout.Locked)); return lock(rollout.Locked).ID },
		"an unlock":  func(w *world) string { w.put(lock(rollout.Unlocked)); return lock(rollout.Unlocked).ID },
		"an alarm":   func(w *world) string { w.alarms(nil); return incident },
		"twice sent": func(w *world) string { w.tell(); ok(w.t, w.Deliver(w.t.Context(), id)); return id },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, s := viewed(t, ana, "UGUEST", ben)
				ok(t, w.Deliver(t.Context(), tell(w)))
				slices.Sort(s.shown)
				equal(t, "shown to", strings.Join(s.shown, " "), ana+" "+ben)
				equal(t, "looks", s.looks, 0)
			})
		})
	}
}

func lock(kind rollout.NoticeKind) rollout.Notice {
	target := rollout.Target{Service: "checkout", Environment: "prod"}
	return rollout.Notice{ID: "01LOCK", Version: 1, Kind: kind, Channel: channel, Lock: &rollout.Lock{Target: target}, By: ana, At: time.Now()}
}

func TestHomeTabsDoNotChangeWithWhatIsNotInThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, s := viewed(t, ana)
		w.Summaries = summaries{}
		w.put(summed())
		ok(t, w.Deliver(t.Context(), summed().ID))
		ok(t, w.Deliver(t.Context(), "01GONE"))
		equal(t, "shown", len(s.shown), 0)
	})
}

// Twenty slow tabs are worth less than the next notice.
func TestHomeTabsHoldNothingUpAndFailNothing(t *testing.T) {
	for name, spoil := range map[string]func(*tabs){
		"nobody knows who looked": func(s *tabs) { s.err = errors.New("the table is gone") },
		"they are slow":           func(s *tabs) { s.slow = 3 * time.Second },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, s := viewed(t, strings.Fields(strings.Repeat(ana+" ", 20))...)
				spoil(s)
				w.tell()
				began := time.Now()
				ok(t, w.Deliver(t.Context(), id))
				if took := time.Since(began); took > 7*time.Second {
					t.Errorf("it took %v", took)
				}
				equal(t, "in the outbox", w.outbox(), 0)
				contains(t, "log", w.log.String(), "a Home tab is not shown anew")
			})
		})
	}
}

func TestWithoutHomeTabsThereAreNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.tell()
		ok(t, w.Deliver(t.Context(), id))
		equal(t, "shown", len(w.dialogs.calls), 0)
	})
}
