package versions_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func (w *world) delete(v rollout.Version) error { return w.Delete(w.t.Context(), target, v) }

func TestAVersionIsDeletedAndDeletingItAgainIsNoError(t *testing.T) {
	for name, faults := range map[string][]faulty.Fault{"well": nil, "unanswered": {faulty.LoseReply}, "lost": {faulty.LoseRequest}, "twice": {faulty.Twice}} {
		with(t, func(w *world) {
			w.On("DeleteFunction", faults...)
			w.must(w.delete("1"))
			w.must(w.delete("1"))
			if all := w.list(); len(all) != 1 || all[0].Version != "2" {
				t.Errorf("%s: %+v", name, all)
			}
		})
	}
}

func TestAVersionInUseStays(t *testing.T) {
	with(t, func(w *world) {
		if err := w.delete("2"); !rollout.IsKind(err, rollout.Stale) || len(w.list()) != 2 {
			t.Errorf("%v", err)
		}
	})
}

// Without a version's number AWS deletes the function.
func TestOnlyANumberedVersionIsEverDeleted(t *testing.T) {
	for _, v := range []rollout.Version{"", "$LATEST", "live", "1 ", "-1", "1,2", "*"} {
		with(t, func(w *world) {
			if err := w.delete(v); !rollout.IsKind(err, rollout.Invalid) || len(w.Counts()) > 0 {
				t.Errorf("%q: %v, %v", v, err, w.Counts())
			}
		})
	}
}

// faults.md E3, E5 and E9
func TestFailuresAreSortedByWhatCanBeDone(t *testing.T) {
	list := func(w *world) error { _, err := w.List(w.t.Context(), target); return err }
	publish := func(w *world) error { return w.publish(release(3)) }
	remove := func(w *world) error { return w.delete("1") }
	calls := map[string][]func(*world) error{
		"ListVersionsByFunction": {list, publish}, "ListProvisionedConcurrencyConfigs": {list}, "GetFunction": {publish},
		"UpdateFunctionCode": {publish}, "PublishVersion": {publish}, "PutProvisionedConcurrencyConfig": {publish},
		"GetProvisionedConcurrencyConfig": {publish}, "DeleteFunction": {remove},
	}
	for op, all := range calls {
		for n, call := range all {
			for code, want := range map[string]struct {
				kind rollout.Kind
				hint string
			}{
				"TooManyRequestsException":       {rollout.Throttled, "It is tried again by itself."},
				"InvalidParameterValueException": {rollout.Invalid, ""},
				"AccessDeniedException":          {rollout.Broken, "Allow `lambda:" + op + "` to Slipway's ticker."},
				"ServiceException":               {rollout.Broken, "It is tried again by itself."},
			} {
				with(t, func(w *world) {
					w.Always(op, faulty.Answer(status(code), code, "secret"))
					var told *rollout.Error
					err := call(w)
					if !errors.As(err, &told) || told.Kind != want.kind || told.Hint != want.hint || strings.Contains(told.Message, "secret") {
						t.Errorf("%s %d, %s: %+v", op, n, code, err)
					}
				}, warm)
			}
		}
	}
}

func status(code string) int {
	return map[string]int{
		"TooManyRequestsException": 429, "InvalidParameterValueException": 400, "AccessDeniedException": 403, "ServiceException": 500,
	}[code]
}

func TestAFunctionThatIsGoneIsNotFound(t *testing.T) {
	nobody := rollout.Target{Service: "nobody", Environment: "prod"}
	with(t, func(w *world) {
		_, err := w.List(w.t.Context(), nobody)
		if !rollout.IsKind(err, rollout.NotFound) {
			t.Errorf("%v", err)
		}
		if err := w.Publish(w.t.Context(), nobody, release(3), id); !rollout.IsKind(err, rollout.NotFound) {
			t.Errorf("%v", err)
		}
	})
}
