package github

import (
	"encoding/json"
	"net/http"
	"unicode/utf8"
)

// What an event may have: docs.github.com/actions/reference/events-that-trigger-workflows#repository_dispatch
const (
	longestType    = 100    // characters of its type
	mostProperties = 10     // of its payload, at the top
	longestPayload = 65_535 // characters of it
)

// createEvent tells a repository of something.
// See https://docs.github.com/rest/repos/repos#create-a-repository-dispatch-event
func createEvent(c *call) (answer, error) {
	var asked map[string]json.RawMessage
	if err := c.read(&asked); err != nil {
		return answer{}, err
	}
	e := Event{Repository: c.repo.FullName(), Payload: json.RawMessage(`{}`), By: c.who.login, At: c.o.Now()}
	given, there := asked["event_type"]
	if !there {
		return answer{}, malformed(`"event_type" wasn't supplied.`)
	}
	if json.Unmarshal(given, &e.Type) != nil {
		return answer{}, malformed("For 'properties/event_type', %.40s is not a string.", given)
	}
	if payload, there := asked["client_payload"]; there {
		e.Payload = payload
	}
	for name := range asked {
		if name != "event_type" && name != "client_payload" {
			return answer{}, malformed("%q is not a permitted key.", name)
		}
	}
	if err := e.check(); err != nil {
		return answer{}, err
	}
	e.ID = c.nextID()
	return answer{status: http.StatusNoContent}, c.commit(c.eventRow(e))
}

// check refuses an event that is too large, in GitHub's own words.
func (e Event) check() error {
	var properties map[string]json.RawMessage
	switch n := utf8.RuneCountInString(e.Type); {
	case n == 0:
		return malformed("At least 1 character is required; 0 were supplied.")
	case n > longestType:
		return malformed("Only %d characters are allowed; %d were supplied.", longestType, n)
	case json.Unmarshal(e.Payload, &properties) != nil || properties == nil:
		return malformed("For 'properties/client_payload', %.40s is not an object.", e.Payload)
	case len(properties) > mostProperties:
		return malformed("No more than %d properties are allowed; %d were supplied.", mostProperties, len(properties))
	case utf8.RuneCount(e.Payload) > longestPayload:
		return refuse(http.StatusUnprocessableEntity, "client_payload is too large.")
	}
	return nil
}

func malformed(format string, args ...any) error {
	return refuse(http.StatusUnprocessableEntity, "Invalid request.\n\n"+format, args...)
}
