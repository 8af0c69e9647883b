// Package alarms reads CloudWatch's alarms: how they are now and how they have been.
package alarms

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
)

// State is how an alarm is.
type State string

// The states of an alarm.
const (
	OK      State = "OK"
	Red     State = "ALARM"
	Unknown State = "INSUFFICIENT_DATA" // which is never health
)

// Alarm is one alarm as it is now. What people wrote in it is untrusted.
type Alarm struct {
	Name        string
	Description string
	State       State
	Since       time.Time  // when it came into this state
	Reason      string     // CloudWatch's words for why
	Rule        string     // of other alarms, when it is a composite alarm
	Condition   *Condition // nil when it looks at more than one metric with a threshold
}

// Condition is when a plain alarm turns red.
type Condition struct {
	Namespace, Metric string
	Dimensions        map[string]string
	Statistic         string // "Sum", "p99"
	Comparison        string // "GreaterThanThreshold"
	Threshold         float64
	Period            time.Duration
}

// Alarms reads the alarms of one account and region. It holds no state.
type Alarms struct{ client *cloudwatch.Client }

// New reads with the client.
func New(c *cloudwatch.Client) *Alarms { return &Alarms{client: c} }

// namesPerCall is the most that DescribeAlarms takes.
const namesPerCall = 100

// Alarms gives those of the alarms that there are, sorted by name.
func (a *Alarms) Alarms(ctx context.Context, names []string) ([]Alarm, error) {
	var all []Alarm
	for some := range slices.Chunk(names, namesPerCall) {
		found, err := a.describe(ctx, &cloudwatch.DescribeAlarmsInput{AlarmNames: some})
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return sorted(all), nil
}

// WithPrefix gives the alarms whose names begin so, sorted by name; all of the
// account when the prefix is empty.
func (a *Alarms) WithPrefix(ctx context.Context, prefix string) ([]Alarm, error) {
	in := &cloudwatch.DescribeAlarmsInput{}
	if prefix != "" {
		in.AlarmNamePrefix = aws.String(prefix)
	}
	all, err := a.describe(ctx, in)
	return sorted(all), err
}

func sorted(all []Alarm) []Alarm {
	slices.SortFunc(all, func(x, y Alarm) int { return cmp.Compare(x.Name, y.Name) })
	return all
}

func (a *Alarms) describe(ctx context.Context, in *cloudwatch.DescribeAlarmsInput) ([]Alarm, error) {
	in.AlarmTypes = []types.AlarmType{types.AlarmTypeMetricAlarm, types.AlarmTypeCompositeAlarm}
	in.MaxRecords = aws.Int32(100)
	var all []Alarm
	for pages := cloudwatch.NewDescribeAlarmsPaginator(a.client, in); pages.HasMorePages(); {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, domain("read the alarms", err)
		}
		for _, m := range page.MetricAlarms {
			all = append(all, plain(m))
		}
		for _, c := range page.CompositeAlarms {
			all = append(all, composite(c))
		}
	}
	return all, nil
}

func plain(m types.MetricAlarm) Alarm {
	a := Alarm{
		Name: aws.ToString(m.AlarmName), Description: aws.ToString(m.AlarmDescription),
		State: State(m.StateValue), Reason: aws.ToString(m.StateReason), Since: since(m.StateTransitionedTimestamp, m.StateUpdatedTimestamp),
	}
	if m.MetricName == nil || m.Threshold == nil {
		return a
	}
	a.Condition = &Condition{
		Namespace: aws.ToString(m.Namespace), Metric: *m.MetricName, Dimensions: make(map[string]string, len(m.Dimensions)),
		Statistic:  cmp.Or(aws.ToString(m.ExtendedStatistic), string(m.Statistic)),
		Comparison: string(m.ComparisonOperator), Threshold: *m.Threshold,
		Period: time.Duration(aws.ToInt32(m.Period)) * time.Second,
	}
	for _, d := range m.Dimensions {
		a.Condition.Dimensions[aws.ToString(d.Name)] = aws.ToString(d.Value)
	}
	return a
}

func composite(c types.CompositeAlarm) Alarm {
	return Alarm{
		Name: aws.ToString(c.AlarmName), Description: aws.ToString(c.AlarmDescription), Rule: aws.ToString(c.AlarmRule),
		State: State(c.StateValue), Reason: aws.ToString(c.StateReason), Since: since(c.StateTransitionedTimestamp, c.StateUpdatedTimestamp),
	}
}

// since is when the state changed; an alarm that never did only has an update.
func since(changed, updated *time.Time) time.Time {
	if changed == nil {
		changed = updated
	}
	return aws.ToTime(changed).UTC()
}
