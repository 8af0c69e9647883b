package ministack_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

func TestAccountsDoNotSeeOneAnother(t *testing.T) {
	mine, theirs := sqs.NewFromConfig(ministack.Open(t)), sqs.NewFromConfig(ministack.Open(t))
	if _, err := mine.CreateQueue(t.Context(), &sqs.CreateQueueInput{QueueName: aws.String("jobs")}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		client *sqs.Client
		queues int
	}{{"mine", mine, 1}, {"theirs", theirs, 0}} {
		got, err := c.client.ListQueues(t.Context(), &sqs.ListQueuesInput{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.QueueUrls) != c.queues {
			t.Errorf("%s has the queues %v, want %d", c.name, got.QueueUrls, c.queues)
		}
	}
}

func TestAFunctionIsARealProgramThatRuns(t *testing.T) {
	cfg := ministack.Open(t)
	bin := filepath.Join(t.TempDir(), "bootstrap")
	build := exec.CommandContext(t.Context(), "go", "build", "-tags", "lambda.norpc", "-o", bin, "./testdata/hello")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	ministack.Function(t, cfg, "hello", map[string]string{"HELLO": "good day"}, ministack.Zip(t, bin))
	got, err := lambda.NewFromConfig(cfg).Invoke(t.Context(), &lambda.InvokeInput{FunctionName: aws.String("hello"), Payload: []byte("{}")})
	if err != nil {
		t.Fatal(err)
	}
	if string(got.Payload) != `"good day"` {
		t.Errorf("it answered %s, %s", got.Payload, aws.ToString(got.FunctionError))
	}
}
