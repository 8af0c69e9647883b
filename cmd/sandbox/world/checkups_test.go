package world_test

import (
	"testing"
	"testing/synctest"
	"time"
)

// The doctor asks the simulated workspace and the simulated code host as it asks the real
// ones.
func TestTheDoctorLooksAtWhatIsSimulated(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		toThePresent()
		w := open(t, options(dir))
		end := run(t, w)
		types(t, w, "doctor")
		waitFor(t, "all is well", func() bool { return len(messages(w, "All is well")) == 1 })
		if err := w.Slack.RemoveApp("C0SEARCH"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		types(t, w, "doctor")
		waitFor(t, "the channel that Slipway is not in", func() bool { return len(messages(w, "not in the channel C0SEARCH")) == 1 })
		end()
		closed(t, w)
	})
}
