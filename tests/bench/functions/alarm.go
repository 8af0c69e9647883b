package functions

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// Alarm is news of an alarm on the errors of a function: how SNS hands on that it came
// into that state, then.
func Alarm(function, state string, at time.Time) ([]byte, error) {
	const zone = "2006-01-02T15:04:05.000-0700"
	name := function + "-errors"
	message, err := json.Marshal(map[string]any{
		"AlarmName": name, "AlarmDescription": "Calls of " + function + " fail.", "AWSAccountId": cloud.AccountID,
		"NewStateValue": state, "NewStateReason": "Threshold Crossed: 1 out of the last 1 datapoints was greater than the threshold (10.0).",
		"StateChangeTime": at.UTC().Format(zone), "Region": "EU (Frankfurt)",
		"AlarmArn":      fmt.Sprintf("arn:aws:cloudwatch:%s:%s:alarm:%s", cloud.Region, cloud.AccountID, name),
		"OldStateValue": "OK",
		"Trigger": map[string]any{
			"MetricName": "Errors", "Namespace": "AWS/Lambda", "StatisticType": "Statistic", "Statistic": "SUM", "Unit": nil,
			"Dimensions": []map[string]string{{"name": "FunctionName", "value": function}, {"name": "Resource", "value": function + ":live"}},
			"Period":     60, "EvaluationPeriods": 1, "DatapointsToAlarm": 1, "ComparisonOperator": "GreaterThanThreshold",
			"Threshold": 10.0, "TreatMissingData": "notBreaching",
		},
	})
	if err != nil {
		return nil, fmt.Errorf("write the alarm: %w", err)
	}
	return json.Marshal(events.SNSEvent{Records: []events.SNSEventRecord{{
		EventSource: "aws:sns", EventVersion: "1.0", EventSubscriptionArn: Topic + ":2bcfbf39-05c3-41de-beaa-fcfcc21c8f55",
		SNS: events.SNSEntity{
			Type: "Notification", MessageID: fmt.Sprint(name, at.UnixNano()), TopicArn: Topic, Subject: state + ": " + name,
			Message: string(message), Timestamp: at.UTC(), SignatureVersion: "1",
		},
	}}})
}

// Topic is what alarms come by.
const Topic = "arn:aws:sns:" + cloud.Region + ":" + cloud.AccountID + ":alarms"
