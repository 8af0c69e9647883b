package metrics_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// minutes reads what was asked for.
func (w *world) minutes(q rollout.MinutesQuery) []judge.Minute {
	w.t.Helper()
	got, err := w.Minutes(w.t.Context(), q)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

// minute is minute n, with counts of calls and errors of both sides.
func (w *world) minute(n int, candidate, stable *judge.Counts) judge.Minute {
	return judge.Minute{At: w.start.Add(time.Duration(n) * time.Minute), Candidate: candidate, Stable: stable}
}

func (w *world) want(got, want []judge.Minute) {
	w.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Error(diff)
	}
}

// faults.md E8: no datapoint is no data, never a minute of zeros.
func TestMinutesAreOfBothVersionsAndOnlyWhereThereIsData(t *testing.T) {
	w := open(t)
	w.calls("41", 0, 90, 1)
	w.calls("42", 0, 10, 0)
	w.calls("41", 1, 95, 2) // v42 had no call
	w.calls("42", 3, 7, 7)  // v41 had none
	w.calls("", 0, 100, 1)  // of both together
	w.calls("43", 2, 50, 5) // of another version
	w.want(w.minutes(w.query()), []judge.Minute{
		w.minute(0, &judge.Counts{Invocations: 10}, &judge.Counts{Invocations: 90, Errors: 1}),
		w.minute(1, nil, &judge.Counts{Invocations: 95, Errors: 2}),
		w.minute(3, &judge.Counts{Invocations: 7, Errors: 7}, nil),
	})
}

func TestOnlyTheMinutesThatWereAskedForAreGiven(t *testing.T) {
	w := open(t)
	for n := range 5 {
		w.calls("42", n, 10, 0)
	}
	q := w.query()
	q.From, q.To = w.start.Add(time.Minute), w.start.Add(3*time.Minute)
	w.want(w.minutes(q), []judge.Minute{w.minute(1, &judge.Counts{Invocations: 10}, nil), w.minute(2, &judge.Counts{Invocations: 10}, nil)})
	q.To = q.From
	w.want(w.minutes(q), nil)
}

func TestFromWhenOneHasAllTheAliasStandsForIt(t *testing.T) {
	w := open(t)
	for n := range 4 {
		w.calls("", n, 100, 3)
	}
	for n := range 2 {
		w.calls("41", n, 60, 1)
		w.calls("42", n, 40, 2)
	}
	w.calls("42", 3, 99, 3)  // a series per version may be there, or not
	w.calls("42", 11, 99, 3) // after what is asked for
	part := judge.Counts{Invocations: 40, Errors: 2}
	rest := judge.Counts{Invocations: 60, Errors: 1}
	all := judge.Counts{Invocations: 100, Errors: 3}
	for name, c := range map[string]struct {
		whole time.Time
		want  []judge.Minute
	}{
		"from minute 2": {w.start.Add(2 * time.Minute), []judge.Minute{w.minute(0, &part, &rest), w.minute(1, &part, &rest), w.minute(2, &all, nil), w.minute(3, &all, nil)}},
		"long since":    {w.start.Add(-time.Hour), []judge.Minute{w.minute(0, &all, nil), w.minute(1, &all, nil), w.minute(2, &all, nil), w.minute(3, &all, nil)}},
		"later":         {w.start.Add(time.Hour), []judge.Minute{w.minute(0, &part, &rest), w.minute(1, &part, &rest), w.minute(3, &judge.Counts{Invocations: 99, Errors: 3}, nil)}},
	} {
		t.Run(name, func(t *testing.T) {
			q := w.query()
			q.Whole = c.whole
			w := *w
			w.t = t
			w.want(w.minutes(q), c.want)
		})
	}
}

func TestAVersionThatIsNotThereIsNotTheWholeAlias(t *testing.T) {
	w := open(t)
	w.calls("", 0, 100, 3)
	q := w.query()
	q.Stable, q.Candidate = "", ""
	w.want(w.minutes(q), nil)
}

func TestOfMoreThanADayTheLastOneIsRead(t *testing.T) {
	w := open(t)
	w.calls("42", -24*60-1, 1, 0)
	w.calls("42", -24*60, 2, 0)
	w.calls("42", -1, 3, 0)
	q := w.query()
	q.From, q.To = w.start.Add(-48*time.Hour), w.start
	w.want(w.minutes(q), []judge.Minute{w.minute(-24*60, &judge.Counts{Invocations: 2}, nil), w.minute(-1, &judge.Counts{Invocations: 3}, nil)})
}

// faults.md E7: what comes late makes no healthy minute; it is read again.
func TestAMinuteThatIsHalfReportedIsNotRead(t *testing.T) {
	for first, second := range map[string]string{"Invocations": "Errors", "Errors": "Invocations"} {
		w := open(t)
		w.calls("41", 0, 90, 1)
		w.report("42", first, 0, 10)
		if got, err := w.Minutes(t.Context(), w.query()); !rollout.IsKind(err, rollout.Broken) || got != nil {
			t.Errorf("%s alone: %+v, %v", first, got, err)
		}
		w.report("42", second, 0, 10)
		if got := w.minutes(w.query()); len(got) != 1 || *got[0].Candidate != (judge.Counts{Invocations: 10, Errors: 10}) {
			t.Errorf("%s after %s: %+v", second, first, got)
		}
	}
}

func TestAReadingTakesFewCalls(t *testing.T) {
	w := open(t)
	q := w.query()
	for _, c := range []struct {
		whole time.Time
		slow  time.Duration
		calls int
	}{{calls: 4}, {slow: time.Second, calls: 6}, {whole: q.From, slow: time.Second, calls: 3}} {
		before := w.wire.Count("GetMetricStatistics")
		q.Whole, q.SlowCall = c.whole, c.slow
		w.minutes(q)
		if n := w.wire.Count("GetMetricStatistics") - before; n != c.calls {
			t.Errorf("%d calls, want %d", n, c.calls)
		}
	}
	if n := w.wire.Count("GetMetricData"); n != 0 {
		t.Errorf("%d calls that are billed by the metric", n)
	}
}

// faults.md E7, E9, E10: an error says what can be done, and no half is judged.
func TestMetricsThatCannotBeReadAreAnErrorWithAKind(t *testing.T) {
	for code, c := range map[string]struct {
		kind   rollout.Kind
		status int
		hint   string
	}{
		"ThrottlingException":         {rollout.Throttled, http.StatusTooManyRequests, "It is tried again by itself."},
		"AccessDeniedException":       {rollout.Broken, http.StatusForbidden, "Allow `cloudwatch:GetMetricStatistics` to Slipway's role."},
		"ExpiredTokenException":       {rollout.Broken, http.StatusForbidden, "It is tried again by itself."},
		"InternalServiceFault":        {rollout.Broken, http.StatusInternalServerError, "It is tried again by itself."},
		"ValidationException":         {rollout.Invalid, http.StatusBadRequest, ""},
		"InvalidParameterCombination": {rollout.Invalid, http.StatusBadRequest, ""},
	} {
		w := open(t)
		w.calls("42", 0, 10, 0)
		w.wire.On("GetMetricStatistics", nil, nil, faulty.Answer(c.status, code, "no"))
		got, err := w.Minutes(t.Context(), w.query())
		var e *rollout.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Hint != c.hint || got != nil {
			t.Errorf("%s: %+v, %#v", code, got, err)
		}
	}
}

func TestALostReplyIsAnErrorOfOurs(t *testing.T) {
	w := open(t)
	w.wire.On("GetMetricStatistics", faulty.LoseReply)
	if _, err := w.Minutes(t.Context(), w.query()); !rollout.IsKind(err, rollout.Broken) {
		t.Error(err)
	}
}
