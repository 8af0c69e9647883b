package worker_test

import (
	"testing"
	"testing/synctest"

	"github.com/slipway-dev/slipway/rollout"
)

func TestTheMessageOfWhatIsLiveLeadsToItsPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.Page = func(service, environment string) string { return "https://" + service + ".example.com/" + environment }
		w.ends(rollout.Succeeded)
		contains(t, "the message", w.message().Text, "(<https://checkout.example.com/prod|open>)")
	})
}
