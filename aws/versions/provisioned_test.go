package versions_test

import (
	"net/http"
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

func TestWarmthThatCannotBeHadSaysWhy(t *testing.T) {
	with(t, func(w *world) {
		w.cloud.FailProvisioning("no capacity")
		w.must(w.publish(release(3)))
		if p := w.of(release(3))[0]; p.Ready || p.Failed != "its provisioned concurrency could not be had: no capacity" {
			t.Errorf("%+v", p)
		}
		w.must(w.publish(release(3)))
		if w.Count("PutProvisionedConcurrencyConfig") != 1 {
			t.Errorf("%v", w.Counts())
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

// A version that will never run is not warmed.
func TestAFailedVersionIsNotWarmed(t *testing.T) {
	with(t, func(w *world) {
		w.On("GetFunction", func(c faulty.Call) (*http.Response, error) {
			return answer(c, `{"Configuration":{"State":"Failed"}}`), nil
		})
		w.must(w.publish(release(1)))
		if w.Count("PutProvisionedConcurrencyConfig") > 0 {
			t.Errorf("%v", w.Counts())
		}
	}, warm)
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
