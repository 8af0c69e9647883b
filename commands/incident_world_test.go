package commands_test

import (
	"context"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/rollout"
)

// ward is a world that listens to alarms, and whose judge only looks on in prod: what is
// taken back there is taken back for an alarm, or by people.
type ward struct {
	*world
	monitor *commandtest.Monitor
	outside *commandtest.Outside
}

// handsOff is an environment in which an alarm has a thread and nothing else, handsOn one
// in which it has all.
var (
	handsOff = commands.OnAlarm{}
	handsOn  = commands.OnAlarm{RollBack: true, Suspect: time.Hour, Page: true, Events: []string{commands.EventAlarm, commands.EventBack}}
)

func newWard(t fataler, on commands.OnAlarm) *ward {
	w := &ward{world: newWorld(t), monitor: commandtest.NewMonitor(), outside: &commandtest.Outside{}}
	w.Monitor, w.Logs, w.Pager, w.Events, w.Topic = w.monitor, w.monitor, w.outside, w.outside, w.outside
	w.Policy.Alarms = commands.AlarmSources{Accounts: []string{"123456789012"}, Regions: []string{"eu-central-1"}}
	w.Policy.Services[0].Functions = []commands.Function{{Environment: "staging", Name: "checkout-staging"}, {Environment: "prod", Name: "checkout-prod"}}
	w.environment("prod", func(e *commands.Environment) { e.OnAlarm, e.Strategy.Shadow = on, true })
	return w
}

// red, green and unknown are signals of an alarm of checkout in prod that turns now.
func (w *ward) red(name string) rollout.Signal   { return w.signal(name, rollout.AlarmRed) }
func (w *ward) green(name string) rollout.Signal { return w.signal(name, rollout.AlarmOK) }
func (w *ward) unknown(name string) rollout.Signal {
	return w.signal(name, rollout.AlarmUnknown)
}

func (w *ward) signal(name string, state rollout.AlarmState) rollout.Signal {
	limit := 5.0
	return rollout.Signal{
		ID: "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:" + name, Name: name, Account: "123456789012", Region: "eu-central-1",
		State: state, At: w.now, Reason: "Threshold Crossed", Threshold: &limit,
		Gauges: []rollout.Gauge{{Namespace: "AWS/Lambda", Metric: "Errors", Statistic: "Sum", Period: time.Minute, Dimensions: map[string]string{"FunctionName": "checkout-prod"}}},
	}
}

// hears delivers signals, one after the other. The monitoring says what the last one says
// from then on.
func (w *ward) hears(all ...rollout.Signal) {
	w.t.Helper()
	for _, s := range all {
		w.must(w.Alarmed(w.context(), s))
		w.monitor.Set(s, nil)
	}
}

// incidents are those of prod, the oldest first.
func (w *ward) incidents() []rollout.Incident {
	w.t.Helper()
	return list[rollout.Incident](w.world, rollout.IncidentsIndex(is(prod)))
}

// incident is the only one there is.
func (w *ward) incident() rollout.Incident {
	w.t.Helper()
	all := w.incidents()
	if len(all) != 1 {
		w.t.Fatalf("there are %d incidents: %+v", len(all), all)
	}
	return all[0]
}

// passes lets time pass as it does: rollouts are ticked when they are due, incidents
// tended and errands run.
func (w *ward) passes(d time.Duration) {
	w.t.Helper()
	for end := w.now.Add(d); w.now.Before(end); {
		w.now = w.now.Add(20 * time.Second)
		for _, r := range list[rollout.Rollout](w.world, rollout.OpenIndex) {
			w.tick(r.ID)
		}
		w.must(w.TendIncidents(w.context()))
		w.errands()
	}
}

// bad is a rollout of a bad version to prod that has had its first traffic for so long.
func (w *ward) bad(after time.Duration) rollout.ID {
	w.t.Helper()
	id := w.start(prod, badSHA)
	w.drive(id, shifted)
	w.passes(after)
	return id
}

// wentLive is a version that has succeeded in prod, and goes bad then.
func (w *ward) wentLive(after time.Duration) rollout.Rollout {
	w.t.Helper()
	r := w.deploy(prod, goodSHA)
	if r.Phase != rollout.Succeeded {
		w.t.Fatalf("%s %+v", r.Phase, r.Cause)
	}
	w.behave(r.ID, 0.3)
	w.passes(after)
	return r
}

// happened is what the incident's log holds, in order; what its thread heard of with a
// mark.
func happened(i rollout.Incident) string {
	var out []string
	for _, h := range i.Log {
		word := string(h.Kind)
		if h.Told {
			word += "!"
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

// rollbacks are the rollouts of prod that go back, or have.
func (w *ward) rollbacks() []rollout.Rollout {
	w.t.Helper()
	var out []rollout.Rollout
	for _, r := range list[rollout.Rollout](w.world, rollout.TargetIndex(is(prod))) {
		if r.Phase == rollout.RollingBack || r.Phase == rollout.RolledBack {
			out = append(out, r)
		}
	}
	return out
}

// replies are the notices for the thread that are in the outbox.
func (w *ward) replies() (out []rollout.Notice) {
	for _, n := range w.notices() {
		if n.Kind == rollout.Reply {
			out = append(out, n)
		}
	}
	return out
}

// shortSighted is a monitoring that can look into one account only.
type shortSighted struct{ commands.Monitor }

func (m shortSighted) Alarms(ctx context.Context, region string, names []string) ([]rollout.Signal, error) {
	for _, name := range names {
		if !strings.Contains(name, ":123456789012:") {
			return nil, &rollout.Error{Kind: rollout.Invalid, Message: "There is no looking into that account."}
		}
	}
	return m.Monitor.Alarms(ctx, region, names)
}

// mistaken is a monitoring that answers with the same alarm whatever it is asked.
type mistaken struct {
	commands.Monitor
	answer rollout.Signal
}

func (m mistaken) Alarms(context.Context, string, []string) ([]rollout.Signal, error) {
	return []rollout.Signal{m.answer}, nil
}
