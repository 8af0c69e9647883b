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
)

// Find looks for a message of ours about a rollout whose posting was begun then
// and may have succeeded, though nobody noted its ts. It answers an empty ts when
// there is none.
func (c *Client) Find(ctx context.Context, channel, rollout string, begun time.Time) (ts string, err error) {
	q := &slack.GetConversationHistoryParameters{
		ChannelID: channel, IncludeAllMetadata: true, Limit: 200,
		Oldest: seconds(begun.Add(-skew)), Latest: seconds(begun.Add(skew)),
	}
	for range mostPages {
		var page *slack.GetConversationHistoryResponse
		err := c.patiently(ctx, func() error {
			var err error
			page, err = c.api.GetConversationHistoryContext(ctx, q)
			return err
		})
		if err != nil {
			return "", explain("look for a message", channel, err)
		}
		for _, m := range page.Messages {
			if m.Metadata.EventType == views.MetadataType && m.Metadata.EventPayload["rollout"] == any(rollout) {
				return m.Timestamp, nil
			}
		}
		if q.Cursor = page.ResponseMetaData.NextCursor; q.Cursor == "" {
			return "", nil
		}
	}
	return "", fmt.Errorf("look for a message: there are more than %d pages of them", mostPages)
}

// seconds is a time as Slack's arguments have it: as a ts.
func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) + ".000000" }
