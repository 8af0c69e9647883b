// Package scenario plays the stories in the *.txtar files: the whole bot on one machine,
// with its store on disk. Only time is not real.
package scenario

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/tests/stage"
)

func TestScenarios(t *testing.T) {
	for _, file := range stories(t) {
		t.Run(strings.TrimSuffix(file, ".txtar"), func(t *testing.T) {
			t.Parallel()
			run(t, machine{speed: 120, policy: stage.Policy(t, file)}, func(m *machine) {
				stage.Play(m.t, file, stage.Place{
					World: func() *world.World { return m.w }, Store: func() stage.Store { return m.w.Store },
					Front: func() http.Handler { return m.w.Handler() }, Log: m.log.String,
					Kill:     func() { m.end(); m.begin() },
					Patience: 5 * time.Minute, // in real time as the bubble has it: hours of simulated time
				})
			})
		})
	}
}

// stories are those that are played on AWS as well, and in folders those that only the
// sandbox has what it takes for.
func stories(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.txtar")
	more, failed := filepath.Glob("*/*.txtar")
	if err != nil || failed != nil || len(files) == 0 || len(more) == 0 {
		t.Fatalf("no stories: %v, %v", err, failed)
	}
	return append(files, more...)
}

// machine is where the bot runs.
type machine struct {
	t      *testing.T
	dir    string
	speed  float64
	policy []byte // nil for the sandbox's own
	w      *world.World
	stop   context.CancelFunc
	ended  chan error
	log    strings.Builder
}

// run has the bot run on a machine, in a bubble of time, while something is done.
func run(t *testing.T, on machine, do func(m *machine)) {
	t.Helper()
	on.dir = t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // the bubble begins in 2000, when Slack's time stamps were shorter
		m := &on
		m.t = t
		m.begin()
		defer m.end()
		do(m)
	})
}

func (m *machine) begin() {
	w, err := world.Open(m.t.Context(), world.Options{
		Dir: m.dir, URL: "http://127.0.0.1:9", Speed: m.speed, Seed: 7, Real: time.Now, Random: rand.Reader, Policy: m.policy,
		Log: slog.New(slog.NewTextHandler(&m.log, nil)),
	})
	if err != nil {
		m.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(m.t.Context()))
	m.w, m.stop, m.ended = w, stop, make(chan error, 1)
	go func() { m.ended <- w.Run(ctx) }()
}

func (m *machine) end() {
	m.stop()
	if err := <-m.ended; err != nil && !errors.Is(err, context.Canceled) {
		m.t.Errorf("the world ended badly: %v", err)
	}
	if err := m.w.Close(); err != nil {
		m.t.Error(err)
	}
}
