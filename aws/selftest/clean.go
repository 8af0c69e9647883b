package selftest

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/failure"
)

const (
	cleaning = time.Minute // for all of it
	tries    = 4           // of each deletion
)

// clean deletes what was made, and says what is left. It is not told to stop: whoever
// interrupts the test wants an account without it.
func (l *lab) clean(ctx context.Context) []string {
	if !l.begun {
		return nil
	}
	function := "the function: aws lambda delete-function --function-name " + l.Name
	group := "its log: aws logs delete-log-group --log-group-name /aws/lambda/" + l.Name
	if l.Keep {
		return []string{function, group}
	}
	ctx, cancel := context.WithTimeout(ctx, cleaning)
	defer cancel()
	var left []string
	if !l.gone(ctx, func() error {
		_, err := l.Lambda.DeleteFunction(ctx, &lambda.DeleteFunctionInput{FunctionName: &l.Name})
		return err
	}) {
		left = append(left, function)
	}
	if !l.gone(ctx, func() error {
		name := "/aws/lambda/" + l.Name
		_, err := l.Logs.DeleteLogGroup(ctx, &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: &name})
		return err
	}) {
		left = append(left, group)
	}
	return left
}

// gone deletes something, trying again for a while. What is not there is gone.
func (l *lab) gone(ctx context.Context, remove func() error) bool {
	for n := range tries {
		err := remove()
		if err == nil || failure.Code(err) == "ResourceNotFoundException" {
			return true
		}
		if l.Sleep(ctx, time.Second<<n) != nil {
			break
		}
	}
	return false
}
