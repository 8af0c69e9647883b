package ingress_test

import (
	"context"
	"errors"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestACommandBecomesAJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		text := said(t, w.serve(signed(commands, typed("/deploy staging abc123"))))
		if want := "Looking at `abc123` for checkout in staging…"; text != want {
			t.Errorf("want %q, got %q", want, text)
		}
		got := w.queue.only(t)
		want := job.Job{
			ID: trigger, Team: "T0TEAM", User: "U0ANA", Channel: "C0CHECKOUT", ResponseURL: privateURL, Received: time.Now(),
			Command: []byte(`{"command":"deploy","args":{"service":"checkout","environment":"staging","ref":"abc123"}}`),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// What people read, for each example of the help and some more. `make golden`
// writes the file anew.
func TestAnswersReadAsInTheGoldenFile(t *testing.T) {
	var lines []string
	for _, s := range grammar.Specs() {
		lines = append(lines, s.Examples...)
	}
	lines = append(lines,
		"/deploy status payments", "/deploy pause 01JZ8Q4T5W6X7Y8Z9ABCDEFGHJ <!channel> look", "/rollback prod previous",
		`/deploy prod #123 --reason "<!here> & more"`, "/deploy stagign abc123", "/deploy staging <@U1>",
		"/deploy staging", "/deply staging abc123", "/deploy help statsu")
	elsewhere := []string{"/deploy status", "/deploy history prod", "/deploy staging abc123"}
	golden(t, "answers.golden", talk(t, "#checkout", "C0CHECKOUT", lines)+talk(t, "#random", "C0RANDOM", elsewhere))
}

func talk(t *testing.T, name, channel string, lines []string) string {
	t.Helper()
	var b strings.Builder
	for _, line := range lines {
		w := newWorld(t)
		b.WriteString(name + " " + line + "\n" + said(t, w.serve(signed(commands, typed(line, "channel_id", channel)))) + "\n\n")
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// The form shows itself, so that there is nothing to say.
func TestABareDeployAsksForTheFormWithoutAWord(t *testing.T) {
	for channel, service := range map[string]string{"C0CHECKOUT": "checkout", "C0RANDOM": ""} {
		w := newWorld(t)
		if got := w.serve(signed(commands, typed("/deploy", "channel_id", channel))); got.Code != http.StatusOK || got.Body.Len() != 0 {
			t.Errorf("got %d %q", got.Code, got.Body)
		}
		j := w.queue.only(t)
		cmd, err := grammar.Unmarshal(j.Command)
		if err != nil || cmd != (grammar.Form{Service: service}) || j.ID != trigger {
			t.Errorf("%+v, %v in %+v", cmd, err, j)
		}
	}
	w := newWorld(t)
	w.queue.fault = func(context.Context) error { return errors.New("no route to the queue") }
	if text := said(t, w.serve(signed(commands, typed("/deploy")))); !strings.Contains(text, "nothing was done") {
		t.Errorf("answered %q", text)
	}
}

// faults.md A16
func TestNothingIsCalledTakenThatIsNotStored(t *testing.T) {
	for name, test := range map[string]struct {
		fault func(context.Context) error
		want  string
	}{
		"down":      {func(context.Context) error { return errors.New("no route to the queue") }, "nothing was done"},
		"throttled": {func(context.Context) error { return errors.New("slow down") }, "nothing was done"},
		"hanging":   {func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, "not take that down in time"},
		"slow":      {func(context.Context) error { time.Sleep(1900 * time.Millisecond); return nil }, "Looking at"},
		"too late":  {func(ctx context.Context) error { <-ctx.Done(); return nil }, "Looking at"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.queue.fault = test.fault
				began := time.Now()
				text := said(t, w.serve(signed(commands, typed("/deploy staging abc123"))))
				stored := len(w.queue.jobs) == 1
				if !strings.Contains(text, test.want) || stored != strings.HasPrefix(text, "Looking") {
					t.Errorf("answered %q, stored %v", text, stored)
				}
				if took := time.Since(began); took >= 3*time.Second {
					t.Errorf("it took %v", took)
				}
			})
		})
	}
}

// faults.md A19, A20: the grammar's tests know more of these.
func TestOddTextIsAnsweredAndNeverQueued(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("x", 4000), strings.Repeat("ж", 5000), "ѕtaging abc123", "“staging” abc123", "staging\u200b abc123",
		"\u202estaging abc123", "-- abc123", "<@U1> abc123", "<https://x|prod> abc123", "staging abc\x00123", "staging abc\xff",
		"staging abc12", "staging " + strings.Repeat("a", 41), "staging main;rm", "staging a..b", "staging main@{1}", "staging -main",
		"staging checkout payments abc123", "drop tables now",
	} {
		w := newWorld(t)
		answer := said(t, w.serve(signed(commands, typed("/deploy "+text))))
		if answer == "" || strings.ContainsAny(answer, "<>\x00\u202e\u200b") || w.queue.calls != 0 {
			t.Errorf("%q: answered %q, %d jobs", text, answer, w.queue.calls)
		}
	}
}

// faults.md A7: the reason is the one place for any text.
func TestEmojiSurviveAsTheyWereTyped(t *testing.T) {
	w := newWorld(t)
	said(t, w.serve(signed(commands, typed("/deploy staging abc123 --reason 🚀 naïve"))))
	cmd, err := grammar.Unmarshal(w.queue.only(t).Command)
	if d, ok := cmd.(grammar.Deploy); err != nil || !ok || d.Reason != "🚀 naïve" {
		t.Errorf("got %+v, %v", cmd, err)
	}
}

func TestAFormThatMakesNoSenseIsRefused(t *testing.T) {
	good := typed("/deploy staging abc123")
	for name, body := range map[string]string{
		"a broken escape":     good + "&x=%zz",
		"a semicolon":         good + ";x=1",
		"a field given twice": good + "&text=prod+abc123",
		"no user":             typed("/deploy staging abc123", "user_id", ""),
		"an odd user":         typed("/deploy staging abc123", "user_id", "U1 U2"),
		"no channel":          typed("/deploy staging abc123", "channel_id", ""),
		"an odd channel":      typed("/deploy staging abc123", "channel_id", "<#C1>"),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.refused(t, w.serve(signed(commands, body)), http.StatusBadRequest)
		})
	}
}
