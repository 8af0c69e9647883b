package views

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// maxMinutes is how many of the last minutes are shown one by one.
const maxMinutes = 6

// minutes shows the last judged minutes, the newest last. The header names the
// versions, so the words have it too. Nothing in it is somebody else's, so its
// plainer form is one block.
func minutes(r rollout.Rollout, kept []rollout.Judgement) piece {
	var rows [][]line
	slow := firstSlow(r.Strategy.Judge, kept)
	for i := max(0, len(kept)-maxMinutes); i < len(kept); i++ {
		rows = append(rows, minuteRow(r, kept[:i+1], i == slow))
	}
	header := []string{"Minute", "Weight", r.Candidate.String(), r.Stable.String(), "Evidence", "Verdict"}
	for i, h := range header {
		header[i] = tidy(h, maxName)
	}
	p := table(header, rows, "")
	p.text = append([]line{say(strings.Join(header, " · "))}, p.text...)
	p.plainer = []slack.Block{plainer("table", p.text)}
	return p
}

// minuteRow is the last minute of those until then; slow says that it is the first
// one with slow calls.
func minuteRow(r rollout.Rollout, until []rollout.Judgement, slow bool) []line {
	m := until[len(until)-1]
	weight := judge.Percent(m.Minute.Weight)
	if m.Minute.Mixed {
		weight += ", mixed"
	}
	candidate := counts(m.Minute.Candidate)
	if p := m.Minute.Probes; p != nil {
		candidate += " + synthetic: " + counts(p)
	}
	stable := say(counts(m.Minute.Stable))
	if m.Minute.Weight == 1 {
		stable = nil // it has no calls to be missed
	}
	v := m.Verdict
	odds := fmt.Sprintf("%s, above its limits %s, good enough %s", comparison(r, v, compared(until)), judge.Odds(v.Absolute), judge.Odds(v.Pass))
	verdict := inShort(r, v)
	if slow {
		verdict += "; slow calls count against the limit from the next minute on"
	}
	return []line{line(nil).when(m.Minute.At), say(weight), say(candidate), stable, say(odds), say(verdict)}
}

// firstSlow is the minute with the first slow calls of all, if more of the
// candidate's were slow than may be; -1 for none. Only the minutes after it count
// against the limit.
func firstSlow(p judge.Params, kept []rollout.Judgement) int {
	if p.SlowRateMax == 0 {
		return -1
	}
	for i, m := range kept {
		candidate, stable := sum(m.Minute.Candidate, m.Minute.Probes), sum(m.Minute.Stable)
		switch {
		case m.Minute.NoSlow || candidate.Slow+stable.Slow == 0:
		case candidate.Rate(judge.MeasureSlow) > p.SlowRateMax:
			return i
		default:
			return -1
		}
	}
	return -1
}

// sum adds up counts, as far as there are any.
func sum(list ...*judge.Counts) (all judge.Counts) {
	for _, c := range list {
		if c != nil {
			all = all.Plus(*c)
		}
	}
	return all
}

// counts are those of one minute, in a few words.
func counts(c *judge.Counts) string {
	switch {
	case c == nil:
		return "no data"
	case c.Slow > 0:
		return fmt.Sprintf("%s of %s failed, %s slow", judge.Count(c.Errors), judge.Count(c.Invocations), judge.Count(c.Slow))
	default:
		return fmt.Sprintf("%s of %s failed", judge.Count(c.Errors), judge.Count(c.Invocations))
	}
}

// replayed says whether the judge of today decides as the one of then.
func replayed(r rollout.Rollout, judged []rollout.Replayed) []line {
	differ := 0
	var first rollout.Replayed
	for _, m := range judged {
		if m.Same {
			continue
		}
		if differ == 0 {
			first = m
		}
		differ++
	}
	var lines []line
	if n := len(judged); n > maxMinutes {
		lines = append(lines, say(fmt.Sprintf("Below are the last %d of %s judged minutes.", maxMinutes, judge.Count(int64(n)))))
	}
	if differ == 0 {
		return append(lines, say("🔁 Replayed from the kept inputs: the same verdicts, bit for bit or to nine digits."))
	}
	return append(lines, say(fmt.Sprintf("⚠️ Replayed from the kept inputs, %d of %d minutes come out otherwise: the first ", differ, len(judged))).
		when(first.Minute.At).say(fmt.Sprintf(", then %s, now %s. Another version of the judge decided then.", decision(r, first.Verdict), decision(r, first.Again))))
}

// decision is a verdict with its strongest number, so that two can be told apart.
func decision(r rollout.Rollout, v judge.Verdict) string {
	return fmt.Sprintf("“%s” (worse %s, good %s)", inShort(r, v), judge.Odds(against(v)), judge.Odds(v.Pass))
}
