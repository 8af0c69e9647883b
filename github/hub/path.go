package hub

import (
	"net/url"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// join makes a path of its parts.
func join(parts []string, query url.Values) (string, error) {
	escaped := make([]string, len(parts))
	for i, part := range parts {
		// These are steps in a path, escaped or not.
		if part == "" || part == "." || part == ".." {
			return "", &rollout.Error{Kind: rollout.Invalid, Message: "That is no name of anything on GitHub."}
		}
		escaped[i] = url.PathEscape(part)
	}
	path := strings.Join(escaped, "/")
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path, nil
}
