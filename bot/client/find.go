package client

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
)

const (
	// skew is how far our clock and Slack's may be apart, which a ts is made by.
	skew = 5 * time.Minute
	// mostPages of messages are looked at. Ten minutes of the busiest channel are fewer.
	mostPages = 20
	pageSize  = 200
)

// Find looks for a message of ours about a rollout whose posting was begun then
// and may have succeeded, though nobody noted its ts: in a thread, by the ts of its
// first message, or in the channel if that is empty. It answers an empty ts when there
// is none. What was meant for a thread that is gone, Slack has posted in the channel.
func (c *Client) Find(ctx context.Context, channel, thread, rollout string, begun time.Time) (ts string, err error) {
	span := span{channel: channel, thread: thread, oldest: seconds(begun.Add(-skew)), latest: seconds(begun.Add(skew))}
	for range mostPages {
		var messages []slack.Message
		err := c.patiently(ctx, func() error {
			var err error
			messages, span.cursor, err = c.page(ctx, span)
			return err
		})
		if span.thread != "" && code(err) == "thread_not_found" {
			span.thread = ""
			continue
		}
		if err != nil {
			return "", explain("look for a message", channel, err)
		}
		for _, m := range messages {
			if m.Metadata.EventType == views.MetadataType && m.Metadata.EventPayload["rollout"] == any(rollout) {
				return m.Timestamp, nil
			}
		}
		if span.cursor == "" {
			return "", nil
		}
	}
	return "", fmt.Errorf("look for a message: there are more than %d pages of them", mostPages)
}

// span is where, and between which times, messages are looked at.
type span struct{ channel, thread, oldest, latest, cursor string }

// page is the next page of a span, and the cursor of the one after it; empty for the
// last one.
func (c *Client) page(ctx context.Context, s span) (page []slack.Message, cursor string, err error) {
	if s.thread != "" {
		page, _, cursor, err = c.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: s.channel, Timestamp: s.thread, IncludeAllMetadata: true, Limit: pageSize, Oldest: s.oldest, Latest: s.latest, Cursor: s.cursor,
		})
		return page, cursor, err
	}
	history, err := c.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: s.channel, IncludeAllMetadata: true, Limit: pageSize, Oldest: s.oldest, Latest: s.latest, Cursor: s.cursor,
	})
	if err != nil {
		return nil, "", err
	}
	return history.Messages, history.ResponseMetaData.NextCursor, nil
}

// seconds is a time as Slack's arguments have it: as a ts.
func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) + ".000000" }
