package versions_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

// fail makes Lambda say that the version of a release has failed for good, of
// whichever rollout it is.
func (w *world) fail(by rollout.ID) {
	w.t.Helper()
	r := release(1)
	description := "slipway sha=" + r.SHA + " digest=" + r.Digest + " rollout=" + string(by)
	w.Always("GetFunction", func(c faulty.Call) (*http.Response, error) {
		if !strings.Contains(c.Request.URL.RawQuery, "Qualifier=1") {
			return c.Send()
		}
		return answer(c, `{"Configuration":{"State":"Failed","StateReason":"no address is free","Description":"`+description+`"}}`), nil
	})
}

// faults.md E6: a version that will never run is not warmed, and not made twice.
func TestAVersionThatFailedInThisRolloutSaysWhyAndStays(t *testing.T) {
	with(t, func(w *world) {
		w.fail(id)
		for range 2 {
			err := w.publish(release(1))
			if !rollout.IsKind(err, rollout.Broken) || hint(err) == "" || !strings.Contains(err.Error(), "no address is free") {
				t.Errorf("%v", err)
			}
		}
		if n := w.Count("PutProvisionedConcurrencyConfig") + w.Count("DeleteFunction") + w.Count("PublishVersion"); n > 0 || len(w.of(release(1))) != 1 {
			t.Errorf("%v", w.Counts())
		}
	}, warm)
}

// A commit whose version has failed can be deployed again.
func TestAVersionThatFailedInAnEarlierRolloutIsMadeAnew(t *testing.T) {
	for name, f := range map[string]faulty.Fault{"well": nil, "unanswered": faulty.LoseReply, "twice": faulty.Twice} {
		with(t, func(w *world) {
			w.fail("01JDQ4T0000000000000000000")
			w.On("DeleteFunction", f)
			w.must(w.publish(release(1)))
			if len(w.of(release(1))) > 0 {
				t.Errorf("%s: %+v", name, w.list())
			}
			w.must(w.publish(release(1)))
			if p := w.of(release(1)); len(p) != 1 || p[0].Version != "3" || !p[0].Ready {
				t.Errorf("%s: %+v", name, w.list())
			}
		})
	}
}

func TestAFailedVersionThatCannotBeDeletedIsAnError(t *testing.T) {
	with(t, func(w *world) {
		w.fail("01JDQ4T0000000000000000000")
		w.On("DeleteFunction", faulty.Answer(http.StatusForbidden, "AccessDeniedException", ""))
		if err := w.publish(release(1)); !strings.Contains(hint(err), "`lambda:DeleteFunction`") {
			t.Errorf("%v", err)
		}
	})
}
