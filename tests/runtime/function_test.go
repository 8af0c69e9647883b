package runtime_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"go.uber.org/goleak"

	"github.com/slipway-dev/slipway/tests/runtime"
)

// TestMain lets the tests' own program be the bootstrap that they start.
func TestMain(m *testing.M) {
	switch os.Getenv("BOOTSTRAP") {
	case "":
		goleak.VerifyTestMain(m)
	case "broken":
		slog.Error("cannot start")
		os.Exit(3)
	default:
		lambda.StartWithOptions(bootstrap, lambda.WithEnableSIGTERM(func() {
			slog.Info("stopped")
			os.Exit(0)
		}))
	}
}

// bootstrap does what its event says.
func bootstrap(ctx context.Context, event string) (string, error) {
	switch event {
	case "fail":
		return "", errors.New("it failed")
	case "exit":
		slog.Error("no memory")
		os.Exit(4)
	case "deadline":
		end, _ := ctx.Deadline()
		return end.UTC().Format(time.RFC3339), nil
	case "environment":
		return strings.Join(os.Environ(), " "), nil
	case "hang":
		<-ctx.Done()
		return "too late", nil
	}
	slog.Info(event)
	return "you said " + event, nil
}

func start(t *testing.T, env ...string) *runtime.Function {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a process")
	}
	f, err := runtime.Start(os.Args[0], append(env, "GOCOVERDIR="+t.TempDir())...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Stop)
	return f
}

func invoke(ctx context.Context, t *testing.T, f *runtime.Function, event string) (string, runtime.Answer) {
	t.Helper()
	got, err := f.Invoke(ctx, fmt.Appendf(nil, "%q", event))
	if err != nil {
		t.Fatal(err)
	}
	var said string
	_ = json.Unmarshal(got.Body, &said) // an error is no string
	return said, got
}

func TestOneProcessAnswersManyEvents(t *testing.T) {
	f := start(t, "BOOTSTRAP=yes")
	for _, event := range []string{"hello", "good day"} {
		if said, got := invoke(t.Context(), t, f, event); said != "you said "+event || got.Error {
			t.Errorf("it answered %s", got.Body)
		}
	}
	if peak := f.PeakMemory(); peak != 0 && (peak < 1<<20 || peak > 1<<32) {
		t.Errorf("it used %d bytes", peak)
	}
	f.Stop()
	if log := f.Log(); !strings.Contains(log, "hello") || !strings.Contains(log, "good day") {
		t.Errorf("its log is %q", log)
	}
}

func TestAnErrorIsToldFromAnAnswer(t *testing.T) {
	f := start(t, "BOOTSTRAP=yes")
	if _, got := invoke(t.Context(), t, f, "fail"); !got.Error || !strings.Contains(string(got.Body), "it failed") {
		t.Errorf("it answered %+v", got)
	}
	if said, _ := invoke(t.Context(), t, f, "hello"); said != "you said hello" {
		t.Error("it does not go on after an error")
	}
}

func TestAFunctionSeesOnlyTheEnvironmentThatItIsGiven(t *testing.T) {
	t.Setenv("AWS_PROFILE", "work")
	f := start(t, "BOOTSTRAP=yes", "GREETING=hello")
	said, _ := invoke(t.Context(), t, f, "environment")
	if !strings.Contains(said, "GREETING=hello") || strings.Contains(said, "AWS_PROFILE") {
		t.Errorf("its environment is %s", said)
	}
}

func TestTheDeadlineIsTheContextsOwn(t *testing.T) {
	f := start(t, "BOOTSTRAP=yes")
	end := time.Now().Add(time.Minute).UTC().Truncate(time.Second)
	ctx, cancel := context.WithDeadline(t.Context(), end)
	defer cancel()
	if said, _ := invoke(ctx, t, f, "deadline"); said != end.Format(time.RFC3339) {
		t.Errorf("it was told %s, want %s", said, end)
	}
	if said, _ := invoke(t.Context(), t, f, "deadline"); said <= time.Now().UTC().Format(time.RFC3339) {
		t.Errorf("without one it was told %s", said)
	}
}

func TestWhoeverInvokesDoesNotWaitLongerThanTheDeadline(t *testing.T) {
	f := start(t, "BOOTSTRAP=yes")
	invoke(t.Context(), t, f, "hello") // it has started
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Invoke(ctx, []byte(`"hang"`)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAProcessThatEndsIsAnErrorWithItsLog(t *testing.T) {
	for bootstrap, want := range map[string]struct {
		code int
		log  string
	}{"yes": {4, "no memory"}, "broken": {3, "cannot start"}} {
		f := start(t, "BOOTSTRAP="+bootstrap)
		_, err := f.Invoke(t.Context(), []byte(`"exit"`))
		if err == nil || !strings.Contains(err.Error(), want.log) {
			t.Errorf("%s: got %v", bootstrap, err)
		}
		<-f.Exited()
		if f.Code() != want.code || f.CPU() <= 0 || f.PeakMemory() != 0 {
			t.Errorf("%s: code %d, %s of a processor, %d bytes", bootstrap, f.Code(), f.CPU(), f.PeakMemory())
		}
		if _, err := f.Invoke(t.Context(), []byte(`"hello"`)); err == nil {
			t.Errorf("%s: the dead answer", bootstrap)
		}
	}
}

func TestAFunctionThatIsAskedToEndWritesItsLastLine(t *testing.T) {
	f := start(t, "BOOTSTRAP=yes")
	invoke(t.Context(), t, f, "hello")
	if err := f.Terminate(); err != nil {
		t.Fatal(err)
	}
	<-f.Exited()
	if f.Code() != 0 || !strings.Contains(f.Log(), "stopped") {
		t.Errorf("code %d, log %s", f.Code(), f.Log())
	}
}

func TestAFunctionIsStoppedAtOnceAndOnlyOnce(t *testing.T) {
	f := start(t, "BOOTSTRAP=yes")
	hung := make(chan error, 1)
	go func() {
		_, err := f.Invoke(context.Background(), []byte(`"hang"`))
		hung <- err
	}()
	invoke(t.Context(), t, start(t, "BOOTSTRAP=yes"), "hello") // another one is none of its business
	f.Stop()
	f.Stop()
	if err := <-hung; err == nil || f.Code() != -1 {
		t.Errorf("got %v, code %d", err, f.Code())
	}
}

func TestAProgramThatIsNotThereIsNotStarted(t *testing.T) {
	if f, err := runtime.Start("missing"); err == nil {
		f.Stop()
		t.Error("no error")
	}
}
