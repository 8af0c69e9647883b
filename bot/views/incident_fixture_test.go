package views_test

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

const incidentID = "01JD4Z0000000000000INCIDENT"

// incident is one that an alarm began two minutes ago, while nothing had changed.
func incident(changes ...func(*rollout.Incident)) rollout.Incident {
	opened := now().Add(-2 * time.Minute)
	i := rollout.Incident{
		ID: incidentID, Revision: 1, Target: deploy().Target, Channel: "C0CHECKOUT",
		Alarms: []rollout.Alarm{alarm("checkout-errors", rollout.AlarmRed)}, Opened: opened, Heard: opened.Add(3 * time.Second),
	}
	for _, change := range changes {
		change(&i)
	}
	return i
}

func alarm(name string, state rollout.AlarmState) rollout.Alarm {
	return rollout.Alarm{Signal: rollout.Signal{
		ID: "arn:" + name, Name: name, State: state, At: now().Add(-2 * time.Minute), Comparison: "GreaterThanThreshold",
		Reason:      "Threshold Crossed: 1 datapoint [21.0 (20/11/26 14:09:00)] was greater than the threshold (5.0). <!channel>",
		Description: "Calls of *checkout* fail <!here>",
	}, Reds: 1}
}

// suspicious has a deploy that got its first traffic six minutes before, and is watched.
func suspicious(changes ...func(*rollout.Suspect)) func(*rollout.Incident) {
	return func(i *rollout.Incident) {
		r, c := deploy(), ships(6)
		s := rollout.Suspect{
			Rollout: r.ID, Candidate: "42", Stable: "41", Release: r.Release, StableRelease: r.StableRelease, By: ana,
			Under: true, Weight: 0.25, At: begin().Add(2 * time.Minute), Commits: c.Commits, Total: 8,
		}
		for _, change := range changes {
			change(&s)
		}
		i.Suspect, i.Looked = &s, now()
	}
}

// shown has evidence with a finding about both versions.
func shownBy(f rollout.Finding, candidate, stable judge.Counts, changes ...func(*rollout.Evidence)) func(*rollout.Incident) {
	return func(i *rollout.Incident) {
		e := rollout.Evidence{Finding: f, From: begin().Add(2 * time.Minute), To: begin().Add(9 * time.Minute), Candidate: candidate, Stable: stable, Verdict: judge.Verdict{Measure: judge.MeasureErrors}}
		for _, change := range changes {
			change(&e)
		}
		i.Evidence = &e
	}
}

// guilty is the evidence that takes it back.
func guilty(i *rollout.Incident) {
	shownBy(rollout.FoundWorse, judge.Counts{Invocations: 204, Errors: 41}, judge.Counts{Invocations: 1870, Errors: 21}, func(e *rollout.Evidence) {
		e.Verdict, e.Times, e.FirstBad = judge.Verdict{Kind: judge.Fail, Reason: judge.ReasonRelative, Measure: judge.MeasureErrors, Relative: 4.2, Threshold: 2.3}, 17.9, begin().Add(7*time.Minute)
	})(i)
}

func logged(i *rollout.Incident) {
	i.Errors = []rollout.Failing{
		{Text: "TypeError: cannot read 'total' of undefined <!channel>", Count: 1041}, {Text: "*timeout* after 3 s", Count: 12}, {Text: "`rm -rf`", Count: 2},
	}
}

func plotted(i *rollout.Incident) {
	threshold := 5.0
	p := rollout.Plot{Title: "Errors (Sum)", Threshold: &threshold, Marks: []rollout.Share{{From: begin().Add(2 * time.Minute), Weight: 0.1}, {From: begin().Add(6 * time.Minute), Weight: 0.25}}}
	for n, v := range []float64{0, 1, 0, 2, 0, 3, 4, 9, 21, 34, 30.5} {
		p.Points = append(p.Points, rollout.Reading{At: begin().Add(time.Duration(n) * time.Minute), Value: v})
	}
	i.Plot = &p
}

func acked(i *rollout.Incident) {
	*i = i.Ack(ben, now().Add(-time.Minute))
}

func snooze(i *rollout.Incident) {
	*i = i.Snooze(ben, now().Add(-time.Minute))
}

// goingBack has the suspect taken back by somebody, or by itself.
func goingBack(by string) func(*rollout.Incident) {
	return func(i *rollout.Incident) {
		i.Back = "01JBACK"
		*i = i.Note(rollout.Happens{At: i.Opened.Add(4 * time.Second), Kind: rollout.HappensBack, By: by, What: "v42 is worse <!here>"})
	}
}

// restored has live back, which answered for its health.
func restored(h *rollout.Health) func(*rollout.Incident) {
	return func(i *rollout.Incident) { i.Restored, i.Health = i.Opened.Add(9*time.Second), h }
}

func wellAgain(i *rollout.Incident) {
	for n := range i.Alarms {
		i.Alarms[n].State = rollout.AlarmOK
	}
	i.Closed = i.Opened.Add(12 * time.Minute)
}

// crowded has n alarms more that are red.
func crowded(n int) func(*rollout.Incident) {
	return func(i *rollout.Incident) {
		for k := range n {
			i.Alarms = append(i.Alarms, alarm(fmt.Sprintf("checkout-latency-%d", k+1), rollout.AlarmRed))
		}
	}
}
