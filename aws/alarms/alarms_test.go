package alarms_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/fxamacker/cbor/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/slipway-dev/slipway/aws/alarms"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

// world is an account with alarms.
type world struct {
	*alarms.Alarms
	t      *testing.T
	client *cloudwatch.Client
	wire   *faulty.Transport
}

func open(t *testing.T) *world {
	t.Helper()
	cfg, wire := faulty.Under(ministack.Open(t))
	c := cloudwatch.NewFromConfig(cfg, func(o *cloudwatch.Options) { o.RetryMaxAttempts = 1 })
	return &world{alarms.New(c), t, c, wire}
}

// plain makes an alarm on the errors of a function.
func (w *world) plain(name string, change ...func(*cloudwatch.PutMetricAlarmInput)) {
	w.t.Helper()
	in := &cloudwatch.PutMetricAlarmInput{
		AlarmName: aws.String(name), AlarmDescription: aws.String("<!channel> look"), Namespace: aws.String("AWS/Lambda"), MetricName: aws.String("Errors"),
		Dimensions: []types.Dimension{{Name: aws.String("FunctionName"), Value: aws.String("checkout-prod")}},
		Statistic:  types.StatisticSum, Period: aws.Int32(60), EvaluationPeriods: aws.Int32(1),
		ComparisonOperator: types.ComparisonOperatorGreaterThanThreshold, Threshold: aws.Float64(5),
	}
	for _, c := range change {
		c(in)
	}
	if _, err := w.client.PutMetricAlarm(w.t.Context(), in); err != nil {
		w.t.Fatal(err)
	}
}

// set puts an alarm into a state.
func (w *world) set(name string, s alarms.State, reason string) {
	w.t.Helper()
	_, err := w.client.SetAlarmState(w.t.Context(), &cloudwatch.SetAlarmStateInput{
		AlarmName: aws.String(name), StateValue: types.StateValue(s), StateReason: aws.String(reason),
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// timeless leaves out what is another time in every run.
func timeless() cmp.Option {
	return cmp.Options{cmpopts.IgnoreFields(alarms.Alarm{}, "Since"), cmpopts.IgnoreFields(alarms.Change{}, "At")}
}

func TestAnAlarmSaysHowItIsAndWhatItLooksAt(t *testing.T) {
	w := open(t)
	w.plain("checkout-errors")
	w.plain("checkout-slow", func(in *cloudwatch.PutMetricAlarmInput) {
		in.MetricName, in.Statistic, in.ExtendedStatistic = aws.String("Duration"), "", aws.String("p99")
	})
	w.set("checkout-errors", alarms.Red, "7 is more than 5")
	got, err := w.Alarms.Alarms(t.Context(), []string{"checkout-errors", "checkout-slow", "not-there"})
	want := []alarms.Alarm{{
		Name: "checkout-errors", Description: "<!channel> look", State: alarms.Red, Reason: "7 is more than 5",
		Condition: &alarms.Condition{
			Namespace: "AWS/Lambda", Metric: "Errors", Dimensions: map[string]string{"FunctionName": "checkout-prod"},
			Statistic: "Sum", Comparison: "GreaterThanThreshold", Threshold: 5, Period: time.Minute,
		},
	}}
	if err != nil || len(got) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	if diff := cmp.Diff(want, got[:1], timeless()); diff != "" {
		t.Error(diff)
	}
	if got[0].Since.IsZero() || got[0].Since.Location() != time.UTC || got[1].Condition.Statistic != "p99" {
		t.Errorf("%+v", got)
	}
}

// faults.md C6: an alarm on several metrics has no one threshold to show.
func TestACompositeAlarmSaysWhatItIsMadeOf(t *testing.T) {
	w := open(t)
	w.plain("checkout-errors")
	_, err := w.client.PutCompositeAlarm(t.Context(), &cloudwatch.PutCompositeAlarmInput{
		AlarmName: aws.String("checkout"), AlarmRule: aws.String(`ALARM("checkout-errors")`), AlarmDescription: aws.String("any"),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.set("checkout-errors", alarms.Red, "as told")
	got, err := w.WithPrefix(t.Context(), "checkout")
	if err != nil || len(got) != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	if a := got[0]; a.Name != "checkout" || a.Rule != `ALARM("checkout-errors")` || a.Condition != nil || a.State != alarms.Red || a.Since.IsZero() {
		t.Errorf("%+v", a)
	}
}

func TestAnAlarmOnAnExpressionHasNoPlainCondition(t *testing.T) {
	w := open(t)
	w.plain("rate", func(in *cloudwatch.PutMetricAlarmInput) {
		in.MetricName, in.Namespace, in.Statistic, in.Period, in.Dimensions = nil, nil, "", nil, nil
		in.Metrics = []types.MetricDataQuery{{Id: aws.String("rate"), Expression: aws.String("100*e/i")}}
	})
	got, err := w.WithPrefix(t.Context(), "rate")
	if err != nil || len(got) != 1 || got[0].Condition != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAlarmsAreFoundHoweverManyThereAre(t *testing.T) {
	w := open(t)
	var names []string
	for n := range 105 {
		names = append(names, fmt.Sprintf("checkout-%03d", n))
		w.plain(names[n])
	}
	w.plain("basket")
	for prefix, want := range map[string]int{"checkout-": 105, "checkout-10": 5, "nothing": 0, "": 106} {
		if got, err := w.WithPrefix(t.Context(), prefix); err != nil || len(got) != want {
			t.Errorf("%q: %d alarms, %v", prefix, len(got), err)
		}
	}
	slices.Reverse(names)
	w.wire.Always("DescribeAlarms", func(c faulty.Call) (*http.Response, error) {
		var in struct{ AlarmNames []string }
		if err := cbor.Unmarshal(c.Body, &in); err != nil || len(in.AlarmNames) > 100 {
			t.Errorf("asked for %d at once, %v", len(in.AlarmNames), err)
		}
		return c.Send()
	})
	got, err := w.Alarms.Alarms(t.Context(), names)
	slices.Reverse(names)
	if err != nil || len(got) != 105 || got[0].Name != names[0] || got[104].Name != names[104] {
		t.Errorf("%d alarms, %v", len(got), err)
	}
	if none, err := w.Alarms.Alarms(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("of no names: %d alarms, %v", len(none), err)
	}
}

// faults.md C2: the order is that of the states' times.
func TestTheHistoryIsInOrderOfTime(t *testing.T) {
	w := open(t)
	w.plain("checkout-errors")
	w.plain("basket-errors")
	began := time.Now().Add(-time.Minute)
	w.set("checkout-errors", alarms.OK, "fine")
	w.set("basket-errors", alarms.Red, "another alarm")
	w.set("checkout-errors", alarms.Red, "7 is more than 5")
	w.set("checkout-errors", alarms.Unknown, "nothing came")
	got, err := w.History(t.Context(), "checkout-errors", began, began.Add(time.Hour))
	want := []alarms.Change{
		{From: alarms.Unknown, To: alarms.OK, Reason: "fine"},
		{From: alarms.OK, To: alarms.Red, Reason: "7 is more than 5"},
		{From: alarms.Red, To: alarms.Unknown, Reason: "nothing came"},
	}
	if diff := cmp.Diff(want, got, timeless()); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for n := 1; n < len(got); n++ {
		if got[n].At.Before(got[n-1].At) {
			t.Errorf("%s after %s", got[n].At, got[n-1].At)
		}
	}
	for _, when := range []time.Time{began.Add(-time.Hour), began.Add(2 * time.Hour)} {
		if got, err := w.History(t.Context(), "checkout-errors", when, when.Add(time.Minute)); err != nil || len(got) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

// history answers with changes at those seconds.
func history(data string, seconds ...float64) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		var items []any
		for _, s := range seconds {
			items = append(items, map[string]any{"Timestamp": cbor.Tag{Number: 1, Content: s}, "HistoryData": data})
		}
		body, err := cbor.Marshal(map[string]any{"AlarmHistoryItems": items})
		return &http.Response{
			StatusCode: http.StatusOK, Request: c.Request, Header: http.Header{"Smithy-Protocol": {"rpc-v2-cbor"}},
			Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		}, err
	}
}

func TestAHistoryIsPutInOrderAndCutToWhatWasAskedFor(t *testing.T) {
	w := open(t)
	w.wire.On("DescribeAlarmHistory", history(`{"oldState":{"stateValue":"OK"},"newState":{"stateValue":"ALARM"}}`, 59, 90, 60, 120))
	got, err := w.History(t.Context(), "checkout-errors", time.Unix(60, 0), time.Unix(120, 0))
	if err != nil || len(got) != 2 || got[0].At.Unix() != 60 || got[1].At.Unix() != 90 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAHistoryThatMakesNoSenseIsAnError(t *testing.T) {
	w := open(t)
	w.wire.On("DescribeAlarmHistory", history("{", 60))
	if got, err := w.History(t.Context(), "checkout-errors", time.Unix(0, 0), time.Unix(120, 0)); !rollout.IsKind(err, rollout.Broken) || got != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAlarmsThatCannotBeReadAreAnErrorWithAKind(t *testing.T) {
	for code, c := range map[string]struct {
		kind rollout.Kind
		hint string
	}{
		"Throttling":      {rollout.Throttled, "Try again in a minute."},
		"AccessDenied":    {rollout.Broken, "Allow `cloudwatch:DescribeAlarms` to Slipway's role."},
		"ValidationError": {rollout.Invalid, ""},
		"InternalFailure": {rollout.Broken, "Try again in a minute."},
	} {
		w := open(t)
		w.wire.On("DescribeAlarms", faulty.Answer(http.StatusBadRequest, code, "no"))
		_, err := w.Alarms.Alarms(t.Context(), []string{"checkout-errors"})
		var e *rollout.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Hint != c.hint {
			t.Errorf("%s: %#v", code, err)
		}
	}
	w := open(t)
	w.wire.On("DescribeAlarmHistory", faulty.LoseReply)
	if _, err := w.History(t.Context(), "checkout-errors", time.Unix(0, 0), time.Now()); !rollout.IsKind(err, rollout.Broken) {
		t.Error(err)
	}
}
