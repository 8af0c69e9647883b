package client

import (
	"context"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/bot/views"
)

// OpenView opens a dialog for whoever the trigger is of, and answers its id. Its three
// seconds may be over: then the trigger is missing, as a *rollout.MissingError of kind
// "trigger". That it has opened a dialog before is no error, but the id is empty: the
// job has come twice.
func (c *Client) OpenView(ctx context.Context, trigger string, v views.Dialog) (id string, err error) {
	err = c.patiently(ctx, func() error {
		opened, err := c.api.OpenViewContext(ctx, trigger, v)
		if err == nil {
			id = opened.ID
		}
		return err
	})
	if code(err) == "exchanged_trigger_id" {
		return "", nil
	}
	return id, explain("open a dialog", "", err)
}

// UpdateView shows a dialog anew, whatever has become of it meanwhile: Slack's hash is
// left out, since it is the older answer that it would let through. Whoever calls has
// to do so in order. One that was closed is missing, as a *rollout.MissingError of
// kind "view".
func (c *Client) UpdateView(ctx context.Context, id string, v views.Dialog) error {
	err := c.patiently(ctx, func() error {
		_, err := c.api.UpdateViewContext(ctx, v, "", "", id)
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
