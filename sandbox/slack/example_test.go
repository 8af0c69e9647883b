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

// A bot that greets whoever types /hello, and the person who does.
func Example() {
	server := httptest.NewUnstartedServer(nil)
	defer server.Close()
	url := "http://" + server.Listener.Addr().String()

	ids := 0
	workspace, err := slack.New(slack.Options{
		TeamID: "T1", AppID: "A1", BotToken: "xoxb-1", BotUserID: "U0", SigningSecret: "secret",
		Users:      []slack.User{{ID: "U1", Name: "ana"}},
		Channels:   []slack.Channel{{ID: "C1", Name: "general", Members: []string{"U0", "U1"}}},
		Now:        time.Now,
		NewID:      func(prefix string) string { ids++; return fmt.Sprint(prefix, ids) },
		RequestURL: url,
		PublicURL:  url,
	})
	if err != nil {
		log.Fatal(err)
	}

	bot := slackgo.New("xoxb-1", slackgo.OptionAPIURL(url+"/api/"))
	mux := http.NewServeMux()
	mux.Handle("/", workspace.Handler())
	mux.HandleFunc("/slack/commands", func(_ http.ResponseWriter, r *http.Request) {
		text := "Hello, <@" + r.PostFormValue("user_id") + ">!"
		if _, _, err := bot.PostMessageContext(r.Context(), r.PostFormValue("channel_id"), slackgo.MsgOptionText(text, false)); err != nil {
			log.Print(err)
		}
	})
	server.Config.Handler = mux
	server.Start()

	if _, err := workspace.Command(context.Background(), "U1", "C1", "/hello", ""); err != nil {
		log.Fatal(err)
	}
	for _, m := range workspace.View("U1").Channels[0].Messages {
		fmt.Println(m.User, "says", m.Text)
	}
	// Output: U0 says Hello, <@U1>!
}
