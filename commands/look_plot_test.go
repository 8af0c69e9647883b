package commands_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/commandtest"
	"github.com/slipway-dev/slipway/rollout"
)

// minutes is a metric that has a reading each minute, for a day.
func (w *ward) minutes() {
	var all []rollout.Reading
	for n := range 24 * 60 {
		all = append(all, rollout.Reading{At: noon.Add(time.Duration(n-60) * time.Minute), Value: float64(n % 7)})
	}
	w.monitor.Say(all, nil)
}

// ends is the last reading of the incident's plot.
func ends(i rollout.Incident) time.Time { return i.Plot.Points[len(i.Plot.Points)-1].At }

func TestAPlotGoesOnWhileItsIncidentDoesAndShowsEachChangeOfWeight(t *testing.T) {
	w := newWard(t, handsOff)
	id := w.bad(4 * time.Minute)
	w.minutes()
	w.hears(w.red(errorsAlarm))
	red := w.now.Truncate(time.Minute)
	w.passes(14 * time.Minute)
	i := w.looks()
	if first := i.Plot.Points[0].At; !first.Equal(red.Add(-15*time.Minute)) || w.now.Sub(ends(i)) > time.Minute {
		t.Errorf("from %s to %s, it is %s", first, ends(i), w.now)
	}
	w.passes(6 * time.Minute)
	if i = w.looks(); w.now.Sub(ends(i)) > 5*time.Minute {
		t.Errorf("it ends at %s, it is %s", ends(i), w.now)
	}
	if all := w.rollout(id).Shares; len(all) < 3 || len(i.Plot.Marks) != len(all) {
		t.Errorf("%d marks of %d", len(i.Plot.Marks), len(all))
	}
	w.hears(w.green(errorsAlarm))
	closed := w.incident().Closed
	w.now = w.now.Add(5 * time.Minute)
	if end := ends(w.looks()); end.Sub(closed) <= time.Minute || end.Sub(closed) > 3*time.Minute {
		t.Errorf("over at %s, the plot ends at %s", closed, end)
	}
}

// Whoever reads a message wants it to stay as it is for a while.
func TestThePlotOfALongIncidentIsBroughtUpToDateNowAndThen(t *testing.T) {
	w := newWard(t, handsOff)
	w.minutes()
	w.hears(w.red(errorsAlarm))
	w.passes(20 * time.Minute)
	w.monitor.Calls()
	w.passes(30 * time.Minute)
	if n := calls(w.monitor.Calls(), "Series"); n < 5 || n > 8 {
		t.Errorf("read %d times in half an hour", n)
	}
}

// A metric costs by how often it is read.
func TestAPlotThatIsCompleteIsNotReadAgain(t *testing.T) {
	for name, over := range map[string]func(w *ward){
		"over": func(w *ward) {
			w.now = w.now.Add(time.Minute)
			w.hears(w.green(errorsAlarm))
			w.now = w.now.Add(7 * time.Minute)
		},
		"red for very long": func(w *ward) { w.now = w.now.Add(3*time.Hour + 4*time.Minute) },
	} {
		for _, there := range []bool{true, false} {
			w := newWard(t, handsOff)
			if there {
				w.minutes()
			}
			w.hears(w.red(errorsAlarm))
			w.looks()
			over(w)
			w.monitor.Calls()
			if w.looks(); slices.Contains(w.monitor.Calls(), "Series") {
				t.Errorf("%s, with readings %t: it is read again", name, there)
			}
		}
	}
}

// faults.md C7: an incident of which nothing is known any more has no plot, and no harm done.
func TestAnIncidentWithoutAlarmsHasNoPlot(t *testing.T) {
	w := newWard(t, handsOff)
	w.minutes()
	w.hears(w.red(errorsAlarm))
	i := w.incident()
	i.Revision, i.Alarms = i.Revision+1, nil
	w.must(w.store.Commit(t.Context(), rollout.Change{Put: []rollout.Record{i}}))
	if i := w.looks(); i.Plot != nil {
		t.Errorf("%+v", i.Plot)
	}
}

// Nothing is weighed any more once the judge has taken the suspect back: what was too early
// to tell then is known by now.
func TestAnIncidentSaysWhyTheJudgeTookItsSuspectBack(t *testing.T) {
	w := newWard(t, handsOff)
	w.environment("prod", func(e *commands.Environment) { e.Strategy.Shadow = false })
	id := w.bad(time.Second)
	w.hears(w.red(errorsAlarm))
	if i := w.looks(); i.Evidence == nil || i.Evidence.Finding != rollout.FoundUnclear {
		t.Fatalf("too early: %+v", i.Evidence)
	}
	w.passes(10 * time.Minute)
	r := w.rollout(id)
	if r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseVerdict {
		t.Fatalf("%s %+v", r.Phase, r.Cause)
	}
	w.hears(w.green(errorsAlarm))
	i := w.looks()
	e := i.Evidence
	if i.Open() || i.Back != id || e.Finding != rollout.FoundWorse || e.Verdict != r.Judging.Verdict || e.Candidate != e.Verdict.Candidate || e.Times <= 1 || !e.To.Equal(r.Judging.To) || !e.From.Before(e.To) {
		t.Errorf("back %q, %+v", i.Back, e)
	}
}

// keeper notes in which accounts metrics are read.
type keeper struct {
	*commandtest.Monitor
	accounts []string
}

func (k *keeper) Series(ctx context.Context, q rollout.SeriesQuery) ([]rollout.Reading, error) {
	k.accounts = append(k.accounts, q.Account)
	return k.Monitor.Series(ctx, q)
}

func TestAMetricIsReadInTheAccountOfItsAlarm(t *testing.T) {
	w := newWard(t, handsOff)
	k := &keeper{Monitor: w.monitor}
	w.Monitor = k
	w.minutes()
	w.hears(w.red(errorsAlarm))
	w.passes(2 * time.Minute)
	if w.looks(); !slices.Equal(slices.Compact(k.accounts), []string{"123456789012"}) {
		t.Errorf("read in %q", k.accounts)
	}
}
