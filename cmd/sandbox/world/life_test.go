package world_test

import (
	"runtime"
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

// Wherever in a job the bot dies, the next one does it, and nobody hears otherwise.
func TestACommandThatABotDiedOverIsDoneByTheNext(t *testing.T) {
	for n := range 20 {
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			toThePresent()
			w := open(t, options(dir))
			end := run(t, w)
			before := len(rollouts(t, w))
			types(t, w, "prod abc123")
			for range n * 40 {
				runtime.Gosched()
			}
			w.Kill()
			time.Sleep(40 * time.Second)
			end()
			if now := len(rollouts(t, w)); now != before+1 {
				t.Errorf("killed after %d turns: %d rollouts were there, now %d", n*40, before, now)
			}
			if told := messages(w, "did not work"); len(told) > 0 {
				t.Errorf("killed after %d turns: Ana reads %q", n*40, told[0].Text)
			}
			closed(t, w)
		})
	}
}
