package views_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// incidentActions are the buttons of an incident's message. Each has to carry its id, and
// the one that moves traffic has to ask first.
func incidentActions(t *testing.T, i rollout.Incident, o views.Options) (actions []string) {
	t.Helper()
	for _, b := range views.Incident(i, o).Blocks {
		row, ok := b.(*slackgo.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			button, _ := e.(*slackgo.ButtonBlockElement)
			if button.Value != i.ID {
				t.Errorf("%s carries %q", button.ActionID, button.Value)
			}
			if asks := button.ActionID == job.BackAction; (button.Confirm != nil) != asks {
				t.Errorf("%s asks before it acts: %t", button.ActionID, !asks)
			}
			actions = append(actions, button.ActionID)
		}
	}
	return actions
}

func TestTheButtonsOfAnIncidentAreThoseThatMakeSenseNow(t *testing.T) {
	all := []string{job.BackAction, job.AckAction, job.SnoozeAction}
	for name, c := range map[string]struct {
		i    rollout.Incident
		want []string
	}{
		"red":                         {incident(suspicious()), all},
		"nothing to take back":        {incident(), all[1:]},
		"no version before":           {incident(suspicious(func(s *rollout.Suspect) { s.Stable = "" })), all[1:]},
		"the last one was a way back": {incident(suspicious(func(s *rollout.Suspect) { s.IsRollback = true })), all[1:]},
		"gone before":                 {incident(suspicious(func(s *rollout.Suspect) { s.Under, s.Weight = false, 0 })), all[1:]},
		"somebody is at it":           {incident(suspicious(), acked), all},
		"snoozed":                     {incident(suspicious(), snooze), all[:2]},
		"the snooze is over":          {incident(suspicious(), snooze, func(i *rollout.Incident) { i.Snoozed.Until = now() }), all},
		"not live any more":           {incident(suspicious(), func(i *rollout.Incident) { i.Away = true }), all[1:]},
		"going back":                  {incident(suspicious(), goingBack("")), all[1:]},
		"back by another way":         {incident(suspicious(), restored(nil)), all[1:]},
		"over":                        {incident(suspicious(), wellAgain), all[:1]},
		"over and back":               {incident(suspicious(), goingBack(""), restored(nil), wellAgain), nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := incidentActions(t, c.i, options()); !slices.Equal(got, c.want) {
				t.Errorf("buttons %v, want %v", got, c.want)
			}
		})
	}
}

// What was not done is worth a line only where the evidence asks for it.
func TestWhyASuspectWasKeptIsSaidOnce(t *testing.T) {
	counts := judge.Counts{Invocations: 1870, Errors: 374}
	kept := func(i *rollout.Incident) { i.Kept = "Words of their own." }
	for finding, want := range map[rollout.Finding]bool{rollout.FoundWorse: true, rollout.FoundAlike: false, rollout.FoundUnclear: false} {
		m := views.Incident(incident(suspicious(), shownBy(finding, counts, counts), kept), options())
		if got := strings.Contains(m.Text, "✋ Not taken back by itself. Words of their own."); got != want {
			t.Errorf("%s: said %t", finding, got)
		}
	}
	says(t, views.Incident(incident(suspicious(), kept), options()), "✋ Not taken back by itself.")
}

func TestWhoeverComesSecondTakesOver(t *testing.T) {
	for want, i := range map[string]rollout.Incident{"Acknowledge": incident(), "Take over": incident(acked)} {
		for _, b := range views.Incident(i, options()).Blocks {
			if row, ok := b.(*slackgo.ActionBlock); ok {
				if ack, _ := row.Elements.ElementSet[0].(*slackgo.ButtonBlockElement); ack.Text.Text != want || ack.ActionID != job.AckAction {
					t.Errorf("%s says %q, want %q", ack.ActionID, ack.Text.Text, want)
				}
			}
		}
	}
}

// A notification shows little more: whoever it wakes may sleep on.
func TestAnIncidentOfADrillSaysSoFirst(t *testing.T) {
	i := incident(suspicious(func(s *rollout.Suspect) { s.Drill = true }), guilty)
	for want, m := range map[string]views.Message{
		"🔴 🧪 Drill · *checkout* in *prod*: checkout-errors is red since ": views.Incident(i, options()),
		"⏰ 🧪 Drill · *checkout* in *prod*: still red":                     views.Reply(i, rollout.Happens{Kind: rollout.HappensReminded}, options()),
	} {
		if !strings.HasPrefix(m.Text, want) {
			t.Errorf("got %s, want %s", m.Text, want)
		}
	}
	goingBack("")(&i)
	restored(nil)(&i)
	wellAgain(&i)
	saysNot(t, views.Incident(i, options()), "by itself")
	saysNot(t, views.Incident(i, options()), "automatic")
}

// What an alarm says when it is well again is no reason for anything.
func TestAnIncidentThatIsOverSaysNothingOfWhatToDo(t *testing.T) {
	m := views.Incident(incident(suspicious(), guilty, wellAgain), withRunbook())
	saysNot(t, m, "runbook")
	saysNot(t, m, "It says")
	says(t, m, "About it")
}

func TestAnIncidentThatIsOverOffersItsWayBackForADay(t *testing.T) {
	i := incident(suspicious(), wellAgain)
	for after, want := range map[time.Duration]int{0: 1, 24*time.Hour - time.Second: 1, 24 * time.Hour: 0} {
		if got := incidentActions(t, i, views.Options{Now: i.Closed.Add(after)}); len(got) != want {
			t.Errorf("%s after its end: %v", after, got)
		}
	}
}

func TestTheQuestionBeforeAnIncidentsRollbackSaysWhatWillHappen(t *testing.T) {
	long := func(i *rollout.Incident) {
		i.Target = rollout.Target{Service: strings.Repeat("🦀", 500), Environment: strings.Repeat("🦀", 500)}
		i.Suspect.Candidate, i.Suspect.Stable = rollout.Version(strings.Repeat("9", 500)), rollout.Version(strings.Repeat("9", 500))
		i.Suspect.StableRelease.SHA = strings.Repeat("f", 500)
	}
	for _, fault := range faults(views.Incident(incident(suspicious(), long), options())) {
		t.Error(fault)
	}
	for _, b := range views.Incident(incident(suspicious()), options()).Blocks {
		if row, ok := b.(*slackgo.ActionBlock); ok {
			back, _ := row.Elements.ElementSet[0].(*slackgo.ButtonBlockElement)
			const want = "Move live in prod from v42 back to v41 (def5678)? It works under every lock and freeze. Afterwards checkout is locked there until somebody unlocks it."
			if got := back.Confirm.Text.Text; got != want || back.Text.Text != "Roll back to v41" || back.Style != slackgo.StyleDanger {
				t.Errorf("%s: %s", back.Text.Text, got)
			}
		}
	}
}

// Colour is never the only sign, and a notification shows little more than this line.
func TestTheFirstLineOfAnIncidentSaysHowItStandsInWords(t *testing.T) {
	for want, i := range map[string]rollout.Incident{
		"🔴 *checkout* in *prod*: checkout-errors is red since ":               incident(),
		"🟠 *checkout* in *prod*: checkout-errors is red since ":               incident(acked),
		"🟢 *checkout* in *prod*: over after 12 min":                           incident(wellAgain),
		"🔴 *checkout* in *prod*: checkout-errors was red and has no data now": incident(func(i *rollout.Incident) { i.Alarms[0].State = rollout.AlarmUnknown }),
	} {
		if first, _, _ := strings.Cut(views.Incident(i, options()).Text, "\n"); !strings.HasPrefix(first, want) {
			t.Errorf("got %s, want %s", first, want)
		}
	}
	says(t, views.Incident(incident(acked), options()), "<@U0BEN> is at it")
	says(t, views.Incident(incident(snooze), options()), "Snoozed by <@U0BEN> until")
	long := incident(crowded(9), func(i *rollout.Incident) {
		i.Target = rollout.Target{Service: "a-service-with-the-longest-name", Environment: "an-environment-of-31-characters"}
		i.Alarms[0].Name = strings.Repeat("n", 255)
	})
	if first, _, _ := strings.Cut(views.Incident(long, options()).Text, "\n"); len([]rune(asSeen(first))) > 220 || !strings.HasSuffix(first, " (10 alarms)") {
		t.Errorf("%d characters: %s", len([]rune(asSeen(first))), asSeen(first))
	}
}

// The lowest value is the worst one where an alarm is red below its threshold.
func TestTheChartOfAnAlarmNeverHidesItsWorstValue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		low := rapid.Bool().Draw(rt, "low")
		i := incident(suspicious(), plotted)
		if low {
			i.Alarms[0].Comparison = "LessThanOrEqualToThreshold"
		}
		step := rapid.SampledFrom([]time.Duration{10 * time.Second, time.Minute, 5 * time.Minute}).Draw(rt, "period")
		i.Plot.Points = nil
		var values []float64
		for n := range rapid.IntRange(3, 90).Draw(rt, "points") {
			v := rapid.Float64Range(-1e6, 1e6).Draw(rt, "value")
			values = append(values, v)
			i.Plot.Points = append(i.Plot.Points, rollout.Reading{At: begin().Add(time.Duration(n) * step), Value: v})
		}
		chart := charted(views.Incident(i, options()))
		if err := slackgo.NewDataVisualizationBlock("t", chart).Validate(); err != nil {
			rt.Fatal(err)
		}
		var drawn []float64
		for _, p := range chart.Series[0].Data {
			drawn = append(drawn, p.Value)
		}
		worst := slices.Max[[]float64]
		if low {
			worst = slices.Min[[]float64]
		}
		if worst(drawn) != worst(values) {
			rt.Errorf("the worst of %v is not in %v", values, drawn)
		}
	})
}

func TestTheChartOfAnAlarmMarksWhenTheSuspectsShareChanged(t *testing.T) {
	m := views.Incident(incident(suspicious(), guilty, plotted), options())
	chart := charted(m)
	if got := chart.Series[0].Name; got != "Errors (Sum)" {
		t.Errorf("the metric is called %q", got)
	}
	want := []string{"-8", "-7", "-6 ▲10 %", "-5", "-4", "-3", "-2 ▲25 %", "-1", "0", "1", "2"}
	if got := chart.AxisConfig.Categories; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(chart.Series) != 2 || chart.Series[1].Data[0].Value != 5 {
		t.Errorf("the threshold is missing: %+v", chart.Series)
	}
	says(t, m, "Errors (Sum)", "at worst 34 ", ", last 30.5 ", "threshold is 5.", "the share of v42: 10 % ", ", 25 % ")
	for title, want := range map[string]string{"": "Metric", "Threshold": "Metric", "ApproximateAgeOfOldestMessage (Maximum)": "ApproximateAgeOfOld…"} {
		i := incident(plotted, func(i *rollout.Incident) { i.Plot.Title = title })
		if got := charted(views.Incident(i, options())).Series[0].Name; got != want {
			t.Errorf("%q is called %q", title, got)
		}
	}
	few := incident(plotted, func(i *rollout.Incident) { i.Plot.Points = i.Plot.Points[:2] })
	if m := views.Incident(few, options()); charted(m) != nil {
		t.Error("two points are a chart")
	} else {
		says(t, m, "at worst 1 ")
	}
}

// A change is seen however few readings there are, and of how many minutes each is.
func TestTheChartOfAnAlarmLosesNoChangeOfAShare(t *testing.T) {
	i := incident(suspicious(), plotted)
	i.Plot.Points = nil
	for n := range 5 {
		i.Plot.Points = append(i.Plot.Points, rollout.Reading{At: begin().Add(time.Duration(5*n) * time.Minute), Value: 1})
	}
	i.Plot.Marks = []rollout.Share{{From: begin().Add(7 * time.Minute), Weight: 0.1}, {From: begin().Add(50 * time.Minute), Weight: 1}}
	want := []string{"-8", "-3 ▲10 %", "2", "7", "12 ▲100 %"}
	if got := charted(views.Incident(i, options())).AxisConfig.Categories; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
