package traffic_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestAllAliasesAreReadPageByPage(t *testing.T) {
	w := open(t)
	all, err := w.Aliases(t.Context(), target)
	w.must(err)
	if len(all) != 2 || all[rollout.Live].Routing != rollout.All("2") || all[rollout.Blue].Routing != rollout.All("1") || all[rollout.Live].Revision == "" {
		t.Errorf("%+v", all)
	}
	if w.Count("ListAliases") != 2 {
		t.Errorf("%d pages", w.Count("ListAliases"))
	}
}

func TestAMoveIsSeenWithItsStampAndANewRevision(t *testing.T) {
	w := open(t)
	for _, to := range []rollout.Routing{rollout.Split("2", "1", 0.25), rollout.Split("2", "1", 0.5), rollout.All("1")} {
		before := w.alias(rollout.Live).Revision
		w.must(w.point(w.intent(rollout.Live, to, "stamp "+to.String())))
		if now := w.alias(rollout.Live); now.Routing != to || now.Description != "stamp "+to.String() || now.Revision == before {
			t.Errorf("%+v, want %s", now, to)
		}
	}
}

func TestAnAliasThatIsNotThereIsMade(t *testing.T) {
	w := open(t)
	w.must(w.point(w.intent(rollout.Green, rollout.Split("1", "2", 0.1), "ours")))
	if now := w.alias(rollout.Green); now.Routing != rollout.Split("1", "2", 0.1) || now.Description != "ours" {
		t.Errorf("%+v", now)
	}
}

// Without the map AWS leaves the old weights in place: an alias that was to be
// whole would go on splitting.
func TestTheRoutingMapIsSentEvenWhenItIsEmpty(t *testing.T) {
	w := open(t)
	for op, a := range map[string]rollout.Alias{"UpdateAlias": rollout.Live, "CreateAlias": rollout.Green} {
		var sent struct {
			RoutingConfig struct{ AdditionalVersionWeights map[string]float64 }
		}
		w.On(op, func(c faulty.Call) (*http.Response, error) {
			if err := json.Unmarshal(c.Body, &sent); err != nil {
				return nil, err
			}
			return c.Send()
		})
		w.must(w.point(w.intent(a, rollout.All("1"), "")))
		if weights := sent.RoutingConfig.AdditionalVersionWeights; weights == nil || len(weights) > 0 {
			t.Errorf("%s sent the weights %v", op, weights)
		}
	}
}

// An alias may have been given the weight 0 or 1 by hand: nothing is split then.
func TestAWeightOfNothingOrAllIsNoSplit(t *testing.T) {
	w := open(t)
	for weight, want := range map[float64]rollout.Routing{0: rollout.All("2"), 1: rollout.All("1")} {
		_, err := w.cloud.UpdateAlias(cloud.UpdateAliasInput{
			FunctionName: function, Name: "live", AdditionalVersionWeights: map[string]float64{"1": weight},
		})
		w.must(err)
		if now := w.alias(rollout.Live).Routing; now != want {
			t.Errorf("weight %v: %s", weight, now)
		}
	}
}

// The core compares what it sees with what it ordered, to the last bit.
func TestAnyWeightComesBackAsItWasSent(t *testing.T) {
	w := open(t)
	rapid.Check(t, func(t *rapid.T) {
		want := rollout.Split("2", "1", rapid.Float64Range(0, 1).Filter(func(f float64) bool { return f < 1 }).Draw(t, "weight"))
		if err := w.point(w.intent(rollout.Live, want, "")); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, w.alias(rollout.Live).Routing); diff != "" {
			t.Error(diff)
		}
	})
}
