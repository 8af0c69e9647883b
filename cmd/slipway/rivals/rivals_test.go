package rivals_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/rivals"
	"github.com/slipway-dev/slipway/rollout/judge"
)

func called(name string) rivals.Rival {
	for _, r := range rivals.All() {
		if r.Name == name {
			return r
		}
	}
	panic("no rival is called " + name)
}

// counts are calls and errors; without calls there is no datapoint.
func counts(calls, errors int64) *judge.Counts {
	if calls == 0 {
		return nil
	}
	return &judge.Counts{Invocations: calls, Errors: errors}
}

// failsAt is the first minute, from 1, at which the rival would take the
// candidate back, and 0 if it never would.
func failsAt(r rivals.Rival, minutes []judge.Minute) int {
	j := r.New()
	return 1 + slices.IndexFunc(minutes, j.Fails)
}

// alone are minutes of a candidate next to a stable version without errors.
func alone(candidate ...*judge.Counts) (minutes []judge.Minute) {
	for _, c := range candidate {
		minutes = append(minutes, judge.Minute{Weight: 0.1, Candidate: c, Stable: counts(90, 0)})
	}
	return minutes
}

func TestTheRivalsComeInTheOrderOfTheTableAndSayWhereTheyAreFrom(t *testing.T) {
	var names []string
	for _, r := range rivals.All() {
		names = append(names, r.Name)
		if !strings.HasSuffix(r.Rule, ".") || strings.Contains(r.Rule, ". ") {
			t.Errorf("%s: the rule is not one sentence: %q", r.Name, r.Rule)
		}
		if !strings.HasPrefix(r.Source, "https://") {
			t.Errorf("%s: the source has no address: %q", r.Name, r.Source)
		}
	}
	if want := []string{"alarm", "threshold", "ratio", "fisher", "mann-whitney"}; !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
}

func TestOneRolloutLeavesNoTraceInTheNext(t *testing.T) {
	broken := slices.Repeat(alone(counts(100, 100)), 5)
	for _, r := range rivals.All() {
		first := failsAt(r, broken)
		if first == 0 {
			t.Errorf("%s never fails a broken candidate", r.Name)
		}
		if again := failsAt(r, broken); again != first {
			t.Errorf("%s fails at minute %d, then at %d", r.Name, first, again)
		}
	}
}

// Only the threshold takes silence for a failed check.
func TestWithoutAnyDatapointOnlyTheThresholdFails(t *testing.T) {
	for _, r := range rivals.All() {
		want := 0
		if r.Name == "threshold" {
			want = 5
		}
		if at := failsAt(r, make([]judge.Minute, 30)); at != want {
			t.Errorf("%s fails at minute %d, want %d", r.Name, at, want)
		}
	}
}

func TestADatapointWithoutCallsIsNoData(t *testing.T) {
	silent := judge.Minute{Weight: 0.5, Candidate: new(judge.Counts), Stable: new(judge.Counts)}
	minutes := append(slices.Repeat([]judge.Minute{silent}, 4), alone(counts(50, 0))...)
	for _, r := range rivals.All() {
		if at := failsAt(r, minutes); at != 0 {
			t.Errorf("%s fails at minute %d", r.Name, at)
		}
	}
}

func TestEachRuleAtItsEdges(t *testing.T) {
	for _, test := range []struct {
		rival, name string
		minutes     []judge.Minute
		want        int
	}{
		{"alarm", "two minutes with an error", alone(counts(9, 0), counts(9, 1), counts(9, 1)), 3},
		{"alarm", "an error every other minute", alone(counts(9, 9), counts(9, 0), counts(9, 9), counts(9, 0)), 0},
		{"alarm", "silence between two errors", alone(counts(9, 9), nil, counts(9, 9)), 0},
		{"alarm", "silence, then two errors", alone(nil, counts(1, 1), counts(1, 1)), 3},

		{"threshold", "exactly 99 % succeed", slices.Repeat(alone(counts(100, 1)), 20), 0},
		{"threshold", "just less", slices.Repeat(alone(counts(99, 1)), 20), 5},
		{"threshold", "failed checks add up", slices.Repeat(alone(counts(9, 9), counts(9, 0)), 5), 9},
		{"threshold", "four failed checks", slices.Repeat(alone(counts(9, 9)), 4), 0},

		{"ratio", "99 calls", alone(counts(99, 99)), 0},
		{"ratio", "100 calls over two minutes", alone(counts(99, 99), counts(1, 0)), 2},
		{"ratio", "exactly 1 %", alone(counts(100, 1)), 0},
		{"ratio", "just more", alone(counts(199, 2)), 1},
		{"ratio", "exactly twice the baseline", []judge.Minute{{Candidate: counts(100, 4), Stable: counts(900, 18)}}, 0},
		{"ratio", "just more than twice", []judge.Minute{{Candidate: counts(100, 4), Stable: counts(901, 18)}}, 1},
		{"ratio", "no baseline yet", []judge.Minute{{Candidate: counts(100, 50)}, {Stable: counts(900, 9)}}, 2},

		{"fisher", "1 in 100 exactly", []judge.Minute{{Candidate: counts(1, 1), Stable: counts(99, 0)}}, 1},
		{"fisher", "1 in 99", []judge.Minute{{Candidate: counts(1, 1), Stable: counts(98, 0)}}, 0},
		{"fisher", "1 in 200 over two minutes", []judge.Minute{{Candidate: counts(1, 1)}, {Stable: counts(199, 0)}}, 2},
		{"fisher", "only the candidate has calls", []judge.Minute{{Candidate: counts(50, 50)}}, 0},
		{"fisher", "the better one is the candidate", []judge.Minute{{Candidate: counts(500, 0), Stable: counts(500, 99)}}, 0},

		{"mann-whitney", "1 in 252 at minute five", slices.Repeat(alone(counts(9, 9)), 5), 5},
		{"mann-whitney", "four minutes", slices.Repeat(alone(counts(9, 9)), 4), 0},
		{"mann-whitney", "1 in 70: a minute was silent on both sides",
			append(make([]judge.Minute, 1), slices.Repeat(alone(counts(9, 9)), 8)...), 0},
		{"mann-whitney", "it looks every five minutes",
			append(make([]judge.Minute, 1), slices.Repeat(alone(counts(9, 9)), 9)...), 10},
		{"mann-whitney", "the candidate was silent", slices.Repeat(alone(nil), 15), 0},
		{"mann-whitney", "the better one is the candidate",
			slices.Repeat([]judge.Minute{{Candidate: counts(10, 0), Stable: counts(90, 9)}}, 15), 0},
	} {
		t.Run(test.rival+"/"+test.name, func(t *testing.T) {
			if at := failsAt(called(test.rival), test.minutes); at != test.want {
				t.Errorf("fails at minute %d, want %d", at, test.want)
			}
		})
	}
}
