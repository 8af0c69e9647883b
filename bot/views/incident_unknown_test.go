package views_test

import (
	"testing"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

// That nothing is known of an alarm is never told as health.
func TestAnIncidentThatEndedBecauseNothingWasKnownSaysSo(t *testing.T) {
	i := incident(suspicious(), wellAgain)
	i.Alarms[0].State = rollout.AlarmUnknown
	m := views.Incident(i, options())
	says(t, m, "Nothing was known of checkout-errors for an hour")
	saysNot(t, m, "well again")
	saysNot(t, m, "by itself")
}
