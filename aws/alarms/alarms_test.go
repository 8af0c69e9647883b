package alarms_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
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
	*alarms.Monitor
	t      *testing.T
	client *cloudwatch.Client
	wire   *faulty.Transport
}

func open(t *testing.T) *world {
	t.Helper()
	return openAt(t, ministack.Open(t))
}

func openAt(t *testing.T, cfg aws.Config) *world {
	t.Helper()
	cfg, wire := faulty.Under(cfg)
	c := cloudwatch.NewFromConfig(cfg, func(o *cloudwatch.Options) { o.RetryMaxAttempts = 1 })
	return &world{alarms.New(c, ""), t, c, wire}
}

// nowhere is a world whose every answer a test says.
func nowhere(t *testing.T) *world {
	t.Helper()
	endpoint := "http://cloudwatch.test"
	return openAt(t, aws.Config{Region: "eu-central-1", BaseEndpoint: &endpoint, Credentials: aws.AnonymousCredentials{}})
}

// plain makes an alarm on the errors of a function.
func (w *world) plain(name string, change ...func(*cloudwatch.PutMetricAlarmInput)) {
	w.t.Helper()
	in := &cloudwatch.PutMetricAlarmInput{
		AlarmName: aws.String(name), AlarmDescription: aws.String("<!channel> look"), Namespace: aws.String("AWS/Lambda"), MetricName: aws.String("Errors"),
		Dimensions: []types.Dimension{{Name: aws.String("FunctionName"), Value: aws.String("checkout-prod")}},
		Statistic:  types.StatisticSum, Period: aws.Int32(60), EvaluationPeriods: aws.Int32(1),
		ComparisonOperator: types.ComparisonOperatorGreaterThanThreshold, Threshold: aws.Float64(0),
		Tags: []types.Tag{{Key: aws.String("service"), Value: aws.String("checkout")}},
	}
	for _, c := range change {
		c(in)
	}
	if _, err := w.client.PutMetricAlarm(w.t.Context(), in); err != nil {
		w.t.Fatal(err)
	}
}

// set puts an alarm into a state.
func (w *world) set(name string, s rollout.AlarmState, reason string) {
	w.t.Helper()
	_, err := w.client.SetAlarmState(w.t.Context(), &cloudwatch.SetAlarmStateInput{
		AlarmName: aws.String(name), StateValue: types.StateValue(s), StateReason: aws.String(reason),
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// alarm is the one of that name, or that ARN.
func (w *world) alarm(name string) rollout.Signal {
	w.t.Helper()
	all, err := w.Alarms(w.t.Context(), "", []string{name})
	if err != nil || len(all) != 1 {
		w.t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

// its leaves out what is another one's in every run.
func its() cmp.Option { return cmpopts.IgnoreFields(rollout.Signal{}, "At", "ID", "Account") }

func TestAnAlarmSaysHowItIsAndWhatItLooksAt(t *testing.T) {
	w := open(t)
	w.plain("checkout-errors")
	w.set("checkout-errors", rollout.AlarmRed, "7 is more than 0")
	got := w.alarm("checkout-errors")
	want := rollout.Signal{
		Name: "checkout-errors", Region: ministack.Region, State: rollout.AlarmRed, Reason: "7 is more than 0", Description: "<!channel> look",
		Gauges:     []rollout.Gauge{{Namespace: "AWS/Lambda", Metric: "Errors", Dimensions: map[string]string{"FunctionName": "checkout-prod"}, Statistic: "Sum", Period: time.Minute}},
		Comparison: "GreaterThanThreshold", Threshold: aws.Float64(0),
	}
	if diff := cmp.Diff(want, got, its()); diff != "" {
		t.Error(diff)
	}
	if !strings.HasSuffix(got.ID, ":alarm:checkout-errors") || !strings.Contains(got.ID, ":"+got.Account+":") || time.Since(got.At) > time.Hour || got.At.Location() != time.UTC {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff(got, w.alarm(got.ID)); diff != "" {
		t.Error(diff)
	}
}

// faults.md C6: an alarm on several metrics has gauges for each, and a band is no threshold.
// MiniStack forgets what goes into an expression.
func TestAnAlarmOnAnExpressionSaysWhatGoesIntoIt(t *testing.T) {
	w := nowhere(t)
	metric := map[string]any{"Namespace": "AWS/Lambda", "MetricName": "Duration"}
	w.wire.On("DescribeAlarms", answer(map[string]any{"MetricAlarms": []any{map[string]any{
		"AlarmArn": "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:odd", "AlarmName": "odd", "StateValue": "OK",
		"StateUpdatedTimestamp": cbor.Tag{Number: 1, Content: 60.5}, "ThresholdMetricId": "band",
		"Metrics": []any{
			map[string]any{"Id": "m", "MetricStat": map[string]any{"Metric": metric, "Period": 300, "Stat": "p99"}},
			map[string]any{"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m, 2)"},
		},
	}}}, func(faulty.Call) {}))
	got := w.alarm("odd")
	want := []rollout.Gauge{{Namespace: "AWS/Lambda", Metric: "Duration", Dimensions: map[string]string{}, Statistic: "p99", Period: 5 * time.Minute}}
	if diff := cmp.Diff(want, got.Gauges); diff != "" || got.Threshold != nil || got.At.UnixMilli() != 60500 {
		t.Errorf("%s, %+v", diff, got)
	}
}

// faults.md C6
func TestACompositeAlarmSaysWhatItIsMadeOf(t *testing.T) {
	w := open(t)
	w.plain("checkout-errors")
	_, err := w.client.PutCompositeAlarm(t.Context(), &cloudwatch.PutCompositeAlarmInput{
		AlarmName: aws.String("checkout"), AlarmRule: aws.String(`ALARM("checkout-errors")`), AlarmDescription: aws.String("any"),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.set("checkout-errors", rollout.AlarmRed, "as told")
	got := w.alarm("checkout")
	if got.Name != "checkout" || len(got.Children) != 1 || got.Children[0] != "checkout-errors" || got.State != rollout.AlarmRed || got.Gauges != nil || got.At.IsZero() {
		t.Errorf("%+v", got)
	}
}

func TestAnAlarmHasItsTags(t *testing.T) {
	w := open(t)
	w.plain("checkout-errors")
	tags, err := w.Tags(t.Context(), w.alarm("checkout-errors").ID)
	if err != nil || len(tags) != 1 || tags["service"] != "checkout" {
		t.Errorf("%v, %v", tags, err)
	}
}

// keys are somebody's.
func keys(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "k", SecretAccessKey: "s"}, nil
}

// answer is a reply of CloudWatch's; look sees the request.
func answer(body any, look func(faulty.Call)) faulty.Fault {
	return func(c faulty.Call) (*http.Response, error) {
		look(c)
		raw, err := cbor.Marshal(body)
		return &http.Response{
			StatusCode: http.StatusOK, Request: c.Request, Header: http.Header{"Smithy-Protocol": {"rpc-v2-cbor"}},
			Body: io.NopCloser(bytes.NewReader(raw)), ContentLength: int64(len(raw)),
		}, err
	}
}

// described is an alarm as CloudWatch tells of it.
func described(id, state string) map[string]any {
	_, name, _ := strings.Cut(id, ":alarm:")
	return map[string]any{"AlarmArn": id, "AlarmName": name, "StateValue": state, "StateUpdatedTimestamp": cbor.Tag{Number: 1, Content: 60}}
}

// faults.md C3: an alarm of the same name in another account is another alarm.
func TestAnAlarmThatIsNotThereIsLeftOut(t *testing.T) {
	ours, theirs := "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:a", "arn:aws:cloudwatch:eu-central-1:666666666666:alarm:a"
	for name, c := range map[string]struct{ asked, key string }{
		"another account's":           {theirs, "MetricAlarms"},
		"another account's composite": {theirs, "CompositeAlarms"},
		"no alarm's ARN":              {"arn:aws:sqs:eu-central-1:123456789012:a", ""},
		"nothing":                     {"", ""},
		"deleted":                     {"a", "Nothing"},
	} {
		w := nowhere(t)
		if c.key != "" {
			w.wire.On("DescribeAlarms", answer(map[string]any{c.key: []any{described(ours, "OK")}}, func(faulty.Call) {}))
		}
		if all, err := w.Alarms(t.Context(), "", []string{c.asked}); len(all) > 0 || err != nil {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
	}
	if _, err := nowhere(t).Tags(t.Context(), "checkout-errors"); !rollout.IsKind(err, rollout.NotFound) {
		t.Error(err)
	}
}

// That it was not found would say that it was deleted.
func TestAnAlarmOfAnotherAccountCannotBeAskedAbout(t *testing.T) {
	m := alarms.New(nil, "123456789012")
	_, err := m.Alarms(t.Context(), "", []string{"arn:aws:cloudwatch:eu-central-1:666666666666:alarm:a"})
	if !rollout.IsKind(err, rollout.Invalid) || !strings.Contains(err.Error(), "666666666666") {
		t.Error(err)
	}
}

func TestAnAlarmThatMakesNoSenseIsAnErrorNotAState(t *testing.T) {
	w := nowhere(t)
	w.wire.On("DescribeAlarms", answer(map[string]any{"MetricAlarms": []any{described("arn:aws:cloudwatch:eu-central-1:123456789012:alarm:a", "fine")}}, func(faulty.Call) {}))
	if all, err := w.Alarms(t.Context(), "", []string{"a"}); !rollout.IsKind(err, rollout.Broken) || all != nil {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestAnAlarmIsAskedForInItsOwnRegion(t *testing.T) {
	for name, c := range map[string]struct{ region, name, want string }{
		"a name":                     {"", "a", "/eu-central-1/"},
		"a name in another region":   {"eu-west-1", "a", "/eu-west-1/"},
		"an ARN":                     {"", "arn:aws:cloudwatch:us-east-1:123456789012:alarm:a", "/us-east-1/"},
		"an ARN, and another region": {"eu-west-1", "arn:aws:cloudwatch:us-east-1:123456789012:alarm:a", "/us-east-1/"},
	} {
		cfg := aws.Config{Region: "eu-central-1", BaseEndpoint: aws.String("http://cloudwatch.test"), Credentials: aws.CredentialsProviderFunc(keys)}
		w := openAt(t, cfg)
		signed := ""
		w.wire.Always("DescribeAlarms", answer(map[string]any{}, func(c faulty.Call) { signed = c.Request.Header.Get("Authorization") }))
		if _, err := w.Alarms(t.Context(), c.region, []string{c.name}); err != nil || !strings.Contains(signed, c.want) {
			t.Errorf("%s: signed %s, %v", name, signed, err)
		}
	}
}

// CloudWatch tells of a hundred at once, and no more.
func TestManyAlarmsAreAskedForAHundredAtATime(t *testing.T) {
	var names []string
	for n := range 250 {
		names = append(names, fmt.Sprintf("a%d", n), fmt.Sprintf("a%d", n))
	}
	w := nowhere(t)
	var sizes []int
	w.wire.Always("DescribeAlarms", func(c faulty.Call) (*http.Response, error) {
		var in struct {
			AlarmNames []string
			MaxRecords int
		}
		if err := cbor.Unmarshal(c.Body, &in); err != nil || in.MaxRecords != 100 {
			t.Errorf("%+v, %v", in, err)
		}
		sizes = append(sizes, len(in.AlarmNames))
		first := described("arn:aws:cloudwatch:eu-central-1:123456789012:alarm:"+in.AlarmNames[0], "ALARM")
		return answer(map[string]any{"MetricAlarms": []any{first}}, func(faulty.Call) {})(c)
	})
	all, err := w.Alarms(t.Context(), "", names)
	if err != nil || len(all) != 3 || all[2].Name != "a200" || !slices.Equal(sizes, []int{100, 100, 50}) {
		t.Errorf("%v, %d alarms, %v", sizes, len(all), err)
	}
}

func TestAlarmsThatCannotBeReadAreAnErrorWithAKind(t *testing.T) {
	for code, c := range map[string]struct {
		kind rollout.Kind
		hint string
	}{
		"Throttling":       {rollout.Throttled, "Try again in a minute."},
		"AccessDenied":     {rollout.Broken, "Allow `cloudwatch:DescribeAlarms` to Slipway's role."},
		"ValidationError":  {rollout.Invalid, ""},
		"ResourceNotFound": {rollout.NotFound, "It was deleted, or is in an account that Slipway cannot look into."},
		"InternalFailure":  {rollout.Broken, "Try again in a minute."},
	} {
		w := nowhere(t)
		w.wire.On("DescribeAlarms", faulty.Answer(http.StatusBadRequest, code, "no"))
		_, err := w.Alarms(t.Context(), "", []string{"checkout-errors"})
		var e *rollout.Error
		if !errors.As(err, &e) || e.Kind != c.kind || e.Hint != c.hint {
			t.Errorf("%s: %#v", code, err)
		}
	}
	w := nowhere(t)
	w.wire.On("ListTagsForResource", faulty.Answer(http.StatusBadRequest, "Throttling", "no"))
	if _, err := w.Tags(t.Context(), "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:a"); !rollout.IsKind(err, rollout.Throttled) {
		t.Error(err)
	}
}
