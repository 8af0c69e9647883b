package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/rollout"
)

// Scopes are those that the bot's calls need, in order: what docs/slack-app.md says of each.
func Scopes() []string {
	return []string{"channels:history", "chat:write", "commands", "files:write", "groups:history", "links:read", "links:write", "users:read"}
}

// CheckAccess looks whose the token is, which should be the workspace of that id, and what
// it may do.
func (c *Client) CheckAccess(ctx context.Context, team string) []rollout.Diagnosis {
	who, err := c.whose(ctx)
	if err != nil {
		return []rollout.Diagnosis{refused("look whose the token is", err)}
	}
	if who.TeamID != team {
		return []rollout.Diagnosis{{Grade: rollout.GradeBroken, Found: fmt.Sprintf("The token is of the workspace %s, and `slack.team` says %s.", who.TeamID, team),
			Remedy: "Put the right one of both into the secret `SLACK_BOT_TOKEN` or into `slipway.yaml`."}}
	}
	return scopes(who.Header.Get("X-OAuth-Scopes"))
}

// scopes compares those that a token has with those that it needs.
func scopes(header string) []rollout.Diagnosis {
	if header == "" {
		return []rollout.Diagnosis{{Grade: rollout.GradeUnknown, Found: "Slack does not say which scopes the token has.", Remedy: "Compare them by hand: OAuth & Permissions, at api.slack.com/apps"}}
	}
	has := strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ' ' })
	without := func(all, these []string) []string {
		return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(these, s) })
	}
	var out []rollout.Diagnosis
	missing := without(Scopes(), has)
	if slices.Equal(missing, linkScopes()) { // an app without an address has no links
		return append(excess(without(has, Scopes())), rollout.Diagnosis{Grade: rollout.GradeSound,
			Found: "The token has the scopes that it needs, but for those that show cards for links, which only an app with an address has."})
	}
	if len(missing) > 0 {
		out = append(out, rollout.Diagnosis{Grade: rollout.GradeBroken, Found: "The token lacks the scopes " + strings.Join(missing, ", ") + ".",
			Remedy: "Add them at api.slack.com/apps, OAuth & Permissions, and press Reinstall to Workspace: the token stays the same."})
	}
	out = append(out, excess(without(has, Scopes()))...)
	if len(out) == 0 {
		out = append(out, rollout.Diagnosis{Grade: rollout.GradeSound, Found: "The token has the scopes that it needs, and no other."})
	}
	return out
}

// linkScopes are those of [Scopes] without which links are only links.
func linkScopes() []string { return []string{"links:read", "links:write"} }

// excess says which scopes nobody needs.
func excess(scopes []string) []rollout.Diagnosis {
	if len(scopes) == 0 {
		return nil
	}
	return []rollout.Diagnosis{{Grade: rollout.GradeAiling, Found: "The token may do more than Slipway needs: " + strings.Join(scopes, ", ") + ".",
		Remedy: "Remove them at api.slack.com/apps, OAuth & Permissions, and reinstall."}}
}

// CheckChannel looks whether the bot was invited to a channel. It reads the newest message
// there, which only members may: to ask for the channel itself would need a scope more.
func (c *Client) CheckChannel(ctx context.Context, channel string) []rollout.Diagnosis {
	err := c.patiently(ctx, func() error {
		_, err := c.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: 1})
		return err
	})
	switch code(err) {
	case "not_in_channel", "channel_not_found":
		return []rollout.Diagnosis{{Grade: rollout.GradeBroken, Found: "Slipway is not in the channel " + channel + ", or there is none of that id.",
			Remedy: "Type `/invite @Slipway` there, or put the right id into `slipway.yaml`."}}
	case "is_archived":
		return []rollout.Diagnosis{{Grade: rollout.GradeBroken, Found: "The channel " + channel + " is archived.", Remedy: "Name another one in `slipway.yaml`."}}
	}
	if err != nil {
		return []rollout.Diagnosis{refused("look into the channel "+channel, err)}
	}
	return []rollout.Diagnosis{{Grade: rollout.GradeSound, Found: "Slipway is in the channel " + channel + "."}}
}

// Clock is the time by Slack's clock, to a second.
func (c *Client) Clock(ctx context.Context) (time.Time, error) {
	who, err := c.whose(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("ask Slack for the time: %w", err)
	}
	at, err := http.ParseTime(who.Header.Get("Date"))
	if err != nil {
		return time.Time{}, fmt.Errorf("read Slack's time: %w", err)
	}
	return at, nil
}

// whose is what Slack says of the token.
func (c *Client) whose(ctx context.Context) (who *slack.AuthTestResponse, err error) {
	err = c.patiently(ctx, func() error {
		who, err = c.api.AuthTestContext(ctx)
		return err
	})
	return who, err
}

// refused is what is found where Slack did not do what it was asked for: it says so, or it
// gave no answer. The activity completes "Slack did not …".
func refused(activity string, err error) rollout.Diagnosis {
	d := rollout.Diagnosis{Grade: rollout.GradeUnknown, Found: "Slack did not " + activity + ": it gave no answer.", Remedy: "Try again in a minute."}
	var answer slack.SlackErrorResponse
	switch {
	case code(err) == rateLimited:
		d.Found = "Slack did not " + activity + ": it asks for fewer calls."
	case slices.Contains([]string{"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}, code(err)):
		d.Grade, d.Found = rollout.GradeBroken, "Slack does not take the token: "+code(err)+"."
		d.Remedy = "Put the Bot User OAuth Token (api.slack.com/apps, OAuth & Permissions) into the worker's secret as `SLACK_BOT_TOKEN`."
	case code(err) == "missing_scope":
		d.Grade, d.Found = rollout.GradeBroken, "Slack did not "+activity+": a scope is missing."
		d.Remedy = "Add " + strings.Join(Scopes(), ", ") + " at api.slack.com/apps, OAuth & Permissions, and reinstall."
	case errors.As(err, &answer):
		d.Found, d.Remedy = "Slack did not "+activity+": it says "+answer.Err+".", "docs.slack.dev says what that means."
	}
	return d
}
