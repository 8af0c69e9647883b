package commands_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md C7: a clock is fifty years ahead, and hides nothing that comes until then.
func TestASignalFromATimeToComeMutesNoAlarm(t *testing.T) {
	for name, asks := range map[string]func(w *ward, now rollout.Signal){
		"the monitoring knows better":   func(w *ward, now rollout.Signal) { w.monitor.Set(now, nil) },
		"the monitoring is as wrong":    func(w *ward, now rollout.Signal) { now.At = now.At.AddDate(50, 0, 0); w.monitor.Set(now, nil) },
		"the monitoring is away":        func(w *ward, _ rollout.Signal) { w.monitor.Before = failing("Alarms", errDown) },
		"there is no monitoring to ask": func(w *ward, _ rollout.Signal) { w.Monitor = nil },
	} {
		w := newWard(t, handsOff)
		s := w.green(errorsAlarm)
		asks(w, s)
		s.At = s.At.AddDate(50, 0, 0)
		w.must(w.Alarmed(t.Context(), s))
		w.now = w.now.Add(time.Second)
		w.hears(w.red(errorsAlarm))
		if all := w.incidents(); len(all) != 1 {
			t.Errorf("%s: %d incidents", name, len(all))
		}
	}
	w := newWard(t, handsOff)
	s := w.red(errorsAlarm)
	s.At = s.At.Add(59 * time.Second) // clocks differ
	w.hears(s)
	if i := w.incident(); !i.Alarms[0].At.Equal(s.At) || calls(w.monitor.Calls(), "Alarms") != 0 {
		t.Errorf("%+v", i.Alarms[0])
	}
}

// Whatever fifty alarms of a target bring with them, a record is small.
func TestTheRecordsOfAnIncidentStaySmall(t *testing.T) {
	w := newWard(t, handsOff)
	long := func(n int) string { return strings.Repeat("x", n) }
	for n := range 60 {
		s := w.red(fmt.Sprint("alarm-", n, long(200)))
		s.Reason, s.Description, s.Children = long(5000), long(5000), []string{long(255), long(255)}
		dimensions := map[string]string{"FunctionName": "checkout-prod"}
		for k := range 9 {
			dimensions[fmt.Sprint(k, long(250))] = long(255)
		}
		large := map[string]string{"FunctionName": "checkout-prod", "a": long(256)}
		s.Gauges = []rollout.Gauge{{Metric: "kept", Dimensions: dimensions}, {Metric: "too large", Dimensions: large}, {Metric: "kept too", Dimensions: dimensions}}
		w.hears(s)
	}
	for _, key := range []rollout.Key{rollout.AlarmsKey(is(prod)), w.incident().Key()} {
		row, err := w.store.Load(t.Context(), key)
		if w.must(err); len(row.Body) > 150_000 {
			t.Errorf("%s has %d bytes", key, len(row.Body))
		}
	}
	i := w.incident()
	if first, second := i.Alarms[0], i.Alarms[1]; len(first.Gauges) != 2 || len(second.Gauges) != 0 || len(first.Children) != 0 || first.Gauges[1].Metric != "kept too" {
		t.Errorf("%d and %d gauges", len(first.Gauges), len(second.Gauges))
	}
	many := w.red(errorsAlarm)
	for n := range 11 {
		many.Gauges[0].Dimensions[fmt.Sprint(n)] = "x"
	}
	many.Gauges[0].Namespace = long(10)
	w = newWard(t, handsOff)
	if w.hears(many); len(w.incident().Alarms[0].Gauges) != 0 {
		t.Errorf("%+v", w.incident().Alarms[0].Gauges)
	}
}

// slow is a store that takes as long as one far away.
type slow struct{ commands.Store }

func (s slow) Load(ctx context.Context, key rollout.Key) (rollout.Stored, error) {
	time.Sleep(3 * time.Millisecond)
	return s.Store.Load(ctx, key)
}

func (s slow) Commit(ctx context.Context, c rollout.Change) error {
	time.Sleep(6 * time.Millisecond)
	return s.Store.Commit(ctx, c)
}

// faults.md C1: fifty alarms of one target at the same moment.
func TestNoSignalIsLostInACrowd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWard(t, handsOff)
		w.Store = slow{w.store}
		chance := rand.New(rand.NewPCG(1, 8))
		var dice sync.Mutex
		w.Pause = func(_ context.Context, most time.Duration) {
			dice.Lock()
			part := time.Duration(chance.Int64N(int64(most)))
			dice.Unlock()
			time.Sleep(part)
		}
		var all sync.WaitGroup
		for n := range 50 {
			s := w.red(fmt.Sprint("alarm-", n))
			all.Go(func() {
				if err := w.Alarmed(t.Context(), s); err != nil {
					t.Errorf("%s: %v", s.Name, err)
				}
			})
		}
		all.Wait()
		if i := w.incident(); len(i.Alarms) != 50 {
			t.Errorf("%d alarms", len(i.Alarms))
		}
	})
}

// stuck is a queue that takes nothing.
type stuck struct{}

func (stuck) Send(ctx context.Context, _ string, _ int64) error {
	<-ctx.Done()
	return ctx.Err()
}

// The queue hangs: neither the alias nor whoever asks waits for it for long.
func TestARollbackDoesNotWaitForNotices(t *testing.T) {
	for name, c := range back() {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			c.begin(w)
			w.Outbox = stuck{}
			began, moved := time.Now(), time.Duration(-1)
			w.after = func(op string) error {
				if op == "UpdateAlias" && moved < 0 {
					moved = time.Since(began)
				}
				return nil
			}
			c.ask(w)
			if took := time.Since(began); moved != 0 || took > 8*time.Second {
				t.Errorf("%s: the alias moved after %s, and it took %s in all", name, moved, took)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWard(t, handsOn)
		w.bad(4 * time.Minute)
		w.Outbox = stuck{}
		began, moved := time.Now(), time.Duration(-1)
		w.after = func(op string) error {
			if op == "UpdateAlias" && moved < 0 {
				moved = time.Since(began)
			}
			return nil
		}
		w.hears(w.red(errorsAlarm))
		if took := time.Since(began); moved != 0 || took > 8*time.Second {
			t.Errorf("the alias moved after %s, and it took %s in all", moved, took)
		}
	})
}

// hanging is a monitoring that answers nothing about alarms.
type hanging struct{ commands.Monitor }

func (hanging) Alarms(ctx context.Context, _ string, _ []string) ([]rollout.Signal, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// What an alarm is made of takes too long to be asked, as it may each time.
func TestAnAlarmOnAlarmsThatCannotBeAskedInTimeIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWard(t, handsOff)
		w.Monitor = hanging{w.monitor}
		if err := w.Alarmed(t.Context(), w.made(errorsAlarm)); err != nil || len(w.incidents()) != 0 {
			t.Error(err)
		}
	})
}
