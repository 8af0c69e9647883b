package logs_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
)

func TestTheErrorsOfAVersionAreCountedByWhatTheySay(t *testing.T) {
	w := nowhere(t)
	event := func(second int, text string) object {
		return object{"timestamp": w.second(second).UnixMilli(), "message": text}
	}
	w.wire.On("FilterLogEvents", says(object{"events": []any{
		event(0, "2026-11-22T12:00:00.123Z\t11111111-aaaa-bbbb-cccc-000000000001\tERROR\tno stock\n"),
		event(1, "2026-11-22T12:00:01.456Z\t11111111-aaaa-bbbb-cccc-000000000002\tERROR\tno stock\n"),
		event(2, "2026-11-22T12:00:02.456Z\t11111111-aaaa-bbbb-cccc-000000000003\tERROR\tno stock\n"),
		event(5, `{"level":"ERROR","requestId":"11111111-aaaa-bbbb-cccc-000000000004","errorType":"TypeError","errorMessage":"x is undefined"}`),
		event(6, `{"level":"ERROR","requestId":"11111111-aaaa-bbbb-cccc-000000000005","errorType":"TypeError","errorMessage":"x is undefined"}`),
		event(7, "RequestId: 11111111-aaaa-bbbb-cccc-000000000006 Error: Runtime exited with error: exit status 2"),
	}}, func(in object) {
		if in["filterPattern"] != `?ERROR ?errorMessage ?"Task timed out" ?"Runtime exited" ?"panic:"` || in["logGroupName"] != group {
			t.Errorf("asked for %v", in)
		}
	}))
	got, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), 10)
	want := []rollout.Failing{
		{Text: "ERROR no stock", Count: 3, Last: w.second(2)},
		{Text: "TypeError: x is undefined", Count: 2, Last: w.second(6)},
		{Text: "Error: Runtime exited with error: exit status 2", Count: 1, Last: w.second(7)},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestOfTheErrorsOnlyTheFirstFewAreGiven(t *testing.T) {
	for n, want := range map[int]int{-1: 0, 0: 0, 1: 1, 9: 2} {
		w := nowhere(t)
		w.wire.On("FilterLogEvents", says(object{"events": []any{
			object{"message": "ERROR one", "timestamp": 1}, object{"message": "ERROR two", "timestamp": 2},
		}}, anything))
		got, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), n)
		if err != nil || len(got) != want || want > 0 && got[0].Text != "ERROR two" {
			t.Errorf("%d: %+v, %v", n, got, err)
		}
	}
}
