package world_test

import (
	"testing"
	"testing/synctest"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
)

// Whoever looks at a dashboard leaves its numbers in the store.
func TestADashboardOfTheSandboxHasAllItsNumbers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(t.TempDir()))
		defer run(t, w)()
		d, err := w.Slack.Command(t.Context(), world.People()[0].ID, channel, "/dashboard", "prod checkout")
		if err != nil || d.Error != "" {
			t.Fatalf("%v %s", err, d.Error)
		}
		var n rollout.Numbers
		waitFor(t, "the numbers are read", func() bool {
			row, err := w.Store.Load(t.Context(), rollout.NumbersKey(rollout.Target{Service: "checkout", Environment: "prod"}, "1h"))
			if err != nil {
				return false
			}
			n, err = rollout.Decode[rollout.Numbers](row)
			return err == nil
		})
		if len(n.Lines) != 7 || len(n.Lines[0].Points) < 5 || len(n.Usage) < 5 || n.Usage[0].Billed == 0 || n.Arch != "arm64" || n.Metrics != 7 || n.Scanned == 0 || n.Unread+n.Unasked != "" {
			t.Errorf("%+v", n)
		}
	})
}
