package settings

import (
	"fmt"
	"os"

	"github.com/slipway-dev/slipway/config"
)

// ReadConfig reads the file that Config names.
func (s Settings) ReadConfig() (config.Config, error) {
	body, err := os.ReadFile(s.Config)
	if err != nil {
		return config.Config{}, fmt.Errorf("SLIPWAY_CONFIG: %w", err)
	}
	return config.Read(s.Config, body)
}

// ResponseOrigin is where private answers may go: to Slack, or to its stand-in.
func (s Settings) ResponseOrigin() string {
	if s.Slack != "" {
		return s.Slack
	}
	return "https://hooks.slack.com"
}
