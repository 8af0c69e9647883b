package commands_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

func TestADashboardShowsTheHourThatIsOver(t *testing.T) {
	w, _ := newGauged(t)
	w.now = noon.Add(12*time.Minute + 59*time.Second) // the numbers of 12:11 are still coming
	shown := w.dashboard(grammar.Dashboard{})
	if shown.Range != "1h" || shown.Chart != "errors" || !shown.Window.To.Equal(noon.Add(9*time.Minute)) || !shown.Window.From.Equal(noon.Add(-51*time.Minute)) {
		t.Errorf("%s, %s of %+v", shown.Range, shown.Chart, shown.Window)
	}
	if calls := total(shown, rollout.Calls, ""); calls < 70_000 || calls > 74_000 {
		t.Errorf("%g calls; want 1200 a minute", calls)
	}
	if shown.Live.Routing != rollout.All("41") || len(shown.Versions) != 0 || shown.Console != "https://console.test/checkout/prod" {
		t.Errorf("%+v, %v, %s", shown.Live, shown.Versions, shown.Console)
	}
	cost, known := shown.Prices.PerCall(shown.Usage, shown.Arch)
	if !known || cost < 0.3e-6 || cost > 0.5e-6 { // 91 ms of 128 MB, and the call
		t.Errorf("a call costs %g (known: %t) on %q", cost, known, shown.Arch)
	}
}

// The speed that is promised: at most two calls, forty metrics and one query.
func TestWhatADashboardAsks(t *testing.T) {
	for name, c := range map[string]struct {
		canary  bool
		metrics int
	}{"one version": {false, 7}, "two versions": {true, 17}} {
		w, g := newGauged(t)
		if c.canary {
			w.drive(w.start(prod, goodSHA), shifted)
			w.now = w.now.Add(4 * time.Minute)
		}
		for _, over := range grammar.Ranges() {
			shown := w.dashboard(grammar.Dashboard{Range: over})
			asked, metrics := g.forget()
			slices.Sort(asked)
			if diff := cmp.Diff([]string{"Lines", "Usage"}, asked); diff != "" || metrics != c.metrics || shown.Metrics != metrics {
				t.Errorf("%s, %s: %d metrics, said to be %d; %s", name, over, metrics, shown.Metrics, diff)
			}
			if metrics != commands.MetricsRead(len(shown.Versions)) || metrics > 40 {
				t.Errorf("%s: %d metrics", name, metrics)
			}
		}
	}
}

// Charts in Slack have at most twenty points; Logs Insights counts minutes up to an hour.
func TestEachRangeIsOfWholePeriodsThatAChartHasRoomFor(t *testing.T) {
	w, _ := newGauged(t)
	w.now = noon.Add(13*time.Hour + 7*time.Minute)
	for over, span := range map[string]time.Duration{"1h": time.Hour, "6h": 6 * time.Hour, "1d": 24 * time.Hour, "7d": 7 * 24 * time.Hour} {
		n := w.dashboard(grammar.Dashboard{Range: over}).Numbers
		points := n.Window.To.Sub(n.Window.From) / n.Window.Period
		if n.Window.To.Sub(n.Window.From) != span || points > 20 || points < 12 || n.Window.To.After(w.now.Add(-time.Minute)) || w.now.Sub(n.Window.To) >= n.Window.Period+time.Minute {
			t.Errorf("%s: %d points of %s until %s", over, points, n.Window.Period, n.Window.To)
		}
		if p := n.Window.Period; p%time.Minute != 0 || p > time.Hour && p%time.Hour != 0 || !n.Window.To.Truncate(p).Equal(n.Window.To) {
			t.Errorf("%s: %s", over, p)
		}
	}
}

func TestVersionsAreToldApartWhileTwoAreLiveAndWhereTheyWere(t *testing.T) {
	w, _ := newGauged(t)
	id := w.start(prod, goodSHA)
	r := w.drive(id, shifted)
	w.now = w.now.Add(6 * time.Minute)
	shown := w.dashboard(grammar.Dashboard{})
	if diff := cmp.Diff([]rollout.Version{"41", r.Candidate}, shown.Versions); diff != "" {
		t.Fatal(diff)
	}
	ten, ninety := total(shown, rollout.Calls, r.Candidate), total(shown, rollout.Calls, "41")
	if ten < 100 || ninety < 5*ten {
		t.Errorf("%g and %g calls", ten, ninety)
	}
	if len(shown.Marks) != 1 || shown.Marks[0].Version != r.Candidate || shown.Marks[0].Weight != 0.1 || shown.Marks[0].Rollout != id {
		t.Errorf("%+v", shown.Marks)
	}
	r = w.drive(id, nil)
	w.now = w.now.Add(3 * time.Minute)
	if shown = w.dashboard(grammar.Dashboard{}); len(shown.Versions) != 2 || shown.Live.Routing != rollout.All(r.Candidate) || len(shown.Marks) != len(r.Shares) {
		t.Errorf("when it is over: %v, live %s, %d marks of %d", shown.Versions, shown.Live.Routing, len(shown.Marks), len(r.Shares))
	}
	w.now = w.now.Add(2 * time.Hour)
	if shown = w.dashboard(grammar.Dashboard{}); len(shown.Versions) != 0 || len(shown.Marks) != 0 {
		t.Errorf("two hours later: %v, %v", shown.Versions, shown.Marks)
	}
}

// What two versions shared before the time that is shown, or after it, needs no lines.
func TestVersionsAreToldApartOnlyWhereTheyHadTrafficTogether(t *testing.T) {
	for name, c := range map[string]struct {
		split, full time.Duration // after noon; shown is the hour from 12:57 on
		apart       bool
	}{
		"over before, watched since":       {30 * time.Minute, 57 * time.Minute, false},
		"over after the first moment":      {30 * time.Minute, 57*time.Minute + time.Second, true},
		"begun before the last moment":     {117*time.Minute - time.Second, 118 * time.Minute, true},
		"begun when what is shown is over": {117 * time.Minute, 118 * time.Minute, false},
	} {
		w, _ := newGauged(t)
		w.now = noon.Add(2 * time.Hour)
		w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{rollout.Rollout{
			ID: "01K", Revision: 1, Target: is(prod), Phase: rollout.Succeeded, Stable: "40", Candidate: "41", Created: noon, Ended: w.now, By: rel,
			Shares: []rollout.Share{{From: noon.Add(c.split), Weight: 0.1}, {From: noon.Add(c.full), Weight: 1}},
		}}}))
		shown := w.dashboard(grammar.Dashboard{})
		if !shown.Window.From.Equal(noon.Add(57*time.Minute)) || (len(shown.Versions) == 2) != c.apart {
			t.Errorf("%s: %v, from %s", name, shown.Versions, shown.Window.From)
		}
	}
}

// A way back is a mark too.
func TestTheMarksOfSeveralRolloutsAreInOrder(t *testing.T) {
	w, _ := newGauged(t)
	first, second := w.deploy(prod, goodSHA), w.deploy(prod, badSHA)
	w.now = w.now.Add(6 * time.Minute)
	marks := w.dashboard(grammar.Dashboard{Range: "1h"}).Marks
	if !slices.IsSortedFunc(marks, func(a, b commands.Mark) int { return a.At.Compare(b.At) }) || len(marks) != len(first.Shares)+len(second.Shares)+1 {
		t.Errorf("%+v", marks)
	}
	if last := marks[len(marks)-1]; last.Rollout != second.ID || last.Weight != 0 || !last.At.Equal(second.RestoredAt()) || marks[0].Rollout != first.ID {
		t.Errorf("%+v", marks)
	}
}

func TestThereIsNoDashboardOfWhatIsNotThere(t *testing.T) {
	w, _ := newGauged(t)
	for name, c := range map[string]struct {
		cmd  grammar.Dashboard
		says string
	}{
		"range":       {grammar.Dashboard{Target: prod, Range: "2h"}, `"2h" is not a time that a dashboard can show. There are 1h, 6h, 1d, 7d.`},
		"chart":       {grammar.Dashboard{Target: prod, Chart: "pie"}, `"pie" is not a chart. There are errors, load, starts, cost.`},
		"service":     {grammar.Dashboard{Target: grammar.Target{Service: "x", Environment: "prod"}}, "There is no x in prod. `/deploy status` lists what there is."},
		"environment": {grammar.Dashboard{Target: grammar.Target{Service: "checkout"}}, "A dashboard is about one service in one environment. Say both: `/dashboard <environment> <service>`"},
	} {
		_, err := w.run(dev, c.cmd)
		var refused *rollout.Refusal
		var wrong *rollout.Error
		said := ""
		switch {
		case errors.As(err, &refused):
			said = refused.Reason.String() + " " + refused.Hint
		case errors.As(err, &wrong):
			said = wrong.Message + " " + wrong.Hint
		}
		if said != c.says {
			t.Errorf("%s: %q", name, said)
		}
	}
	if _, err := w.run(guest, grammar.Dashboard{Target: prod}); err == nil {
		t.Error("a guest looks")
	}
}

func TestADashboardSaysWhyThereIsNothing(t *testing.T) {
	w, g := newGauged(t)
	w.must(w.cloud.DeleteFunction("checkout-prod", ""))
	shown := w.dashboard(grammar.Dashboard{})
	if asked, _ := g.forget(); !strings.Contains(shown.Problem, "is not there any more") || !strings.Contains(shown.Problem, "`/deploy doctor prod checkout`") || len(asked) != 0 {
		t.Errorf("%q, asked %v", shown.Problem, asked)
	}
	w.Gauges = nil
	if shown = w.dashboard(grammar.Dashboard{}); shown.Problem != "No metrics are read here, so there are no dashboards." {
		t.Errorf("%q", shown.Problem)
	}
}

func TestAServiceThatNobodyCallsHasLinesWithoutPoints(t *testing.T) {
	w, _ := newGauged(t)
	w.now = noon.Add(-59 * time.Minute) // before the first call
	shown := w.dashboard(grammar.Dashboard{})
	if len(shown.Lines) != 7 || total(shown, rollout.Calls, "") != 0 || shown.Problem+shown.Unread+shown.Unasked != "" {
		t.Errorf("%d lines, %+v", len(shown.Lines), shown.Numbers)
	}
	if _, known := shown.Prices.PerCall(shown.Usage, shown.Arch); known {
		t.Error("no call has a price")
	}
}

func TestIncidentsOfTheWindowAreShown(t *testing.T) {
	w := newWard(t, handsOff)
	w.Gauges = &gauges{Gauges: newGaugesOf(w.world)}
	w.hears(w.red(errorsAlarm))
	if shown := w.dashboard(grammar.Dashboard{}); len(shown.Incidents) != 1 || !shown.Incidents[0].Open() {
		t.Errorf("while it is going on: %+v", shown.Incidents)
	}
	w.now = w.now.Add(5 * time.Minute)
	w.hears(w.green(errorsAlarm))
	if shown := w.dashboard(grammar.Dashboard{}); len(shown.Incidents) != 1 || shown.Incidents[0].ID != w.incident().ID {
		t.Errorf("%+v", shown.Incidents)
	}
	w.now = w.now.Add(2 * time.Hour)
	if shown := w.dashboard(grammar.Dashboard{}); len(shown.Incidents) != 0 {
		t.Errorf("after two hours: %+v", shown.Incidents)
	}
	if shown := w.dashboard(grammar.Dashboard{Range: "6h"}); len(shown.Incidents) != 1 {
		t.Errorf("of six hours: %+v", shown.Incidents)
	}
}
