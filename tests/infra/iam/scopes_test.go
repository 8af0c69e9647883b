package iam_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// That the manifest asks for what the code needs is held by a test of bot/client.
func TestThePageHasAReasonForEachScopeThatTheAppAsksFor(t *testing.T) {
	read := func(name string) []byte {
		raw, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	var manifest struct {
		OAuth struct {
			Scopes struct {
				Bot []string `yaml:"bot"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal(read(filepath.Join("examples", "slack-manifest.yaml")), &manifest); err != nil {
		t.Fatal(err)
	}
	section := regexp.MustCompile(`(?s)\n## in Slack\n(.*?)\n## `).FindSubmatch(read("permissions.md"))
	if section == nil {
		t.Fatal("the page says nothing of Slack")
	}
	var got []string
	for _, row := range regexp.MustCompile("(?m)^\\| (`.+?`) \\| .{20,} \\|$").FindAllSubmatch(section[1], -1) {
		for _, scope := range regexp.MustCompile("`(.+?)`").FindAllSubmatch(row[1], -1) {
			got = append(got, string(scope[1]))
		}
	}
	slices.Sort(got)
	want := manifest.OAuth.Scopes.Bot
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/permissions.md (-the manifest +the page): %s", diff)
	}
}
