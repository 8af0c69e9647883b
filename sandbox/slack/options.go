package slack

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// postAnywhere lets the app post in public channels that it is no member of.
const postAnywhere = "chat:write.public"

// eventKinds are the events that there are here. One of another name would never
// come.
const eventKinds = "app_home_opened app_mention channel_left group_left link_shared member_joined_channel member_left_channel " +
	"message.channels message.groups message.im"

// botScopes are those of https://docs.slack.dev/reference/scopes that a bot token
// can have.
const botScopes = "app_mentions:read assistant:write bookmarks:read bookmarks:write calls:read calls:write " +
	"canvases:read canvases:write channels:history channels:join channels:manage channels:read " +
	"channels:write.invites channels:write.topic chat:write chat:write.customize " + postAnywhere + " commands " +
	"conversations.connect:manage conversations.connect:read conversations.connect:write datastore:read " +
	"datastore:write dnd:read emoji:read files:read files:write groups:history groups:read groups:write " +
	"groups:write.invites groups:write.topic im:history im:read im:write im:write.topic incoming-webhook " +
	"links.embed:write links:read links:write lists:read lists:write metadata.message:read mpim:history " +
	"mpim:read mpim:write mpim:write.topic pins:read pins:write reactions:read reactions:write reminders:read " +
	"reminders:write remote_files:read remote_files:share remote_files:write search:read.files " +
	"search:read.public search:read.users team.billing:read team.preferences:read team:read triggers:read " +
	"triggers:write usergroups:read usergroups:write users.profile:read users:read users:read.email users:write " +
	"workflow.steps:execute workflows.templates:read workflows.templates:write"

// check finds everything that is wrong with the options.
func (o *Options) check() error {
	var errs []error
	for _, needed := range [][2]string{
		{"TeamID", o.TeamID}, {"AppID", o.AppID}, {"BotToken", o.BotToken},
		{"BotUserID", o.BotUserID}, {"SigningSecret", o.SigningSecret},
	} {
		if needed[1] == "" {
			errs = append(errs, errors.New(needed[0]+" is missing"))
		}
	}
	if o.Now == nil || o.NewID == nil {
		errs = append(errs, errors.New("the functions Now and NewID are missing"))
	}
	for _, given := range [][2]string{{"RequestURL", o.RequestURL}, {"PublicURL", o.PublicURL}} {
		if given[1] != "" && !isURL(given[1]) {
			errs = append(errs, fmt.Errorf("%s %q is no address", given[0], given[1]))
		}
	}
	errs = append(errs, closed("event", o.Events, eventKinds), closed("scope", o.Scopes, botScopes))
	return errors.Join(append(errs, o.checkPeople(), o.checkShortcuts())...)
}

// closed finds names that are none of those there are.
func closed(what string, names []string, known string) error {
	var errs []error
	for _, name := range names {
		if !slices.Contains(strings.Fields(known), name) {
			errs = append(errs, fmt.Errorf("there is no %s %q here", what, name))
		}
	}
	return errors.Join(errs...)
}

// checkPeople finds ids that are missing, given twice or nobody's.
func (o *Options) checkPeople() error {
	var errs []error
	ids := map[string]bool{}
	add := func(id, name string) {
		if id == "" || ids[id] {
			errs = append(errs, fmt.Errorf("%q has the id %q, which is empty or another's", name, id))
		}
		ids[id] = true
	}
	for _, u := range o.Users {
		add(u.ID, u.Name)
	}
	ids[o.BotUserID] = true
	members := func(of string, list []string) {
		for _, id := range list {
			if !ids[id] {
				errs = append(errs, fmt.Errorf("%q has the member %q, who is no user", of, id))
			}
		}
	}
	for _, c := range o.Channels {
		members(c.Name, c.Members)
	}
	for _, g := range o.Groups {
		members(g.Handle, g.Users)
	}
	for _, c := range o.Channels {
		add(c.ID, c.Name)
	}
	for _, g := range o.Groups {
		add(g.ID, g.Handle)
	}
	return errors.Join(errs...)
}

// checkShortcuts finds those that are not told from another.
func (o *Options) checkShortcuts() error {
	var errs []error
	for i, s := range o.Shortcuts {
		same := func(earlier Shortcut) bool { return earlier.CallbackID == s.CallbackID && earlier.Kind == s.Kind }
		switch {
		case s.CallbackID == "" || s.Kind != messageShortcut && s.Kind != globalShortcut:
			errs = append(errs, fmt.Errorf("shortcut %q needs a callback id and a kind", s.Name))
		case slices.ContainsFunc(o.Shortcuts[:i], same):
			errs = append(errs, fmt.Errorf("shortcut %q is there twice", s.CallbackID))
		}
	}
	return errors.Join(errs...)
}
