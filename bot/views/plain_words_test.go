package views_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// says complains unless a message has some words, in this order.
func says(t *testing.T, m views.Message, words ...string) {
	t.Helper()
	rest := m.Text
	for _, w := range words {
		_, after, found := strings.Cut(rest, w)
		if !found {
			t.Fatalf("%q is missing, or not in its place, in\n%s", w, m.Text)
		}
		rest = after
	}
}

func saysNot(t *testing.T, m views.Message, words string) {
	t.Helper()
	if strings.Contains(m.Text, words) {
		t.Errorf("%q is in\n%s", words, m.Text)
	}
}

func why(r rollout.Rollout, runs ...run) views.Message {
	return views.Outcome(explain(r, runs...), options())
}

func TestARolloutCanBeFoundByItsID(t *testing.T) {
	const id = "`01JD4Z0000000000000000CKPR`"
	says(t, why(deploy(at(0))), id)
	says(t, views.Outcome(commands.HistoryShown{Rollouts: []rollout.Rollout{deploy(at(0))}}, options()), id, "`/deploy why &lt;id&gt;`")
}

func TestTheStepThatDecidedIsToldFirst(t *testing.T) {
	runs := []run{busy(0.1, 14), failing(0.25)}
	failed := deploy(at(1), because(rollout.CauseVerdict, worse), back(true), over(rollout.RolledBack))
	says(t, why(failed, runs...), "*Step 2 of 3", "*Step 1 of 3")
	says(t, why(deploy(at(1), waits(rollout.PauseInconclusive, "", "")), busy(0.1, 14), busy(0.25, 3)), "Paused at step 2 of 3.", "*Step 2 of 3", "*Step 1 of 3")
	says(t, why(deploy(at(1)), busy(0.1, 14), busy(0.25, 3)), "Under way, at step 2 of 3.", "*Step 1 of 3", "*Step 2 of 3")
}

func TestABurstIsToldWithItsNumbers(t *testing.T) {
	r := deploy(whole, because(rollout.CauseVerdict, worse), over(rollout.RolledBack))
	says(t, why(r, burst()...), "chance does not explain*: 30 of 2,000 calls failed in the minute from <!date^1795184040^", "Chance would do this less than once in a million minutes.")
}

func TestAMinuteWithManyErrorsSaysHowFarItIsFromABurst(t *testing.T) {
	ten := run{weight: 0.5, minutes: 1, candidate: judge.Counts{Invocations: 1000, Errors: 16}, stable: judge.Counts{Invocations: 1000, Errors: 4}, goesOn: true}
	says(t, why(deploy(at(2)), busy(0.5, 10), ten), "Its last minute had many errors. Chance would do this once in ", "the tripwire acts at a million.")
	saysNot(t, why(deploy(at(2)), busy(0.5, 10)), "Chance would do this")
}

func TestNothingComparedIsNotCalledOneToOne(t *testing.T) {
	alone := run{weight: 0.1, minutes: 5, candidate: judge.Counts{Invocations: 20}}
	for name, m := range map[string]views.Message{"mixed": why(deploy(at(0)), quiet(2)), "without stable": why(deploy(at(0)), alone)} {
		t.Run(name, func(t *testing.T) {
			says(t, m, "Evidence: not compared with v41 yet", "· not compared with v41 yet")
			saysNot(t, m, "worse than v41 1 : 1")
		})
	}
	says(t, why(deploy(at(0)), quiet(3)), "Evidence: worse than v41 1 : 1")
	says(t, why(deploy(whole, over(rollout.Succeeded)), busy(1, 3)), "Evidence: not compared with v41, ") // and never will be
}

func TestAQuietLastMinuteIsNotAQuietStep(t *testing.T) {
	silence := run{weight: 0.1, minutes: 1, stable: judge.Counts{Invocations: 9}}
	says(t, why(deploy(at(0)), silence), "v42 had no calls, and no data is not health")
	silence.goesOn = true
	says(t, why(deploy(at(0)), quiet(4), silence), "(0 of 4)", "v42 had no calls in its last minute, and no data is not health")
}

// A verdict that came too late to be acted on.
func TestWhatSomebodyElseDidIsNotTakenForOurs(t *testing.T) {
	for code, want := range map[string]string{
		rollout.CauseForeign: "Then somebody else changed the alias.",
		rollout.CauseLost:    "Then another rollout took over.",
	} {
		m := why(deploy(at(0), because(code, "found v41"), over(rollout.RolledBack)), failing(0.1))
		says(t, m, "❌ Worse", want)
		saysNot(t, m, "The traffic went back")
	}
}

func TestCallsThatComeAfterTheDeadlineAreNoReasonToWait(t *testing.T) {
	until := func(d time.Duration) func(*rollout.Rollout) {
		return func(r *rollout.Rollout) { r.Pause.Until = now().Add(d) }
	}
	const decide = "at this rate not before the deadline: decide, or it goes back."
	paused := func(d time.Duration) rollout.Rollout {
		return deploy(at(0), few, waits(rollout.PauseInconclusive, "", ""), until(d))
	}
	says(t, views.Progress(paused(time.Minute), options()), decide)
	saysNot(t, views.Progress(paused(time.Hour), options()), decide)
	saysNot(t, views.Progress(deploy(at(0), few), options()), decide)
	says(t, why(deploy(at(0), waits(rollout.PauseInconclusive, "", "")), quiet(30)), "It was extended to 30 min, the most. Since then it waits for a person.", decide)
}

func TestSyntheticCallsAreSpokenOfOnlyIfAnyWereJudged(t *testing.T) {
	const inVain = "not by synthetic calls either"
	waiting := waits(rollout.PauseInconclusive, "", "")
	says(t, views.Progress(deploy(at(0), few, probed, waiting), options()), inVain)
	none := func(r *rollout.Rollout) { r.Judging.Verdict.Probes = judge.Counts{} }
	saysNot(t, views.Progress(deploy(at(0), few, probed, none, waiting), options()), inVain)
}

func TestProbingLastsAsLongAsTheRolloutSays(t *testing.T) {
	r := deploy(at(0), few, func(r *rollout.Rollout) { r.Move.Seen = now().Add(-2 * time.Hour) }, probed)
	says(t, views.Progress(r, options()), "At most until <!date^1795185720^", "(30 min left), then it asks a person.")
	r.ProbeProblem = "they could not be made"
	says(t, views.Progress(r, options()), "then it asks a person. The latest say nothing: they could not be made.")
}

func TestTheFirstSlowCallsAreSaidToCountLater(t *testing.T) {
	const later = "slow calls count against the limit from the next minute on"
	slow := func(n, minutes int) run {
		return run{weight: 0.1, minutes: minutes, goesOn: true, candidate: judge.Counts{Invocations: 100, Slow: int64(n)}, stable: judge.Counts{Invocations: 900}}
	}
	start := run{weight: 0.1, minutes: 4, candidate: judge.Counts{Invocations: 100}, stable: judge.Counts{Invocations: 900}}
	says(t, why(deploy(at(0)), start, slow(98, 1)), "98 slow", later)
	saysNot(t, why(deploy(at(0)), start, slow(1, 1)), later) // as few as may be
	saysNot(t, why(deploy(at(0)), start), later)
	saysNot(t, why(deploy(at(0), func(r *rollout.Rollout) { r.Strategy.Judge.SlowRateMax = 0 }), start, slow(98, 1)), later)
}

func TestTheTableOfMinutesIsShortAndInPlainWords(t *testing.T) {
	m := why(deploy(at(0)), quiet(30))
	if got := strings.Count(m.Text, "❔ too few calls"); got != 6 {
		t.Errorf("%d minutes are shown, not 6:\n%s", got, m.Text)
	}
	for _, code := range []string{"inconclusive", "below limit", "absolute", "settling"} {
		saysNot(t, m, code)
	}
}
