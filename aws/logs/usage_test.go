package logs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// recorded is an answer of CloudWatch's.
func recorded(t *testing.T, name string) object {
	t.Helper()
	var answer object
	text, err := os.ReadFile("testdata/" + name)
	if err == nil {
		err = json.Unmarshal(text, &answer)
	}
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// asked is a world whose log has started a query. Nobody waits, and the waits are kept.
func asked(t *testing.T) (*world, *time.Duration) {
	t.Helper()
	w, waited := nowhere(t), new(time.Duration)
	w.Wait = func(ctx context.Context, d time.Duration) error { *waited += d; return ctx.Err() }
	w.wire.Always("StartQuery", says(object{"queryId": "12ab3456-12ab-123a-789e-1234567890ab"}, anything))
	w.wire.Always("StopQuery", says(object{"success": true}, anything))
	return w, waited
}

// window is of six minutes.
func (w *world) window() rollout.Window {
	return rollout.Window{From: w.start, To: w.start.Add(6 * time.Minute), Period: 3 * time.Minute}
}

func TestUsageIsWhatTheLogHasPutTogether(t *testing.T) {
	w, waited := asked(t)
	w.wire.On("StartQuery", says(object{"queryId": "q"}, func(in object) {
		query, _ := in["queryString"].(string)
		if in["logGroupName"] != group || in["startTime"] != float64(w.start.Unix()) || in["endTime"] != float64(w.start.Unix()+359) || !strings.HasSuffix(query, "by bin(3m) as period, version") {
			t.Errorf("asked for %v", in)
		}
	}))
	byID := func(in object) {
		if in["queryId"] != "q" {
			t.Errorf("asked for %v", in)
		}
	}
	w.wire.On("GetQueryResults", says(recorded(t, "running.json"), byID), says(object{"status": "Scheduled"}, byID), says(recorded(t, "complete.json"), byID))
	got, scanned, err := w.Usage(t.Context(), target, w.window())
	want := []rollout.Usage{
		{At: w.start, Version: "41", Calls: 3590, Billed: 326690 * time.Millisecond, Memory: 128},
		{At: w.start.Add(3 * time.Minute), Version: "42", Calls: 402, Cold: 5, Billed: 37482 * time.Millisecond, Memory: 1769},
		{At: w.start.Add(6 * time.Minute), Version: "42", Calls: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || scanned != 5988123 {
		t.Errorf("%d bytes, %v\n%s", scanned, err, diff)
	}
	if *waited != 1750*time.Millisecond || w.wire.Count("StopQuery") != 0 || w.wire.Count("StartQuery") != 1 {
		t.Errorf("waited %s, stopped %d times, asked %d times", *waited, w.wire.Count("StopQuery"), w.wire.Count("StartQuery"))
	}
}

// Logs Insights counts minutes up to 60 and hours up to 24; beyond that it makes something else of it.
func TestPeriodsAreOfMinutesOrHours(t *testing.T) {
	for period, want := range map[time.Duration]string{
		3 * time.Minute: "3m", 20 * time.Minute: "20m", time.Hour: "60m", 2 * time.Hour: "2h", 12 * time.Hour: "12h", 24 * time.Hour: "24h",
		0: "", -time.Hour: "", 90 * time.Second: "", 80 * time.Minute: "", 25 * time.Hour: "",
	} {
		w, _ := asked(t)
		query := ""
		w.wire.On("StartQuery", says(object{"queryId": "q"}, func(in object) { query = in["queryString"].(string) }))
		w.wire.On("GetQueryResults", says(object{"status": "Complete"}, anything))
		_, _, err := w.Usage(t.Context(), target, rollout.Window{From: w.start, To: w.start.Add(time.Hour), Period: period})
		if want == "" && !rollout.IsKind(err, rollout.Invalid) || want != "" && (err != nil || !strings.Contains(query, "bin("+want+")")) {
			t.Errorf("%s: %q, %v", period, query, err)
		}
	}
}

func TestAQueryThatTakesTooLongIsStopped(t *testing.T) {
	w, waited := asked(t)
	w.wire.Always("GetQueryResults", says(recorded(t, "running.json"), anything))
	_, scanned, err := w.Usage(t.Context(), target, w.window())
	var e *rollout.Error
	if !errors.As(err, &e) || e.Kind != rollout.Throttled || e.Message != "The log takes too long to answer." || scanned != 1024 {
		t.Errorf("%d bytes, %#v", scanned, err)
	}
	if *waited < 8*time.Second || *waited > 9*time.Second || w.wire.Count("StopQuery") != 1 {
		t.Errorf("waited %s, stopped %d times", *waited, w.wire.Count("StopQuery"))
	}
}

// Whoever asked may have gone; the query goes on, and costs, unless somebody stops it.
func TestAQueryOfSomebodyWhoHasGoneIsStopped(t *testing.T) {
	w, _ := asked(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.Wait = func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }
	if _, _, err := w.Usage(ctx, target, w.window()); !errors.Is(err, context.Canceled) || w.wire.Count("StopQuery") != 1 || w.wire.Count("GetQueryResults") != 0 {
		t.Errorf("%v, stopped %d times", err, w.wire.Count("StopQuery"))
	}
}

func TestAQueryThatFailsIsAnError(t *testing.T) {
	for _, status := range []string{"Failed", "Cancelled", "Timeout"} {
		w, _ := asked(t)
		w.wire.On("GetQueryResults", says(object{"status": status}, anything))
		if _, _, err := w.Usage(t.Context(), target, w.window()); !rollout.IsKind(err, rollout.Broken) || !strings.Contains(err.Error(), status) {
			t.Errorf("%s: %v", status, err)
		}
	}
	for call, stopped := range map[string]int{"StartQuery": 0, "GetQueryResults": 1} {
		for code, want := range map[string]struct {
			kind rollout.Kind
			hint string
		}{
			"AccessDeniedException":     {rollout.Broken, "Allow `logs:" + call + "` to Slipway's role."},
			"LimitExceededException":    {rollout.Throttled, "Try again in a minute."},
			"ResourceNotFoundException": {rollout.NotFound, "It has written none yet, or they are somewhere else."},
		} {
			w, _ := asked(t)
			w.wire.On(call, faulty.Answer(http.StatusBadRequest, code, "no"))
			_, _, err := w.Usage(t.Context(), target, w.window())
			var e *rollout.Error
			if !errors.As(err, &e) || e.Kind != want.kind || e.Hint != want.hint || w.wire.Count("StopQuery") != stopped {
				t.Errorf("%s, %s: %#v", call, code, err)
			}
		}
	}
}

func TestRowsThatCannotBeAreAnError(t *testing.T) {
	field := func(name, value string) any { return object{"field": name, "value": value} }
	for name, row := range map[string][]any{
		"no period":    {field("version", "42"), field("calls", "1")},
		"no number":    {field("period", "2026-11-22 14:00:00.000"), field("calls", "many")},
		"negative":     {field("period", "2026-11-22 14:00:00.000"), field("calls", "-1")},
		"not a number": {field("period", "2026-11-22 14:00:00.000"), field("calls", "NaN")},
		"too many":     {field("period", "2026-11-22 14:00:00.000"), field("billed", "1e300")},
	} {
		w, _ := asked(t)
		w.wire.On("GetQueryResults", says(object{"status": "Complete", "results": []any{row}}, anything))
		if got, _, err := w.Usage(t.Context(), target, w.window()); !rollout.IsKind(err, rollout.Broken) || got != nil {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	w := nowhere(t)
	if err := w.Wait(t.Context(), time.Microsecond); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Wait(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// inProcess calls a handler without a network.
type inProcess struct{ http.Handler }

func (p inProcess) RoundTrip(q *http.Request) (*http.Response, error) {
	r := httptest.NewRecorder()
	p.ServeHTTP(r, q)
	return r.Result(), nil
}

// The simulated account reads its own log, and answers our query as Logs Insights would.
func TestUsageOfTheSandboxAndOfAWSAreAlike(t *testing.T) {
	now := time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)
	simulated, err := cloud.New(cloud.Options{Now: func() time.Time { return now }, Rand: rand.New(rand.NewPCG(1, 2)), RequestRate: -1})
	if err != nil {
		t.Fatal(err)
	}
	if err := simulated.Seed(cloud.Seed{
		FunctionName: "checkout-prod", Role: "role", PerMinute: 600, Since: now.Add(-time.Hour), Aliases: map[string]string{"live": "1"},
		Versions: []cloud.SeedVersion{{ImageURI: fmt.Sprintf("checkout@sha256:%064x", 1), At: now}},
	}); err != nil {
		t.Fatal(err)
	}
	endpoint := "http://logs.test"
	w := openAt(t, aws.Config{
		Region: "us-east-1", BaseEndpoint: &endpoint, HTTPClient: &http.Client{Transport: inProcess{wire.Handler(simulated, wire.Options{})}},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "key", SecretAccessKey: "secret"}, nil
		}),
	})
	w.Wait = func(context.Context, time.Duration) error { return nil }
	window := rollout.Window{From: now.Add(-40 * time.Minute), To: now, Period: 20 * time.Minute}
	name := func(t rollout.Target) string { return t.Service + "-" + t.Environment }
	want, bytes, err := account.Gauges{Cloud: simulated, Function: name}.Usage(t.Context(), target, window)
	if err != nil || len(want) != 2 || want[0].Calls < 10_000 {
		t.Fatalf("there is nothing to compare: %+v, %v", want, err)
	}
	got, scanned, err := w.Usage(t.Context(), target, window)
	if diff := cmp.Diff(want, got); err != nil || diff != "" || scanned != bytes {
		t.Errorf("%d bytes of %d, %v\n%s", scanned, bytes, err, diff)
	}
	other := rollout.Target{Service: "none", Environment: "prod"}
	if _, _, err := w.Usage(t.Context(), other, window); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("of no function: %v", err)
	}
}
