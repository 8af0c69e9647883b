package stream_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func same(t *testing.T, what string, a, b []verdict) {
	t.Helper()
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

func TestNullIsNoDatapoint(t *testing.T) {
	absent := `{"series":"s1","step":1,"minute":1,"weight":0.1}`
	null := `{"series":"s1","step":1,"minute":1,"weight":0.1,"canary":null,"stable":null}`
	v := judged(t, standard(t), absent)
	same(t, "null", v, judged(t, standard(t), null))
	if v[0].said() != "inconclusive no-data" {
		t.Error(v[0].said())
	}
}

// Slow calls that nobody counted are not slow calls that did not happen.
func TestWithoutSlowCallsOnBothSidesErrorsAreJudgedAlone(t *testing.T) {
	stable, slow := []int{900, 9}, []int{900, 9, 300}
	canary := []int{100, 9}
	alone := judged(t, standard(t, "--slow-rate-max", "0"), say(1, 1, 0.1, canary, stable))
	same(t, "neither", alone, judged(t, standard(t), say(1, 1, 0.1, canary, stable)))
	same(t, "stable's only", alone, judged(t, standard(t), say(1, 1, 0.1, canary, slow)))
	same(t, "the canary's only", alone, judged(t, standard(t), say(1, 1, 0.1, append(canary, 90), stable)))
	both := judged(t, standard(t), say(1, 1, 0.1, append(canary, 90), slow))
	if both[0].Evidence["relative"] <= alone[0].Evidence["relative"] {
		t.Errorf("slow calls on both sides say nothing: %+v", both)
	}
}

// The same numbers on both sides of a minute in which slow calls are not known on one.
func TestSlowCallsAreLeftOutOnlyForTheMinuteThatDoesNotKnowThem(t *testing.T) {
	known := []string{say(1, 1, 0.1, []int{100, 1, 3}, []int{900, 9, 30}), say(1, 3, 0.1, []int{100, 1, 40}, []int{900, 9, 30})}
	v := judged(t, standard(t), known[0], say(1, 2, 0.1, []int{100, 1}, []int{900, 9, 30}), known[1])
	if !(v[1].Evidence["relative"] < v[2].Evidence["relative"]) {
		t.Errorf("%+v", v)
	}
	same(t, "the minute", v[1:2], judged(t, standard(t), known[0], say(1, 2, 0.1, []int{100, 1, 90}, []int{900, 9}))[1:])
}

func TestAMinuteWithoutAnyDatapointDoesNotBringInSlowCalls(t *testing.T) {
	lines := []string{say(1, 1, 0.1, nil, nil), say(1, 2, 0.1, []int{100, 9}, []int{900, 9})}
	same(t, "slow calls", judged(t, standard(t, "--slow-rate-max", "0"), lines...), judged(t, standard(t), lines...))
}

// Stable above the limit within the last three minutes makes the fault a shared
// one, so that the canary's own errors are no evidence against the limit.
func TestTheLastThreeMinutesAreThoseOfTheClock(t *testing.T) {
	for gap, counts := range map[int]bool{0: false, 1: false, 2: true, 1000: true} {
		shared := say(1, 1, 0.1, []int{100, 0}, []int{900, 300})
		v := judged(t, standard(t, "--tripwire", "0"), shared, say(1, 2+gap, 0.1, []int{100, 10}, []int{900, 9}))
		if got := v[1].Evidence["absolute"] > v[0].Evidence["absolute"]; got != counts {
			t.Errorf("after a gap of %d minutes: absolute evidence %v, then %v", gap, v[0].Evidence, v[1].Evidence)
		}
	}
}

func TestTheLastThreeMinutesReachBackOverAStep(t *testing.T) {
	for gap, counts := range map[int]bool{1: false, 2: true} {
		shared := say(1, 1, 0.1, []int{100, 0}, []int{900, 300})
		v := judged(t, standard(t, "--tripwire", "0"), shared, say(2, 2+gap, 0.5, []int{100, 10}, []int{100, 1}))
		if got := v[1].Evidence["absolute"] > v[0].Evidence["absolute"]; got != counts {
			t.Errorf("after a gap of %d minutes: absolute evidence %v, then %v", gap, v[0].Evidence, v[1].Evidence)
		}
	}
}

func TestMinutesLeftOutAreMinutesWithoutDatapoints(t *testing.T) {
	said := []string{
		say(1, 1, 0.1, []int{100, 1, 3}, []int{900, 300, 9}), say(1, 3, 0.1, []int{100, 5}, []int{900, 2}),
		say(1, 7, 0.1, []int{100, 1, 1}, []int{900, 30, 9}), say(2, 9, 0.25, []int{250, 3, 1}, []int{750, 2, 9}), say(2, 40, 0.25, []int{1, 0, 0}, []int{3, 0, 0}),
	}
	var all []string
	minute := 1
	for _, line := range said {
		for ; !strings.Contains(line, `"minute":`+itoa(minute)+`,`); minute++ {
			step, weight := 1, 0.1
			if minute > 9 {
				step, weight = 2, 0.25
			}
			all = append(all, say(step, minute, weight, nil, nil))
		}
		all = append(all, line)
		minute++
	}
	var kept []verdict
	for _, v := range judged(t, standard(t), all...) {
		switch v.Minute {
		case 1, 3, 7, 9, 40:
			kept = append(kept, v)
		}
	}
	same(t, "left out", kept, judged(t, standard(t), said...))
}

func TestMinutesMayBeAnyNumbersThatRise(t *testing.T) {
	at := func(minute, canary string) string {
		return `{"series":"s","step":1,"minute":` + minute + `,"weight":0.1,"canary":{"invocations":` + canary + `,"errors":0},"stable":{"invocations":9,"errors":0}}`
	}
	v := judged(t, standard(t), at("-9223372036854775808", "1"), at("-3", "1"), at("0", "1"), at("9223372036854775807", "1"))
	if v[0].Reason != "too-few-calls" || v[1].Reason != "max-hold" || v[3].Reason != "max-hold" {
		t.Errorf("%+v", v)
	}
}

func TestANameIsWhatItSaysNotHowItIsWritten(t *testing.T) {
	as := func(name, minute string) string {
		return `{"series":` + name + `,"step":1,"minute":` + minute + `,"weight":0.1}`
	}
	out, talk := run(t, standard(t), as(`"a\u0062\"é\n"`, "2")+"\n"+as(`"\u0061b\"\u00e9\u000a"`, "1"))
	if !strings.HasPrefix(out, `{"series":"ab\"é\n",`) || !strings.HasPrefix(talk, "line 2: minute: 1 is not after 2") {
		t.Errorf("%s%s", out, talk)
	}
}
