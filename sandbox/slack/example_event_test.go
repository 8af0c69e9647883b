package slack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"time"

	"github.com/slipway-dev/slipway/sandbox/slack"
)

// An app that is busy when it is mentioned, and takes the event when it comes
// again.
func ExampleWorkspace_Retry() {
	clock, tries := time.Unix(1_800_000_000, 0), 0
	workspace, stop := start(slack.Options{
		Events: []string{"app_mention"},
		Now:    func() time.Time { return clock },
	}, func(rw http.ResponseWriter, r *http.Request) {
		var body struct{ Event struct{ Text string } }
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			log.Print(err)
		}
		fmt.Printf("%q, retry %q: %q\n", body.Event.Text, r.Header.Get("X-Slack-Retry-Num"), r.Header.Get("X-Slack-Retry-Reason"))
		if tries++; tries <= 2 {
			rw.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	defer stop()

	if _, err := workspace.Say("U1", "C1", "<@U0> hello", ""); err != nil {
		log.Fatal(err)
	}
	for {
		next, err := workspace.Retry(context.Background())
		if err != nil {
			log.Fatal(err)
		}
		if next.IsZero() {
			break
		}
		fmt.Println("again in", next.Sub(clock))
		clock = next
	}
	// Output:
	// "<@U0> hello", retry "": ""
	// "<@U0> hello", retry "1": "http_error"
	// again in 1m0s
	// "<@U0> hello", retry "2": "http_error"
}
