package client

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"
)

// Find looks for a message of ours about a rollout, posted since then: one whose
// posting was begun and may have succeeded, though nobody noted its ts. It
// answers an empty ts when there is none.
func (c *Client) Find(ctx context.Context, channel, rollout string, since time.Time) (ts string, err error) {
	var page *slack.GetConversationHistoryResponse
	err = c.patiently(ctx, func() error {
		var err error
		page, err = c.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: channel, IncludeAllMetadata: true, Limit: 200,
			Oldest: strconv.FormatInt(since.Unix()-1, 10),
		})
		return err
	})
	if err != nil {
		return "", explain("look for a message", channel, err)
	}
	for _, m := range page.Messages {
		if m.Metadata.EventPayload["rollout"] == any(rollout) {
			return m.Timestamp, nil
		}
	}
	return "", nil
}

// CheckToken asks Slack whose token it is; the start fails when it is nobody's.
func (c *Client) CheckToken(ctx context.Context) (team string, err error) {
	who, err := c.api.AuthTestContext(ctx)
	if err != nil {
		return "", fmt.Errorf("check the bot token: %w", err)
	}
	return who.TeamID, nil
}
