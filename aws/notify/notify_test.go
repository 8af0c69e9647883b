package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/aws/notify"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

const publish = "Publish"

// notice is what a listener gets.
type notice struct{ Subject, Message string }

// open makes a topic, a wire on which things go wrong, and a listener.
func open(t *testing.T) (*notify.Topic, *faulty.Transport, func() []notice) {
	t.Helper()
	cfg, wire := faulty.Under(ministack.Open(t))
	topics, queues := sns.NewFromConfig(cfg), sqs.NewFromConfig(cfg)
	topic, err := topics.CreateTopic(t.Context(), &sns.CreateTopicInput{Name: aws.String("alerts")})
	if err != nil {
		t.Fatal(err)
	}
	q, err := queues.CreateQueue(t.Context(), &sqs.CreateQueueInput{QueueName: aws.String("listener")})
	if err != nil {
		t.Fatal(err)
	}
	_, err = topics.Subscribe(t.Context(), &sns.SubscribeInput{TopicArn: topic.TopicArn, Protocol: aws.String("sqs"),
		Endpoint: aws.String(strings.Replace(*topic.TopicArn, ":sns:", ":sqs:", 1)[:strings.LastIndex(*topic.TopicArn, ":")+1] + "listener")})
	if err != nil {
		t.Fatal(err)
	}
	return notify.New(topics, *topic.TopicArn), wire, func() []notice {
		got, err := queues.ReceiveMessage(t.Context(), &sqs.ReceiveMessageInput{QueueUrl: q.QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1})
		if err != nil {
			t.Fatal(err)
		}
		var all []notice
		for _, m := range got.Messages {
			var n notice
			if err := json.Unmarshal([]byte(*m.Body), &n); err != nil {
				t.Fatal(err)
			}
			all = append(all, n)
		}
		return all
	}
}

func TestAListenerGetsTheNotice(t *testing.T) {
	topic, _, heard := open(t)
	if err := topic.Publish(t.Context(), "prod was\nrolled back – twice", "checkout: 500 für alle"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]notice{{"prod was rolled back ? twice", "checkout: 500 für alle"}}, heard()); diff != "" {
		t.Error(diff)
	}
}

// faults.md E3: rather twice than never
func TestANoticeIsHeardAlthoughARequestOrAReplyIsLost(t *testing.T) {
	for name, fault := range map[string]faulty.Fault{"the request": faulty.LoseRequest, "the reply": faulty.LoseReply} {
		t.Run(name, func(t *testing.T) {
			topic, wire, heard := open(t)
			wire.On(publish, fault)
			if err := topic.Publish(t.Context(), "s", "b"); err != nil {
				t.Fatal(err)
			}
			if len(heard()) == 0 {
				t.Error("nothing was heard")
			}
		})
	}
}

// script is a topic whose service always answers so.
func script(f faulty.Fault) (*notify.Topic, *faulty.Transport) {
	wire := faulty.New(nil)
	wire.Always(publish, f)
	return notify.New(sns.New(sns.Options{
		Region: "us-east-1", BaseEndpoint: aws.String("http://127.0.0.1:1"), HTTPClient: &http.Client{Transport: wire}, Retryer: aws.NopRetryer{},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "key"}, nil
		}),
	}), "arn:aws:sns:us-east-1:123456789012:alerts"), wire
}

func TestWhatTheServiceRefusesIsAnErrorForPeople(t *testing.T) {
	for _, c := range []struct {
		code   string
		status int
		kind   rollout.Kind
		hint   string
	}{
		{"NotFound", 404, rollout.NotFound, "ARN"},
		{"AuthorizationError", 403, rollout.Broken, "sns:Publish"},
		{"AccessDenied", 403, rollout.Broken, "sns:Publish"},
		{"InvalidParameter", 400, rollout.Invalid, ""},
		{"ParameterValueInvalid", 400, rollout.Invalid, ""},
		{"Throttled", 429, rollout.Throttled, ""},
		{"Throttling", 400, rollout.Throttled, ""},
		{"Whatever", 429, rollout.Throttled, ""},
		{"InternalError", 500, rollout.Broken, ""},
	} {
		t.Run(c.code, func(t *testing.T) {
			topic, _ := script(faulty.Answer(c.status, c.code, "hush"))
			var e *rollout.Error
			if err := topic.Publish(t.Context(), "s", "b"); !errors.As(err, &e) || e.Kind != c.kind || !strings.Contains(e.Hint, c.hint) {
				t.Fatalf("error %v", err)
			}
			if strings.Contains(e.Message+e.Hint, "hush") {
				t.Errorf("people would read %q", e.Message+e.Hint)
			}
		})
	}
}

func TestAnEmptyNoticeIsNotPublished(t *testing.T) {
	topic, wire := script(faulty.LoseRequest)
	if err := topic.Publish(t.Context(), "s", " \n"); !rollout.IsKind(err, rollout.Invalid) || wire.Count(publish) > 0 {
		t.Errorf("error %v", err)
	}
}

func TestASubjectIsOneShortLineOfASCII(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.String().Draw(r, "subject") + rapid.StringMatching(`.{0,150}`).Draw(r, "more")
		got := notify.Headline(s)
		if len(got) > 99 || strings.ContainsFunc(got, func(c rune) bool { return c < ' ' || c > '~' }) || strings.HasPrefix(got, " ") {
			r.Fatalf("SNS would not take %q", got)
		}
	})
	if got := notify.Headline(strings.Repeat("x", 100)); got != strings.Repeat("x", 96)+"..." {
		t.Errorf("it is not cut visibly: %s", got)
	}
}

func TestABodyIsCutBetweenCharacters(t *testing.T) {
	const limit = 256 << 10
	whole := strings.Repeat("ü", limit/2)
	if got := notify.Cut(whole, limit); got != whole {
		t.Error("what fits was cut")
	}
	for _, long := range []string{"x" + whole, whole + "ü"} {
		got := notify.Cut(long, limit)
		if len(got) > limit || !utf8.ValidString(got) || !strings.HasSuffix(got, "ü...") {
			t.Errorf("%d bytes, ending %q", len(got), got[len(got)-8:])
		}
	}
}
