package scenario

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// patience is how long a story waits for something to come true, in real time as
// the bubble has it: hours of simulated time.
const patience = 5 * time.Minute

// stage is one world and the people in it.
type stage struct {
	t       *testing.T
	dir     string
	line    int
	w       *world.World
	stop    context.CancelFunc
	ended   chan error
	channel string // where people are
	pressed string // ts of the message in which a button was pressed last
	since   string // ts of what was there when the story began
	log     strings.Builder
}

func newStage(t *testing.T, dir string) *stage {
	t.Helper()
	s := &stage{t: t, dir: dir, channel: "checkout"}
	time.Sleep(time.Until(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))) // the bubble begins in 2000, when Slack's time stamps were shorter
	s.begin()
	s.since = strconv.FormatInt(time.Now().Unix(), 10)
	return s
}

func (s *stage) begin() {
	w, err := world.Open(s.t.Context(), world.Options{
		Dir: s.dir, URL: "http://sandbox.test", Speed: 120, Seed: 7, Real: time.Now, Random: rand.Reader,
		Log: slog.New(slog.NewTextHandler(&s.log, nil)),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(s.t.Context()))
	s.w, s.stop, s.ended = w, stop, make(chan error, 1)
	go func() { s.ended <- w.Run(ctx) }()
}

func (s *stage) end() {
	s.stop()
	if err := <-s.ended; err != nil && !errors.Is(err, context.Canceled) {
		s.t.Errorf("the world ended badly: %v", err)
	}
	if err := s.w.Close(); err != nil {
		s.t.Error(err)
	}
}

func (s *stage) fail(format string, args ...any) {
	s.t.Errorf("line %d: %s", s.line, fmt.Sprintf(format, args...))
}

// eventually waits until what is asked for has come true.
func (s *stage) eventually(what string, ok func() bool) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if ok() {
			return
		}
	}
	s.fail("%s never came true", what)
}

// explain shows what people saw, for whoever has to find out what went wrong.
func (s *stage) explain() {
	for _, m := range s.messages("ana") {
		if m.TS < s.since {
			continue
		}
		s.t.Logf("%s %s: %s", m.TS, m.User, m.Text)
	}
	s.t.Log(s.log.String())
}

// person is the id of somebody by name.
func (s *stage) person(name string) string {
	for _, p := range world.People() {
		if strings.EqualFold(p.Name, name) {
			return p.ID
		}
	}
	s.t.Fatalf("line %d: there is no %s", s.line, name)
	return ""
}

// channelID is the id of the channel where people are.
func (s *stage) channelID() string {
	for _, c := range s.w.Slack.View(s.person("ana")).Channels {
		if c.Name == s.channel {
			return c.ID
		}
	}
	s.t.Fatalf("line %d: there is no channel %s", s.line, s.channel)
	return ""
}

// messages are what somebody sees in the channel, oldest first.
func (s *stage) messages(name string) []slack.MessageView {
	for _, c := range s.w.Slack.View(s.person(name)).Channels {
		if c.Name == s.channel {
			return c.Messages
		}
	}
	return nil
}

// latest is the newest rollout of a target.
func (s *stage) latest(t rollout.Target) rollout.Rollout {
	rows, err := s.w.Store.Query(context.Background(), rollout.Query{Index: rollout.TargetIndex(t), Limit: 1, Descending: true})
	if err != nil || len(rows) != 1 {
		s.t.Fatalf("line %d: no rollout of %s: %v", s.line, t, err)
	}
	r, err := rollout.Decode[rollout.Rollout](rows[0])
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}
