package logs_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// today is a stream of the version 42.
func (w *world) today(version string) string {
	return w.start.Format("2006/01/02") + "/[" + version + "]0f1e2d3c"
}

func TestOnlyTheVersionsOwnLinesOfThatTimeAreRead(t *testing.T) {
	w := nowhere(t)
	line := func(second int, version, text string) object {
		return object{"timestamp": w.second(second).UnixMilli(), "logStreamName": w.today(version), "message": text}
	}
	w.wire.On("FilterLogEvents", says(object{"events": []any{
		line(1, "42", "ERROR no stock"), line(1, "4", "ERROR of another version"), line(2, "421", "ERROR of yet another"), line(3, "42", "panic: no stock"),
	}}, func(in object) {
		if in["startTime"] != float64(w.second(1).UnixMilli()) || in["endTime"] != float64(w.second(4).UnixMilli()-1) {
			t.Errorf("asked for %v", in)
		}
	}))
	got, err := w.Failing(t.Context(), target, "42", w.second(1), w.second(4), 10)
	want := []rollout.Failing{{Text: "panic: no stock", Count: 1, Last: w.second(3)}, {Text: "ERROR no stock", Count: 1, Last: w.second(1)}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// A log costs by how much of it is read.
func TestOnlyTheStreamsOfTheVersionAreRead(t *testing.T) {
	for name, c := range map[string]struct {
		hour int
		days []string
	}{
		"in the afternoon": {14, []string{"2026/11/22/[42]"}},
		"in the morning":   {1, []string{"2026/11/22/[42]", "2026/11/21/[42]"}}, // an environment lives for hours
		"at midnight":      {0, []string{"2026/11/22/[42]", "2026/11/21/[42]"}},
	} {
		w := nowhere(t)
		w.start = time.Date(2026, 11, 22, c.hour, 0, 0, 0, time.UTC)
		var asked []string
		w.wire.Always("FilterLogEvents", says(object{}, func(in object) {
			asked = append(asked, in["logStreamNamePrefix"].(string))
			if in["logGroupName"] != group || in["endTime"].(float64)-in["startTime"].(float64) != 9999 {
				t.Errorf("%s: asked for %v", name, in)
			}
		}))
		if _, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), 3); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(c.days, asked); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestADayWithoutAStreamIsADayWithoutLines(t *testing.T) {
	w := nowhere(t)
	w.start = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)
	missing := faulty.Answer(http.StatusBadRequest, "ResourceNotFoundException", "no")
	line := object{"timestamp": w.start.UnixMilli(), "message": "ERROR"}
	w.wire.On("FilterLogEvents", missing, says(object{"events": []any{line}}, anything))
	if got, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), 3); len(got) != 1 || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
	w.wire.On("FilterLogEvents", missing, missing)
	if _, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), 3); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("neither has any: %v", err)
	}
}

func TestASearchGoesOnOverPagesThatAreEmpty(t *testing.T) {
	w := nowhere(t)
	token := func(want any) func(object) {
		return func(in object) {
			if in["nextToken"] != want {
				t.Errorf("asked for %v", in)
			}
		}
	}
	line := object{"timestamp": w.start.UnixMilli(), "message": "ERROR"}
	w.wire.On("FilterLogEvents", says(object{"nextToken": "a"}, token(nil)), says(object{"nextToken": "b", "events": []any{line}}, token("a")), says(object{"events": []any{line}}, token("b")))
	if got, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), 10); len(got) != 1 || got[0].Count != 2 || err != nil {
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
	if got, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), 10); len(got) != 0 || err != nil || tokens != 20 {
		t.Errorf("%d pages: %+v, %v", tokens, got, err)
	}
}

func TestOfManyLinesTheFirstThousandCount(t *testing.T) {
	w := nowhere(t)
	lines := make([]any, 600)
	for n := range lines {
		lines[n] = object{"timestamp": w.start.UnixMilli(), "message": "ERROR"}
	}
	w.wire.On("FilterLogEvents", says(object{"nextToken": "a", "events": lines}, anything), says(object{"nextToken": "b", "events": lines}, anything))
	if got, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), 10); len(got) != 1 || got[0].Count != 1000 || err != nil {
		t.Errorf("%+v, %v", got, err)
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
		_, err := w.Failing(t.Context(), target, "42", w.start, w.second(10), 10)
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
	if _, err := w.Failing(t.Context(), other, "42", w.start, w.second(10), 10); !rollout.IsKind(err, rollout.NotFound) {
		t.Error(err)
	}
}
