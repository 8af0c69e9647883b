package logs_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/logs"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

const stream = "2026/11/22/[42]0f1e2d3c"

func TestTheLinesThatMatchAreGivenInOrder(t *testing.T) {
	w := open(t)
	w.write(stream, "START", "ERROR one", "fine", "ERROR two", "ERROR three")
	want := []logs.Line{{At: w.second(1), Stream: stream, Text: "ERROR one"}, {At: w.second(3), Stream: stream, Text: "ERROR two"}}
	got, err := w.Filter(t.Context(), target, "ERROR", w.start, w.second(4), 10)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for limit, n := range map[int]int{-1: 0, 0: 0, 2: 2, 5000: 5} {
		if got, err := w.Filter(t.Context(), target, "", w.start, w.second(10), limit); len(got) != n || err != nil {
			t.Errorf("limit %d: %+v, %v", limit, got, err)
		}
	}
}

func TestALineKnowsTheVersionThatWroteIt(t *testing.T) {
	for stream, want := range map[string]rollout.Version{
		"2026/11/22/[42]0f1e": "42", "2026/11/22/checkout-prod[7]0f1e": "7", "2026/11/22/[$LATEST]0f1e": "", "[]": "", "[42": "", "42": "", "": "",
	} {
		if got := (logs.Line{Stream: stream}).Version(); got != want {
			t.Errorf("%q: %q", stream, got)
		}
	}
}

func TestASearchGoesOnOverPagesThatAreEmpty(t *testing.T) {
	w := nowhere(t)
	token := func(want any) func(object) {
		return func(in object) {
			if in["nextToken"] != want || in["filterPattern"] != nil || in["endTime"].(float64)-in["startTime"].(float64) != 9999 {
				t.Errorf("asked for %v", in)
			}
		}
	}
	line := object{"timestamp": w.start.UnixMilli(), "logStreamName": stream, "message": "ERROR"}
	w.wire.On("FilterLogEvents", says(object{"nextToken": "a"}, token(nil)), says(object{"nextToken": "b", "events": []any{line}}, token("a")), says(object{"events": []any{line}}, token("b")))
	if got, err := w.Filter(t.Context(), target, "", w.start, w.second(10), 10); len(got) != 2 || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestASearchEndsSomewhere(t *testing.T) {
	w := nowhere(t)
	tokens := 0
	w.wire.Always("FilterLogEvents", func(c faulty.Call) (*http.Response, error) {
		tokens++
		return says(object{"nextToken": strings.Repeat("a", tokens)}, anything)(c)
	})
	if got, err := w.Filter(t.Context(), target, "", w.start, w.second(10), 10); got != nil || err != nil || tokens != 20 {
		t.Errorf("%d pages: %+v, %v", tokens, got, err)
	}
}

func TestLogsThatCannotBeReadAreAnErrorWithAKind(t *testing.T) {
	for code, c := range map[string]struct {
		kind rollout.Kind
		hint string
	}{
		"ThrottlingException":       {rollout.Throttled, "Try again in a minute."},
		"LimitExceededException":    {rollout.Throttled, "Try again in a minute."},
		"AccessDeniedException":     {rollout.Broken, "Allow `logs:FilterLogEvents` to Slipway's role."},
		"InvalidParameterException": {rollout.Invalid, ""},
		"ResourceNotFoundException": {rollout.NotFound, "It has written none yet, or they are somewhere else."},
		"ServiceUnavailable":        {rollout.Broken, "Try again in a minute."},
	} {
		w := nowhere(t)
		w.wire.On("FilterLogEvents", faulty.Answer(http.StatusBadRequest, code, "no"))
		_, err := w.Filter(t.Context(), target, "", w.start, w.second(10), 10)
		var e *rollout.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Hint != c.hint {
			t.Errorf("%s: %#v", code, err)
		}
	}
	w := nowhere(t)
	w.wire.On("FilterLogEvents", faulty.LoseReply)
	if _, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), 3); !rollout.IsKind(err, rollout.Broken) {
		t.Error(err)
	}
}

func TestAFunctionThatNeverWroteHasNoLogs(t *testing.T) {
	w := open(t)
	other := rollout.Target{Service: "checkout", Environment: "dev"}
	if _, err := w.Filter(t.Context(), other, "", w.start, w.second(10), 10); !rollout.IsKind(err, rollout.NotFound) {
		t.Error(err)
	}
}
