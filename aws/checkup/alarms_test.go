package checkup_test

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/checkup"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

const topic = "arn:aws:sns:eu-west-1:123456789012:alarms"

func watch(names ...string) checkup.Watch {
	return checkup.Watch{Target: target, Function: function, Names: names, Topics: []string{topic}, Region: "eu-west-1"}
}

func TestWhetherAnybodyHearsOfATargetThatIsUnwell(t *testing.T) {
	mine := func(actions ...string) checkup.Alarm {
		return checkup.Alarm{Name: "errors", Functions: []string{function}, Actions: actions}
	}
	muted := mine(topic)
	muted.Muted = true
	other := checkup.Alarm{Name: "other", Functions: []string{"search-prod"}, Actions: []string{topic}}
	above := func(rule string) checkup.Alarm {
		return checkup.Alarm{Name: "above", Rule: rule, Actions: []string{topic}}
	}
	noTopics := watch()
	noTopics.Topics = nil
	for name, c := range map[string]struct {
		watch checkup.Watch
		all   []checkup.Alarm
		want  []string
	}{
		"one that tells the topic":    {watch(), []checkup.Alarm{other, mine(topic)}, []string{"sound 1 of its 1 alarms"}},
		"one that calls a function":   {watch(), []checkup.Alarm{mine("arn:aws:lambda:eu-west-1:1:function:worker:live")}, []string{"sound 1 of its 1 alarms"}},
		"none":                        {watch(), []checkup.Alarm{other}, []string{"ailing No alarm watches checkout-prod. | aws cloudwatch put-metric-alarm --region eu-west-1"}},
		"one that tells somebody":     {watch(), []checkup.Alarm{mine("arn:aws:sns:eu-west-1:1:others")}, []string{"ailing It has 1 alarms, and none tells | Add `" + topic}},
		"one that is muted":           {watch(), []checkup.Alarm{muted}, []string{"ailing The actions of the alarm errors | aws cloudwatch enable-alarm-actions --region eu-west-1 --alarm-names errors", "ailing It has 1 alarms"}},
		"no topics to listen to":      {noTopics, []checkup.Alarm{mine()}, []string{"unknown It has 1 alarms. | set-alarm-state --region eu-west-1 --alarm-name errors"}},
		"no topics, and no alarm":     {noTopics, nil, []string{"ailing No alarm watches | --alarm-actions <ARN of a topic>"}},
		"one that the file names":     {watch("oth*"), []checkup.Alarm{other}, []string{"sound 1 of its 1 alarms"}},
		"a name that only begins so":  {watch("oth"), []checkup.Alarm{other}, []string{"ailing No alarm watches"}},
		"one above it":                {watch(), []checkup.Alarm{mine(), above(`ALARM("errors") AND OK(x)`)}, []string{"sound 1 of its 2 alarms"}},
		"one above it, without marks": {watch(), []checkup.Alarm{mine(), above(`ALARM(errors)`)}, []string{"sound 1 of its 2 alarms"}},
		"one above it, by its ARN":    {watch(), []checkup.Alarm{mine(), above(`ALARM("arn:aws:cloudwatch:eu-west-1:1:alarm:errors")`)}, []string{"sound 1 of its 2 alarms"}},
		"one above another":           {watch(), []checkup.Alarm{mine(), above(`ALARM("more errors")`)}, []string{"ailing It has 1 alarms"}},
		"one above it that is named":  {watch("above"), []checkup.Alarm{mine(), above(`ALARM("errors")`)}, []string{"sound 1 of its 2 alarms"}},
	} {
		got := checkup.Watched(c.watch, c.all)
		if len(got) != len(c.want) {
			t.Errorf("%s: %q", name, said(got))
			continue
		}
		for i, want := range c.want {
			found, fix, _ := strings.Cut(want, " | ")
			if d := got[i]; d.Check != "alarms" || !strings.HasPrefix(string(d.Grade)+" "+d.Found, found) || !strings.Contains(d.Remedy, fix) {
				t.Errorf("%s: %q, want %s", name, said(got), want)
			}
		}
	}
}

// Whoever makes alarms chooses their names, and somebody types what is shown.
func TestNoNameOfAnAlarmBecomesACommand(t *testing.T) {
	for _, name := range []string{"a; reboot", "$(reboot)", "`reboot`", "-rf", "a b", "a\nb", "x'y"} {
		a := checkup.Alarm{Name: name, Functions: []string{function}, Muted: true}
		got := checkup.Watched(watch(), []checkup.Alarm{a})
		if fix := got[0].Remedy; strings.Contains(fix, name) || !strings.Contains(fix, "<its name>") {
			t.Errorf("%q: %s", name, fix)
		}
	}
}

// A second opinion on what DescribeAlarms says, and on the command that is shown.
func TestMiniStacksAlarmsAreRead(t *testing.T) {
	cfg := ministack.Open(t)
	client := cloudwatch.NewFromConfig(cfg)
	if _, err := client.PutMetricAlarm(t.Context(), &cloudwatch.PutMetricAlarmInput{
		AlarmName: aws.String("errors"), Namespace: aws.String("AWS/Lambda"), MetricName: aws.String("Errors"), Statistic: types.StatisticSum, Period: aws.Int32(60),
		EvaluationPeriods: aws.Int32(1), Threshold: aws.Float64(5), ComparisonOperator: types.ComparisonOperatorGreaterThanThreshold, AlarmActions: []string{topic},
		Dimensions: []types.Dimension{{Name: aws.String("Resource"), Value: aws.String(function + ":live")}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.PutCompositeAlarm(t.Context(), &cloudwatch.PutCompositeAlarmInput{
		AlarmName: aws.String("above"), AlarmRule: aws.String(`ALARM("errors")`), ActionsEnabled: aws.Bool(false),
	}); err != nil {
		t.Fatal(err)
	}
	all, err := looking(cfg).Alarms(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(all, func(a, b checkup.Alarm) int { return strings.Compare(a.Name, b.Name) })
	for i := range all {
		all[i].Actions = append([]string{}, all[i].Actions...)
	}
	want := []checkup.Alarm{
		{Name: "above", Rule: `ALARM("errors")`, Muted: true, Actions: []string{}},
		{Name: "errors", Functions: []string{function}, Actions: []string{topic}},
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Error(diff)
	}
	if at, err := looking(cfg).Clock(t.Context()); err != nil || at.IsZero() {
		t.Errorf("%s, %v", at, err)
	}
	got := looking(cfg).Topic(t.Context(), "arn:aws:sns:us-east-1:000000000000:nowhere")
	if len(got) != 1 || got[0].Grade != rollout.GradeBroken || got[0].Remedy != "`aws sns create-topic --name nowhere`, or put the right ARN into `SLIPWAY_TOPIC`." {
		t.Errorf("%q", said(got))
	}
}

func TestAlarmsOnMetricMathNameTheirFunctionToo(t *testing.T) {
	a := sound(t)
	a.Always("DescribeAlarms", func(c faulty.Call) (*http.Response, error) {
		metric := map[string]any{"MetricStat": map[string]any{"Metric": map[string]any{"Dimensions": []any{map[string]string{"Name": "FunctionName", "Value": function}}}, "Period": 60, "Stat": "Sum"}, "Id": "e"}
		return binary(c.Request, map[string]any{"MetricAlarms": []any{map[string]any{"AlarmName": "rate", "ActionsEnabled": true, "Metrics": []any{map[string]any{"Id": "x", "Expression": "e/1"}, metric}}}})
	})
	all, err := a.Alarms(t.Context())
	if err != nil || len(all) != 1 || !slices.Contains(all[0].Functions, function) {
		t.Errorf("%+v, %v", all, err)
	}
	a.Always("DescribeAlarms", faulty.Answer(403, "AccessDenied", ""))
	if _, err := a.Alarms(t.Context()); err == nil || !strings.Contains(err.Error(), "list the alarms") {
		t.Error(err)
	}
}

func TestTheTimeIsToldByAnyAnswer(t *testing.T) {
	a := sound(t)
	dated := func(f faulty.Fault) faulty.Fault {
		return func(c faulty.Call) (*http.Response, error) {
			got, err := f(c)
			if err == nil {
				got.Header.Set("Date", noon.Format(http.TimeFormat))
			}
			return got, err
		}
	}
	empty := func(c faulty.Call) (*http.Response, error) { return binary(c.Request, map[string]any{}) }
	for name, f := range map[string]faulty.Fault{"a list": empty, "a refusal": dated(faulty.Answer(403, "AccessDenied", ""))} {
		a.Always("DescribeAlarms", f)
		if at, err := a.Clock(t.Context()); err != nil || !at.Equal(noon) {
			t.Errorf("%s: %s, %v", name, at, err)
		}
	}
	for name, f := range map[string]faulty.Fault{"no answer": faulty.LoseRequest, "no time": faulty.Answer(403, "AccessDenied", "")} {
		a.Always("DescribeAlarms", f)
		if at, err := a.Clock(t.Context()); err == nil {
			t.Errorf("%s: %s", name, at)
		}
	}
}

func TestATopicIsThereOrNotOrNobodyKnows(t *testing.T) {
	a := sound(t)
	for code, want := range map[string]rollout.Grade{"NotFound": rollout.GradeBroken, "AuthorizationError": rollout.GradeUnknown} {
		a.Always("GetTopicAttributes", faulty.Answer(404, code, ""))
		if got := a.Topic(t.Context(), topic); len(got) != 1 || got[0].Grade != want {
			t.Errorf("%s: %q", code, said(got))
		}
	}
	a.Always("GetTopicAttributes", faulty.Answer(404, "NotFound", ""))
	if got := a.Topic(t.Context(), "odd"); !strings.Contains(got[0].Remedy, "--name <name>") {
		t.Errorf("%q", said(got))
	}
}
