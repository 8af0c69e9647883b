// Package scenario plays the stories in *.txtar: the whole bot on one machine,
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
	files, err := filepath.Glob("*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(file, ".txtar"), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // the bubble begins in 2000, when Slack's time stamps were shorter
				m := &machine{t: t, dir: dir, policy: stage.Policy(t, file)}
				m.begin()
				defer m.end()
				stage.Play(t, file, stage.Place{
					World: func() *world.World { return m.w }, Store: func() stage.Store { return m.w.Store },
					Front: func() http.Handler { return m.w.Handler() }, Log: m.log.String,
					Kill:     func() { m.end(); m.begin() },
					Patience: 5 * time.Minute, // in real time as the bubble has it: hours of simulated time
				})
			})
		})
	}
}

// machine is where the bot runs.
type machine struct {
	t      *testing.T
	dir    string
	policy []byte // nil for the sandbox's own
	w      *world.World
	stop   context.CancelFunc
	ended  chan error
	log    strings.Builder
}

func (m *machine) begin() {
	w, err := world.Open(m.t.Context(), world.Options{
		Dir: m.dir, URL: "http://127.0.0.1:9", Speed: 120, Seed: 7, Real: time.Now, Random: rand.Reader, Policy: m.policy,
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
