// Package alarms hears CloudWatch's alarms. It reads the three kinds of events that they
// come as (by SNS, by EventBridge, and by the alarm calling a function itself), and asks
// how alarms are now. All words in them are untrusted: they are bounded here.
package alarms

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Monitor reads the alarms of one account. It holds no state.
type Monitor struct {
	client  *cloudwatch.Client
	account string
}

// New reads with the client, whose account it is; empty when that is not known.
func New(c *cloudwatch.Client, account string) *Monitor {
	return &Monitor{client: c, account: account}
}

// atOnce is how many alarms CloudWatch tells of in one answer.
const atOnce = 100

// Alarms are those that there are of some alarms, as they are now. They are asked for by
// name in a region, the client's own when it is empty, or by ARN wherever that says. An
// ARN of another account is an Error of kind Invalid: there nobody can look, and that an
// alarm was not found would say nothing.
func (m *Monitor) Alarms(ctx context.Context, region string, names []string) ([]rollout.Signal, error) {
	asked := map[string][]place{} // by region
	for _, name := range names {
		at, err := m.find(region, name)
		if err != nil {
			return nil, err
		}
		if at.name != "" && !slices.Contains(asked[at.region], at) {
			asked[at.region] = append(asked[at.region], at)
		}
	}
	var found []rollout.Signal
	for _, region := range slices.Sorted(maps.Keys(asked)) {
		for batch := range slices.Chunk(asked[region], atOnce) {
			signals, err := m.describe(ctx, region, batch)
			if err != nil {
				return nil, err
			}
			found = append(found, signals...)
		}
	}
	return found, nil
}

// find is where an alarm is that was asked for; nowhere when that is another thing's ARN.
func (m *Monitor) find(region, asked string) (place, error) {
	if !arn.IsARN(asked) {
		return place{region: region, name: asked}, nil
	}
	at, err := locate(asked)
	switch {
	case err != nil:
		return place{}, nil
	case m.account != "" && at.account != m.account:
		return place{}, elsewhere(at.account)
	}
	return at, nil
}

// describe gives the alarms at some places, atOnce at most, of one region.
func (m *Monitor) describe(ctx context.Context, region string, at []place) ([]rollout.Signal, error) {
	names := make([]string, len(at))
	for i, p := range at {
		names[i] = p.name
	}
	out, err := m.client.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{
		AlarmNames: names, MaxRecords: aws.Int32(atOnce), AlarmTypes: []types.AlarmType{types.AlarmTypeMetricAlarm, types.AlarmTypeCompositeAlarm},
	}, in(region))
	if err != nil {
		return nil, domain("read the alarms", err)
	}
	all, err := signals(out)
	if err != nil {
		return nil, err
	}
	var found []rollout.Signal
	for _, s := range all {
		if slices.ContainsFunc(at, func(p place) bool { return p.name == s.Name && (p.account == "" || p.account == s.Account) }) {
			found = append(found, s)
		}
	}
	return found, nil
}

// Tags are those of an alarm, by its id.
func (m *Monitor) Tags(ctx context.Context, id string) (map[string]string, error) {
	found, err := locate(id)
	if err != nil {
		return nil, unknown(err)
	}
	out, err := m.client.ListTagsForResource(ctx, &cloudwatch.ListTagsForResourceInput{ResourceARN: &id}, in(found.region))
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
