package manifest_test

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/slipway/manifest"
)

var update = flag.Bool("update", false, "write the golden files")

const example = "../../../docs/examples/slack-manifest.yaml"

// What is in the repository to be copied is what the command prints.
func TestTheExampleIsWhatIsPrinted(t *testing.T) {
	got := run(t, "--url", "https://slipway.example.com/")
	if *update {
		ok(t, os.WriteFile(example, []byte(got), 0o600))
	}
	want, err := os.ReadFile(example)
	ok(t, err)
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-example +printed; write it anew with -update\n%s", diff)
	}
}

// schema is a manifest as far as Slack takes it: what is not in here is refused.
// See https://docs.slack.dev/reference/app-manifest
type schema struct {
	Metadata struct {
		Major int `yaml:"major_version"`
	} `yaml:"_metadata"`
	Display struct {
		Name        string `yaml:"name"`
		Description string `yaml:"description"`
		Background  string `yaml:"background_color"`
	} `yaml:"display_information"`
	Features struct {
		Home struct {
			Tab      bool `yaml:"home_tab_enabled"`
			Messages bool `yaml:"messages_tab_enabled"`
			ReadOnly bool `yaml:"messages_tab_read_only_enabled"`
		} `yaml:"app_home"`
		Bot struct {
			Name   string `yaml:"display_name"`
			Online bool   `yaml:"always_online"`
		} `yaml:"bot_user"`
		Commands []struct {
			Command     string `yaml:"command"`
			URL         string `yaml:"url"`
			Description string `yaml:"description"`
			Hint        string `yaml:"usage_hint"`
			Escape      bool   `yaml:"should_escape"`
		} `yaml:"slash_commands"`
		Domains   []string `yaml:"unfurl_domains"`
		Shortcuts []struct {
			Name        string `yaml:"name"`
			Kind        string `yaml:"type"`
			Callback    string `yaml:"callback_id"`
			Description string `yaml:"description"`
		} `yaml:"shortcuts"`
	} `yaml:"features"`
	OAuth struct {
		Scopes struct {
			Bot []string `yaml:"bot"`
		} `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Settings struct {
		Events struct {
			URL string   `yaml:"request_url"`
			Bot []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			On  bool   `yaml:"is_enabled"`
			URL string `yaml:"request_url"`
		} `yaml:"interactivity"`
		Org      bool `yaml:"org_deploy_enabled"`
		Socket   bool `yaml:"socket_mode_enabled"`
		Rotation bool `yaml:"token_rotation_enabled"`
	} `yaml:"settings"`
}

func parse(t *testing.T, text string) (m schema) {
	t.Helper()
	ok(t, yaml.NewDecoder(strings.NewReader(text), yaml.Strict()).Decode(&m))
	return m
}

// Every manifest keeps Slack's limits, whatever the app is called and wherever it is.
func TestSlackTakesWhatIsPrinted(t *testing.T) {
	for _, args := range [][]string{
		{"--url", "https://slipway.example.com"}, {"--socket"}, {"--socket", "--url", "https://a.b.example.com/live"},
		{"--socket", "--name", "Deploys: \"prod\" # only"}, {"--socket", "--name", "デプロイ"}, {"--socket", "--name", "No"},
	} {
		m := parse(t, run(t, args...))
		if !regexp.MustCompile(`^[\w.-]{1,80}$`).MatchString(m.Features.Bot.Name) {
			t.Errorf("%v: the bot is called %q", args, m.Features.Bot.Name)
		}
		if n := slices.Index(args, "--name"); n >= 0 && m.Display.Name != args[n+1] {
			t.Errorf("%v: the app is called %q", args, m.Display.Name)
		}
		short(t, m.Display.Name, 35)
		short(t, m.Display.Description, 140)
		for _, c := range m.Features.Commands {
			short(t, c.Command, 32)
			short(t, c.Description, 2000)
			short(t, c.Hint, 1000)
		}
		for _, s := range m.Features.Shortcuts {
			short(t, s.Callback, 255)
			short(t, s.Description, 150)
		}
		if len(m.Features.Commands) == 0 || len(m.Features.Commands) > 50 || len(m.Features.Domains) > 5 || len(m.Features.Shortcuts) > 10 {
			t.Errorf("%v: %+v", args, m.Features)
		}
	}
}

// Who has no address is sent no links, and asks for no right to read them.
func TestAnAppOfSocketModeHasNoAddress(t *testing.T) {
	text := run(t, "--socket")
	m := parse(t, text)
	if !m.Settings.Socket || strings.Contains(text, "http") || len(m.Features.Domains) > 0 || slices.Contains(m.Settings.Events.Bot, "link_shared") {
		t.Error(text)
	}
	for _, scope := range m.OAuth.Scopes.Bot {
		if strings.HasPrefix(scope, "links:") {
			t.Errorf("it asks for %s", scope)
		}
	}
	if !m.Settings.Interactivity.On || len(m.Features.Commands) != len(parse(t, run(t, "--url", "https://slipway.example.com")).Features.Commands) {
		t.Error("it hears less")
	}
}

func TestAnAddressIsWhereEverythingGoes(t *testing.T) {
	m := parse(t, run(t, "--url", "https://bot.acme.test:8443/live"))
	for _, c := range m.Features.Commands {
		if c.URL != "https://bot.acme.test:8443/live/slack/commands" {
			t.Errorf("%+v", c)
		}
	}
	if m.Settings.Socket || m.Settings.Events.URL != "https://bot.acme.test:8443/live/slack/events" || m.Settings.Interactivity.URL != "https://bot.acme.test:8443/live/slack/interactions" {
		t.Errorf("%+v", m.Settings)
	}
	if diff := cmp.Diff([]string{"bot.acme.test"}, m.Features.Domains); diff != "" {
		t.Error(diff)
	}
}

func TestWhatSlackWouldNotTakeIsRefused(t *testing.T) {
	for want, args := range map[string][]string{
		"say where":                nil,
		"front's address":          {"--url", "http://slipway.example.com"},
		"a host's name":            {"--url", "https://localhost"},
		"https, a host":            {"--url", "https://10.0.0.1"},
		"cannot be the front's":    {"--url", "https://u:p@slipway.example.com"},
		"and perhaps a path":       {"--url", "https://slipway.example.com?a=b"},
		"such as https://slipway":  {"--url", "https://slipway.example.com/a b"},
		"at most 35 characters":    {"--socket", "--name", strings.Repeat("é", 36)},
		"no blanks":                {"--socket", "--name", " Slipway"},
		"cannot be an app's name:": {"--socket", "--name", "a\nb"},
	} {
		if text, err := try(args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q\n%s", args, err, want, text)
		}
	}
	if _, err := try("--socket", "--name", strings.Repeat("é", 35)); err != nil {
		t.Error(err)
	}
}

func short(t *testing.T, text string, most int) {
	t.Helper()
	if n := utf8.RuneCountInString(text); n == 0 || n > most {
		t.Errorf("%q has %d characters, at most %d are allowed", text, n, most)
	}
}

func try(args ...string) (string, error) {
	var out bytes.Buffer
	c := manifest.Command()
	c.SetArgs(append([]string{}, args...))
	c.SetOut(&out)
	c.SilenceErrors, c.SilenceUsage = true, true
	err := c.Execute()
	return out.String(), err
}

func run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := try(args...)
	ok(t, err)
	return out
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
