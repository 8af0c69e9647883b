package alarms

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"

	"github.com/slipway-dev/slipway/rollout"
)

// Red are all alarms of the account that are red now, in a region; the client's own when it
// is empty. It is for whoever nobody tells when an alarm turns.
func (m *Monitor) Red(ctx context.Context, region string) ([]rollout.Signal, error) {
	pages := cloudwatch.NewDescribeAlarmsPaginator(m.client, &cloudwatch.DescribeAlarmsInput{
		StateValue: types.StateValueAlarm, MaxRecords: aws.Int32(atOnce), AlarmTypes: []types.AlarmType{types.AlarmTypeMetricAlarm, types.AlarmTypeCompositeAlarm},
	})
	var red []rollout.Signal
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx, in(region))
		if err != nil {
			return nil, domain("read the alarms", err)
		}
		found, err := signals(out)
		if err != nil {
			return nil, err
		}
		red = append(red, found...)
	}
	return red, nil
}

// signals are the alarms of one answer.
func signals(out *cloudwatch.DescribeAlarmsOutput) ([]rollout.Signal, error) {
	var all []rollout.Signal
	for _, a := range out.MetricAlarms {
		all = append(all, plain(a))
	}
	for _, a := range out.CompositeAlarms {
		all = append(all, composite(a))
	}
	for i, s := range all {
		var err error
		if all[i], err = checked(s); err != nil {
			return nil, domain("say how an alarm is", err)
		}
	}
	return all, nil
}
