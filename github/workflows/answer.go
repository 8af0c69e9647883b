package workflows

import (
	"encoding/json"
	"net/url"

	"github.com/slipway-dev/slipway/rollout"
)

// request is the body of a dispatch. The client's own lacks the last field, which
// came in February 2026: with it the answer says which run was started.
type request struct {
	Ref     string            `json:"ref"`
	Inputs  map[string]string `json:"inputs"`
	Details bool              `json:"return_run_details,omitempty"`
}

// started reads the answer to a dispatch that was taken. Whatever it says, the run
// was started: when it does not say which one, or not in words that make sense, the
// run's ID is 0.
func started(answer []byte) rollout.Run {
	var told struct {
		ID   int64  `json:"workflow_run_id"`
		Page string `json:"html_url"`
	}
	if json.Unmarshal(answer, &told) != nil || told.ID <= 0 {
		return rollout.Run{State: rollout.RunAsked}
	}
	return rollout.Run{ID: told.ID, Attempt: 1, State: rollout.RunQueued, URL: link(told.Page)}
}

// link is an address that a person may be led to, or nothing.
func link(address string) string {
	const longest = 2048
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || len(address) > longest || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return address
}
