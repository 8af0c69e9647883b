package views

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/rollout"
)

// How much of a log is shown: its last lines, and of those not more than people read.
const (
	maxLogLines = 20
	maxLogLine  = 200
	maxLog      = 2400
)

// Broke tells in the thread of a rollout's message where its build failed.
func Broke(r rollout.Rollout) Message {
	lines := []line{headline(r, "❌ ", "The build failed"), brokeAt(r)}
	var again line
	if rebuildable(r) {
		again = say("To build it again: ").strong(label(job.RetryAction)).say(", in the message above.")
	}
	return message(paragraph("broke", lines...), log(failure(r).Log), paragraph("again", again))
}

// failure is where a build failed, as far as that is known; without a job when it is not.
func failure(r rollout.Rollout) rollout.Failure {
	if r.Build == nil || r.Build.Failure == nil {
		return rollout.Failure{}
	}
	f := *r.Build.Failure
	f.Job = tidy(f.Job, maxSubject)
	return f
}

// brokeAt is where a build failed, or what else is known of that.
func brokeAt(r rollout.Rollout) line {
	f, b := failure(r), r.Build
	switch {
	case f.Job != "":
		return failedIn("In job ", f)
	case b == nil:
		return why(r)
	case tidy(b.Reason, maxQuote) != "":
		return line(nil).quote("Why: ", b.Reason, maxQuote).page("run", b.URL)
	default:
		return say("GitHub does not say where").page("run", b.URL).say(".")
	}
}

// failedIn names the job and its step, after some words, and leads there.
func failedIn(words string, f rollout.Failure) line {
	return line(nil).quote(words, f.Job, maxSubject).quote(", step ", f.Step, maxSubject).page("job", f.URL).say(".")
}

// log is the end of a log, letter by letter.
func log(all []string) piece {
	end := tail(all)
	if len(end) == 0 {
		return piece{}
	}
	title, text := say("The end of its log:"), strings.Join(end, "\n")
	pre := &slack.RichTextPreformatted{Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(text, nil)}}
	told := []line{title}
	for _, s := range end {
		told = append(told, line(nil).add(quoted, s, maxLogLine))
	}
	return piece{
		block:   slack.NewRichTextBlock("log", richSection([]line{title}), pre),
		plainer: []slack.Block{plainer("log-title", []line{title}), section("log", plainText(text))},
		text:    told,
	}
}

// tail is the last lines of a log that have something in them and fit.
func tail(all []string) []string {
	var end []string
	left := maxLog
	for _, s := range slices.Backward(all) {
		s = cut(strings.TrimRight(clean(s), " "), maxLogLine)
		left -= utf8.RuneCountInString(s) + 1
		if len(end) == maxLogLines || left < 0 {
			break
		}
		if s != "" {
			end = append(end, s)
		}
	}
	slices.Reverse(end)
	return end
}
