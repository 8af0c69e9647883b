package views

import (
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// How much of the doctor's findings is shown; the rest is counted.
const (
	maxDiagnoses = 9 // of each grade
	perBlock     = 3
	maxFound     = 200
	maxRemedy    = 600 // a command that makes an alarm is long
)

// examined tells what the doctor found: what is broken first, each with what to do about
// it. What is sound is only counted.
func examined(e commands.Examined) Message {
	grades := map[rollout.Grade][]rollout.Diagnosis{}
	for _, d := range e.Diagnoses {
		grades[d.Grade] = append(grades[d.Grade], d)
	}
	sound := len(grades[rollout.GradeSound])
	bad := len(e.Diagnoses) - sound
	title := say("🩺 ").strong("Doctor").say(" · looked at " + lookedOver(e) + " in " + duration(e.Took))
	return message(slices.Concat(
		[]piece{paragraph("title", title, healthiness(len(e.Diagnoses), bad))},
		diagnoses("broken", "❌ ", "Broken", grades[rollout.GradeBroken]),
		diagnoses("ailing", "⚠️ ", "To be put right", grades[rollout.GradeAiling]),
		diagnoses("unknown", "❔ ", "Not known", grades[rollout.GradeUnknown]),
		[]piece{paragraph("sound", soundOnes(sound, bad))},
	)...)
}

// lookedOver is what the doctor was asked about.
func lookedOver(e commands.Examined) string {
	if where := where(e.Where); where != "" {
		return "all" + where
	}
	return "everything"
}

func healthiness(all, bad int) line {
	switch {
	case all == 0:
		return say("There was nothing to look at. `/deploy status` lists what there is.")
	case bad == 0:
		return say(fmt.Sprintf("✅ All is well: %d of %d checks are sound.", all, all))
	default:
		return say(fmt.Sprintf("%d of %d checks found something.", bad, all))
	}
}

// diagnoses are those of one grade, a few in a block: a fix may be long.
func diagnoses(id, sign, title string, all []rollout.Diagnosis) []piece {
	var out []piece
	for some := range slices.Chunk(all[:min(len(all), maxDiagnoses)], perBlock) {
		var lines []line
		if out == nil {
			lines = append(lines, say(sign).strong(title))
		}
		for _, d := range some {
			lines = append(lines, diagnosis(d)...)
		}
		if n := len(all) - maxDiagnoses; n > 0 && len(out) == maxDiagnoses/perBlock-1 {
			lines = append(lines, more(n, "`/deploy doctor <env> <service>` looks at one of them only."))
		}
		out = append(out, paragraph(fmt.Sprintf("%s-%d", id, len(out)+1), lines...))
	}
	return out
}

// diagnosis is what was found, and what to do about it.
func diagnosis(d rollout.Diagnosis) []line {
	l := say("• ").strong(d.Check)
	if d.About != "" {
		l = l.say(" of " + d.About)
	}
	lines := []line{l.quote(": ", d.Found, maxFound)}
	if d.Remedy != "" {
		lines = append(lines, say("   → "+cut(d.Remedy, maxRemedy)))
	}
	return lines
}

// soundOnes counts what there is nothing to say about.
func soundOnes(sound, bad int) line {
	if sound == 0 || bad == 0 {
		return nil
	}
	return say(fmt.Sprintf("✅ … and %d more sound.", sound))
}
