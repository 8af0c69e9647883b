package worker_test

import (
	"testing"
	"testing/synctest"

	"github.com/slipway-dev/slipway/bot/job"
)

// A service may have another name since a page, or a Home tab, was shown. Nobody is left
// with a button that does nothing, and none does what it says.
func TestAButtonThatLeadsNowhereSaysSo(t *testing.T) {
	for _, action := range []string{job.TurnAction, job.ShowAction + "/2"} {
		for _, line := range []string{"/dashboard prod shop", "/rollback prod checkout", id} {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t)
				w.told()
				j := w.pressed(action, func(j *job.Job) { j.Click.Value = line })
				w.Handle(t.Context(), j)
				seen := w.seen(ana, channel)
				contains(t, "ana sees", seen[len(seen)-1].Text, "leads nowhere any more")
				contains(t, "ana sees", seen[len(seen)-1].Text, "/deploy status")
				equal(t, "commands", len(w.runner.asked)+len(w.runner.undone), 0)
				before := len(w.dialogs.calls)
				j.Channel, j.Click.View = "", &job.View{ID: "V1", Home: true}
				w.Handle(t.Context(), j)
				equal(t, "Home tabs that say so", len(w.dialogs.calls)-before, 1)
			})
		}
	}
}
