package views_test

import (
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func happenings() []rollout.HappensKind {
	return []rollout.HappensKind{
		rollout.HappensRed, rollout.HappensGreen, rollout.HappensOver, rollout.HappensAgain, rollout.HappensAcked, rollout.HappensSnoozed,
		rollout.HappensReminded, rollout.HappensBack, rollout.HappensRestored, rollout.HappensKept, "new",
	}
}

func anyHappens() *rapid.Generator[rollout.Happens] {
	return rapid.Custom(func(t *rapid.T) rollout.Happens {
		return rollout.Happens{
			At: moment().Draw(t, "at"), Kind: rapid.SampledFrom(happenings()).Draw(t, "kind"), By: id().Draw(t, "by"),
			What: untrusted().Draw(t, "what"), From: rapid.OneOf(rapid.Just(""), id()).Draw(t, "from"), Until: moment().Draw(t, "until"),
		}
	})
}

func anyHeeded() *rapid.Generator[rollout.Heeded] {
	return rapid.Custom(func(t *rapid.T) rollout.Heeded {
		return rollout.Heeded{By: id().Draw(t, "by"), At: moment().Draw(t, "at"), Until: moment().Draw(t, "until")}
	})
}

func anyAlarm() *rapid.Generator[rollout.Alarm] {
	states := []rollout.AlarmState{rollout.AlarmOK, rollout.AlarmRed, rollout.AlarmRed, rollout.AlarmUnknown}
	return rapid.Custom(func(t *rapid.T) rollout.Alarm {
		return rollout.Alarm{Signal: rollout.Signal{
			ID: rapid.String().Draw(t, "id"), Name: rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "name"), State: rapid.SampledFrom(states).Draw(t, "state"),
			Reason: untrusted().Draw(t, "reason"), Description: untrusted().Draw(t, "description"),
			Comparison: rapid.SampledFrom([]string{"", "GreaterThanThreshold", "LessThanThreshold"}).Draw(t, "comparison"),
		}}
	})
}

func anySuspect() *rapid.Generator[rollout.Suspect] {
	return rapid.Custom(func(t *rapid.T) rollout.Suspect {
		return rollout.Suspect{
			Candidate: version().Draw(t, "candidate"), Stable: version().Draw(t, "stable"), Release: anyRelease(t), StableRelease: anyRelease(t),
			By: id().Draw(t, "by"), Under: rapid.Bool().Draw(t, "under"), IsRollback: rapid.Bool().Draw(t, "rollback"), Weight: share().Draw(t, "weight"),
			At: moment().Draw(t, "at"), Commits: rapid.SliceOfN(anyCommit(), 0, 6).Draw(t, "commits"), Total: rapid.IntRange(0, 1<<40).Draw(t, "total"),
			RedBefore: rapid.Bool().Draw(t, "red before"), Drill: rapid.Bool().Draw(t, "drill"),
		}
	})
}

func anyEvidence() *rapid.Generator[rollout.Evidence] {
	findings := []rollout.Finding{rollout.FoundWorse, rollout.FoundAlike, rollout.FoundWell, rollout.FoundUnclear, rollout.FoundBefore, "", "new"}
	reasons := []judge.Reason{judge.ReasonRelative, judge.ReasonAbsolute, judge.ReasonTripwire, judge.ReasonLiteral, judge.ReasonTooFewCalls, ""}
	return rapid.Custom(func(t *rapid.T) rollout.Evidence {
		return rollout.Evidence{
			Finding: rapid.SampledFrom(findings).Draw(t, "finding"), From: moment().Draw(t, "from"), To: moment().Draw(t, "to"),
			Candidate: counts(1e8).Draw(t, "candidate"), Stable: counts(1e8).Draw(t, "stable"), Earlier: rapid.Bool().Draw(t, "earlier"),
			Times: rapid.Float64Range(0, 1e308).Draw(t, "times"), FirstBad: moment().Draw(t, "first bad"),
			Unread: rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "unread"),
			Verdict: judge.Verdict{
				Reason: rapid.SampledFrom(reasons).Draw(t, "reason"), Measure: rapid.SampledFrom([]string{judge.MeasureErrors, judge.MeasureSlow, ""}).Draw(t, "measure"),
				Relative: rapid.Float64Range(-300, 300).Draw(t, "relative"), Absolute: rapid.Float64Range(-300, 300).Draw(t, "absolute"), Threshold: 2.3, Limit: 0.01,
			},
		}
	})
}

func anyPlot() *rapid.Generator[rollout.Plot] {
	point := rapid.Custom(func(t *rapid.T) rollout.Reading {
		return rollout.Reading{At: begin().Add(time.Duration(rapid.Int64Range(-1e13, 1e13).Draw(t, "at"))), Value: rapid.Float64().Draw(t, "value")}
	})
	mark := rapid.Custom(func(t *rapid.T) rollout.Share {
		return rollout.Share{From: begin().Add(time.Duration(rapid.Int64Range(-1e13, 1e13).Draw(t, "from"))), Weight: share().Draw(t, "weight")}
	})
	return rapid.Custom(func(t *rapid.T) rollout.Plot {
		return rollout.Plot{
			Title: untrusted().Draw(t, "title"), Points: rapid.SliceOfN(point, 0, 60).Draw(t, "points"), Marks: rapid.SliceOfN(mark, 0, 9).Draw(t, "marks"),
			Threshold: maybe(t, "threshold", rapid.Float64()),
		}
	})
}

func anyIncident() *rapid.Generator[rollout.Incident] {
	failure := rapid.Custom(func(t *rapid.T) rollout.Failing {
		return rollout.Failing{Text: untrusted().Draw(t, "text"), Count: rapid.IntRange(0, 1<<40).Draw(t, "count")}
	})
	return rapid.Custom(func(t *rapid.T) rollout.Incident {
		return rollout.Incident{
			ID: incidentID, Target: anyTarget(t), Channel: id().Draw(t, "channel"), Alarms: rapid.SliceOfN(anyAlarm(), 0, 5).Draw(t, "alarms"),
			Opened: moment().Draw(t, "opened"), Heard: moment().Draw(t, "heard"), Closed: moment().Draw(t, "closed"), Looked: moment().Draw(t, "looked"),
			Reopened: rapid.IntRange(0, 3).Draw(t, "reopened"), Acked: maybe(t, "acked", anyHeeded()), Snoozed: maybe(t, "snoozed", anyHeeded()),
			Suspect: maybe(t, "suspect", anySuspect()), Evidence: maybe(t, "evidence", anyEvidence()), Plot: maybe(t, "plot", anyPlot()),
			Errors: rapid.SliceOfN(failure, 0, 5).Draw(t, "errors"), Kept: rapid.OneOf(rapid.Just(""), untrusted()).Draw(t, "kept"),
			Away: rapid.Bool().Draw(t, "away"), FirstBad: moment().Draw(t, "first bad"),
			Back: rapid.SampledFrom([]rollout.ID{"", "01JBACK"}).Draw(t, "back"), Restored: moment().Draw(t, "restored"),
			Health: maybe(t, "health", rapid.Custom(func(t *rapid.T) rollout.Health {
				return rollout.Health{OK: rapid.Bool().Draw(t, "ok"), Detail: untrusted().Draw(t, "detail")}
			})),
			Log: rapid.SliceOfN(anyHappens(), 0, 4).Draw(t, "log"),
		}
	})
}

// incidents are what is told of one.
func incidents(t *rapid.T) []rendering {
	i := anyIncident().Draw(t, "incident")
	o := views.Options{Now: moment().Draw(t, "now"), Runbook: address().Draw(t, "runbook"), Next: maybe(t, "next", anyRollout())}
	return []rendering{{"Incident", views.Incident(i, o)}, {"Reply", views.Reply(i, anyHappens().Draw(t, "happens"), o)}}
}

func anyBackAsked(t *rapid.T) commands.BackAsked {
	of := func(name string) rollout.Published {
		return rollout.Published{Version: version().Draw(t, name), Release: anyRelease(t)}
	}
	b := commands.BackAsked{
		Target: anyTarget(t), From: of("from"), To: of("to"), Flagged: rapid.SliceOfN(untrusted(), 0, 8).Draw(t, "flagged"),
		Proposal: rapid.SampledFrom([]string{"", "01PROPOSAL"}).Draw(t, "proposal"),
	}
	if rapid.Bool().Draw(t, "changed") {
		b.Changed = rollout.Say(text().Draw(t, "plain")).Quote(untrusted().Draw(t, "words"))
	}
	return b
}

func anyExamined(t *rapid.T) commands.Examined {
	grades := []rollout.Grade{rollout.GradeSound, rollout.GradeAiling, rollout.GradeBroken, rollout.GradeUnknown}
	one := rapid.Custom(func(t *rapid.T) rollout.Diagnosis {
		return rollout.Diagnosis{
			Check: text().Draw(t, "check"), About: text().Draw(t, "about"), Grade: rapid.SampledFrom(grades).Draw(t, "grade"),
			Found: untrusted().Draw(t, "found"), Remedy: text().Draw(t, "remedy"),
		}
	})
	return commands.Examined{Where: anyTarget(t), Diagnoses: rapid.SliceOfN(one, 0, 30).Draw(t, "diagnoses"), Took: time.Duration(rapid.Int64().Draw(t, "took"))}
}
