package views

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// maxMinutes is how many of the last minutes are shown one by one.
const maxMinutes = 12

// minutes shows the last judged minutes, the newest last. Nothing in it is
// somebody else's, so its plainer form is one block.
func minutes(r rollout.Rollout, judged []rollout.Replayed) piece {
	var rows [][]line
	for _, m := range judged[max(0, len(judged)-maxMinutes):] {
		rows = append(rows, minuteRow(m))
	}
	header := []string{"Minute", "Weight", r.Candidate.String(), r.Stable.String(), "Evidence", "Verdict"}
	for i, h := range header {
		header[i] = tidy(h, maxName)
	}
	p := table(header, rows, "")
	p.plainer = []slack.Block{plainer("table", p.text)}
	return p
}

func minuteRow(m rollout.Replayed) []line {
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
	odds := fmt.Sprintf("worse %s, limit %s, good %s", judge.Odds(v.Relative), judge.Odds(v.Absolute), judge.Odds(v.Pass))
	return []line{
		line(nil).when(m.Minute.At), say(weight), say(candidate), stable, say(odds),
		say(fmt.Sprintf("%s: %s", v.Kind, reason(v))),
	}
}

// reason is a verdict's in a few words.
func reason(v judge.Verdict) string { return strings.ReplaceAll(string(v.Reason), "-", " ") }

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
func replayed(judged []rollout.Replayed) []line {
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
		when(first.Minute.At).say(fmt.Sprintf(", then %s, now %s. Another version of the judge decided then.", decision(first.Verdict), decision(first.Again))))
}

// decision is a verdict with its strongest number, so that two can be told apart.
func decision(v judge.Verdict) string {
	return fmt.Sprintf("%s (%s, worse %s, good %s)", v.Kind, reason(v), judge.Odds(against(v)), judge.Odds(v.Pass))
}
