package commands_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// named are the targets of a page, in order.
func named(shown commands.StatusShown) (out []string) {
	for _, s := range shown.Targets {
		out = append(out, s.Target.String())
	}
	return out
}

func TestTheStatusBeginsWithWhatNeedsALook(t *testing.T) {
	f := newFleet(t, 4)
	for i := range 4 {
		f.ship(f.at(i, "staging"), "", "one", 3*time.Hour)
		f.ship(f.at(i, "prod"), "", "one", 2*time.Hour)
	}
	f.ship(f.at(0, "staging"), "one", "two", time.Hour) // prod is behind
	f.put(rollout.Lock{Target: f.at(1, "prod"), Revision: 1, Held: &rollout.Hold{Reason: "careful", Since: noon}},
		rollout.Lock{Target: f.at(1, "staging"), Revision: 1, Held: &rollout.Hold{Since: noon.Add(-time.Hour), Until: noon}}) // not any more
	f.account.live[f.at(2, "prod")] = rollout.Split("one", "two", 0.1) // by somebody
	f.past(f.at(3, "staging"), "one", "two", 0, rollout.Shifting)
	f.put(rollout.Incident{ID: "01I", Revision: 1, Target: f.at(3, "prod"), Alarms: []rollout.Alarm{
		{Signal: rollout.Signal{Name: "errors", State: rollout.AlarmRed}}, {Signal: rollout.Signal{Name: "latency", State: rollout.AlarmOK}},
	}})
	shown := f.page(rollout.Target{}, 0)
	want := []string{"s003/prod", "s003/staging", "s002/prod", "s001/prod", "s000/prod", "s000/staging", "s001/staging", "s002/staging"}
	if got := named(shown); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if shown.Count != (commands.StatusCounts{Moving: 1, Red: 1, Held: 1, Drifting: 1}) || shown.Of != 8 || shown.Page != 1 || shown.Pages != 1 {
		t.Errorf("%+v of %d, page %d of %d", shown.Count, shown.Of, shown.Page, shown.Pages)
	}
	if red := shown.Targets[0].Red; !slices.Equal(red, []string{"errors"}) {
		t.Errorf("red: %v", red)
	}
}

func TestPagesOfTheStatusShowEachTargetOnce(t *testing.T) {
	f := newFleet(t, 20)
	for i := range 20 {
		f.ship(f.at(i, "prod"), "", "one", time.Hour)
		if i%3 == 0 {
			f.put(rollout.Lock{Target: f.at(i, "prod"), Revision: 1, Held: &rollout.Hold{Since: noon}})
		}
	}
	var got []string
	for n := 1; n <= 3; n++ {
		shown := f.page(rollout.Target{}, n)
		if shown.Page != n || shown.Pages != 3 || shown.Of != 40 || shown.Count.Held != 7 {
			t.Errorf("page %d: it is %d of %d, of %d targets, %+v", n, shown.Page, shown.Pages, shown.Of, shown.Count)
		}
		got = append(got, named(shown)...)
	}
	slices.Sort(got)
	if all := slices.Compact(slices.Clone(got)); len(got) != 40 || len(all) != 40 {
		t.Errorf("%d targets, %d of them different", len(got), len(all))
	}
	last := f.page(rollout.Target{Environment: "prod"}, 9999)
	if last.Page != 2 || last.Pages != 2 || len(last.Targets) != 5 {
		t.Errorf("after the last page comes %d of %d with %v", last.Page, last.Pages, named(last))
	}
	if none := f.page(rollout.Target{Service: "nobody's"}, 1); none.Page != 1 || none.Pages != 1 || none.Of != 0 || len(none.Targets) != 0 {
		t.Errorf("%+v", none)
	}
}

// However many targets there are, the account hears of one page. A rollback needs the same
// calls.
func TestOf500TargetsTheAccountIsAskedForFifteen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(t, 250)
		for i := range 250 {
			f.ship(f.at(i, "prod"), "", "one", 2*time.Hour)
			f.ship(f.at(i, "staging"), "one", "two", time.Hour)
			f.host.Add(fmt.Sprintf("s%03d", i), rollout.Release{SHA: sha("two")})
		}
		f.host.Differ(rollout.Comparison{From: sha("one"), To: sha("two"), Ahead: 3})
		f.store.takes, f.account.takes = 6*time.Millisecond, 45*time.Millisecond
		began := time.Now()
		shown := f.page(rollout.Target{}, 1)
		if took := time.Since(began); took > 500*time.Millisecond {
			t.Errorf("it took %s", took)
		}
		if len(shown.Targets) != 15 || shown.Of != 500 || shown.Count.Drifting != 250 || shown.Targets[0].Drift == nil {
			t.Errorf("%d of %d targets, %+v, drift %+v", len(shown.Targets), shown.Of, shown.Count, shown.Targets[0].Drift)
		}
		if a := f.account; a.aliases != 15 || a.list != 0 || a.most > 8 {
			t.Errorf("%d reads of aliases, %d lists of versions, %d at once", a.aliases, a.list, a.most)
		}
		want := map[string]int{"rollouts": 500, "locks": 1, "incidents/open": 1, "gap": 250 + 15, "head": 15} // those of the page twice
		for what, n := range f.store.reads {
			if n > want[what] {
				t.Errorf("%s was read %d times, want %d", what, n, want[what])
			}
		}
		if calls := f.host.Calls(); len(calls) != 15 {
			t.Errorf("the code host was asked %d times", len(calls))
		}
		f.page(rollout.Target{}, 1)
		if calls := f.host.Calls(); len(calls) != 0 {
			t.Errorf("and again: %v", calls)
		}
	})
}
