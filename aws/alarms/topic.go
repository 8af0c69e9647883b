package alarms

import (
	"cmp"
	"errors"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/rollout"
)

// message is what an alarm publishes, with what the library's type leaves out. Its
// "Region" is no region's name but words for people: "EU (Ireland)".
type message struct {
	events.CloudWatchAlarmSNSPayload
	AlarmRule string  `json:"AlarmRule"` // of an alarm on other alarms, which has no trigger
	Trigger   trigger `json:"Trigger"`
}

type trigger struct {
	events.CloudWatchAlarmTrigger
	ExtendedStatistic string   `json:"ExtendedStatistic"`
	Threshold         *float64 `json:"Threshold"` // none where a band is expected; 0 is one
}

// fromTopic reads what a topic sends. A message that is no alarm's is an error.
func fromTopic(raw []byte) (Batch, error) {
	var e events.SNSEvent
	if err := decode(raw, &e); err != nil {
		return Batch{}, err
	}
	b := Batch{Way: ByTopic, Topic: e.Records[0].SNS.TopicArn}
	for _, r := range e.Records {
		switch {
		case r.EventSource != "aws:sns" || r.SNS.TopicArn != b.Topic:
			return Batch{}, errors.New("its records are not all of one topic")
		case r.SNS.Type != "Notification":
			return Batch{}, errors.New("it is no notification")
		}
		var m message
		if err := decode([]byte(r.SNS.Message), &m); err != nil {
			return Batch{}, err
		}
		s, err := m.signal()
		if err != nil {
			return Batch{}, err
		}
		b.Signals = append(b.Signals, s)
	}
	return b, nil
}

func (m message) signal() (rollout.Signal, error) {
	at, err := moment(m.StateChangeTime)
	if err != nil {
		return rollout.Signal{}, err
	}
	if m.AWSAccountID == "" {
		return rollout.Signal{}, errAccount
	}
	return checked(rollout.Signal{
		ID: m.AlarmARN, Name: m.AlarmName, Account: m.AWSAccountID, State: rollout.AlarmState(m.NewStateValue), At: at,
		Reason: m.NewStateReason, Description: m.AlarmDescription, Children: children(m.AlarmRule),
		Gauges: m.Trigger.gauges(), Comparison: m.Trigger.ComparisonOperator, Threshold: m.Trigger.Threshold,
	})
}

func (t trigger) gauges() []rollout.Gauge {
	all := []rollout.Gauge{{
		Namespace: t.Namespace, Metric: t.MetricName, Dimensions: named(t.Dimensions),
		Statistic: statistic(cmp.Or(t.ExtendedStatistic, t.Statistic)), Period: period(t.Period),
	}}
	for _, q := range t.Metrics {
		stat := q.MetricStat // empty for an expression
		all = append(all, rollout.Gauge{
			Namespace: stat.Metric.Namespace, Metric: stat.Metric.MetricName, Dimensions: named(stat.Metric.Dimensions),
			Statistic: stat.Stat, Period: period(stat.Period),
		})
	}
	return all
}

// statistic is the API's name of one that a message shouts.
func statistic(said string) string {
	switch said {
	case "AVERAGE":
		return "Average"
	case "SUM":
		return "Sum"
	case "MINIMUM":
		return "Minimum"
	case "MAXIMUM":
		return "Maximum"
	case "SAMPLE_COUNT", "SAMPLECOUNT":
		return "SampleCount"
	}
	return said
}

func named(all []events.CloudWatchDimension) map[string]string {
	out := make(map[string]string, len(all))
	for _, d := range all {
		out[d.Name] = d.Value
	}
	return out
}
