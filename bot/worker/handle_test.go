package worker_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// command is a job of ana's, with a response_url that works.
func (w *world) command(id string) job.Job {
	w.t.Helper()
	d, err := w.slack.Command(w.t.Context(), ana, channel, "/deploy", "help")
	ok(w.t, err)
	body, err := grammar.Marshal(grammar.Help{})
	ok(w.t, err)
	return job.Job{ID: id, Team: "TTEAM", User: ana, Channel: channel, ResponseURL: d.ResponseURL, Received: time.Now(), Command: body}
}

func TestWhoeverAsksGetsAPrivateAnswer(t *testing.T) {
	cause := errors.New("dial tcp: connection refused\nwith\x1b[31m colours")
	for _, c := range []struct {
		name   string
		answer func() (commands.Outcome, error)
		says   []string
		logs   []string
		silent string // what only the log may say
	}{
		{name: "done", says: []string{"/deploy"}},
		{
			name: "refused", says: []string{"prod is locked", "/deploy status prod"}, logs: []string{`"code":"locked"`},
			answer: func() (commands.Outcome, error) {
				return nil, fmt.Errorf("gates: %w", rollout.Refuse("locked", "prod is locked.", "`/deploy status prod`"))
			},
		},
		{
			name: "an error of ours", says: []string{"GitHub does not answer", "Try again"}, logs: []string{"connection refused"}, silent: "dial tcp",
			answer: func() (commands.Outcome, error) {
				return nil, &rollout.Error{Kind: rollout.Broken, Message: "GitHub does not answer.", Hint: "Try again.", Err: cause}
			},
		},
		{
			name: "an unknown error", says: []string{"Something broke on our side", "a1b2c3"}, logs: []string{`"ref":"a1b2c3"`, "connection refused"}, silent: "dial tcp",
			answer: func() (commands.Outcome, error) { return nil, cause },
		},
		{
			name: "a panic", says: []string{"Something broke on our side", "a1b2c3"}, logs: []string{`"ref":"a1b2c3"`, "index out of range", "handle_test.go"}, silent: "out of range",
			answer: func() (commands.Outcome, error) { return nil, []error(nil)[len(cause.Error())] }, // faults.md I6
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.runner.answer = c.answer
				w.Handle(t.Context(), w.command("1"))
				seen := w.seen(ana, channel)
				if len(seen) != 1 || len(w.seen(ben, channel)) != 0 {
					t.Fatalf("ana sees %d messages, ben %d", len(seen), len(w.seen(ben, channel)))
				}
				for _, s := range c.says {
					contains(t, "the answer", seen[0].Text, s)
				}
				for _, s := range c.logs {
					contains(t, "the log", w.log.String(), s)
				}
				if c.silent != "" && strings.Contains(seen[0].Text+string(seen[0].Blocks), c.silent) {
					t.Errorf("the answer tells the cause: %s", seen[0].Text)
				}
				w.oneRecordPerLine()
				equal(t, "asked by", w.runner.asked[0].Actor+" in "+w.runner.asked[0].Channel, ana+" in "+channel)
			})
		})
	}
}

// Handle has a job done that somebody asked for, which is never an error of the queue's.
func (w *world) Handle(ctx context.Context, j job.Job) {
	w.t.Helper()
	if err := w.Worker.Handle(ctx, j); err != nil {
		w.t.Errorf("the queue gets %v", err)
	}
}

// oneRecordPerLine is faults.md I2, and I1 for what a job holds.
func (w *world) oneRecordPerLine() {
	w.t.Helper()
	for line := range strings.Lines(w.log.String()) {
		if !json.Valid([]byte(line)) || strings.Contains(line, "\x1b") || strings.Contains(line, "/response/") {
			w.t.Errorf("not a record that may be logged: %s", line)
		}
	}
}

// faults.md I6
func TestAPanicHarmsNoOtherJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.runner.answer = func() (commands.Outcome, error) { panic("at the disco") }
		w.Handle(t.Context(), w.command("1"))
		w.runner.answer = nil
		w.Handle(t.Context(), w.command("2"))
		contains(t, "the second answer", w.answered(), "/deploy")
	})
}

func TestACommandThatCannotBeReadIsAnsweredToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		j := w.command("1")
		j.Command = json.RawMessage(`{"name":"teleport"}`)
		w.Handle(t.Context(), j)
		contains(t, "the answer", w.answered(), "a1b2c3")
		equal(t, "commands", len(w.runner.asked), 0)
	})
}

// faults.md A5, A14, B3
func TestTheSameMessageManyTimesIsAnsweredOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		j := w.command("1")
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() { w.Handle(t.Context(), j) })
		}
		all.Wait()
		equal(t, "answers", len(w.seen(ana, channel)), 1)
		equal(t, "log", w.log.String(), "")
	})
}

// faults.md B11, B12
func TestAnAnswerThatTheResponseURLDoesNotTakeIsEphemeral(t *testing.T) {
	for name, spoil := range map[string]func(*world, *job.Job){
		"none":       func(_ *world, j *job.Job) { j.ResponseURL = "" },
		"foreign":    func(_ *world, j *job.Job) { j.ResponseURL = "https://evil.test/response/R1" },
		"expired":    func(*world, *job.Job) { time.Sleep(30 * time.Minute) },
		"used 6 ×":   func(w *world, j *job.Job) { w.use(*j, 5) },
		"Slack hung": func(w *world, _ *job.Job) { w.wire.effect = hangAt("/response/") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				j := w.command("1")
				spoil(w, &j)
				before := len(w.seen(ana, channel))
				w.Handle(t.Context(), j)
				equal(t, "answers", len(w.seen(ana, channel))-before, 1)
				equal(t, "ben sees", len(w.seen(ben, channel)), 0)
				equal(t, "by chat.postEphemeral", len(w.wire.at("chat.postEphemeral")), 1)
			})
		})
	}
}

// use uses up a response_url.
func (w *world) use(j job.Job, times int) {
	for i := range times {
		j.ID = fmt.Sprint("use ", i)
		w.Handle(w.t.Context(), j)
	}
}

func hangAt(path string) func(*http.Request, func() error) error {
	return func(q *http.Request, do func() error) error {
		if strings.HasPrefix(q.URL.Path, path) {
			return hang(q, do)
		}
		return do()
	}
}

// faults.md I1
func TestWhatNobodyCouldBeToldIsLoggedWithoutSecrets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		j := w.command("1")
		w.wire.effect = hang
		began := time.Now()
		w.Handle(t.Context(), j)
		contains(t, "the log", w.log.String(), "nobody could be told")
		equal(t, "took", time.Since(began), 10*time.Second)
		w.oneRecordPerLine()
		if strings.Contains(w.log.String(), "xoxb") {
			t.Errorf("the log holds the token: %s", w.log)
		}
	})
}

func TestAJobThatHasUsedUpItsTimeIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		w.runner.answer = func() (commands.Outcome, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		w.Handle(ctx, w.command("1"))
		contains(t, "the answer", w.answered(), "Something broke")
	})
}

func TestAJobThatIsCutOffIsLeftToWhoeverGetsItNext(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.runner.answer = func() (commands.Outcome, error) {
		cancel()
		return nil, ctx.Err()
	}
	w.Handle(ctx, w.command("1"))
	if seen := w.seen(ana, channel); len(seen) > 0 {
		t.Errorf("ana sees %v", seen)
	}
}

func TestARolloutIsItsOwnAnswerWhereItIsShown(t *testing.T) {
	for shownIn, answers := range map[string]int{channel: 0, "COTHER": 1} {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t)
			w.runner.answer = func() (commands.Outcome, error) {
				return commands.Started{Rollout: rollout.Rollout{ID: "R1", Channel: shownIn}}, nil
			}
			w.Handle(t.Context(), w.command("1"))
			if n := len(w.seen(ana, channel)); n != answers {
				t.Errorf("a rollout shown in %s: ana sees %d private answers", shownIn, n)
			}
		})
	}
}
