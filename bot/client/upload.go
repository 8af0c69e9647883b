package client

import (
	"bytes"
	"context"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
)

// uploading is how long an upload may take, which is three calls.
const uploading = 15 * time.Second

// Upload shares a picture in a channel, for everybody in it. That the bot is not in the
// channel is a *rollout.MissingError of kind "channel".
func (c *Client) Upload(ctx context.Context, channel string, f views.File) error {
	ctx, cancel := context.WithTimeout(ctx, uploading)
	defer cancel()
	err := c.patiently(ctx, func() error {
		_, err := c.api.UploadFileContext(ctx, slack.UploadFileParameters{
			Channel: channel, Filename: f.Name, Title: f.Title, AltTxt: f.Alt, FileSize: len(f.PNG), Reader: bytes.NewReader(f.PNG),
		})
		return err
	})
	return explain("upload a picture", channel, err)
}

// Unfurl shows cards below a message, each for one of its links as that stands there.
func (c *Client) Unfurl(ctx context.Context, id, source string, cards map[string]views.Message) error {
	err := c.either(ctx, true, func(plainer bool) error {
		shown := map[string]slack.Attachment{}
		for link, m := range cards {
			shown[link] = slack.Attachment{Fallback: m.Text, Blocks: slack.Blocks{BlockSet: blocksOf(m, plainer)}}
		}
		_, _, _, err := c.api.UnfurlMessageByIDContext(ctx, id, source, shown)
		return err
	})
	return explain("say what a link is about", "", err)
}
