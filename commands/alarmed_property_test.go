package commands_test

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// faults.md C1, C2, C7, F1: whatever comes when, twice, late or not at all, whatever people
// do, and wherever a process dies: a target has one open incident at most, exactly when an
// alarm of it is red; each of them takes one suspect back at most; nothing is said too
// often; and live is what the last rollout brought.
func TestWhateverAlarmsComeTheIncidentsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := &outbreak{ward: newWard(t, handsOn), t: t, truth: map[string]rollout.Signal{}}
		if o.bad(4 * time.Minute); rapid.Bool().Draw(t, "innocent") {
			o.behave(o.lockOf(prod).Owner, 0)
		}
		for range rapid.IntRange(3, 25).Draw(t, "events") {
			o.event()
			o.holds()
		}
		o.settles()
	})
}

// outbreak is alarms that turn, and news of them that are on their way.
type outbreak struct {
	*ward
	t      *rapid.T
	truth  map[string]rollout.Signal // how each alarm is
	onWay  []rollout.Signal          // news that were not delivered yet, or not for the last time
	clicks int                       // words that people had on an incident
}

func (o *outbreak) event() {
	o.store.Before, o.store.After, o.fault = nil, nil, nil
	switch rapid.SampledFrom([]string{"fine", "fine", "fine", "store down", "lost commit", "no metrics", "stuck alias", "overtaken"}).Draw(o.t, "weather") {
	case "store down":
		o.store.Before = func(rollout.Change) error { return errDown }
	case "lost commit": // the process dies before it sends what follows
		o.store.After = func(rollout.Change) error { return errDown }
	case "no metrics":
		o.fault = failing("GetMetricData", errDown)
	case "stuck alias":
		o.fault = failing("UpdateAlias", errDown)
	case "overtaken":
		o.overtaken(rapid.IntRange(1, 3).Draw(o.t, "times"))
	}
	switch rapid.SampledFrom([]string{"turn", "turn", "turn", "deliver", "deliver", "deliver", "wait", "look", "click", "roll back"}).Draw(o.t, "event") {
	case "turn":
		o.turn()
	case "deliver":
		o.deliver()
	case "wait":
		o.now = o.now.Add(time.Duration(rapid.SampledFrom([]int{20, 60, 200, 1200, 2400}).Draw(o.t, "seconds")) * time.Second)
		o.ticks()
	case "look":
		_ = o.TendIncidents(context.Background())
		o.errands()
	case "click":
		o.click()
	case "roll back":
		_, _ = o.run(rel, grammar.Rollback{Target: prod})
	}
}

// turn has one of two alarms change its state, and news of that set out.
func (o *outbreak) turn() {
	o.now = o.now.Add(time.Second)
	name := rapid.SampledFrom([]string{errorsAlarm, latencyAlarm}).Draw(o.t, "alarm")
	s := o.red(name)
	if o.truth[name].State == rollout.AlarmRed {
		s = o.green(name)
	}
	o.truth[name] = s
	o.monitor.Set(s, nil)
	o.onWay = append(o.onWay, s)
}

// deliver hands over any of the news. One that was not taken comes again, as may any.
func (o *outbreak) deliver() {
	if len(o.onWay) == 0 {
		return
	}
	n := rapid.IntRange(0, len(o.onWay)-1).Draw(o.t, "which")
	if err := o.Alarmed(context.Background(), o.onWay[n]); err == nil && rapid.Bool().Draw(o.t, "once") {
		o.onWay = append(o.onWay[:n:n], o.onWay[n+1:]...)
	}
}

func (o *outbreak) click() {
	for _, i := range o.incidents() {
		word := o.Acknowledge
		if rapid.Bool().Draw(o.t, "snooze") {
			word = o.Snooze
		}
		o.clicks++
		_, _ = word(context.Background(), commands.Request{ID: o.NewID(), Actor: rel}, i.ID)
	}
}

// ticks are an engine's.
func (o *outbreak) ticks() {
	for range 3 {
		for _, r := range list[rollout.Rollout](o.world, rollout.OpenIndex) {
			_, _ = o.Tick(context.Background(), r.ID)
		}
	}
}

// holds is what is true at any time.
func (o *outbreak) holds() {
	open := 0
	for _, i := range o.incidents() {
		if i.Open() {
			open++
		}
		red := 0
		for _, a := range i.Alarms {
			if a.State != rollout.AlarmOK {
				red++
			}
		}
		if i.Open() != (red > 0) {
			o.t.Errorf("open %v with %d alarms that are not well", i.Open(), red)
		}
		o.quiet(i)
	}
	if open > 1 {
		o.t.Errorf("%d incidents are open", open)
	}
	taken := map[rollout.Version]int{}
	for _, r := range o.rollbacks() {
		taken[r.Candidate]++
	}
	for v, n := range taken {
		if n > 1 {
			o.t.Errorf("%s was taken back %d times", v, n)
		}
	}
}

// quiet says whether a thread hears too much: what people did, twice in ten minutes of
// alarms, a reminder in half an hour, and once of the way back and its end and what is in
// its way.
func (o *outbreak) quiet(i rollout.Incident) {
	told := i.Forgot
	for _, h := range i.Log {
		if h.Told {
			told++
		}
	}
	age := int(o.now.Sub(i.Heard) / time.Minute)
	if most := o.clicks + 2*(age/10+1) + 2*(age/30+1) + 4; told > most {
		o.t.Errorf("%d replies in %d minutes, at most %d are bearable: %s", told, age, most, happened(i))
	}
}

// settles has everything work again, all news come, and the incidents be as the alarms
// are.
func (o *outbreak) settles() {
	o.store.Before, o.store.After, o.fault = nil, nil, nil
	for _, s := range o.onWay {
		o.hears(s)
	}
	o.passes(5 * time.Minute)
	red := 0
	for _, s := range o.truth {
		if s.State == rollout.AlarmRed {
			red++
		}
	}
	open := list[rollout.Incident](o.world, rollout.OpenIncidentsIndex)
	if (len(open) == 1) != (red > 0) || len(open) > 1 {
		o.t.Errorf("%d alarms are red, and %d incidents are open", red, len(open))
	}
	o.holds()
	for _, i := range o.incidents() {
		if i.Back != "" && o.rollout(i.Back).Phase == rollout.RolledBack && i.Restored.IsZero() && i.Open() {
			o.t.Errorf("%s is back, and nobody knows", i.Back)
		}
	}
	o.verify(prod)
}
