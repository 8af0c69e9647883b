package versions_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// faults.md E6: a version that is not warm is not ready, so it gets no calls.
func TestAVersionIsNotReadyBeforeItIsWarm(t *testing.T) {
	with(t, func(w *world) {
		for _, p := range w.list() {
			if p.Ready || p.Failed != "" {
				t.Errorf("nothing was asked for, and yet: %+v", p)
			}
		}
		var seen []bool
		for len(w.of(release(3))) == 0 || !w.of(release(3))[0].Ready {
			w.must(w.publish(release(3)))
			seen = append(seen, len(w.of(release(3))) == 1)
		}
		if len(seen) < 3 || !seen[1] {
			t.Errorf("seen %v", seen)
		}
		got, err := w.cloud.GetProvisionedConcurrency(function, "3")
		w.must(err)
		if got.Requested != 2 || w.Count("PutProvisionedConcurrencyConfig") != 1 {
			t.Errorf("%+v, %v", got, w.Counts())
		}
	}, warm, func(w *world) { w.options.Wait = 6 * time.Second })
}

func TestAVersionThatWasPublishedLongAgoIsWarmedToo(t *testing.T) {
	with(t, func(w *world) {
		w.must(w.publish(release(1)))
		if p := w.of(release(1)); !p[0].Ready || len(w.list()) != 2 {
			t.Errorf("%+v", w.list())
		}
	}, warm)
}

func TestWarmthThatCannotBeHadSaysWhyAndIsAskedForAnew(t *testing.T) {
	with(t, func(w *world) {
		w.cloud.FailProvisioning("no capacity")
		for n := range 2 {
			var told *rollout.Error
			if err := w.publish(release(3)); !errors.As(err, &told) || told.Kind != rollout.Broken || told.Hint == "" ||
				strings.Contains(told.Message+told.Hint, "no capacity") || !strings.Contains(told.Error(), "no capacity") {
				t.Errorf("try %d: %v", n, err)
			}
			if p := w.of(release(3))[0]; p.Ready || p.Failed != "" || len(w.provisioned()) > 0 {
				t.Errorf("try %d: %+v, %v", n, p, w.provisioned())
			}
		}
		w.cloud.FailProvisioning("") // there is capacity again
		w.must(w.publish(release(3)))
		if p := w.of(release(3)); len(p) != 1 || !p[0].Ready || w.Count("PutProvisionedConcurrencyConfig") != 3 {
			t.Errorf("%+v, %v", p, w.Counts())
		}
	}, warm)
}

// A rollout that was over before its version had failed to become warm.
func TestWhatAnEarlierRolloutCouldNotWarmIsNoObstacle(t *testing.T) {
	with(t, func(w *world) {
		w.cloud.FailProvisioning("no capacity")
		w.provision("1")
		w.cloud.FailProvisioning("")
		if p := w.of(release(1))[0]; p.Ready || p.Failed != "" {
			t.Errorf("a rollout would end here: %+v", p)
		}
		if err := w.publish(release(1)); !rollout.IsKind(err, rollout.Broken) {
			t.Errorf("%v", err)
		}
		w.must(w.publish(release(1)))
		if p := w.of(release(1))[0]; !p.Ready {
			t.Errorf("%+v", p)
		}
	}, warm)
}

func TestFailedWarmthThatCannotBeGivenBackIsAnError(t *testing.T) {
	with(t, func(w *world) {
		w.cloud.FailProvisioning("no capacity")
		w.provision("1")
		w.Always(cool, faulty.Answer(http.StatusForbidden, "AccessDeniedException", ""))
		if err := w.publish(release(1)); !strings.Contains(hint(err), "`lambda:"+cool+"`") {
			t.Errorf("%v", err)
		}
	}, warm)
}

// A number that was changed in the configuration is asked for anew, also when the
// old one could not be had.
func TestAnotherNumberIsAskedForAnew(t *testing.T) {
	for _, reason := range []string{"", "no capacity"} {
		with(t, func(w *world) {
			w.cloud.FailProvisioning(reason)
			_, err := w.cloud.PutProvisionedConcurrency(function, "1", 800)
			w.must(err)
			w.cloud.FailProvisioning("")
			time.Sleep(5 * time.Second)
			if p := w.of(release(1))[0]; p.Ready || p.Failed != "" {
				t.Errorf("%+v", p)
			}
			w.must(w.publish(release(1)))
			if p := w.of(release(1))[0]; !p.Ready || w.Count(cool) > 0 {
				t.Errorf("%+v, %v", p, w.Counts())
			}
		}, warm)
	}
}

func TestWarmthSurvivesALostAnswer(t *testing.T) {
	for _, f := range []faulty.Fault{faulty.LoseRequest, faulty.LoseReply, faulty.Twice} {
		with(t, func(w *world) {
			w.On("PutProvisionedConcurrencyConfig", f)
			w.must(w.publish(release(1)))
			if p := w.of(release(1))[0]; !p.Ready {
				t.Errorf("%+v", p)
			}
		}, warm)
	}
}

func TestWithoutProvisionedConcurrencyNobodyAsksAboutIt(t *testing.T) {
	with(t, func(w *world) {
		w.must(w.publish(release(3)))
		w.list()
		if n := w.Count("ListProvisionedConcurrencyConfigs") + w.Count("GetProvisionedConcurrencyConfig") + w.Count("ListAliases"); n > 0 {
			t.Errorf("%v", w.Counts())
		}
		if w.of(release(3))[0].Version != rollout.Version("3") {
			t.Errorf("%+v", w.list())
		}
	})
}
