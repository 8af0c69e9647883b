package slack_test

import (
	"regexp"
	"testing"
	"time"
)

func TestATriggerOpensOneViewWithinThreeSeconds(t *testing.T) {
	w := newWorld(t)
	d := w.command()
	if !regexp.MustCompile(`^\d+\.\d+\.\w+$`).MatchString(d.TriggerID) {
		t.Errorf("trigger_id %q", d.TriggerID)
	}
	w.clock.forward(3*time.Second - time.Nanosecond)
	_, err := w.client.OpenView(d.TriggerID, form("In time"))
	ok(t, err)
	_, err = w.client.OpenView(d.TriggerID, form("Twice"))
	refused(t, err, "exchanged_trigger_id")

	late := w.command()
	w.clock.forward(3 * time.Second)
	w.command() // another trigger makes none forgotten
	_, err = w.client.OpenView(late.TriggerID, form("Late"))
	refused(t, err, "expired_trigger_id")
	w.clock.forward(time.Hour)
	w.command()
	_, err = w.client.OpenView(late.TriggerID, form("Much too late"))
	refused(t, err, "invalid_trigger_id")
}

func TestAViewThatIsRefusedDoesNotUseTheTriggerUp(t *testing.T) {
	w := newWorld(t)
	d := w.command()
	_, err := w.client.OpenView(d.TriggerID, form("This title is much longer than Slack takes"))
	refused(t, err, "invalid_arguments")
	_, err = w.client.OpenView(d.TriggerID, form("Short"))
	ok(t, err)
}

func TestATriggerIsForTheOneWhoActed(t *testing.T) {
	w := newWorld(t)
	w.open(ben, form("Ben's"))
	equal(t, "Ana has", len(w.modals(ana)), 0)
	equal(t, "Ben has", len(w.modals(ben)), 1)
}
