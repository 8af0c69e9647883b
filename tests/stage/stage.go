// Package stage plays a story: people type and press, the simulated world moves,
// and what everybody sees is held against what the story says. Where the bot runs
// is the caller's business.
package stage

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// Place is where a story happens.
type Place struct {
	World    func() *world.World // whose workspace, account, code host and clock it is
	Store    func() Store        // what the bot keeps
	Front    func() http.Handler // for requests that Slack did not send
	Kill     func()              // ends the bot where it stands and starts it again
	Log      func() string       // what the bot wrote
	Patience time.Duration       // how long to wait for something to come true
}

// Store is what the bot keeps.
type Store interface {
	Load(ctx context.Context, key rollout.Key) (rollout.Stored, error)
	Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error)
}

// stage is one place and the people in it.
type stage struct {
	Place
	t       *testing.T
	line    int
	channel string // where people are
	pressed string // ts of the message in which a button was pressed last
	action  string // that button's
	since   string // ts of what was there when the story began
}

// Policy is the slipway.yaml that the story in a file brings with it; nil when it is
// about the sandbox's own.
func Policy(t *testing.T, file string) []byte {
	t.Helper()
	for _, f := range read(t, file).Files {
		if f.Name == "slipway.yaml" {
			return f.Data
		}
	}
	return nil
}

func read(t *testing.T, file string) *txtar.Archive {
	t.Helper()
	story, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return story
}

// Play plays the story in a file, until its end or its first failure.
func Play(t *testing.T, file string, p Place) {
	t.Helper()
	story := read(t, file)
	s := &stage{Place: p, t: t, channel: "checkout", since: strconv.FormatInt(time.Now().Unix(), 10)}
	for i, line := range strings.Split(string(story.Comment), "\n") {
		s.line = i + 1
		if words := words(line); len(words) > 0 {
			s.play(words)
		}
		if t.Failed() {
			s.explain()
			return
		}
	}
}

func (s *stage) fail(format string, args ...any) {
	s.t.Errorf("line %d: %s", s.line, fmt.Sprintf(format, args...))
}

// eventually waits until what is asked for has come true.
func (s *stage) eventually(what string, ok func() bool) {
	for deadline := time.Now().Add(s.Patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
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
	s.t.Log(s.Log())
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
	for _, c := range s.World().Slack.View(s.person("ana")).Channels {
		if c.Name == s.channel {
			return c.ID
		}
	}
	s.t.Fatalf("line %d: there is no channel %s", s.line, s.channel)
	return ""
}

// messages are what somebody sees in the channel, oldest first.
func (s *stage) messages(name string) []slack.MessageView {
	for _, c := range s.World().Slack.View(s.person(name)).Channels {
		if c.Name == s.channel {
			return c.Messages
		}
	}
	return nil
}

// latest is the newest rollout of the channel's service in an environment, if
// there is one.
func (s *stage) latest(environment string) (r rollout.Rollout, there bool) {
	rows, err := s.Store().Query(context.Background(), rollout.Query{Index: rollout.TargetIndex(target(s.channel, environment)), Limit: 1, Descending: true})
	if err == nil && len(rows) > 0 {
		r, err = rollout.Decode[rollout.Rollout](rows[0])
	}
	if err != nil {
		s.t.Fatalf("line %d: %v", s.line, err)
	}
	return r, len(rows) > 0
}

// words splits a line: blanks part words, single quotes keep them together, and
// a line that begins with # is for people only.
func words(line string) []string {
	if strings.HasPrefix(strings.TrimSpace(line), "#") {
		return nil
	}
	var out []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, part)
		} else {
			out = append(out, strings.Fields(part)...)
		}
	}
	return out
}
