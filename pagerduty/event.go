package pagerduty

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
)

// event is one of the Events API v2:
// developer.pagerduty.com/docs/send-alert-event.
type event struct {
	Key       string   `json:"routing_key"`
	Action    string   `json:"event_action"`
	Dedup     string   `json:"dedup_key"`
	Payload   *payload `json:"payload,omitempty"` // of a trigger
	Links     []link   `json:"links,omitempty"`
	Client    string   `json:"client,omitempty"`
	ClientURL string   `json:"client_url,omitempty"`
}

type payload struct {
	Summary   string            `json:"summary"`
	Source    string            `json:"source"`
	Severity  string            `json:"severity"`
	Timestamp string            `json:"timestamp,omitempty"`
	Component string            `json:"component"`
	Group     string            `json:"group"`
	Class     string            `json:"class"`
	Details   map[string]string `json:"custom_details,omitempty"`
}

type link struct {
	Href string `json:"href"`
	Text string `json:"text"`
}

// PagerDuty takes summaries of 1,024 characters and events of 512 KB. With these, the
// largest event has less than half of that.
const (
	longestSummary = 1024
	longestDetail  = 1024
	mostDetails    = 30
)

// prefix tells our alerts from those of others in the same PagerDuty service.
const prefix = "slipway/"

// encode writes the event that tells of a page.
func encode(key string, page rollout.Page) ([]byte, error) {
	e := event{Key: key, Action: string(page.State), Dedup: prefix + page.Key}
	if page.State == rollout.PageTrigger {
		e.Payload, e.Client, e.ClientURL = describe(page), "Slipway", page.Link
		if page.Link != "" {
			e.Links = []link{{Href: page.Link, Text: "The thread in Slack"}}
		}
	}
	body, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("encode an event for PagerDuty: %w", err)
	}
	return body, nil
}

func describe(page rollout.Page) *payload {
	p := &payload{
		Summary: line(page.Summary, longestSummary), Source: page.Target.String(), Severity: "critical",
		Component: page.Target.Service, Group: page.Target.Environment, Class: "alarm", Details: details(page.Details),
	}
	if p.Summary == "" { // it may not be
		p.Summary = "An alarm is red: " + page.Target.String()
	}
	if !page.Since.IsZero() {
		p.Timestamp = page.Since.UTC().Format(time.RFC3339Nano)
	}
	return p
}

// details are the first few, by name, each of no great length.
func details(all map[string]string) map[string]string {
	names := slices.Sorted(maps.Keys(all))
	out := map[string]string{}
	for _, name := range names[:min(len(names), mostDetails)] {
		out[line(name, longestDetail)] = cut(all[name], longestDetail)
	}
	return out
}

// line makes one line of a text, and cuts it.
func line(text string, most int) string { return cut(strings.Join(strings.Fields(text), " "), most) }

// cut keeps the beginning of a text, at most so many characters.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most-1]) + "…"
}
