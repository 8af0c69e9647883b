package views_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// workspace is a simulated Slack, which refuses what Slack refuses.
type workspace struct {
	client *slackgo.Client
	people *slack.Workspace
	nanos  atomic.Int64
}

// person1 is somebody in the workspace.
const person1 = "U1"

func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	w := &workspace{}
	w.nanos.Store(begin().UnixNano())
	var ids atomic.Int64
	simulated, err := slack.New(slack.Options{
		TeamID: "T1", AppID: "A1", BotToken: "xoxb-1", BotUserID: "UBOT", SigningSecret: "secret",
		Users:    []slack.User{{ID: person1, Name: "ana"}},
		Channels: []slack.Channel{{ID: "C1", Name: "checkout", Members: []string{"UBOT", person1}}},
		Now:      func() time.Time { return time.Unix(0, w.nanos.Load()) },
		NewID:    func(prefix string) string { return fmt.Sprintf("%s%d", prefix, ids.Add(1)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(simulated.Handler())
	t.Cleanup(server.Close)
	w.people = simulated
	w.client = slackgo.New("xoxb-1", slackgo.OptionAPIURL(server.URL+"/api/"))
	return w
}

// trigger is one that may open a dialog. No app answers the command that it comes
// with, which does not matter here.
func (w *workspace) trigger(ctx context.Context) (string, error) {
	d, err := w.people.Command(ctx, person1, "C1", "/deploy", "")
	return d.TriggerID, err
}

// post posts a message in both of its forms.
func (w *workspace) post(ctx context.Context, m views.Message) error {
	for _, blocks := range [][]slackgo.Block{m.Blocks, m.Fallback} {
		w.nanos.Add(int64(2 * time.Second))
		options := []slackgo.MsgOption{slackgo.MsgOptionText(m.Text, false), slackgo.MsgOptionBlocks(blocks...)}
		if m.Metadata.EventType != "" {
			options = append(options, slackgo.MsgOptionMetadata(m.Metadata))
		}
		_, _, err := w.client.PostMessageContext(ctx, "C1", options...)
		var refused slackgo.SlackErrorResponse
		if errors.As(err, &refused) {
			return fmt.Errorf("%w: %s", err, strings.Join(refused.ResponseMetadata.Messages, "; "))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
