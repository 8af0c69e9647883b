package settings_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/settings"
)

func TestTheConfigurationIsReadFromTheFileThatIsNamed(t *testing.T) {
	s := settings.Settings{Config: filepath.Join(t.TempDir(), "slipway.yaml")}
	if _, err := s.ReadConfig(); err == nil || !strings.Contains(err.Error(), "SLIPWAY_CONFIG: ") {
		t.Errorf("without a file: %v", err)
	}
	if err := os.WriteFile(s.Config, []byte("version: 2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReadConfig(); err == nil || !strings.Contains(err.Error(), s.Config+":1:") {
		t.Errorf("without its place: %v", err)
	}
}

func TestPrivateAnswersGoToSlackOrItsStandIn(t *testing.T) {
	for standIn, want := range map[string]string{"": "https://hooks.slack.com", "http://127.0.0.1:8080": "http://127.0.0.1:8080"} {
		if got := (settings.Settings{Slack: standIn}).ResponseOrigin(); got != want {
			t.Errorf("%q: %s", standIn, got)
		}
	}
}
