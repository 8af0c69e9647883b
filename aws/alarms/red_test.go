package alarms_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func names(all []rollout.Signal) (names []string) {
	for _, s := range all {
		names = append(names, s.Name+" "+string(s.State))
	}
	return names
}

func TestOnlyTheRedOnesAreRed(t *testing.T) {
	w := open(t)
	for name, state := range map[string]rollout.AlarmState{"a": rollout.AlarmRed, "b": rollout.AlarmOK, "c": rollout.AlarmUnknown} {
		w.plain(name)
		w.set(name, state, "so")
	}
	red, err := w.Red(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a ALARM"}, names(red)); diff != "" {
		t.Error(diff)
	}
	if len(red) == 1 {
		if diff := cmp.Diff(w.alarm("a"), red[0]); diff != "" {
			t.Error(diff)
		}
	}
}

// There may be more of them than one answer holds, and of both kinds.
func TestAllThatAreRedAreToldOf(t *testing.T) {
	w := nowhere(t)
	var asked []string
	w.wire.Always("DescribeAlarms", func(c faulty.Call) (*http.Response, error) {
		var in struct{ StateValue, NextToken string }
		if err := cbor.Unmarshal(c.Body, &in); err != nil {
			t.Error(err)
		}
		asked = append(asked, in.StateValue+in.NextToken)
		out := map[string]any{"MetricAlarms": []any{described("arn:aws:cloudwatch:eu-central-1:123456789012:alarm:a", "ALARM")}, "NextToken": "more"}
		if in.NextToken != "" {
			out = map[string]any{"CompositeAlarms": []any{described("arn:aws:cloudwatch:eu-central-1:123456789012:alarm:b", "ALARM")}}
		}
		body, err := cbor.Marshal(out)
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Smithy-Protocol": {"rpc-v2-cbor"}, "Content-Type": {"application/cbor"}}, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body))}, err
	})
	red, err := w.Red(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a ALARM", "b ALARM"}, names(red)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"ALARM", "ALARMmore"}, asked); diff != "" {
		t.Error(diff)
	}
}
