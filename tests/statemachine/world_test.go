package statemachine_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	sqstypes "github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/infra"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/ministack"
	"github.com/slipway-dev/slipway/tests/statemachine"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

// forwarder is the ticker function, built once for all tests.
var forwarder = new(program)

type program struct {
	once sync.Once
	zip  []byte
}

func (p *program) code(t *testing.T) []byte {
	t.Helper()
	p.once.Do(func() {
		bootstrap := filepath.Join(t.TempDir(), "bootstrap")
		build := exec.CommandContext(t.Context(), "go", "build", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", bootstrap, "./forwarder")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if said, err := build.CombinedOutput(); err != nil {
			t.Fatalf("build the forwarder: %v\n%s", err, said)
		}
		p.zip = ministack.Zip(t, bootstrap)
	})
	if p.zip == nil {
		t.Fatal("the forwarder could not be built")
	}
	return p.zip
}

// ticker is what the ticker function does with a tick; the world does the parking.
type ticker func(ctx context.Context, w *world, task engine.Task) (engine.Turn, error)

// world is an AWS account with the state machine in it, whose ticker is the test.
type world struct {
	t        *testing.T
	cfg      aws.Config
	sfn      *sfn.Client
	lambda   *lambda.Client
	machine  string
	topicARN string // hears of the last resort
	inbox    string // URL of the queue that gets what the last resort says
	engine   *engine.Engine
	parking  *statemachine.Parking
	parked   chan engine.Task // parkings, as they have happened
}

// options of a world.
type options struct {
	turnLimit string           // 1000 when empty
	park      int              // real seconds until a parking times out; never when 0
	change    func(definition) // of the state machine, before it is created
	meddle    func(*world)     // runs between the last resort's look at the alias and its write
	known     func(context.Context, rollout.ID) *engine.Known
}

// definition is the states of a state machine, for a test to change.
type definition = map[string]map[string]any

func open(t *testing.T, o options, tick ticker) *world {
	t.Helper()
	w := &world{t: t, cfg: ministack.Open(t), parking: statemachine.NewParking(), parked: make(chan engine.Task, 1000)}
	w.sfn, w.lambda = sfn.NewFromConfig(w.cfg), lambda.NewFromConfig(w.cfg)
	server := httptest.NewUnstartedServer(w.handler(o, tick))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	ministack.Function(t, w.cfg, "ticker", map[string]string{"TICKER_URL": "http://" + server.Listener.Addr().String()}, forwarder.code(t))
	w.topic()
	w.machine = w.create(o)
	w.engine = engine.New(w.sfn, engine.Options{StateMachine: w.machine, Parking: w.parking, Known: o.known})
	server.Start()
	return w
}

func (w *world) create(o options) (arn string) {
	w.t.Helper()
	ticker, err := w.lambda.GetFunctionConfiguration(w.t.Context(), &lambda.GetFunctionConfigurationInput{FunctionName: aws.String("ticker")})
	must(w.t, err)
	if o.turnLimit == "" {
		o.turnLimit = "1000"
	}
	if o.park == 0 {
		o.park = 3600
	}
	definition, err := infra.Definition(map[string]string{
		"ticker_arn": *ticker.FunctionArn, "topic_arn": w.topicARN, "turn_limit": o.turnLimit,
	})
	must(w.t, err)
	runnable, err := statemachine.Runnable(o.changed(w.t, definition), o.park)
	must(w.t, err)
	made, err := w.sfn.CreateStateMachine(w.t.Context(), &sfn.CreateStateMachineInput{
		Name: aws.String("rollout"), Definition: &runnable, RoleArn: aws.String(ministack.Role),
	})
	must(w.t, err)
	return *made.StateMachineArn
}

// changed is the definition as the test wants it.
func (o options) changed(t *testing.T, text string) string {
	t.Helper()
	var machine struct {
		QueryLanguage, StartAt string
		States                 definition
	}
	must(t, json.Unmarshal([]byte(text), &machine))
	if o.change != nil {
		o.change(machine.States)
	}
	if o.meddle != nil {
		machine.States["Judge"]["Default"] = "Meddle"
		machine.States["Meddle"] = map[string]any{
			"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Restore",
			"Arguments": map[string]any{"FunctionName": "ticker", "Payload": map[string]any{"do": "meddle"}},
		}
	}
	out, err := json.Marshal(machine)
	must(t, err)
	return string(out)
}

// topic makes the topic of the last resort, and a queue that hears it.
func (w *world) topic() {
	w.t.Helper()
	ctx, queues, topics := w.t.Context(), sqs.NewFromConfig(w.cfg), sns.NewFromConfig(w.cfg)
	queue, err := queues.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("told")})
	must(w.t, err)
	w.inbox = *queue.QueueUrl
	attributes, err := queues.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{QueueUrl: queue.QueueUrl, AttributeNames: []sqstypes.QueueAttributeName{sqstypes.QueueAttributeNameQueueArn}})
	must(w.t, err)
	topic, err := topics.CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("told")})
	must(w.t, err)
	_, err = topics.Subscribe(ctx, &sns.SubscribeInput{
		TopicArn: topic.TopicArn, Protocol: aws.String("sqs"), Endpoint: aws.String(attributes.Attributes["QueueArn"]),
		Attributes: map[string]string{"RawMessageDelivery": "true"},
	})
	must(w.t, err)
	w.topicARN = *topic.TopicArn
}

// handler is the ticker function's inside.
func (w *world) handler(o options, tick ticker) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		var task engine.Task
		d := json.NewDecoder(r.Body)
		d.DisallowUnknownFields()
		if err := d.Decode(&task); err != nil {
			http.Error(rw, err.Error(), http.StatusBadRequest)
			return
		}
		var answer any
		var err error
		switch task.Do {
		case engine.DoTick:
			answer, err = tick(r.Context(), w, task)
		case engine.DoPark:
			err = w.engine.Park(r.Context(), task)
			w.parked <- task
		case "meddle":
			o.meddle(w)
		default:
			err = errors.New("unknown task " + task.Do)
		}
		if err != nil {
			http.Error(rw, err.Error(), http.StatusInternalServerError)
			return
		}
		_ = json.NewEncoder(rw).Encode(answer) // nobody is there when it fails
	}
}

// end waits until an execution has ended.
func (w *world) end(name string) *sfn.DescribeExecutionOutput {
	w.t.Helper()
	for range 600 {
		got, err := w.sfn.DescribeExecution(w.t.Context(), &sfn.DescribeExecutionInput{ExecutionArn: w.execution(name)})
		must(w.t, err)
		if got.Status != types.ExecutionStatusRunning {
			return got
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.t.Fatalf("execution %s does not end", name)
	return nil
}

// entered says how many times an execution came to each of its states.
func (w *world) entered(name string) map[string]int {
	w.t.Helper()
	got, err := w.sfn.GetExecutionHistory(w.t.Context(), &sfn.GetExecutionHistoryInput{ExecutionArn: w.execution(name), MaxResults: 1000})
	must(w.t, err)
	times := map[string]int{}
	for _, e := range got.Events {
		if e.StateEnteredEventDetails != nil {
			times[*e.StateEnteredEventDetails.Name]++
		}
	}
	return times
}

func (w *world) execution(name string) *string {
	return aws.String(w.machine[:len(w.machine)-len(":stateMachine:rollout")] + ":execution:rollout:" + name)
}

// park waits until a rollout is parked.
func (w *world) park() engine.Task {
	w.t.Helper()
	select {
	case task := <-w.parked:
		return task
	case <-time.After(30 * time.Second):
		w.t.Fatal("nobody parks")
		return engine.Task{}
	}
}

// told gives the one message of the last resort.
func (w *world) told() string {
	w.t.Helper()
	got, err := sqs.NewFromConfig(w.cfg).ReceiveMessage(w.t.Context(), &sqs.ReceiveMessageInput{QueueUrl: &w.inbox, WaitTimeSeconds: 5, MaxNumberOfMessages: 10})
	must(w.t, err)
	if len(got.Messages) != 1 {
		w.t.Fatalf("%d messages were sent, want one", len(got.Messages))
	}
	return *got.Messages[0].Body
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
