// Package alarms hears CloudWatch's alarms. It reads the three kinds of events that they
// come as (by SNS, by EventBridge, and by the alarm calling a function itself), and asks
// how an alarm is now. All words in them are untrusted: they are bounded here.
package alarms

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Alarms reads the alarms of one account. It holds no state.
type Alarms struct{ client *cloudwatch.Client }

// New reads with the client.
func New(c *cloudwatch.Client) *Alarms { return &Alarms{client: c} }

// Alarm is an alarm as it is now: by its id, in whatever region it is, or where that is
// empty by its name in the client's region. An Error of kind NotFound when there is none,
// or none in this account.
func (a *Alarms) Alarm(ctx context.Context, id, name string) (rollout.Signal, error) {
	region := ""
	if id != "" {
		found, err := locate(id)
		if err != nil {
			return rollout.Signal{}, unknown(err)
		}
		name, region = found.name, found.region
	}
	if name == "" { // CloudWatch would give all alarms
		return rollout.Signal{}, unknown(nil)
	}
	out, err := a.client.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{
		AlarmNames: []string{name}, AlarmTypes: []types.AlarmType{types.AlarmTypeMetricAlarm, types.AlarmTypeCompositeAlarm},
	}, in(region))
	if err != nil {
		return rollout.Signal{}, domain("read the alarm", err)
	}
	for _, m := range out.MetricAlarms {
		if of(m.AlarmArn, id) {
			return sound(plain(m))
		}
	}
	for _, c := range out.CompositeAlarms {
		if of(c.AlarmArn, id) {
			return sound(composite(c))
		}
	}
	return rollout.Signal{}, unknown(nil)
}

// sound is a signal that makes sense, or an error of ours.
func sound(s rollout.Signal) (rollout.Signal, error) {
	s, err := checked(s)
	return s, domain("say how the alarm is", err)
}

// of says whether an alarm is the one that was asked for: another account's may have the
// same name.
func of(found *string, id string) bool { return id == "" || aws.ToString(found) == id }

// Tags are those of an alarm, by its id.
func (a *Alarms) Tags(ctx context.Context, id string) (map[string]string, error) {
	found, err := locate(id)
	if err != nil {
		return nil, unknown(err)
	}
	out, err := a.client.ListTagsForResource(ctx, &cloudwatch.ListTagsForResourceInput{ResourceARN: &id}, in(found.region))
	if err != nil {
		return nil, domain("read the alarm's tags", err)
	}
	tags := make(map[string]string, len(out.Tags))
	for _, t := range out.Tags {
		tags[aws.ToString(t.Key)] = aws.ToString(t.Value)
	}
	return tags, nil
}

// in asks in a region; in the client's own when it is empty.
func in(region string) func(*cloudwatch.Options) {
	return func(o *cloudwatch.Options) {
		if region != "" {
			o.Region = region
		}
	}
}

// place is what an alarm's ARN says.
type place struct{ account, region, name string }

// locate reads the ARN of an alarm.
func locate(id string) (place, error) {
	a, err := arn.Parse(id)
	if err != nil {
		return place{}, errARN
	}
	name, ok := strings.CutPrefix(a.Resource, "alarm:")
	if !ok || name == "" || a.Service != "cloudwatch" || a.Region == "" {
		return place{}, errARN
	}
	return place{account: a.AccountID, region: a.Region, name: name}, nil
}
