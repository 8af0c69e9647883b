package views

import "github.com/slipway-dev/slipway/rollout"

// drilled says what came of a drill, loudly where nothing took it back in time: then
// nothing will when it matters.
func drilled(r rollout.Rollout, d rollout.Drilled) []line {
	became := unmoved(r)
	if r.Phase == rollout.RolledBack {
		became = liveAgain(r)
	}
	switch code := r.Cause.Code; {
	case d.Passed && d.Took > 0:
		return []line{drillHead(r, "🧪 ", "Drill passed").say(": taken back by itself " + duration(d.Took) + " after its first traffic"), why(r), became}
	case d.Passed:
		return []line{drillHead(r, "🧪 ", "Drill passed").say(": stopped by itself, before any traffic"), why(r), became}
	case code == rollout.CauseDrill:
		return append([]line{drillHead(r, "🚨 ", "DRILL FAILED").say(": nothing took it back by itself"), why(r), became}, lookInto(r)...)
	case code == rollout.CauseVerdict, code == rollout.CauseAlarm:
		return append([]line{drillHead(r, "🚨 ", "DRILL FAILED").say(": it was taken back too late, " + duration(d.Took) + " after its first traffic"), why(r), became}, lookInto(r)...)
	}
	return []line{drillHead(r, "🧪 ", "Drill without a result"), line(nil).quote("Why: ", d.Why, maxQuote), became}
}

func drillHead(r rollout.Rollout, sign, word string) line {
	return say(sign).strong(word).say(" · " + r.Target.Service + " ").sha(r.Release).say(" in " + r.Target.Environment)
}

// lookInto says what to look at after a drill that failed.
func lookInto(r rollout.Rollout) []line {
	where := r.Target.Environment + " " + r.Target.Service
	return []line{
		say("Until that is put right, do not rely on the automatic rollback here."),
		say("What the judge saw: `/deploy why " + string(r.ID) + "` · Whether it may act, and which alarms watch: `/deploy doctor " + where + "`"),
	}
}
