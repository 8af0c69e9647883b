package faults

import (
	"errors"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

// faults.md F3: its executions end as soon as they have begun, so that only sweeps
// go on with it.
func TestARolloutThatNobodyTicksIsAdoptedBySweeps(t *testing.T) {
	for name, c := range map[string]struct {
		story string
		from  func(rollout.Rollout) bool
		end   rollout.Phase
	}{
		"a deploy that has just begun": {"a good version", at(rollout.Pending), rollout.Failed}, // by its deadline, since nothing moved
		"a canary of a good version":   {"a good version", seen(0), rollout.Succeeded},
		"a canary of a bad version":    {"a bad version", seen(0), rollout.RolledBack},
		"a rollback":                   {"a rollback", at(rollout.RollingBack), rollout.RolledBack},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.machine = w.deadEngine()
			k, id := w.ticker(), stories[c.story].begin(w)
			k.drive(id, c.from)
			for range 60 {
				w.until(w.now().Add(2 * time.Minute))
				w.must(k.sweep())
			}
			r := w.rollout(id)
			w.holds(r)
			if r.Phase != c.end {
				t.Errorf("it %s: %+v\n%s", r.Phase.Past(), r.Cause, k.log())
			}
			if w.executions(id) == 0 {
				t.Error("nobody tried to get its engine going again")
			}
		})
	}
}

// deadEngine is a state machine that does nothing.
func (w *world) deadEngine() (arn string) {
	w.t.Helper()
	made, err := sfn.NewFromConfig(w.aws).CreateStateMachine(w.t.Context(), &sfn.CreateStateMachineInput{
		Name: aws.String("dead"), RoleArn: aws.String(ministack.Role),
		Definition: aws.String(`{"StartAt": "Dead", "States": {"Dead": {"Type": "Fail", "Error": "Dead"}}}`),
	})
	w.must(err)
	return *made.StateMachineArn
}

// executions is how many there were of a rollout.
func (w *world) executions(id rollout.ID) int {
	w.t.Helper()
	all, err := sfn.NewFromConfig(w.aws).ListExecutions(w.t.Context(), &sfn.ListExecutionsInput{StateMachineArn: &w.machine})
	w.must(err)
	n := 0
	for _, e := range all.Executions {
		if strings.HasPrefix(*e.Name, string(id)) {
			n++
		}
	}
	return n
}

// faults.md F4, E12: a process is stopped when its turn is saved and before it
// moves the traffic, as by a pause of a minute. Meanwhile another one goes on. When
// the first wakes up, its write is refused.
func TestATickerThatSleptThroughTheRestMovesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		commit string
		sleeps func(rollout.Rollout) bool // at the move that it ordered
		end    rollout.Phase
		abort  bool // by a person, before any other process has looked
	}{
		"while another promotes":               {commit: "good", sleeps: stepping(1), end: rollout.Succeeded},
		"before the promotion":                 {commit: "good", sleeps: at(rollout.Promoting), end: rollout.Succeeded},
		"while another takes back":             {commit: "bad", sleeps: stepping(0), end: rollout.RolledBack},
		"with the order to take back":          {commit: "bad", sleeps: at(rollout.RollingBack), end: rollout.RolledBack},
		"while a person aborts":                {commit: "good", sleeps: stepping(1), end: rollout.RolledBack, abort: true},
		"while a person aborts its first move": {commit: "good", sleeps: stepping(0), end: rollout.RolledBack, abort: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			slow, other, id := w.ticker(), w.ticker(), w.deploy(c.commit)
			asleep := slow.sleeps(func() bool {
				r := w.rollout(id)
				return c.sleeps(r) && r.Move != nil && r.Move.Seen.IsZero()
			})
			woken := make(chan error, 1)
			go func() { woken <- slow.driveInto(id, asleep) }()
			select {
			case <-asleep:
			case err := <-woken:
				t.Fatalf("it never slept: %v", err)
			case <-time.After(time.Minute):
				t.Fatal("it never slept")
			}
			if c.abort {
				_, err := w.commands.Run(t.Context(), w.request(grammar.Abort{Subject: grammar.Subject{Rollout: string(id)}}))
				w.must(err)
			}
			r := other.drive(id, nil)
			w.holds(r)
			if r.Phase != c.end {
				t.Errorf("it %s: %+v", r.Phase.Past(), r.Cause)
			}
			before, writes := w.revision(), slow.Count("UpdateAlias")
			w.must(slow.process.Signal(syscall.SIGCONT))
			if err := <-woken; err != nil {
				t.Errorf("the tick that slept has failed: %v", err)
			}
			if n := slow.Count("UpdateAlias") - writes; n != 1 {
				t.Errorf("it wrote %d times when it woke up, so this proves nothing", n)
			}
			if after := w.revision(); after != before {
				t.Errorf("the alias was at %s and is at %s: %s", before, after, w.live())
			}
			if !strings.Contains(slow.log(), `"status":412`) {
				t.Errorf("nobody was refused:\n%s", slow.log())
			}
		})
	}
}

// sleeps has the process stopped right after the call that saves an order, and says
// when. The reply waits for it, as everything does.
func (k *ticker) sleeps(ordered func() bool) <-chan struct{} {
	asleep := make(chan struct{})
	done := false
	k.Always("TransactWriteItems", func(c faulty.Call) (*http.Response, error) {
		got, err := c.Send()
		if err != nil || done || !ordered() {
			return got, err
		}
		done = true
		err = k.process.Pause()
		close(asleep)
		return got, err
	})
	return asleep
}

// driveInto ticks until the tick in which the process was asleep is over.
func (k *ticker) driveInto(id rollout.ID, asleep <-chan struct{}) error {
	for {
		k.w.until(k.w.rollout(id).Wake)
		_, err := k.tick(id)
		select {
		case <-asleep:
			return err
		default:
		}
		if err != nil {
			return errors.Join(errors.New("before it was asleep"), err)
		}
	}
}

func (w *world) revision() string {
	w.t.Helper()
	a, err := w.cloud.GetAlias(function, "live")
	w.must(err)
	return a.RevisionID
}

// faults.md F7: what a rollback goes to was deleted.
func TestARollbackToAVersionThatIsGoneIsLoudAndLeavesOneThatWorks(t *testing.T) {
	t.Run("asked for by a person", func(t *testing.T) {
		w := open(t)
		w.lose("40", "blue")
		_, err := w.commands.Run(t.Context(), w.request(grammar.Rollback{Target: where}))
		var refusal *rollout.Refusal
		if !errors.As(err, &refusal) || !strings.Contains(refusal.Hint, "v41") {
			t.Errorf("got %v", err)
		}
		if w.live() != rollout.All(stable) {
			t.Errorf("live routes %s", w.live())
		}
	})
	t.Run("gone since it began", func(t *testing.T) {
		w := open(t)
		w.cloud.Throttle("UpdateAlias", 1) // else the worker itself would have been in time
		k, id := w.ticker(), w.begin(grammar.Rollback{Target: where})
		w.lose("40", "blue")
		w.stuck(k, id, rollout.All(stable))
	})
	t.Run("after a promotion", func(t *testing.T) {
		w := open(t)
		k, id := w.ticker(), w.deploy("good")
		k.drive(id, at(rollout.Watching))
		w.lose("41", "blue")
		w.must(w.cloud.SetBehaviour(commits["good"].Digest(), cloud.Presets()["bad"]))
		k.drive(id, at(rollout.RollingBack))
		w.stuck(k, id, rollout.All(candidate))
	})
}

// lose deletes a version, and the alias that kept it from being deleted.
func (w *world) lose(version, alias string) {
	w.t.Helper()
	w.must(w.cloud.DeleteAlias(function, alias))
	w.must(w.cloud.DeleteFunction(function, version))
}

// stuck checks that each tick fails, and says of what, that the traffic stays where
// it works, and that the rollout stays open, so that nobody takes it for done.
func (w *world) stuck(k *ticker, id rollout.ID, live rollout.Routing) {
	w.t.Helper()
	failures := 0
	for range 6 {
		w.until(w.rollout(id).Wake)
		if _, err := k.tick(id); err != nil && strings.Contains(err.Error(), "did not move the alias") {
			failures++
		}
		w.until(w.now().Add(time.Minute))
	}
	if failures < 5 {
		w.t.Errorf("%d ticks failed as they should", failures)
	}
	if w.live() != live {
		w.t.Errorf("live routes %s, want %s", w.live(), live)
	}
	if r := w.rollout(id); r.Phase != rollout.RollingBack {
		w.t.Errorf("it %s", r.Phase.Past())
	}
}
