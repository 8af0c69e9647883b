package job_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/commands/grammar"
)

// manifest is the part of Slack's manifest that says what the app hears. Its scopes
// are tested beside the client, which needs them.
type manifest struct {
	Features struct {
		Home struct {
			Enabled bool `yaml:"home_tab_enabled"`
		} `yaml:"app_home"`
		Domains  []string `yaml:"unfurl_domains"`
		Commands []struct {
			Command string `yaml:"command"`
			URL     string `yaml:"url"`
			Escape  bool   `yaml:"should_escape"`
		} `yaml:"slash_commands"`
		Shortcuts []struct {
			Kind     string `yaml:"type"`
			Callback string `yaml:"callback_id"`
		} `yaml:"shortcuts"`
	} `yaml:"features"`
	Settings struct {
		Events struct {
			URL string   `yaml:"request_url"`
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			Enabled bool   `yaml:"is_enabled"`
			URL     string `yaml:"request_url"`
		} `yaml:"interactivity"`
	} `yaml:"settings"`
}

func readManifest(t *testing.T) (m manifest) {
	t.Helper()
	raw, err := os.ReadFile("../../docs/examples/slack-manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheManifestHasTheCommandsOfTheGrammar(t *testing.T) {
	var want, got []string
	for _, s := range grammar.Specs() {
		if !s.Sub() {
			want = append(want, s.Slash)
		}
	}
	for _, c := range readManifest(t).Features.Commands {
		got = append(got, c.Command)
		if !strings.HasSuffix(c.URL, "/slack/commands") || c.Escape {
			t.Errorf("%s: %+v", c.Command, c)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheManifestHasTheShortcutsAndEventsThatThereAreJobsFor(t *testing.T) {
	m := readManifest(t)
	got := map[string]string{}
	for _, s := range m.Features.Shortcuts {
		got[s.Callback] = s.Kind
	}
	want := map[string]string{job.FormShortcut: "global", job.WhyShortcut: "message", job.RollbackShortcut: "message"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{job.HomeEvent, job.LinkEvent}, m.Settings.Events.Bot); diff != "" || !m.Features.Home.Enabled {
		t.Error("events", diff, m.Features.Home)
	}
	if diff := cmp.Diff([]string{"slipway.example.com"}, m.Features.Domains); diff != "" {
		t.Error("links", diff)
	}
	if !strings.HasSuffix(m.Settings.Events.URL, "/slack/events") || !strings.HasSuffix(m.Settings.Interactivity.URL, "/slack/interactions") || !m.Settings.Interactivity.Enabled {
		t.Errorf("%+v", m.Settings)
	}
}
