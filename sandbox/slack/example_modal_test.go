package slack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"strings"
	"time"

	slackgo "github.com/slack-go/slack"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// An app that opens a modal for /order and finds fault with what is entered.
func ExampleWorkspace_Submit() {
	var bot *slackgo.Client
	workspace, stop := start(slack.Options{Now: time.Now}, func(rw http.ResponseWriter, r *http.Request) {
		if r.FormValue("command") != "" {
			if _, err := bot.OpenViewContext(r.Context(), r.FormValue("trigger_id"), order()); err != nil {
				log.Print(err)
			}
			return
		}
		rw.Header().Set("Content-Type", "application/json")
		if !strings.Contains(r.FormValue("payload"), `"value":"tea"`) {
			rw.Header().Set("Content-Type", "application/json")
			_, _ = rw.Write([]byte(`{"response_action":"errors","errors":{"drink":"We have only tea."}}`))
		}
	})
	defer stop()
	bot = slackgo.New("xoxb-1", slackgo.OptionAPIURL(workspace.url+"/api/"))

	if _, err := workspace.Command(context.Background(), "U1", "C1", "/order", ""); err != nil {
		log.Fatal(err)
	}
	for _, drink := range []string{"coffee", "tea"} {
		var modal struct{ ID string }
		if err := json.Unmarshal(workspace.View("U1").Modals[0], &modal); err != nil {
			log.Fatal(err)
		}
		values := map[string]map[string]slack.Choice{"drink": {"name": {Value: drink}}}
		sent, err := workspace.Submit(context.Background(), "U1", modal.ID, values)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(drink, "→", sent.Errors["drink"], len(workspace.View("U1").Modals), "open")
	}
	// Output:
	// coffee → We have only tea. 1 open
	// tea →  0 open
}

// order is a modal with one input.
func order() slackgo.ModalViewRequest {
	plain := func(text string) *slackgo.TextBlockObject {
		return slackgo.NewTextBlockObject(slackgo.PlainTextType, text, false, false)
	}
	return slackgo.ModalViewRequest{
		Type: slackgo.VTModal, Title: plain("Order"), Submit: plain("Order"),
		Blocks: slackgo.Blocks{BlockSet: []slackgo.Block{
			slackgo.NewInputBlock("drink", plain("Drink"), nil, slackgo.NewPlainTextInputBlockElement(nil, "name")),
		}},
	}
}
