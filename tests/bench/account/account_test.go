package account_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch/types"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	ecrtypes "github.com/aws/aws-sdk-go-v2/service/ecr/types"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/bench/account"
)

// open is an account, and how somebody with that access key reaches it.
func open(t *testing.T, key string) (*account.Account, aws.Config) {
	t.Helper()
	c, err := cloud.New(account.Options(time.Now))
	if err == nil {
		err = account.Seed(c, account.Function, "checkout", 0, time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	a := account.Open(c, `{"KEY":"value"}`)
	t.Cleanup(a.Close)
	return a, aws.Config{
		Region: "us-east-1", BaseEndpoint: &a.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: key, SecretAccessKey: "secret"}, nil
		}),
	}
}

func TestEveryCallIsCountedByItsCallerServiceAndOperation(t *testing.T) {
	a, cfg := open(t, "ticker")
	ctx, now := t.Context(), aws.Time(time.Now())
	key := map[string]ddb.AttributeValue{"pk": &ddb.AttributeValueMemberS{Value: "a"}, "sk": &ddb.AttributeValueMemberS{Value: "b"}}
	queue := sqs.NewFromConfig(cfg, func(o *sqs.Options) { o.BaseEndpoint = aws.String(a.QueueHost()) })
	for want, call := range map[account.Call]func() error{
		{By: "ticker", Service: "Lambda", Operation: "ListAliases"}: func() error {
			_, err := lambda.NewFromConfig(cfg).ListAliases(ctx, &lambda.ListAliasesInput{FunctionName: aws.String(account.Function)})
			return err
		},
		{By: "ticker", Service: "CloudWatch", Operation: "GetMetricStatistics"}: func() error {
			_, err := cloudwatch.NewFromConfig(cfg).GetMetricStatistics(ctx, &cloudwatch.GetMetricStatisticsInput{
				Namespace: aws.String("AWS/Lambda"), MetricName: aws.String("Errors"), StartTime: aws.Time(now.Add(-time.Hour)), EndTime: now,
				Period: aws.Int32(60), Statistics: []types.Statistic{types.StatisticSum},
			})
			return err
		},
		{By: "ticker", Service: "ECR", Operation: "DescribeImages"}: func() error {
			_, err := ecr.NewFromConfig(cfg).DescribeImages(ctx, &ecr.DescribeImagesInput{
				RepositoryName: aws.String("acme/checkout"), ImageIds: []ecrtypes.ImageIdentifier{{ImageTag: aws.String(account.SHA)}},
			})
			return err
		},
		{By: "ticker", Service: "DynamoDB", Operation: "GetItem"}: func() error {
			_, err := dynamodb.NewFromConfig(cfg).GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("slipway"), Key: key})
			return err
		},
		{By: "ticker", Service: "SQS", Operation: "SendMessage"}: func() error {
			_, err := queue.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &a.Queue, MessageBody: aws.String("hello"), MessageGroupId: aws.String("g")})
			return err
		},
		{By: "ticker", Service: "Step Functions", Operation: "StartExecution"}: func() error {
			_, err := sfn.NewFromConfig(cfg).StartExecution(ctx, &sfn.StartExecutionInput{StateMachineArn: aws.String("arn"), Input: aws.String("{}")})
			return err
		},
		{By: "ticker", Service: "Secrets Manager", Operation: "GetSecretValue"}: func() error {
			_, err := secretsmanager.NewFromConfig(cfg).GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: aws.String("slipway")})
			return err
		},
		{Service: "Slack", Operation: "POST /response/1"}: func() error { return post(ctx, a.Slack+"/response/1") },
	} {
		before := a.Counts()
		if err := call(); err != nil {
			t.Errorf("%v: %v", want, err)
		}
		if got := a.Counts().Since(before); len(got) != 1 || got[want] != 1 {
			t.Errorf("%v was counted as %v", want, got)
		}
	}
	all := a.Counts()
	if all.AWS() != 7 || all.By("ticker").AWS() != 7 || all.By("worker").AWS() != 0 || all.Of("Slack") != 1 || all.Times("GetItem") != 1 || a.Posts() != 1 {
		t.Errorf("in all: %s", all)
	}
	if sent, started := a.Take(), a.Executions(); len(sent) != 1 || sent[0].Group != "g" || len(a.Take()) != 0 || len(started) != 1 {
		t.Errorf("queued %v, started %v", sent, started)
	}
}

func post(ctx context.Context, url string) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
	if err != nil {
		return err
	}
	got, err := http.DefaultClient.Do(q)
	if err != nil {
		return err
	}
	return got.Body.Close()
}
