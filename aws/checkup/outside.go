package checkup

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/slipway-dev/slipway/aws/failure"
	"github.com/slipway-dev/slipway/rollout"
)

// Topic looks whether an SNS topic is there.
func (c *Checkup) Topic(ctx context.Context, topic string) []rollout.Diagnosis {
	const check = "topic"
	_, err := c.SNS.GetTopicAttributes(ctx, &sns.GetTopicAttributesInput{TopicArn: &topic})
	switch code := failure.Code(err); {
	case err == nil:
		return []rollout.Diagnosis{sound(check, "The topic for what people must hear although Slack is away is there.")}
	case code == "NotFound" || code == "NotFoundException":
		return []rollout.Diagnosis{finding(check, rollout.GradeBroken, "There is no topic "+topic+".", "`aws sns create-topic --name "+topicName(topic)+"`, or put the right ARN into `SLIPWAY_TOPIC`.")}
	}
	return []rollout.Diagnosis{c.unread(ctx, check, "look for the topic", err)}
}

func topicName(topic string) string {
	parsed, err := arn.Parse(topic)
	if err != nil {
		return "<name>"
	}
	return word(parsed.Resource, "<name>")
}

// Clock is the time by AWS's clock, to a second. An answer that refuses tells it as well.
func (c *Checkup) Clock(ctx context.Context) (time.Time, error) {
	out, err := c.CloudWatch.DescribeAlarms(ctx, &cloudwatch.DescribeAlarmsInput{MaxRecords: aws.Int32(1)})
	var refused *smithyhttp.ResponseError
	switch {
	case err == nil:
		if got, ok := middleware.GetRawResponse(out.ResultMetadata).(*smithyhttp.Response); ok {
			return date(got.Header)
		}
	case errors.As(err, &refused) && refused.Response != nil:
		return date(refused.Response.Header)
	}
	return time.Time{}, fmt.Errorf("ask AWS for the time: %w", err)
}

func date(h http.Header) (time.Time, error) {
	at, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}, fmt.Errorf("read AWS's time: %w", err)
	}
	return at, nil
}
