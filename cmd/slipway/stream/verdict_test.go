package stream_test

import (
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func TestALineGetsALineWithItsFieldsInOrder(t *testing.T) {
	out, talk := run(t, standard(t), `{"series":"s1","step":1,"minute":1,"weight":0.1,"canary":{"invocations":20,"errors":1,"slow":0},"stable":{"invocations":180,"errors":2,"slow":0}}`)
	number := `-?\d\.\d+`
	want := regexp.MustCompile(`^\{"series":"s1","step":1,"minute":1,"verdict":"inconclusive","reason":"too-few-calls",` +
		`"evidence":\{"relative":` + number + `,"absolute":` + number + `,"pass":` + number + `\},"needs":\d+\}` + "\n$")
	if !want.MatchString(out) || talk != "" {
		t.Errorf("%s%s", out, talk)
	}
}

func TestTheEvidenceIsTheJudgesToTheLastBit(t *testing.T) {
	p, state := judge.Default(), judge.State{}
	var lines []string
	var want []judge.Verdict
	for minute := 1; minute <= 12; minute++ {
		canary, stable := []int{20 + minute, minute / 6, 1}, []int{180 - minute, 2, minute % 4}
		lines = append(lines, say(1, minute, 0.1, canary, stable))
		var v judge.Verdict
		state, v = judge.Judge(p, state, judge.Minute{Weight: 0.1, Candidate: counts(canary), Stable: counts(stable)})
		want = append(want, v)
	}
	for i, got := range judged(t, standard(t), lines...) {
		w := want[i]
		for name, x := range map[string]float64{"relative": w.Relative, "absolute": w.Absolute, "pass": w.Pass} {
			if math.Float64bits(got.Evidence[name]) != math.Float64bits(x) {
				t.Errorf("minute %d: %s is %v, want %v", i+1, name, got.Evidence[name], x)
			}
		}
	}
}

func counts(c []int) *judge.Counts {
	return &judge.Counts{Invocations: int64(c[0]), Errors: int64(c[1]), Slow: int64(c[2])}
}

// healthy is a minute that shows at once that the canary is good.
func healthy(step, minute int, weight float64) string {
	return say(step, minute, weight, []int{2000, 1}, []int{int(2000/weight) - 2000, 5})
}

func TestAPassIsOneOnlyAtTheEndOfTheHold(t *testing.T) {
	s := standard(t, "--hold", "3m")
	var said []string
	for _, v := range judged(t, s, healthy(1, 7, 0.1), healthy(1, 8, 0.1), healthy(1, 9, 0.1), healthy(1, 10, 0.1)) {
		said = append(said, v.said())
	}
	want := []string{"inconclusive holding", "inconclusive holding", "pass below-limit", "pass below-limit"}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}

func TestEachStepHasItsOwnHoldAndLaterOnesTheLast(t *testing.T) {
	s := standard(t)
	s.Steps = []rollout.Step{{Weight: 0.1, Hold: time.Minute}, {Weight: 0.5, Hold: 90 * time.Second}}
	verdicts := judged(t, s,
		healthy(1, 1, 0.1),
		healthy(2, 2, 0.2), healthy(2, 3, 0.2),
		healthy(7, 4, 0.5), healthy(7, 5, 0.5))
	for i, want := range []string{"pass", "inconclusive", "pass", "inconclusive", "pass"} {
		if verdicts[i].Verdict != want {
			t.Errorf("minute %d is %s, want %s", i+1, verdicts[i].said(), want)
		}
	}
}

func TestAnotherStepOrWeightBeginsTheHoldAndTheEvidenceForPassingAnew(t *testing.T) {
	for name, last := range map[string]string{"step": healthy(2, 3, 0.1), "weight": healthy(1, 3, 0.2)} {
		v := judged(t, standard(t, "--hold", "2m"), healthy(1, 1, 0.1), healthy(1, 2, 0.1), last)
		if v[1].Verdict != "pass" || v[2].said() != "inconclusive holding" || v[2].Evidence["pass"] >= v[1].Evidence["pass"] {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

func TestAStepMayFall(t *testing.T) {
	v := judged(t, standard(t, "--hold", "2m"), healthy(7, 1, 0.1), healthy(7, 2, 0.1), healthy(1, 3, 0.1), healthy(1, 4, 0.1))
	if v[1].Verdict != "pass" || v[2].said() != "inconclusive holding" || v[2].Step != 1 || v[3].Verdict != "pass" {
		t.Errorf("%+v", v)
	}
}

// The canary gets one call of a hundred at a weight of a half. Five errors of ten are
// its share by the weight, and far too many for its calls.
func TestOnceTheRoutingDoesNotFitTheWeightIsTrustedNoMore(t *testing.T) {
	v := judged(t, standard(t, "--tripwire", "0"), say(1, 1, 0.5, []int{10, 0}, []int{1000, 0}), say(1, 2, 0.5, []int{10, 5}, []int{990, 5}))
	if v[0].Reason != "routing" || v[0].Evidence["relative"] > -0.3 || v[1].said() != "fail relative" {
		t.Errorf("%+v", v)
	}
}

func TestWhatIsUndecidedAtMaxHoldSaysSo(t *testing.T) {
	s := standard(t, "--hold", "1m", "--max-hold", "3m")
	few := func(minute int) string { return say(1, minute, 0.1, []int{1, 0}, []int{9, 0}) }
	silent := func(minute int) string { return say(1, minute, 0.1, nil, []int{9, 0}) }
	for name, c := range map[string]struct {
		lines []string
		want  []string
	}{
		"too few calls": {[]string{few(1), few(2), few(3), few(4)}, []string{"too-few-calls", "too-few-calls", "max-hold", "max-hold"}},
		"no data":       {[]string{silent(1), silent(2), silent(3)}, []string{"no-data", "no-data", "max-hold"}},
		"a gap":         {[]string{few(1), few(9)}, []string{"too-few-calls", "max-hold"}},
		"another step":  {[]string{few(1), few(3), say(2, 4, 0.1, []int{1, 0}, []int{9, 0})}, []string{"too-few-calls", "max-hold", "too-few-calls"}},
	} {
		for i, v := range judged(t, s, c.lines...) {
			if v.said() != "inconclusive "+c.want[i] {
				t.Errorf("%s: line %d is %s, want %s", name, i+1, v.said(), c.want[i])
			}
		}
	}
}

func TestACanaryThatDoesNotGetItsCallsSaysSoWhateverTheTime(t *testing.T) {
	s := standard(t, "--hold", "1m", "--max-hold", "1m")
	v := judged(t, s, say(1, 1, 0.5, nil, []int{1000, 1}), say(1, 2, 0.5, []int{2000, 0}, []int{9000, 1}))
	if v[0].said() != "inconclusive routing" || v[1].said() != "inconclusive routing" || v[1].Needs != nil {
		t.Errorf("%+v", v)
	}
}

func TestAfterAFailEveryLineRepeatsItAsEnded(t *testing.T) {
	bad := say(1, 1, 0.1, []int{20, 20}, []int{180, 0})
	v := judged(t, standard(t), bad, healthy(1, 2, 0.1), healthy(2, 3, 0.5))
	if v[0].Verdict != "fail" || v[0].Needs != nil {
		t.Fatalf("%+v", v[0])
	}
	for i, got := range v[1:] {
		want := v[0]
		want.Reason, want.Minute, want.Step = "ended", int64(i+2), int64(i+1)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestLinesAfterAFailAreStillLookedAt(t *testing.T) {
	bad := say(1, 5, 0.1, []int{20, 20}, []int{180, 0})
	out, talk := run(t, standard(t), strings.Join([]string{bad, say(1, 4, 0.1, nil, nil), say(1, 6, 2, nil, nil), healthy(1, 6, 0.1), healthy(1, 6, 0.1)}, "\n"))
	if n := strings.Count(out, "\n"); n != 2 || !strings.Contains(talk, "line 2: minute: 4 is not after 5\nline 3: weight: 2 is outside (0, 1)\nline 5: minute: 6 is not after 6\n") {
		t.Errorf("%s%s", out, talk)
	}
}

func TestAnUndecidedLineSaysHowManyCallsAreMissing(t *testing.T) {
	v := judged(t, standard(t, "--hold", "1m"), say(1, 1, 0.1, []int{20, 0}, []int{180, 2}), healthy(1, 2, 0.1))
	if v[0].Needs == nil || *v[0].Needs < 1 || v[1].Needs != nil {
		t.Errorf("%+v", v)
	}
}
