package settings_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/settings"
)

// front, worker and ticker are environments that are as they should be.
func front() []string {
	return []string{
		"PATH=/bin", "SLIPWAY_CONFIG=slipway.yaml", "SLIPWAY_SECRETS=env:",
		"SLIPWAY_QUEUE_URL=https://sqs.eu-west-1.amazonaws.com/123456789012/slipway.fifo",
	}
}

func worker() []string {
	return append(front(), "SLIPWAY_FUNCTION=worker", "SLIPWAY_TABLE=slipway",
		"SLIPWAY_STATE_MACHINE=arn:aws:states:eu-west-1:123456789012:stateMachine:slipway")
}

func TestAnEnvironmentThatIsWholeIsRead(t *testing.T) {
	s, err := settings.Read(front(), settings.Front)
	if err != nil || s.Function != settings.Front || s.UrgentURL != s.QueueURL || s.Level != slog.LevelInfo || !s.Clock.IsReal() {
		t.Errorf("%+v, %v", s, err)
	}
	more := append(worker(), "SLIPWAY_LOG_LEVEL=debug", "SLIPWAY_CONTROL_RATE=0.5", "SLIPWAY_URGENT_QUEUE_URL=https://sqs.eu-west-1.amazonaws.com/123456789012/urgent.fifo",
		"SLIPWAY_DEAD_QUEUE_URL=https://sqs.eu-west-1.amazonaws.com/123456789012/dead.fifo", "SLIPWAY_TOPIC=arn:aws:sns:eu-west-1:123456789012:slipway")
	s, err = settings.Read(more, settings.Worker, settings.Ticker)
	if err != nil || s.Function != settings.Worker || s.Table != "slipway" || s.Rate != 0.5 || s.Level != slog.LevelDebug || !strings.HasSuffix(s.UrgentURL, "/urgent.fifo") || !strings.HasSuffix(s.DeadURL, "/dead.fifo") || !strings.HasSuffix(s.Topic, ":slipway") {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestAllProblemsAreReportedAtOnce(t *testing.T) {
	_, err := settings.Read([]string{
		"SLIPWAY_FUNCTION=tikcer", "SLIPWAY_CONFIG=", "SLIPWAY_QUEUE_URL=https://example.com/queue", "SLIPWAY_STATE_MACHINE=slipway",
		"SLIPWAY_LOG_LEVEL=loud", "SLIPWAY_TOPIC=arn:aws:sns:eu-west-1:123456789012:slipway.fifo", "SLIPWAY_DEAD_QUEUE_URL=dead.fifo", "SLIPWAY_CONTROL_RATE=15", "SLIPWAY_TABEL=slipway", "SLIPWAY_CLOCK=fast", "SLIPWAY_SLACK_URL=https://slack.com", "SLIPWAY_GITHUB_URL=https://api.github.com",
	}, settings.Worker, settings.Ticker)
	if err == nil {
		t.Fatal("it starts")
	}
	for _, want := range []string{
		`"tikcer" is none of worker, ticker`, "SLIPWAY_CONFIG is missing", "SLIPWAY_TABLE is missing", "SLIPWAY_QUEUE_URL: it has to be the URL of a FIFO queue",
		"SLIPWAY_DEAD_QUEUE_URL: it has to be the URL of a FIFO queue", "SLIPWAY_STATE_MACHINE: it has to be the ARN", "SLIPWAY_TOPIC: it has to be the ARN of a standard topic", `"loud" is none of`, "SLIPWAY_CONTROL_RATE: it has to be more than 0",
		"SLIPWAY_TABEL is not known", "SLIPWAY_CLOCK: it has to be of the form", "SLIPWAY_SLACK_URL: it has to be of the form", "SLIPWAY_GITHUB_URL: it has to be of the form",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q:\n%v", want, err)
		}
	}
}

func TestWhatAFunctionNeedsIsMissed(t *testing.T) {
	for function, want := range map[settings.Function][]string{
		settings.Front:   {"SLIPWAY_CONFIG", "SLIPWAY_QUEUE_URL", "SLIPWAY_SECRETS"},
		settings.Worker:  {"SLIPWAY_CONFIG", "SLIPWAY_TABLE", "SLIPWAY_QUEUE_URL", "SLIPWAY_STATE_MACHINE", "SLIPWAY_SECRETS"},
		settings.Ticker:  {"SLIPWAY_CONFIG", "SLIPWAY_TABLE", "SLIPWAY_QUEUE_URL", "SLIPWAY_STATE_MACHINE"},
		settings.Release: {"SLIPWAY_CONFIG", "SLIPWAY_TABLE", "SLIPWAY_QUEUE_URL", "SLIPWAY_STATE_MACHINE"},
	} {
		_, err := settings.Read([]string{"SLIPWAY_FUNCTION=" + string(function)}, function)
		for _, name := range want {
			if err == nil || !strings.Contains(err.Error(), name+" is missing") {
				t.Errorf("%s: it does not miss %s: %v", function, name, err)
			}
		}
		if err != nil && strings.Count(err.Error(), "\n")+1 != len(want) {
			t.Errorf("%s: it misses more than %v:\n%v", function, want, err)
		}
	}
	_, err := settings.Read(front(), settings.Worker, settings.Ticker)
	if err == nil || !strings.Contains(err.Error(), "SLIPWAY_FUNCTION is missing: one of worker, ticker") {
		t.Error(err)
	}
}

// What is for tests must not work where AWS is real.
func TestWhatIsForTestsNeedsAStandInOnThisMachine(t *testing.T) {
	for _, endpoint := range []string{"", "https://sqs.eu-west-1.amazonaws.com", "http://10.0.0.7:4566", "http://localhost.example.com", "http://127.0.0.1.example.com:80"} {
		for _, what := range []string{"SLIPWAY_CLOCK=2026-11-23T09:00:00Z/60", "SLIPWAY_SLACK_URL=http://127.0.0.1:8080", "SLIPWAY_GITHUB_URL=http://127.0.0.1:8081"} {
			if _, err := settings.Read(append(worker(), what, "AWS_ENDPOINT_URL="+endpoint), settings.Worker); err == nil {
				t.Errorf("%s works with %q", what, endpoint)
			}
		}
	}
	s, err := settings.Read(append(worker(), "SLIPWAY_CLOCK=2026-11-23T09:00:00Z/60", "SLIPWAY_SLACK_URL=http://127.0.0.1:8080/", "SLIPWAY_GITHUB_URL=http://127.0.0.1:8081/api/v3/", "AWS_ENDPOINT_URL=http://127.0.0.1:4566"), settings.Worker)
	if err != nil || s.Slack != "http://127.0.0.1:8080" || s.GitHub != "http://127.0.0.1:8081/api/v3" || s.Clock.IsReal() {
		t.Errorf("%+v, %v", s, err)
	}
	real := time.Date(2026, 11, 23, 9, 1, 0, 0, time.UTC)
	if at := s.Clock.At(real); !at.Equal(real.Add(59*time.Minute)) || s.Clock.Real(time.Hour) != time.Minute {
		t.Errorf("after a minute it shows %s", at)
	}
}
