package faulty_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	cloudwatchtypes "github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logstypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	dynamodbtypes "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	ecrtypes "github.com/aws/aws-sdk-go-v2/service/ecr/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	lambdatypes "github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	secretstypes "github.com/aws/aws-sdk-go-v2/service/secretsmanager/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	snstypes "github.com/aws/aws-sdk-go-v2/service/sns/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	ssmtypes "github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/smithy-go"

	"github.com/slipway-dev/slipway/tests/faulty"
)

// is says whether an error is of a type of the SDK's.
func is[E error](err error) bool {
	var typed E
	return errors.As(err, &typed)
}

func TestTheSDKMakesItsOwnErrorsOfOurAnswers(t *testing.T) {
	name := aws.String("checkout")
	for operation, c := range map[string]struct {
		status int
		code   string
		is     func(error) bool
		call   func(context.Context, aws.Config) error
	}{
		"UpdateAlias": {412, "PreconditionFailedException", is[*lambdatypes.PreconditionFailedException],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := lambda.NewFromConfig(cfg).UpdateAlias(ctx, &lambda.UpdateAliasInput{FunctionName: name, Name: name})
				return err
			}},
		"PutItem": {400, "ConditionalCheckFailedException", is[*dynamodbtypes.ConditionalCheckFailedException],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := dynamodb.NewFromConfig(cfg).PutItem(ctx, &dynamodb.PutItemInput{TableName: name, Item: map[string]dynamodbtypes.AttributeValue{}})
				return err
			}},
		"SendMessage": {400, "QueueDoesNotExist", is[*sqstypes.QueueDoesNotExist],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := sqs.NewFromConfig(cfg).SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: name, MessageBody: name})
				return err
			}},
		"SendTaskSuccess": {400, "TaskTimedOut", is[*sfntypes.TaskTimedOut],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := sfn.NewFromConfig(cfg).SendTaskSuccess(ctx, &sfn.SendTaskSuccessInput{TaskToken: name, Output: name})
				return err
			}},
		"GetSecretValue": {400, "ResourceNotFoundException", is[*secretstypes.ResourceNotFoundException],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := secretsmanager.NewFromConfig(cfg).GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: name})
				return err
			}},
		"GetParameter": {400, "ParameterNotFound", is[*ssmtypes.ParameterNotFound],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := ssm.NewFromConfig(cfg).GetParameter(ctx, &ssm.GetParameterInput{Name: name})
				return err
			}},
		"StartQuery": {400, "LimitExceededException", is[*logstypes.LimitExceededException],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := cloudwatchlogs.NewFromConfig(cfg).StartQuery(ctx,
					&cloudwatchlogs.StartQueryInput{QueryString: name, StartTime: aws.Int64(1), EndTime: aws.Int64(2)})
				return err
			}},
		"DescribeImages": {400, "ImageNotFoundException", is[*ecrtypes.ImageNotFoundException],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := ecr.NewFromConfig(cfg).DescribeImages(ctx, &ecr.DescribeImagesInput{RepositoryName: name})
				return err
			}},
		"DescribeAlarmHistory": {400, "InvalidNextToken", is[*cloudwatchtypes.InvalidNextToken],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := cloudwatch.NewFromConfig(cfg).DescribeAlarmHistory(ctx, &cloudwatch.DescribeAlarmHistoryInput{})
				return err
			}},
		"Publish": {404, "NotFound", is[*snstypes.NotFoundException],
			func(ctx context.Context, cfg aws.Config) error {
				_, err := sns.NewFromConfig(cfg).Publish(ctx, &sns.PublishInput{TopicArn: name, Message: name})
				return err
			}},
	} {
		t.Run(operation, func(t *testing.T) {
			cfg, transport := account(t, nil)
			transport.On(operation, faulty.Answer(c.status, c.code, "it went wrong"))
			err := c.call(t.Context(), cfg)
			if !c.is(err) {
				t.Errorf("got %v", err)
			}
			var api smithy.APIError
			if !errors.As(err, &api) || api.ErrorMessage() != "it went wrong" {
				t.Errorf("the message is lost: %v", err)
			}
			if got := transport.Count(operation); got != 1 {
				t.Errorf("%d requests were made, want 1", got)
			}
		})
	}
}

func TestAnErrorMayHaveFieldsOfItsOwn(t *testing.T) {
	cfg, transport := account(t, nil)
	transport.On("TransactWriteItems", faulty.AnswerWith(400, "TransactionCanceledException", map[string]any{
		"CancellationReasons": []map[string]any{{"Code": "None"}, {"Code": "TransactionConflict"}},
	}))
	_, err := dynamodb.NewFromConfig(cfg).TransactWriteItems(t.Context(), &dynamodb.TransactWriteItemsInput{
		TransactItems: []dynamodbtypes.TransactWriteItem{{}},
	})
	var cancelled *dynamodbtypes.TransactionCanceledException
	if !errors.As(err, &cancelled) {
		t.Fatalf("got %v", err)
	}
	if n := len(cancelled.CancellationReasons); n != 2 || *cancelled.CancellationReasons[1].Code != "TransactionConflict" {
		t.Errorf("got %d reasons: %v", n, err)
	}
}

func TestTheSDKTriesAgainWhenItIsThrottled(t *testing.T) {
	cfg, transport := account(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	transport.On("PublishVersion", faulty.Answer(429, "TooManyRequestsException", "slow down"))
	cfg.Retryer = impatient
	if _, err := lambda.NewFromConfig(cfg).PublishVersion(t.Context(), &lambda.PublishVersionInput{FunctionName: aws.String("checkout")}); err != nil {
		t.Fatal(err)
	}
	if got := transport.Count("PublishVersion"); got != 2 {
		t.Errorf("%d requests were made, want 2", got)
	}
}
