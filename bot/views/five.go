package views

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout/dora"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// fiveLines are the measures of DORA, one a line: what each is, of how many, and
// whether that is better than a period before. Of fewer than [dora.Few] nothing is
// said to be better or worse.
func fiveLines(now, before dora.Five) []line {
	return []line{
		measured("Deployment frequency", daysAWeek(now.Frequency), daysAWeek(before.Frequency), true),
		measured("Change lead time", middle(now.LeadTime, "commit"), middle(before.LeadTime, "commit"), false),
		measured("Change fail rate", rated(now.FailRate), rated(before.FailRate), false),
		measured("Failed deployment recovery time", middle(now.Recovery, "release taken back"), middle(before.Recovery, "release taken back"), false),
		measured("Rework rate", rated(now.Rework), rated(before.Rework), false),
	}
}

// measure is one of them as people read it.
type measure struct {
	value  float64
	shown  string // the value with its unit; empty when there is none
	of     string // what it was worked out from
	enough bool   // of enough to be compared
}

// measured is a measure beside what it was before. more says that more of it is better.
func measured(name string, now, before measure, more bool) line {
	l := say("• ").strong(name).say(": ")
	if now.shown == "" {
		return l.say("nothing to measure")
	}
	l = l.say(now.shown + " (" + now.of + ")")
	switch {
	case before.shown == "":
		return l
	case !now.enough || !before.enough:
		return l.say(", " + before.shown + " before")
	case now.shown == before.shown:
		return l.say(" → same as before")
	case (now.value > before.value) == more:
		return l.say(towards(now, before) + "better, " + before.shown + " before")
	default:
		return l.say(towards(now, before) + "worse, " + before.shown + " before")
	}
}

// towards is an arrow that goes the way the number went.
func towards(now, before measure) string {
	if now.value > before.value {
		return " ↑ "
	}
	return " ↓ "
}

func daysAWeek(f dora.Frequency) measure {
	if f.Weeks == 0 {
		return measure{}
	}
	unit := " days a week"
	if f.Days == 1 {
		unit = " day a week"
	}
	return measure{
		value: f.Days, shown: strconv.FormatFloat(f.Days, 'f', -1, 64) + unit, enough: f.Weeks >= dora.Few,
		of: "median of " + many(f.Weeks, "week") + ", " + many(f.Deployments, "deployment"),
	}
}

func middle(m dora.Median, what string) measure {
	if m.N == 0 {
		return measure{}
	}
	of := "median of " + many(m.N, what)
	if m.N == 1 {
		of = "of 1 " + what
	}
	return measure{value: float64(m.Value.Round(time.Second)), shown: duration(m.Value), of: of, enough: m.N >= dora.Few}
}

func rated(p dora.Part) measure {
	if p.Of == 0 {
		return measure{}
	}
	share, enough := p.Rate()
	if !enough {
		return measure{shown: strconv.Itoa(p.N) + " of " + strconv.Itoa(p.Of), of: "too few for a percentage"}
	}
	return measure{value: share, shown: judge.Percent(share), of: fmt.Sprintf("%s of %s", judge.Count(int64(p.N)), many(p.Of, "deployment")), enough: true}
}

// many is how many there are of something.
func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return judge.Count(int64(n)) + " " + plural(what)
}

// plural is the plural of the first word of a few.
func plural(what string) string {
	first, rest, more := strings.Cut(what, " ")
	if more {
		return first + "s " + rest
	}
	return first + "s"
}
