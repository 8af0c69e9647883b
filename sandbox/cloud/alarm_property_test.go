package cloud

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What an alarm says follows from the calls alone: an account that is asked all the
// time, and is started over, tells the same as one that is asked once at the end; and
// the last state is what the last minutes amount to.
func TestAnAlarmFollowsTheCallsWhoeverAsksAndWhenever(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		d := newDisk()
		create := func(on Disk) *Account {
			a, err := New(Options{Now: clock, Rand: rand.New(rand.NewPCG(3, 4)), RequestRate: -1, Disk: on})
			if err != nil {
				rt.Fatal(err)
			}
			return a
		}
		busy, quiet := create(d), create(nil)
		both := func(do func(a *Account) error) {
			for _, a := range []*Account{busy, quiet} {
				if err := do(a); err != nil {
					rt.Fatal(err)
				}
			}
		}
		both(func(a *Account) error {
			return a.Seed(Seed{FunctionName: "checkout", Role: "role", Since: now, PerMinute: 100, Versions: []SeedVersion{{ImageURI: uri(1), At: now}}, Aliases: map[string]string{"live": "1"}})
		})
		both(func(a *Account) error { return a.SeedAlarm(errorsAlarm()) })
		both(func(a *Account) error { return a.SeedAlarm(slowAlarm()) })
		for range rapid.IntRange(1, 20).Draw(rt, "changes") {
			now = now.Add(time.Duration(rapid.IntRange(1, 200).Draw(rt, "seconds")) * time.Second)
			b := Behaviour{ErrorRate: rapid.SampledFrom([]float64{0, 0.1, 0.5}).Draw(rt, "errors"), LatencyMS: rapid.SampledFrom([]float64{80, 600}).Draw(rt, "latency")}
			traffic := rapid.SampledFrom([]float64{0, 100, 1000}).Draw(rt, "traffic")
			both(func(a *Account) error { return a.SetBehaviour(digest(1), b) })
			both(func(a *Account) error { return a.SetTraffic("checkout", traffic) })
			if rapid.Bool().Draw(rt, "asked") {
				if _, err := busy.Transitions(); err != nil {
					rt.Fatal(err)
				}
			}
			if rapid.Bool().Draw(rt, "started over") {
				busy = create(d)
			}
		}
		one, err := busy.Transitions()
		other, err2 := quiet.Transitions()
		if diff := cmp.Diff(other, one); err != nil || err2 != nil || diff != "" {
			rt.Fatalf("%v, %v: asked once, asked often:\n%s", err, err2, diff)
		}
		checkTurns(rt, quiet, other)
	})
}

// checkTurns says whether each turn begins where the one before has ended, and the
// last state is that of the minutes.
func checkTurns(rt *rapid.T, a *Account, turns []Transition) {
	last := map[string]string{}
	for _, n := range turns {
		if was, ok := last[n.Alarm.Name]; ok && was != n.From || n.From == n.Alarm.State {
			rt.Fatalf("%s turned from %s to %s after %s", n.Alarm.Name, n.From, n.Alarm.State, was)
		}
		last[n.Alarm.Name] = n.Alarm.State
	}
	all, err := a.Alarms()
	if err != nil {
		rt.Fatal(err)
	}
	for _, al := range all {
		now := a.opts.Now()
		m := a.lastArrived(now)
		points, err := a.readings(al, m, m, now)
		if err != nil {
			rt.Fatal(err)
		}
		if want, reason := al.judge(points, m); al.State != want {
			rt.Fatal(fmt.Sprintf("%s is %s, and %s by %s", al.Name, al.State, want, reason))
		}
	}
}
