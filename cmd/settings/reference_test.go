package settings_test

import (
	"slices"
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
