package settings_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/aws/secrets"
	"github.com/slipway-dev/slipway/cmd/settings"
)

func TestTheReferenceNamesEverySecret(t *testing.T) {
	var names []string
	for _, s := range settings.Secrets() {
		names = append(names, s.Name)
	}
	if !slices.Equal(names, secrets.Names()) {
		t.Errorf("the reference has %v, and there are %v", names, secrets.Names())
	}
}

func TestTheReferenceSaysOfEachNameWhoNeedsIt(t *testing.T) {
	page := settings.Reference()
	for _, v := range settings.Variables() {
		if !strings.Contains(page, "| `"+v.Name+"` | ") {
			t.Errorf("it does not name %s", v.Name)
		}
	}
	for _, row := range []string{
		"| `SLIPWAY_TABLE` | worker, ticker, release |", "| `GITHUB_PRIVATE_KEY` | worker |", "| `GITHUB_TOKEN` |  | instead of the App's three",
		"| `GITHUB_WEBHOOK_SECRET` | front |",
	} {
		if !strings.Contains(page, row) {
			t.Errorf("it does not say %s", row)
		}
	}
}
