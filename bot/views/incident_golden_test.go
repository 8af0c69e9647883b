package views_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func withRunbook() views.Options {
	o := options()
	o.Runbook = "https://wiki.example.com/checkout"
	return o
}

func TestAnIncidentsMessageIsWorthReadingAtNight(t *testing.T) {
	few, many := judge.Counts{Invocations: 3, Errors: 1}, judge.Counts{Invocations: 1870, Errors: 374}
	finished := suspicious(func(s *rollout.Suspect) { s.Under, s.Weight = false, 1 })
	undone := suspicious(func(s *rollout.Suspect) {
		s.IsRollback, s.Under, s.Weight = true, false, 1
		s.Candidate, s.Release, s.Stable, s.StableRelease, s.Commits, s.Total = "41", s.StableRelease, "", rollout.Release{}, nil, 0
	})
	goneBefore := suspicious(func(s *rollout.Suspect) { s.Under, s.Weight = false, 0 })
	alone := suspicious(func(s *rollout.Suspect) { s.Stable, s.StableRelease, s.Weight = "", rollout.Release{}, 1 })
	before := suspicious(func(s *rollout.Suspect) { s.RedBefore = true })
	well := &rollout.Health{Version: "41", OK: true, Status: 200}
	unknown := func(i *rollout.Incident) { i.Alarms[0].State = rollout.AlarmUnknown }
	unread := func(e *rollout.Evidence) { e.Unread = "the metrics could not be read <!here>" }
	slow := func(e *rollout.Evidence) { e.Verdict.Measure = judge.MeasureSlow }
	earlier := func(e *rollout.Evidence) { e.Earlier = true }
	drilled := suspicious(func(s *rollout.Suspect) { s.Drill = true })
	late := func(i *rollout.Incident) {
		goingBack("")(i)
		i.Log[len(i.Log)-1].What = "nothing had taken it back 30 minutes after its first traffic"
	}
	fineFor := func(s *rollout.Suspect) { s.Under, s.Weight, s.At = false, 1, begin().Add(-6*time.Hour) }
	kept := func(i *rollout.Incident) {
		i.Kept = "migrations/0001_orders.sql <!here> changed, which a rollback does not undo."
	}
	for name, i := range map[string]rollout.Incident{
		"just-heard":       incident(func(i *rollout.Incident) { suspicious()(i); i.Looked = time.Time{} }),
		"nothing-changed":  incident(func(i *rollout.Incident) { i.Alarms[0].Description = "" }),
		"guilty":           incident(suspicious(), guilty, logged, plotted, crowded(1)),
		"guilty-finished":  incident(finished, guilty, kept),
		"alike":            incident(finished, shownBy(rollout.FoundAlike, many, many, earlier)),
		"before":           incident(before, shownBy(rollout.FoundBefore, many, many)),
		"well":             incident(suspicious(), shownBy(rollout.FoundWell, judge.Counts{Invocations: 900, Slow: 2}, many, slow)),
		"too-few":          incident(suspicious(), shownBy(rollout.FoundUnclear, few, many)),
		"no-calls":         incident(suspicious(), shownBy(rollout.FoundUnclear, judge.Counts{}, many)),
		"unread":           incident(suspicious(), shownBy(rollout.FoundUnclear, few, many, unread)),
		"after-a-rollback": incident(undone, shownBy(rollout.FoundUnclear, few, judge.Counts{})),
		"after-its-end":    incident(goneBefore),
		"first-version":    incident(alone),
		"no-data":          incident(unknown, crowded(3)),
		"acknowledged":     incident(suspicious(), guilty, acked),
		"snoozed":          incident(suspicious(), guilty, snooze, func(i *rollout.Incident) { i.Reopened = 1 }),
		"going-back":       incident(suspicious(), guilty, goingBack("")),
		"back":             incident(suspicious(), guilty, goingBack(ana), restored(well)),
		"back-unhealthy":   incident(suspicious(), goingBack(ana), restored(&rollout.Health{Version: "41", Detail: "no <answer>"})),
		"over-by-itself":   incident(finished, acked, wellAgain, func(i *rollout.Incident) { i.Reopened = 2 }),
		"over-by-rollback": incident(suspicious(), guilty, logged, plotted, goingBack(""), restored(well), wellAgain),
		"over-by-a-person": incident(suspicious(), goingBack(ana), restored(well), wellAgain),
		"over-unproven":    incident(finished, shownBy(rollout.FoundAlike, many, many), kept, goingBack(ana), restored(well), wellAgain),
		"over-too-early":   incident(finished, guilty, goingBack(ana), wellAgain, func(i *rollout.Incident) { i.Restored = i.Closed.Add(time.Second) }),
		"away":             incident(finished, guilty, func(i *rollout.Incident) { i.Away = true }),
		"over-away":        incident(finished, guilty, wellAgain, func(i *rollout.Incident) { i.Away = true }),
		"drill":            incident(drilled, guilty),
		"drill-over":       incident(drilled, guilty, late, restored(well), wellAgain),
		"fine-for-long":    incident(suspicious(fineFor), guilty, earlierOnly),
		"never-compared":   incident(suspicious(fineFor), guilty, func(i *rollout.Incident) { i.FirstBad, i.Evidence.Stable = begin(), judge.Counts{} }),
		"none-to-compare":  incident(suspicious(), guilty, func(i *rollout.Incident) { i.Evidence.Stable = judge.Counts{Invocations: 312} }),
		"above-its-limit": incident(alone, guilty, func(i *rollout.Incident) {
			i.Evidence.Verdict.Reason, i.Evidence.Verdict.Limit = judge.ReasonAbsolute, 0.01
		}),
		"burst-alone":       incident(alone, guilty, func(i *rollout.Incident) { i.Evidence.Verdict.Reason = judge.ReasonTripwire }),
		"over-long-ago":     incident(finished, wellAgain, func(i *rollout.Incident) { i.Closed = now().Add(-24 * time.Hour); i.Opened = i.Closed.Add(-time.Hour) }),
		"without-any-alarm": incident(func(i *rollout.Incident) { i.Alarms = nil }),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "incidents", name, views.Incident(i, withRunbook())) })
	}
}

func earlierOnly(i *rollout.Incident) { i.Evidence.Earlier = true }

// What was shipped meanwhile may have ended it, and is named.
func TestAnIncidentThatEndedAfterAFixSaysSo(t *testing.T) {
	i := incident(suspicious(), guilty, wellAgain)
	for name, c := range map[string]struct {
		change func(*rollout.Rollout)
		want   string
	}{
		"live before its end": {func(r *rollout.Rollout) { r.Ended = i.Closed.Add(-time.Second) }, "It ended after v43 `abc1234` by <@U0BEN> had taken the place of v42."},
		"on its way then":     {func(r *rollout.Rollout) { r.Phase = rollout.Watching }, "It ended while v43 `abc1234` by <@U0BEN> was taking the place of v42."},
		"live after its end":  {func(r *rollout.Rollout) { r.Ended = i.Closed }, "It ended while v43 "},
		"begun after its end": {func(r *rollout.Rollout) { r.Created = i.Closed }, "It ended by itself: nothing had been taken back."},
		"a rollback":          {func(r *rollout.Rollout) { r.IsRollback = true }, "It ended by itself"},
	} {
		t.Run(name, func(t *testing.T) {
			fix := rollout.Rollout{Candidate: "43", Release: rollout.Release{SHA: sha42}, By: ben, Phase: rollout.Succeeded, Created: i.Opened}
			c.change(&fix)
			o := options()
			o.Next = &fix
			says(t, views.Incident(i, o), c.want)
			says(t, views.Reply(i, rollout.Happens{Kind: rollout.HappensOver}, o), c.want)
		})
	}
}

func TestAnIncidentsThreadHearsWhatHappened(t *testing.T) {
	i := incident(suspicious(), guilty, goingBack(""), restored(nil))
	over := incident(suspicious(), guilty, goingBack(ana), restored(nil), wellAgain)
	at := now()
	for name, m := range map[string]views.Message{
		"red":            views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensRed, What: "checkout-latency <!here>"}, options()),
		"green":          views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensGreen, What: "checkout-latency"}, options()),
		"again":          views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensAgain, What: "checkout-errors"}, options()),
		"over":           views.Reply(over, rollout.Happens{At: at, Kind: rollout.HappensOver}, options()),
		"over-and-again": views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensOver}, options()),
		"acked":          views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensAcked, By: ben}, options()),
		"acked-instead":  views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensAcked, By: ben, From: ana}, options()),
		"back-of-drill":  views.Reply(incident(suspicious(func(s *rollout.Suspect) { s.Drill = true })), rollout.Happens{At: at, Kind: rollout.HappensBack, What: "nothing had taken it back"}, options()),
		"snoozed":        views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensSnoozed, By: ben, Until: at.Add(time.Hour)}, options()),
		"reminded":       views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensReminded}, options()),
		"reminded-acked": views.Reply(incident(acked), rollout.Happens{At: at, Kind: rollout.HappensReminded}, options()),
		"back":           views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensBack, What: "v42 is worse <!here>"}, options()),
		"back-by":        views.Reply(incident(), rollout.Happens{At: at, Kind: rollout.HappensBack, By: ana}, options()),
		"restored":       views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensRestored}, options()),
		"kept":           views.Reply(i, rollout.Happens{At: at, Kind: rollout.HappensKept, What: "both versions are alike"}, options()),
		"new":            views.Reply(i, rollout.Happens{At: at, Kind: "new", What: "something"}, options()),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "replies", name, m) })
	}
}

func TestWhatWasSaidAboutAnIncidentIsNoted(t *testing.T) {
	for name, c := range map[string]commands.IncidentChanged{
		"incident-acked":   {Action: "acknowledge", Incident: incident(acked)},
		"incident-snoozed": {Action: "snooze", Incident: incident(snooze)},
		"incident-changed": {Action: "new", Incident: incident()},
	} {
		t.Run(name, func(t *testing.T) { golden(t, "answers", name, views.Outcome(c, options())) })
	}
}

// The proof names what the judge found, whatever that was.
func TestTheProofAgainstASuspectIsTheJudges(t *testing.T) {
	for reason, want := range map[judge.Reason]string{
		judge.ReasonRelative: "The judge is sure enough of that to take it back.",
		judge.ReasonAbsolute: "The judge is sure enough of that to take it back.",
		judge.ReasonTripwire: "less than once in a million times",
		judge.ReasonLiteral:  "than the literal rule allows",
	} {
		i := incident(suspicious(), guilty)
		i.Evidence.Verdict = judge.Verdict{Kind: judge.Fail, Reason: reason, Relative: 4.2, Absolute: 4.2, Threshold: 2.3, Limit: 0.01}
		says(t, views.Incident(i, options()), "*v42 is worse*", want)
	}
	i := incident(suspicious(func(s *rollout.Suspect) { s.Shadow = true }), guilty)
	i.Evidence.Verdict = judge.Verdict{Kind: judge.Fail, Reason: judge.ReasonRelative, Relative: 4.2, Threshold: 2.3}
	says(t, views.Incident(i, options()), "to take it back, but it only looks on here.")
}

func TestHowManyTimesWorseReadsAsPeopleSayIt(t *testing.T) {
	for times, want := range map[float64]string{1.5: "1.5×", 2: "2×", 17.9: "18×", 1e300: "1,000,000,000,000,000×"} {
		i := incident(suspicious(), guilty)
		i.Evidence.Times = times
		says(t, views.Incident(i, options()), "(21 of 1,870): "+want+" worse.")
	}
	for _, unsaid := range []float64{0, 1} {
		i := incident(suspicious(), guilty)
		i.Evidence.Times = unsaid
		saysNot(t, views.Incident(i, options()), "×")
	}
}

// One error more or less would make another ratio of so few.
func TestNobodyIsSaidToBeSoManyTimesWorseThanAHandful(t *testing.T) {
	i := incident(suspicious(), guilty)
	i.Evidence.Times = 104
	for errors, want := range map[int64]string{0: "v41 none of 312.", 4: "v41 1.3 % (4 of 312).", 5: "v41 1.6 % (5 of 312): 104× worse."} {
		i.Evidence.Stable = judge.Counts{Invocations: 312, Errors: errors}
		says(t, views.Incident(i, options()), want)
	}
	i.Evidence.Verdict.Measure, i.Evidence.Stable = judge.MeasureSlow, judge.Counts{Invocations: 312, Errors: 90}
	says(t, views.Incident(i, options()), "v41 none of 312.")
}

// A version that was fine for long has seldom changed by itself; but one that another was
// called beside all the time, and is worse than that, has.
func TestWhatWasFineForLongIsNotBlamedWithoutAComparison(t *testing.T) {
	for name, c := range map[string]struct {
		since time.Duration
		how   func(*rollout.Incident)
		want  string
	}{
		"held against what was before":   {6 * time.Hour, earlierOnly, "*v42 was fine for 6 h* and is bad since"},
		"held against nothing":           {6 * time.Hour, func(i *rollout.Incident) { i.Suspect.Stable = "" }, "*v42 was fine for 6 h* and is bad since"},
		"not for so long":                {time.Hour - time.Second, earlierOnly, "*v42 is worse*"},
		"called beside the other":        {6 * time.Hour, func(*rollout.Incident) {}, "*v42 is worse*"},
		"bad, nobody knows since when":   {6 * time.Hour, func(i *rollout.Incident) { earlierOnly(i); i.Evidence.FirstBad = time.Time{} }, "*v42 is worse*"},
		"worse, found since the evening": {6 * time.Hour, func(i *rollout.Incident) { earlierOnly(i); i.FirstBad = i.Suspect.At }, "*v42 is worse*"},
	} {
		t.Run(name, func(t *testing.T) {
			i := incident(suspicious(), guilty)
			i.Suspect.At = i.Evidence.FirstBad.Add(-c.since)
			c.how(&i)
			says(t, views.Incident(i, options()), c.want)
		})
	}
}
