package rollout

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// ReadHealth says what is wrong with the answer to a health check, an API Gateway
// response such as {"statusCode":200,"body":"{\"status\":\"ok\"}"}; nothing when it
// has the wanted status and its body speaks of no error.
func ReadHealth(payload []byte, want int) (status int, wrong string) {
	var answer struct {
		StatusCode int    `json:"statusCode"`
		Body       string `json:"body"`
	}
	if err := json.Unmarshal(payload, &answer); err != nil || answer.StatusCode == 0 {
		return 0, "its answer is not one of a health check"
	}
	if answer.StatusCode != want {
		return answer.StatusCode, fmt.Sprintf("it answered %d, not %d", answer.StatusCode, want)
	}
	if word := trouble(answer.Body); word != "" {
		return answer.StatusCode, fmt.Sprintf("it answered %d, with %s in the body", want, word)
	}
	return answer.StatusCode, ""
}

// ReadFailure is what a function that failed says of it: the message of Lambda's
// {"errorType":…,"errorMessage":…}, or the payload as it is.
func ReadFailure(payload []byte) string {
	var failure struct {
		Type    string `json:"errorType"`
		Message string `json:"errorMessage"`
	}
	switch err := json.Unmarshal(payload, &failure); {
	case err != nil || failure.Message == "" && failure.Type == "":
		return string(payload)
	case failure.Message == "":
		return failure.Type
	default:
		return failure.Message
	}
}

// trouble is what in a JSON body speaks of an error: a field that is named so and
// is not empty, or a status that says so. Only the fields of the outermost object
// are looked at; a body that is no JSON object has none.
func trouble(body string) string {
	var fields map[string]any
	if json.Unmarshal([]byte(body), &fields) != nil {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := fields[name]
		switch strings.ToLower(name) {
		case "error", "errors", "errormessage", "errortype":
			if !empty(value) {
				return name
			}
		case "ok", "healthy":
			if value == false {
				return name + " false"
			}
		case "status", "health":
			said, _ := value.(string)
			if slices.Contains([]string{"error", "fail", "failed", "failing", "down", "unhealthy", "critical"}, strings.ToLower(said)) {
				return name + " " + said
			}
		}
	}
	return ""
}

func empty(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case float64:
		return v == 0
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}
