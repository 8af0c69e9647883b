package views_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/sandbox/slack"
)

// mark is in every untrusted string of the property tests.
const mark = "zqx"

// complaints are our own rules for a message, on top of Slack's.
func complaints(m views.Message) (out []string) {
	if strings.TrimSpace(m.Text) == "" || utf8.RuneCountInString(m.Text) > 4000 {
		out = append(out, fmt.Sprintf("a text of %d characters", utf8.RuneCountInString(m.Text)))
	}
	if rest := ourMarkup().ReplaceAllString(m.Text, ""); strings.ContainsAny(rest, "<>") {
		out = append(out, "markup of somebody else's in the text: "+rest)
	}
	for name, blocks := range map[string][]slackgo.Block{"blocks": m.Blocks, "fallback": m.Fallback} {
		if len(blocks) > 10 || name == "blocks" && len(blocks) == 0 {
			out = append(out, fmt.Sprintf("%s: %d of them", name, len(blocks)))
		}
		for _, b := range blocks {
			out = append(out, complaintsAbout(name, b)...)
		}
	}
	return out
}

func ourMarkup() *regexp.Regexp {
	return regexp.MustCompile("<@[UW][A-Z0-9]+>|<#[CGD][A-Z0-9]+>|<!date\\^[0-9]+\\^[^|<>]+\\|[-0-9: UTC]+>|<https?://[^|<>]+\\|`[^`<>]+`>")
}

func complaintsAbout(name string, b slackgo.Block) (out []string) {
	everywhere := []slackgo.MessageBlockType{slackgo.MBTSection, slackgo.MBTContext, slackgo.MBTAction}
	if name == "fallback" && !slices.Contains(everywhere, b.BlockType()) {
		out = append(out, "a fallback with a "+string(b.BlockType()))
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return append(out, err.Error())
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return append(out, err.Error())
	}
	total := 0
	walk(v, func(o map[string]any) {
		text, _ := o["text"].(string)
		total += utf8.RuneCountInString(text)
		if o["type"] == "mrkdwn" && strings.Contains(text, mark) {
			out = append(out, name+": somebody else's words as markup: "+text)
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf) }); i >= 0 {
			out = append(out, fmt.Sprintf("%s: %q hides something", name, text))
		}
	})
	if b.BlockType() == slackgo.MBTTable && total > 10_000 {
		out = append(out, fmt.Sprintf("a table of %d characters", total))
	}
	return out
}

func walk(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(v)
		for _, inner := range v {
			walk(inner, visit)
		}
	case []any:
		for _, inner := range v {
			walk(inner, visit)
		}
	}
}

// workspace is a simulated Slack, which refuses what Slack refuses.
type workspace struct {
	client *slackgo.Client
	nanos  atomic.Int64
}

func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	w := &workspace{}
	w.nanos.Store(begin().UnixNano())
	var ids atomic.Int64
	simulated, err := slack.New(slack.Options{
		TeamID: "T1", AppID: "A1", BotToken: "xoxb-1", BotUserID: "UBOT", SigningSecret: "secret",
		Channels: []slack.Channel{{ID: "C1", Name: "checkout", Members: []string{"UBOT"}}},
		Now:      func() time.Time { return time.Unix(0, w.nanos.Load()) },
		NewID:    func(prefix string) string { return fmt.Sprintf("%s%d", prefix, ids.Add(1)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(simulated.Handler())
	t.Cleanup(server.Close)
	w.client = slackgo.New("xoxb-1", slackgo.OptionAPIURL(server.URL+"/api/"))
	return w
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
