package hub

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// Uses are what Slipway is configured to do on GitHub, beside what it always does.
type Uses struct {
	Builds bool // run workflows
	Events bool // tell repositories of incidents
}

// needs are the permissions of an App with such uses, as docs/github-app.md lists them.
func (u Uses) needs() map[string]string {
	all := map[string]string{
		"metadata": "read", "contents": "read", "pull_requests": "read", "checks": "read", "statuses": "read", "deployments": "write",
	}
	if u.Builds {
		all["actions"] = "write"
	}
	if u.Events {
		all["contents"] = "write"
	}
	return all
}

// CheckAccess looks whether GitHub lets Slipway in, and what it may do there.
func (h *Hub) CheckAccess(ctx context.Context, u Uses) []rollout.Diagnosis {
	signed, ok := h.o.source(h.client.BaseURL).(*installation)
	if !ok {
		return []rollout.Diagnosis{{Grade: rollout.GradeAiling, Found: "Slipway is on GitHub with somebody's own token: it acts as them, and ends when they leave.",
			Remedy: "Make it an App: docs/github-app.md. What the token may do, GitHub does not tell."}}
	}
	ctx, cancel := context.WithTimeout(ctx, h.o.Timeout)
	defer cancel()
	if _, err := signed.token(ctx); err != nil {
		return []rollout.Diagnosis{diagnosis(h.Explain("let the App in", err))}
	}
	granted, err := signed.current.Permissions()
	if err != nil {
		return []rollout.Diagnosis{diagnosis(h.Explain("tell what the App may do", err))}
	}
	has := map[string]string{}
	body, err := json.Marshal(granted)
	if err == nil {
		err = json.Unmarshal(body, &has)
	}
	if err != nil {
		return []rollout.Diagnosis{diagnosis(h.Explain("tell what the App may do", err))}
	}
	return u.compare(has)
}

// compare says which permissions are missing, and which nobody needs.
func (u Uses) compare(has map[string]string) []rollout.Diagnosis {
	needs := u.needs()
	var missing, more []string
	for _, name := range slices.Sorted(maps.Keys(needs)) {
		if has[name] != needs[name] && has[name] != "write" && has[name] != "admin" {
			missing = append(missing, permission(name, needs[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(has)) {
		if level := needs[name]; level != has[name] && (level == "" || has[name] != "read") {
			more = append(more, permission(name, has[name]))
		}
	}
	var out []rollout.Diagnosis
	if len(missing) > 0 {
		out = append(out, rollout.Diagnosis{Grade: rollout.GradeBroken, Found: "The App lacks " + strings.Join(missing, ", ") + ".",
			Remedy: "Add it on the App's page, Permissions & events; then an owner accepts it on the organisation's page of installed GitHub Apps."})
	}
	if len(more) > 0 {
		out = append(out, rollout.Diagnosis{Grade: rollout.GradeAiling, Found: "The App may do more than this configuration needs: " + strings.Join(more, ", ") + ".",
			Remedy: "Take it away on the App's page, Permissions & events: whoever had the App's key could do it."})
	}
	if len(out) == 0 {
		out = append(out, rollout.Diagnosis{Grade: rollout.GradeSound, Found: "The App has the permissions that it needs, and no other."})
	}
	return out
}

// permission is one in the words of GitHub's pages.
func permission(name, level string) string {
	words := map[string]string{"statuses": "Commit statuses"}
	word, special := words[name]
	if !special && name != "" {
		word = strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
	}
	return fmt.Sprintf("“%s: %s”", word, map[string]string{"read": "read", "write": "read and write"}[level])
}
