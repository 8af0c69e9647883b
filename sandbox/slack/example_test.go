package slack_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// served is a workspace and the address at which it is.
type served struct {
	*slack.Workspace
	url string
}

// start serves a workspace of one person and one channel, and the app beside it.
func start(o slack.Options, app http.HandlerFunc) (w served, stop func()) {
	server := httptest.NewUnstartedServer(nil)
	url := "http://" + server.Listener.Addr().String()
	ids := 0
	o.TeamID, o.AppID, o.BotToken, o.BotUserID, o.SigningSecret = "T1", "A1", "xoxb-1", "U0", "secret"
	o.Users = []slack.User{{ID: "U1", Name: "ana"}}
	o.Channels = []slack.Channel{{ID: "C1", Name: "general", Members: []string{"U0", "U1"}}}
	o.NewID = func(prefix string) string { ids++; return fmt.Sprint(prefix, ids) }
	o.RequestURL, o.PublicURL = url, url
	workspace, err := slack.New(o)
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", workspace.Handler())
	mux.HandleFunc("/slack/", app)
	server.Config.Handler = mux
	server.Start()
	return served{workspace, url}, server.Close
}

// A bot that greets whoever types /hello, and the person who does.
func Example() {
	var bot *slackgo.Client
	workspace, stop := start(slack.Options{Now: time.Now}, func(_ http.ResponseWriter, r *http.Request) {
		text := "Hello, <@" + r.PostFormValue("user_id") + ">!"
		if _, _, err := bot.PostMessageContext(r.Context(), r.PostFormValue("channel_id"), slackgo.MsgOptionText(text, false)); err != nil {
			log.Print(err)
		}
	})
	defer stop()
	bot = slackgo.New("xoxb-1", slackgo.OptionAPIURL(workspace.url+"/api/"))

	if _, err := workspace.Command(context.Background(), "U1", "C1", "/hello", ""); err != nil {
		log.Fatal(err)
	}
	for _, m := range workspace.View("U1").Channels[0].Messages {
		fmt.Println(m.User, "says", m.Text)
	}
	// Output: U0 says Hello, <@U1>!
}
