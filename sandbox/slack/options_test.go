package slack_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

func TestAWorkspaceNeedsItsOptions(t *testing.T) {
	_, err := slack.New(slack.Options{})
	for _, missing := range []string{"TeamID", "AppID", "BotToken", "BotUserID", "SigningSecret", "Now"} {
		if err == nil || !strings.Contains(err.Error(), missing) {
			t.Errorf("%v does not name %s", err, missing)
		}
	}
}

func TestTheAppsUserIsThereEvenIfNotListed(t *testing.T) {
	w := newWorld(t)
	w.opts.Users, w.opts.Channels, w.opts.Disk = nil, nil, nil
	w.reopen()
	me, err := w.client.AuthTest()
	ok(t, err)
	equal(t, "user", me.UserID, bot)
}

func TestOptionsThatCannotBeMeantAreRefused(t *testing.T) {
	for want, mistake := range map[string]func(*slack.Options){
		`there is no event "message.channel" here`:             func(o *slack.Options) { o.Events = []string{"app_mention", "message.channel"} },
		`there is no scope "chat:post" here`:                   func(o *slack.Options) { o.Scopes = []string{"chat:post", "users:read"} },
		`"two" has the id "CRANDOM", which is empty`:           func(o *slack.Options) { o.Channels = append(o.Channels, slack.Channel{ID: "CRANDOM", Name: "two"}) },
		`"eve" has the id "", which is empty`:                  func(o *slack.Options) { o.Users = append(o.Users, slack.User{Name: "eve"}) },
		`"ann" has the id "UANA", which is empty or another's`: func(o *slack.Options) { o.Users = append(o.Users, slack.User{ID: ana, Name: "ann"}) },
		`"new" has the member "UNONE", who is no user`: func(o *slack.Options) {
			o.Channels = append(o.Channels, slack.Channel{ID: "CNEW", Name: "new", Members: []string{bot, "UNONE"}})
		},
		`"team" has the member "CRANDOM", who is no user`: func(o *slack.Options) {
			o.Groups = []slack.Group{{ID: "S1", Handle: "team", Users: []string{"CRANDOM"}}}
		},
		`"team" has the id "", which is empty`: func(o *slack.Options) { o.Groups = []slack.Group{{Handle: "team"}} },
		`shortcut "a" is there twice`: func(o *slack.Options) {
			o.Shortcuts = []slack.Shortcut{{CallbackID: "a", Kind: "global"}, {CallbackID: "a", Kind: "message"}, {CallbackID: "a", Kind: "global"}}
		},
		`RequestURL "not a url" is no address`: func(o *slack.Options) { o.RequestURL = "not a url" },
		`PublicURL "127.0.0.1" is no address`:  func(o *slack.Options) { o.PublicURL = "127.0.0.1" },
	} {
		o := quiet(t).opts
		mistake(&o)
		if _, err := slack.New(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestMistakesAreToldInTheSameOrderEachTime(t *testing.T) {
	_, first := slack.New(slack.Options{RequestURL: "x", PublicURL: "y"})
	for range 20 {
		if _, err := slack.New(slack.Options{RequestURL: "x", PublicURL: "y"}); err.Error() != first.Error() {
			t.Fatalf("%v\nis not\n%v", err, first)
		}
	}
}

func TestEveryScopeThatAMethodAsksForCanBeGiven(t *testing.T) {
	w := newWorld(t)
	w.opts.Scopes = []string{"commands"}
	w.reopen()
	for _, name := range slack.Methods() {
		needed, _ := w.call(name, nil)["needed"].(string)
		o := w.opts
		o.Scopes = strings.FieldsFunc(needed, func(r rune) bool { return r == ',' })
		if _, err := slack.New(o); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
