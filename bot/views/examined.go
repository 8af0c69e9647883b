package views

import (
	"fmt"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

// How much of the doctor's findings is shown; the rest is counted.
const (
	maxDiagnoses = 10 // of each grade
	maxFound     = 200
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
	return message(
		paragraph("title", title, healthiness(len(e.Diagnoses), bad)),
		paragraph("broken", diagnoses("❌ ", "Broken", grades[rollout.GradeBroken])...),
		paragraph("ailing", diagnoses("⚠️ ", "To be put right", grades[rollout.GradeAiling])...),
		paragraph("unknown", diagnoses("❔ ", "Not known", grades[rollout.GradeUnknown])...),
		paragraph("sound", soundOnes(sound, bad)),
	)
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

// diagnoses are those of one grade.
func diagnoses(sign, title string, all []rollout.Diagnosis) []line {
	if len(all) == 0 {
		return nil
	}
	lines := []line{say(sign).strong(title)}
	for _, d := range all[:min(len(all), maxDiagnoses)] {
		l := say("• ").strong(d.Check)
		if d.About != "" {
			l = l.say(" of " + d.About)
		}
		lines = append(lines, l.quote(": ", d.Found, maxFound))
		if d.Remedy != "" {
			lines = append(lines, say("   → "+cut(d.Remedy, maxFound)))
		}
	}
	if n := len(all) - maxDiagnoses; n > 0 {
		lines = append(lines, more(n, "`/deploy doctor <env> <service>` looks at one of them only."))
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
