package world_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
)

// A canary takes about ten seconds here, so it is under way each time.
func TestAKilledBotIsBackSoonAndGoesOnWithItsRollout(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		before := len(rollouts(t, w))
		types(t, w, "prod abc123")
		for range 3 {
			time.Sleep(2 * time.Second)
			w.Kill()
			w.Kill() // a second press on the button
			synctest.Wait()
			if w.Up() {
				t.Error("the bot is up right after it was killed")
			}
			time.Sleep(5 * time.Second)
			if !w.Up() {
				t.Error("the bot does not come back")
			}
		}
		time.Sleep(30 * time.Second)
		end()
		all := rollouts(t, w)
		if len(all) != before+1 || all[0].Phase != rollout.Succeeded {
			t.Errorf("%d rollouts were there, now %d, the newest %s", before, len(all), all[0].Phase)
		}
		closed(t, w)
	})
}

func TestADeadBotAnswersNobodyAndTheCallersAreTold(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		w.Kill()
		synctest.Wait()
		d, err := w.Slack.Command(t.Context(), world.People()[0].ID, channel, "/deploy", "status")
		if err != nil || d.Error != "dispatch_failed" {
			t.Errorf("the command's delivery says %q, %v", d.Error, err)
		}
		if told := messages(w, "/deploy failed"); len(told) != 1 || !strings.Contains(told[0].Text, "dispatch_failed") {
			t.Errorf("Ana sees %v", told)
		}
		end()
		closed(t, w)
	})
}
