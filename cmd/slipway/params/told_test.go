package params_test

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

func TestAMaxHoldThatIsTooShortForAllStepsIsToldOnce(t *testing.T) {
	for name, args := range map[string][]string{
		"longer holds":     {"--hold", "40m"},
		"a shorter limit":  {"--max-hold", "5m"},
		"that of a policy": {"--policy", write(t, two), "--environment", "prod", "--max-hold", "6m"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := strategy(t, args...)
			if err == nil || strings.Count(err.Error(), "hold") != 2 || strings.Contains(err.Error(), "\n") {
				t.Error(err)
			}
		})
	}
}

func TestOfAPolicyThatShipsOtherwisePeopleAreToldThatItsCanaryIsMeant(t *testing.T) {
	file := write(t, two)
	for args, want := range map[string]string{
		"":                                       "",
		"--environment=prod --policy=" + file:    "",
		"--environment=staging --policy=" + file: "slipway: the policy's environment staging ships blue-green; the steps of its canary are used\n",
	} {
		set := pflag.NewFlagSet("test", pflag.ContinueOnError)
		flags := params.Bind(set)
		if err := set.Parse(strings.Fields(args)); err != nil {
			t.Fatal(err)
		}
		if _, err := flags.Strategy(); err != nil {
			t.Fatal(err)
		}
		var talk strings.Builder
		flags.Tell(&talk)
		if talk.String() != want {
			t.Errorf("%s: %q", args, talk.String())
		}
	}
}
