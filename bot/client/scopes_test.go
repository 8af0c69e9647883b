package client_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// scopes are those that each call needs, by the page of its method on docs.slack.dev.
func scopes() map[string][]string {
	return map[string][]string{
		"AuthTest": {}, "OpenView": {}, "UpdateView": {}, "PublishView": {},
		"PostMessage": {"chat:write"}, "UpdateMessage": {"chat:write"}, "PostEphemeral": {"chat:write"},
		"GetUserInfo":            {"users:read"},
		"UploadFile":             {"files:write"},
		"UnfurlMessageByID":      {"links:write", "links:read"}, // of links that it hears of
		"GetConversationHistory": {"channels:history", "groups:history"},
		"GetConversationReplies": {"channels:history", "groups:history"},
	}
}

// S4: the app asks for what the bot needs, and for nothing else.
func TestTheManifestAsksForTheScopesOfTheCallsThatAreMade(t *testing.T) {
	want := []string{"commands"} // slash commands and shortcuts
	sources, err := filepath.Glob("*.go")
	ok(t, err)
	calls := 0
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		ok(t, err)
		for _, call := range regexp.MustCompile(`c\.api\.(\w+)Context\(`).FindAllSubmatch(source, -1) {
			needs, known := scopes()[string(call[1])]
			if !known {
				t.Errorf("which scope does %s need?", call[1])
			}
			want = append(want, needs...)
			calls++
		}
	}
	if calls < len(scopes()) {
		t.Errorf("only %d calls were found", calls)
	}
	slices.Sort(want)
	var manifest struct {
		OAuth struct {
			Scopes struct {
				Bot []string `yaml:"bot"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
	}
	raw, err := os.ReadFile("../../docs/examples/slack-manifest.yaml")
	ok(t, err)
	ok(t, yaml.Unmarshal(raw, &manifest))
	got := slices.Sorted(slices.Values(manifest.OAuth.Scopes.Bot))
	if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
		t.Errorf("-needed +asked for\n%s", diff)
	}
	page, err := os.ReadFile("../../docs/slack-app.md")
	ok(t, err)
	for _, scope := range got {
		if !strings.Contains(string(page), "`"+scope+"`") {
			t.Errorf("docs/slack-app.md does not say what %s is for", scope)
		}
	}
}
