package client

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
)

// OpenView opens a dialog for whoever the trigger is of. Its three seconds may be
// over: then the trigger is missing, as a *rollout.MissingError of kind "trigger".
// That it has opened a dialog before is no error: the job has come twice.
func (c *Client) OpenView(ctx context.Context, trigger string, v views.Dialog) error {
	err := c.patiently(ctx, func() error {
		_, err := c.api.OpenViewContext(ctx, trigger, v)
		return err
	})
	if code(err) == "exchanged_trigger_id" {
		return nil
	}
	return explain("open a dialog", "", err)
}

// UpdateView shows a dialog anew, if it is still as it was at that hash: else the
// error is a *rollout.Error of kind Stale. One that was closed is missing, as a
// *rollout.MissingError of kind "view".
func (c *Client) UpdateView(ctx context.Context, id, hash string, v views.Dialog) error {
	err := c.patiently(ctx, func() error {
		_, err := c.api.UpdateViewContext(ctx, v, "", hash, id)
		return err
	})
	return explain("change a dialog", id, err)
}

// PublishView shows somebody's Home tab anew.
func (c *Client) PublishView(ctx context.Context, user string, v views.Tab) error {
	err := c.patiently(ctx, func() error {
		_, err := c.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: v})
		return err
	})
	return explain("show the Home tab", user, err)
}
