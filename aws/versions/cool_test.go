package versions_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/faulty"
)

const cool = "DeleteProvisionedConcurrencyConfig"

// provision asks for two instances of those versions, and waits until they are warm.
func (w *world) provision(versions ...string) {
	w.t.Helper()
	for _, v := range versions {
		_, err := w.cloud.PutProvisionedConcurrency(function, v, 2)
		w.must(err)
	}
	time.Sleep(5 * time.Second)
}

// provisioned are the versions that are paid for.
func (w *world) provisioned() []string {
	w.t.Helper()
	all, err := w.cloud.ListProvisionedConcurrency(function)
	w.must(err)
	out := []string{}
	for _, p := range all {
		out = append(out, p.Version)
	}
	return out
}

// route makes an alias of one's own.
func (w *world) route(alias, version string, weights map[string]float64) {
	w.t.Helper()
	_, err := w.cloud.CreateAlias(cloud.CreateAliasInput{FunctionName: function, Name: alias, FunctionVersion: version, AdditionalVersionWeights: weights})
	w.must(err)
}

// hint is what people are told to do about an error.
func hint(err error) string {
	var told *rollout.Error
	if !errors.As(err, &told) {
		return ""
	}
	return told.Hint
}

func TestBeforeMoreIsPaidForWhatNobodyRoutesToIsGivenBack(t *testing.T) {
	for name, c := range map[string]struct {
		aliases func(w *world)
		want    []string
	}{
		"live only":             {func(*world) {}, []string{"2", "3"}},
		"an alias that is kept": {func(w *world) { w.route("blue", "1", nil) }, []string{"1", "2", "3"}},
		"a part of an alias":    {func(w *world) { w.route("somebodys", "2", map[string]float64{"1": 0.1}) }, []string{"1", "2", "3"}},
	} {
		with(t, func(w *world) {
			c.aliases(w)
			w.provision("1", "2")
			w.must(w.publish(release(3)))
			if diff := cmp.Diff(c.want, w.provisioned()); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			before := w.Count("ListAliases")
			w.must(w.publish(release(3)))
			if w.Count("ListAliases") != before {
				t.Errorf("%s: it looks again although nothing more is paid for: %v", name, w.Counts())
			}
		}, warm)
	}
}

// It may be called by its number.
func TestAVersionOfSomebodyElsesStaysWarm(t *testing.T) {
	with(t, func(w *world) {
		w.publishBy("by hand", release(1))
		time.Sleep(5 * time.Second)
		w.provision("1", "3")
		w.must(w.publish(release(3)))
		if got := w.provisioned(); !slices.Equal(got, []string{"3", "4"}) {
			t.Errorf("%v", got)
		}
	}, warm)
}

func TestAVersionThatIsWarmAlreadyMakesNobodyCool(t *testing.T) {
	with(t, func(w *world) {
		w.provision("1", "2")
		w.must(w.publish(release(1)))
		if got := w.provisioned(); !slices.Equal(got, []string{"1", "2"}) || w.Count(cool) > 0 {
			t.Errorf("%v, %v", got, w.Counts())
		}
	}, warm)
}

// The simulated account has none on aliases; a real one may, by somebody's hand.
func TestWhatSomebodyAskedForAnAliasIsNotOurs(t *testing.T) {
	with(t, func(w *world) {
		w.On("ListProvisionedConcurrencyConfigs", func(c faulty.Call) (*http.Response, error) {
			return answer(c, `{"ProvisionedConcurrencyConfigs":[{"FunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:checkout-prod:theirs"}]}`), nil
		})
		w.must(w.publish(release(3)))
		if w.Count(cool) > 0 {
			t.Errorf("%v", w.Counts())
		}
	}, warm)
}

// faults.md E3: the network
func TestGivingBackSurvivesALostAnswer(t *testing.T) {
	gone := faulty.Answer(http.StatusNotFound, "ProvisionedConcurrencyConfigNotFoundException", "")
	for name, f := range map[string]faulty.Fault{"request": faulty.LoseRequest, "reply": faulty.LoseReply, "twice": faulty.Twice, "somebody was faster": gone} {
		with(t, func(w *world) {
			w.provision("1")
			w.On(cool, f)
			w.must(w.publish(release(3)))
			if p := w.of(release(3)); len(p) != 1 || !p[0].Ready {
				t.Errorf("%s: %+v", name, p)
			}
		}, warm)
	}
}

// faults.md E5: what could not be given back is not paid for on top
func TestNothingMoreIsPaidForWhenNothingCanBeGivenBack(t *testing.T) {
	for _, op := range []string{cool, "ListAliases"} {
		with(t, func(w *world) {
			w.provision("1")
			w.Always(op, faulty.Answer(http.StatusForbidden, "AccessDeniedException", ""))
			if err := w.publish(release(3)); !strings.Contains(hint(err), "`lambda:"+op+"`") || w.Count("PutProvisionedConcurrencyConfig") > 0 {
				t.Errorf("%v, %v", err, w.Counts())
			}
		}, warm)
	}
}

// AWS does not say whether a version that is kept warm can be deleted.
func TestAVersionIsDeletedThoughItsWarmthIsInTheWay(t *testing.T) {
	inTheWay := faulty.Answer(http.StatusConflict, "ResourceConflictException", "")
	with(t, func(w *world) {
		w.provision("1")
		w.On("DeleteFunction", inTheWay)
		w.must(w.delete("1"))
		if all := w.list(); len(all) != 1 || w.Count(cool) != 1 {
			t.Errorf("%+v, %v", all, w.Counts())
		}
	}, warm)
	with(t, func(w *world) {
		w.On("DeleteFunction", inTheWay)
		if err := w.delete("1"); !rollout.IsKind(err, rollout.Stale) || w.Count(cool) > 0 {
			t.Errorf("nothing is kept warm here: %v, %v", err, w.Counts())
		}
	})
}

func TestAVersionInUseStaysWarm(t *testing.T) {
	with(t, func(w *world) {
		w.provision("2")
		if err := w.delete("2"); !rollout.IsKind(err, rollout.Stale) || w.Count(cool) > 0 {
			t.Errorf("%v, %v", err, w.Counts())
		}
	}, warm)
}

func TestADeletionThatCannotBeLookedIntoFails(t *testing.T) {
	for _, op := range []string{cool, "ListAliases"} {
		with(t, func(w *world) {
			w.provision("1")
			w.On("DeleteFunction", faulty.Answer(http.StatusConflict, "ResourceConflictException", ""))
			w.Always(op, faulty.Answer(http.StatusForbidden, "AccessDeniedException", ""))
			if err := w.delete("1"); !strings.Contains(hint(err), "`lambda:"+op+"`") {
				t.Errorf("%s: %v", op, err)
			}
		}, warm)
	}
}
