package secrets

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The names that a set can have. The previous value of a secret is good while
// the other side moves to the new one; it may be empty or absent.
//
//nolint:gosec // names, not values
const (
	SlackSigningSecret          = "SLACK_SIGNING_SECRET"
	SlackSigningSecretPrevious  = "SLACK_SIGNING_SECRET_PREVIOUS"
	SlackBotToken               = "SLACK_BOT_TOKEN"
	GitHubAppID                 = "GITHUB_APP_ID"
	GitHubInstallationID        = "GITHUB_INSTALLATION_ID"
	GitHubPrivateKey            = "GITHUB_PRIVATE_KEY"
	GitHubToken                 = "GITHUB_TOKEN"
	GitHubWebhookSecret         = "GITHUB_WEBHOOK_SECRET"
	GitHubWebhookSecretPrevious = "GITHUB_WEBHOOK_SECRET_PREVIOUS"
	PagerDutyRoutingKey         = "PAGERDUTY_ROUTING_KEY"
)

// Names are all of them.
func Names() []string {
	return []string{SlackSigningSecret, SlackSigningSecretPrevious, SlackBotToken,
		GitHubAppID, GitHubInstallationID, GitHubPrivateKey, GitHubToken,
		GitHubWebhookSecret, GitHubWebhookSecretPrevious, PagerDutyRoutingKey}
}

// Set is the secrets of one moment. It shows none of them unless it is asked.
type Set struct{ values map[string]Secret }

// Secret is the one of that name; empty when there is none.
func (s Set) Secret(name string) Secret { return s.values[name] }

// All are the secrets of those names that are not empty, in that order: the
// current and the previous one of something that is being rotated.
func (s Set) All(names ...string) []Secret {
	var all []Secret
	for _, name := range names {
		if v := s.Secret(name); !v.Empty() {
			all = append(all, v)
		}
	}
	return all
}

// Require returns an error that names every secret of those that is empty.
func (s Set) Require(names ...string) error {
	var problems []error
	for _, name := range names {
		if s.Secret(name).Empty() {
			problems = append(problems, fmt.Errorf("%s is empty", name))
		}
	}
	return errors.Join(problems...)
}

// decode reads a JSON object of strings. The error names everything that is
// wrong, and repeats no value.
func decode(body string) (Set, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &fields); err != nil || fields == nil {
		return Set{}, errors.New("it is not a JSON object") // json's own error quotes the text
	}
	s := Set{make(map[string]Secret, len(fields))}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value, ok := text(fields[name])
		switch {
		case !slices.Contains(Names(), name):
			problems = append(problems, fmt.Errorf("%s is not a name that is known", shown(name)))
		case !ok:
			problems = append(problems, fmt.Errorf("%s is not a string", name))
		default:
			s.values[name] = NewSecret(value)
		}
	}
	return s, errors.Join(problems...)
}

func text(raw json.RawMessage) (string, bool) {
	var value *string // null is no string
	if err := json.Unmarshal(raw, &value); err != nil || value == nil {
		return "", false
	}
	return *value, true
}

// shown is an unknown name when it looks like one of ours with a slip in it; it
// could be a secret that was put in the wrong place.
func shown(name string) string {
	if strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" {
		return strconv.Quote(name)
	}
	return "a field"
}
