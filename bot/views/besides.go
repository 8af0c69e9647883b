package views

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// maxRed is how many alarms are named that were red before.
const maxRed = 3

// besides is what somebody has to know of a rollout besides how it stands: what is
// special about it, and whom it concerns.
func besides(r rollout.Rollout) []line {
	return []line{drills(r), holder(r), looksOn(r), wouldHave(r), redBefore(r)}
}

// drills says that a rollout is a drill, as long as it is one.
func drills(r rollout.Rollout) line {
	if r.Drill == nil || r.Phase.Ended() {
		return nil
	}
	l := say("🧪 ").strong("Drill").say(": this version is known to be bad, on purpose. It is taken back in any case; to pass, it has to go back by itself ")
	if r.Drill.By.IsZero() {
		return l.say("within " + duration(r.Drill.Within) + " of its first traffic.")
	}
	return l.say("before ").when(r.Drill.By).say(".")
}

// holder tells whoever holds the lock of a target that something is taken back there. The
// lock keeps deploys out, and no rollback.
func holder(r rollout.Rollout) line {
	if r.Holder == "" || !r.IsRollback && !wentBack(r) || r.Phase == rollout.RolledBack && r.LockAfter { // which says so itself
		return nil
	}
	return say("🔒 ").who(r.Holder).say(" holds the lock there. It stays as it is.")
}

// looksOn says that nothing the judge finds takes the rollout back.
func looksOn(r rollout.Rollout) line {
	if !r.Strategy.Shadow || r.IsRollback || r.Phase.Ended() {
		return nil
	}
	return say("👀 The judge only looks on here: it says what it finds, and takes nothing back.")
}

// wouldHave says when a judge that only looks on would have taken the rollout back.
func wouldHave(r rollout.Rollout) line {
	s := r.Judging.Shadow
	if s == nil || wentBack(r) && r.Cause.Code != rollout.CauseDrill { // it was, by something else
		return nil
	}
	v := s.Verdict
	v.Needs = 0
	return say("⚠️ ").strong("It would have been taken back").say(" ").when(s.Minute.At.Add(time.Minute)).
		say(fmt.Sprintf(", at a weight of %s, if the judge did not only look on here: %s.", judge.Percent(s.Minute.Weight), v.Sentence(r.Candidate.String(), r.Stable.String())))
}

// redBefore says which alarms do not speak against a rollout.
func redBefore(r rollout.Rollout) line {
	if len(r.RedBefore) == 0 {
		return nil
	}
	was := " was"
	if len(r.RedBefore) > 1 {
		was = " were"
	}
	return alarmNames(r.RedBefore).say(was + " red already when this began: that does not count against it.")
}

// redNow says which alarms are red where something is to be deployed.
func redNow(names []string) line {
	if len(names) == 0 {
		return nil
	}
	is := " is"
	if len(names) > 1 {
		is = " are"
	}
	return alarmNames(names).say(is + " red now. That keeps no deploy out: it may be the fix.")
}

// alarmNames names some alarms, and counts the rest.
func alarmNames(names []string) line {
	return say("⚠️ ").quotes(names, maxRed, maxAlarm, " and %d more")
}
