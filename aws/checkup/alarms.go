package checkup

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Alarm is as much of an alarm as says whether anybody hears of it.
type Alarm struct {
	Name      string
	Functions []string // that its dimensions name
	Rule      string   // of a composite one
	Muted     bool     // its actions are switched off
	Actions   []string // ARNs of whom it tells when it turns red
}

// Alarms are all of the region. Whoever looks at many targets reads them once.
func (c *Checkup) Alarms(ctx context.Context) ([]Alarm, error) {
	var all []Alarm
	pages := cloudwatch.NewDescribeAlarmsPaginator(c.CloudWatch, &cloudwatch.DescribeAlarmsInput{
		AlarmTypes: []types.AlarmType{types.AlarmTypeMetricAlarm, types.AlarmTypeCompositeAlarm}, MaxRecords: aws.Int32(100),
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			c.Log.WarnContext(ctx, "a checkup cannot read the alarms", "error", err)
			return nil, explain("list the alarms", err)
		}
		for _, m := range page.MetricAlarms {
			all = append(all, Alarm{Name: aws.ToString(m.AlarmName), Functions: functions(m), Muted: !aws.ToBool(m.ActionsEnabled), Actions: m.AlarmActions})
		}
		for _, m := range page.CompositeAlarms {
			all = append(all, Alarm{Name: aws.ToString(m.AlarmName), Rule: aws.ToString(m.AlarmRule), Muted: !aws.ToBool(m.ActionsEnabled), Actions: m.AlarmActions})
		}
	}
	return all, nil
}

// functions are those that an alarm's dimensions name, without an alias.
func functions(m types.MetricAlarm) []string {
	all := slices.Clone(m.Dimensions)
	for _, q := range m.Metrics {
		if q.MetricStat != nil && q.MetricStat.Metric != nil {
			all = append(all, q.MetricStat.Metric.Dimensions...)
		}
	}
	var out []string
	for _, d := range all {
		if slices.Contains([]string{"FunctionName", "Resource"}, aws.ToString(d.Name)) {
			name, _, _ := strings.Cut(aws.ToString(d.Value), ":")
			out = append(out, name)
		}
	}
	return out
}

// Watch is what should be watched.
type Watch struct {
	rollout.Target
	Function string
	Names    []string // of alarms that are about it whatever their dimensions; * stands for any characters
	Topics   []string // ARNs of those that are listened to
	Region   string   // of the function and of the alarms
}

// Watched says whether somebody hears of it when the target is unwell, by all alarms of
// the region. That an EventBridge rule brings their news cannot be seen in an alarm.
func Watched(w Watch, all []Alarm) []rollout.Diagnosis {
	const check = "alarms"
	mine := w.mine(all)
	if len(mine) == 0 {
		return []rollout.Diagnosis{ailing(check, "No alarm watches "+w.Function+".", "`"+w.make()+"`")}
	}
	var out []rollout.Diagnosis
	heard := 0
	for _, a := range mine {
		if a.Muted {
			out = append(out, ailing(check, "The actions of the alarm "+a.Name+" are switched off.",
				"`aws cloudwatch enable-alarm-actions --region "+w.Region+" --alarm-names "+word(a.Name, "<its name>")+"`"))
		} else if slices.ContainsFunc(a.Actions, w.hears) {
			heard++
		}
	}
	switch {
	case heard > 0:
		return append(out, sound(check, fmt.Sprintf("%d of its %d alarms tell whom Slipway listens to.", heard, len(mine))))
	case len(w.Topics) == 0:
		return append(out, finding(check, rollout.GradeUnknown, fmt.Sprintf("It has %d alarms. `alarms.topics` names none, so their news has to come by an EventBridge rule, which cannot be seen from here.", len(mine)),
			fmt.Sprintf("To see it come: `aws cloudwatch set-alarm-state --region %s --alarm-name %s --state-value ALARM --state-reason test`", w.Region, word(mine[0].Name, "<its name>"))))
	}
	return append(out, ailing(check, fmt.Sprintf("It has %d alarms, and none tells a topic of `alarms.topics`.", len(mine)),
		"Add `"+w.Topics[0]+"` to the actions of one, unless an EventBridge rule brings its news, which cannot be seen from here."))
}

// mine are the alarms on the target, and those on such alarms.
func (w Watch) mine(all []Alarm) []Alarm {
	var out []Alarm
	for _, a := range all {
		if slices.Contains(a.Functions, w.Function) || slices.ContainsFunc(w.Names, func(pattern string) bool { return fits(pattern, a.Name) }) {
			out = append(out, a)
		}
	}
	for _, above := range all {
		already := slices.ContainsFunc(out, func(a Alarm) bool { return a.Name == above.Name })
		if !already && slices.ContainsFunc(out, func(a Alarm) bool { return names(above.Rule, a.Name) }) {
			out = append(out, above)
		}
	}
	return out
}

// fits says whether a name is as a pattern has it, in which * stands for any characters.
func fits(pattern, name string) bool {
	expression := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `.*`)
	ok, err := regexp.MatchString(`(?s)\A`+expression+`\z`, name)
	return ok && err == nil
}

// names says whether a composite alarm's rule is about an alarm: ALARM(name),
// ALARM("name"), or with its ARN.
func names(rule, alarm string) bool {
	return slices.ContainsFunc([]string{"(" + alarm + ")", `("` + alarm + `")`, ":alarm:" + alarm + ")", ":alarm:" + alarm + `")`}, func(form string) bool {
		return strings.Contains(rule, form)
	})
}

// hears says whether an action leads to Slipway: a topic that is listened to, or a function,
// which the worker is called as.
func (w Watch) hears(action string) bool {
	return slices.Contains(w.Topics, action) || strings.Contains(action, ":lambda:")
}

// make is the command that makes an alarm on errors of calls by way of live.
func (w Watch) make() string {
	action := "<ARN of a topic>"
	if len(w.Topics) > 0 {
		action = w.Topics[0]
	}
	return fmt.Sprintf("aws cloudwatch put-metric-alarm --region %s --alarm-name %s-errors --namespace AWS/Lambda --metric-name Errors "+
		"--dimensions Name=FunctionName,Value=%[2]s Name=Resource,Value=%[2]s:live --statistic Sum --period 60 --evaluation-periods 1 --threshold 5 "+
		"--comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions %s --ok-actions %[3]s", w.Region, w.Function, action)
}
