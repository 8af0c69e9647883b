package slack_test

import (
	"strings"
	"testing"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestUserGroupsAreListedWithTheirUsers(t *testing.T) {
	w := newWorld(t)
	w.opts.Groups = []slack.Group{
		{ID: "S1", Name: "Releasers", Handle: "releasers", Users: []string{ana, ben}},
		{ID: "S2", Name: "Old", Handle: "old", Disabled: true, Users: []string{ana}},
	}
	w.reopen()
	names := func(options ...slackgo.GetUserGroupsOption) string {
		groups, err := w.client.GetUserGroups(options...)
		ok(t, err)
		var out []string
		for _, g := range groups {
			out = append(out, g.Handle+"/"+strings.Join(g.Users, "+"))
		}
		return strings.Join(out, " ")
	}
	equal(t, "usually", names(), "releasers/")
	equal(t, "with users", names(slackgo.GetUserGroupsOptionIncludeUsers(true)), "releasers/UANA+UBEN")
	equal(t, "with disabled", names(slackgo.GetUserGroupsOptionIncludeDisabled(true)), "releasers/ old/")
	counted, err := w.client.GetUserGroups(slackgo.GetUserGroupsOptionIncludeCount(true))
	ok(t, err)
	equal(t, "users", counted[0].UserCount, 2)
	users, err := w.client.GetUserGroupMembers("S1")
	ok(t, err)
	equal(t, "users", strings.Join(users, " "), ana+" "+ben)
	for _, id := range []string{"S2", "S3"} {
		_, err = w.client.GetUserGroupMembers(id)
		refused(t, err, "no_such_subteam")
	}
	all, err := w.client.GetUserGroupMembers("S2", slackgo.GetUserGroupMembersOptionIncludeDisabled(true))
	ok(t, err)
	equal(t, "users", len(all), 1)
}
