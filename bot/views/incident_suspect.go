package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// maxSuspects is how many commits of a suspect are listed. The plainest form of a
// message has no room for more.
const maxSuspects = 4

// suspected is what changed last before the alarm, if anything did.
func suspected(i rollout.Incident) []line {
	s := i.Suspect
	if s == nil {
		return []line{say("🔎 ").strong("Nothing changed here").say(" in the last 24 hours by a deploy of mine.")}
	}
	l := say("🔎 ").strong("What changed last").say(": " + s.Stable.String() + " ").sha(beside(s.StableRelease, s.Release)).
		say(" → " + s.Candidate.String() + " ").sha(s.Release)
	switch {
	case s.Drill:
		l = say("🧪 ").strong("A drill").say(" of " + s.Candidate.String() + " ").sha(s.Release).say(", which is known to be bad and goes back to " + s.Stable.String() + " in any case")
	case s.IsRollback:
		l = say("🔎 ").strong("What changed last").say(": a rollback to " + s.Candidate.String() + " ").sha(s.Release)
	case s.Stable == "":
		l = say("🔎 ").strong("What changed last").say(": " + s.Candidate.String() + " ").sha(s.Release).say(" became the first version here")
	}
	l = l.say(", by ").who(s.By).say(", first traffic ").when(s.At)
	if d := i.Opened.Sub(s.At); d >= 0 {
		l = l.say(" (" + duration(d) + " before the alarm)")
	}
	return []line{l.say(suspectShare(*s)), wasRedBefore(i)}
}

// suspectShare is how much of the traffic the suspect had when the alarm came.
func suspectShare(s rollout.Suspect) string {
	switch {
	case s.IsRollback:
		return "."
	case s.Under:
		return fmt.Sprintf("; when the alarm came it was under way, with %s of the traffic.", judge.Percent(s.Weight))
	case s.Weight == 0:
		return "; when the alarm came it had been taken back."
	default:
		return "; when the alarm came it had all of the traffic."
	}
}

// wasRedBefore says that the suspect hardly turned the alarm red, unless that is said
// already as why it was kept.
func wasRedBefore(i rollout.Incident) line {
	if !i.Suspect.RedBefore || kept(i) != nil {
		return nil
	}
	return say(fmt.Sprintf("The alarm was red before %s got any traffic.", i.Suspect.Candidate))
}

// suspectShips are the newest commits of the suspect.
func suspectShips(i rollout.Incident) []line {
	s := i.Suspect
	if s == nil || len(s.Commits) == 0 {
		return nil
	}
	total := max(s.Total, len(s.Commits))
	lines := []line{say(fmt.Sprintf("📦 %s ships %s:", s.Candidate, commits(total)))}
	shown := s.Commits[:min(len(s.Commits), maxSuspects)]
	for _, c := range shown {
		lines = append(lines, commit(rollout.Commit{SHA: c.SHA, Subject: c.Subject, URL: c.URL, Pull: c.Pull}))
	}
	if n := total - len(shown); n > 0 {
		lines = append(lines, say(fmt.Sprintf("… and %s more", judge.Count(int64(n)))))
	}
	return lines
}
