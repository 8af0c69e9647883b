package statemachine_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/tests/ministack"
)

// stamp is the description of an alias that the rollout of these tests owns.
const stamp = "slipway rollout=a fence=7 move=2 deadline=2026-11-20T10:00:00Z"

// dying answers once and then fails for good.
func dying(first engine.Turn) ticker {
	var n atomic.Int64
	return func(context.Context, *world, engine.Task) (engine.Turn, error) {
		if n.Add(1) == 1 {
			return first, nil
		}
		return engine.Turn{}, errors.New("the world is on fire")
	}
}

// route is where an alias sends its traffic.
type route struct {
	version string
	weights map[string]float64
}

var split = route{version: "1", weights: map[string]float64{"2": 0.1}}

// target makes the function checkout-prod with versions 1 to 3 and alias live.
func (w *world) target(r route, description string) {
	w.t.Helper()
	ctx, name := w.t.Context(), aws.String("checkout-prod")
	ministack.Function(w.t, w.cfg, *name, nil, forwarder.code(w.t))
	for _, v := range []string{"1", "2", "3"} {
		_, err := w.lambda.UpdateFunctionConfiguration(ctx, &lambda.UpdateFunctionConfigurationInput{FunctionName: name, Description: &v})
		must(w.t, err)
		made, err := w.lambda.PublishVersion(ctx, &lambda.PublishVersionInput{FunctionName: name})
		must(w.t, err)
		if *made.Version != v {
			w.t.Fatalf("published version %s, want %s", *made.Version, v)
		}
	}
	_, err := w.lambda.CreateAlias(ctx, &lambda.CreateAliasInput{
		FunctionName: name, Name: aws.String("live"), FunctionVersion: &r.version, Description: &description,
		RoutingConfig: &types.AliasRoutingConfiguration{AdditionalVersionWeights: r.weights},
	})
	must(w.t, err)
}

func (w *world) live() *lambda.GetAliasOutput {
	w.t.Helper()
	got, err := w.lambda.GetAlias(w.t.Context(), &lambda.GetAliasInput{FunctionName: aws.String("checkout-prod"), Name: aws.String("live")})
	must(w.t, err)
	return got
}

// move changes the alias as somebody else would.
func (w *world) move(ctx context.Context, r route, description string) {
	_, err := w.lambda.UpdateAlias(ctx, &lambda.UpdateAliasInput{
		FunctionName: aws.String("checkout-prod"), Name: aws.String("live"), FunctionVersion: &r.version, Description: &description,
		RoutingConfig: &types.AliasRoutingConfiguration{AdditionalVersionWeights: r.weights},
	})
	if err != nil {
		w.t.Error(err)
	}
}

// restored checks that all traffic is on version 1, and that the alias says why.
func (w *world) restored() {
	w.t.Helper()
	live := w.live()
	if *live.FunctionVersion != "1" || (live.RoutingConfig != nil && len(live.RoutingConfig.AdditionalVersionWeights) > 0) {
		w.t.Errorf("live is on %s and %v, want all on 1", *live.FunctionVersion, live.RoutingConfig)
	}
	if *live.Description != stamp+" rescued=true" {
		w.t.Errorf("live says %q", *live.Description)
	}
}

// fails waits for the execution to end as the last resort ends it, and checks
// what people are told.
func (w *world) fails(saying string) {
	w.t.Helper()
	got := w.end("a")
	if got.Status != sfntypes.ExecutionStatusFailed || deref(got.Error) != "LastResort" {
		w.t.Errorf("the execution ended as %s: %s %s", got.Status, deref(got.Error), deref(got.Cause))
	}
	if told := w.told(); !strings.Contains(told, saying) || !strings.Contains(told, "rollout a ") {
		w.t.Errorf("people are told %q, want %q", told, saying)
	}
}

func TestWhenTicksFailForGoodTheTrafficGoesBack(t *testing.T) {
	t.Parallel()
	for name, now := range map[string]route{
		"from a split":     split,
		"from a promotion": {version: "2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, options{}, dying(engine.Turn{Known: known}))
			w.target(now, stamp)
			must(t, w.engine.Start(t.Context(), "a"))
			w.fails("All traffic of checkout-prod was put back on its stable version 1.")
			w.restored()
		})
	}
}

// The rollout could not be read for once, so that the answer names no function.
func TestWhatWasKnownIsNotForgotten(t *testing.T) {
	t.Parallel()
	tick, n := turns(engine.Turn{Known: known}, engine.Turn{})
	w := open(t, options{}, func(ctx context.Context, w *world, task engine.Task) (engine.Turn, error) {
		if n.Load() == 2 {
			return engine.Turn{}, errors.New("the world is on fire")
		}
		return tick(ctx, w, task)
	})
	w.target(split, stamp)
	must(t, w.engine.Start(t.Context(), "a"))
	w.fails("was put back on its stable version 1.")
	w.restored()
}

func TestWhenTheTickersFunctionIsDeletedTheTrafficGoesBack(t *testing.T) {
	t.Parallel()
	tick, _ := turns(engine.Turn{Wait: 3600, Known: known})
	w := open(t, options{}, tick)
	w.target(split, stamp)
	must(t, w.engine.Start(t.Context(), "a"))
	w.park()
	_, err := w.lambda.DeleteFunction(t.Context(), &lambda.DeleteFunctionInput{FunctionName: aws.String("ticker")})
	must(t, err)
	must(t, w.engine.Wake(t.Context(), "a"))
	w.fails("was put back on its stable version 1.")
	w.restored()
}

func TestAnAnswerThatIsNoTurnCountsAsAFailure(t *testing.T) {
	t.Parallel()
	w := open(t, options{change: func(states definition) {
		arguments, _ := states["Tick"]["Arguments"].(map[string]any)
		arguments["Payload"] = map[string]any{"do": "meddle"} // which answers null
	}, meddle: func(*world) {}}, nil)
	must(t, w.engine.Start(t.Context(), "a"))
	w.fails("Nothing is known of a stable version")
}

func TestWhatIsNotOursIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now         route
		description string
		known       engine.Known
		say         string
	}{
		"another rollout has taken over":                  {split, "slipway rollout=b fence=8 move=1 deadline=2026-11-20T10:00:00Z", known, "is not in the hands of this rollout"},
		"a newer owner of the rollout":                    {split, strings.Replace(stamp, "fence=7", "fence=8", 1), known, "is not in the hands of this rollout"},
		"a fence that begins the same":                    {split, strings.Replace(stamp, "fence=7", "fence=70", 1), known, "is not in the hands of this rollout"},
		"a person with no description":                    {split, "", known, "is not in the hands of this rollout"},
		"a person has moved it, and kept the description": {route{version: "3"}, stamp, known, "to a version that is not of this rollout"},
		"a person has added a version to the split":       {route{version: "1", weights: map[string]float64{"3": 0.1}}, stamp, known, "to a version that is not of this rollout"},
		"it is on stable already":                         {route{version: "1"}, stamp, known, "All traffic of checkout-prod is on its stable version 1."},
		"there is nothing to go back to":                  {split, stamp, engine.Known{Function: "checkout-prod", Fence: 7}, "Nothing is known of a stable version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, options{}, dying(engine.Turn{Known: c.known}))
			w.target(c.now, c.description)
			before := w.live()
			must(t, w.engine.Start(t.Context(), "a"))
			w.fails(c.say)
			if after := w.live(); *after.RevisionId != *before.RevisionId {
				t.Errorf("the alias was touched: %v %q", *after.FunctionVersion, *after.Description)
			}
		})
	}
}

func TestARolloutThatWasNeverTickedMovesNothing(t *testing.T) {
	t.Parallel()
	w := open(t, options{}, func(context.Context, *world, engine.Task) (engine.Turn, error) {
		return engine.Turn{}, errors.New("the world is on fire")
	})
	must(t, w.engine.Start(t.Context(), "a"))
	w.fails("Nothing is known of a stable version")
}

// faults.md E1, E2: the alias changes between the look and the write.
func TestAChangeBehindTheLastResortsBackIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		to          route
		description string
		say         string
	}{
		"a person has rolled back by hand": {route{version: "1"}, "by hand", "is not in the hands of this rollout"},
		"a dying tick was still writing":   {route{version: "2"}, stamp, "was put back on its stable version 1."},
		"its own write, whose reply it missed": {
			route{version: "1"}, stamp + " rescued=true", "All traffic of checkout-prod is on its stable version 1."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var n atomic.Int64
			w := open(t, options{meddle: func(w *world) {
				if n.Add(1) == 1 {
					w.move(context.Background(), c.to, c.description)
				}
			}}, dying(engine.Turn{Known: known}))
			w.target(split, stamp)
			must(t, w.engine.Start(t.Context(), "a"))
			w.fails(c.say)
			if c.description == "by hand" {
				if got := *w.live().Description; got != "by hand" {
					t.Errorf("live says %q", got)
				}
				return
			}
			w.restored()
		})
	}
}

func TestTheLastResortDoesNotFightForEver(t *testing.T) {
	t.Parallel()
	w := open(t, options{meddle: func(w *world) { w.move(context.Background(), split, stamp) }}, dying(engine.Turn{Known: known}))
	w.target(split, stamp)
	must(t, w.engine.Start(t.Context(), "a"))
	w.fails("was changed by others again and again")
}

func TestWhenEvenTheLastResortFailsPeopleAreTold(t *testing.T) {
	t.Parallel()
	t.Run("the alias is gone", func(t *testing.T) {
		t.Parallel()
		w := open(t, options{}, dying(engine.Turn{Known: known}))
		must(t, w.engine.Start(t.Context(), "a"))
		w.fails("could not be read")
	})
	t.Run("the write is refused", func(t *testing.T) {
		t.Parallel()
		w := open(t, options{meddle: func(w *world) {
			_, err := w.lambda.DeleteFunction(context.Background(), &lambda.DeleteFunctionInput{FunctionName: aws.String("checkout-prod")})
			if err != nil {
				w.t.Error(err)
			}
		}}, dying(engine.Turn{Known: known}))
		w.target(split, stamp)
		must(t, w.engine.Start(t.Context(), "a"))
		w.fails("do it by hand")
	})
	t.Run("nobody can be told", func(t *testing.T) {
		t.Parallel()
		w := open(t, options{}, dying(engine.Turn{Known: known}))
		w.target(split, stamp)
		_, err := sns.NewFromConfig(w.cfg).DeleteTopic(t.Context(), &sns.DeleteTopicInput{TopicArn: &w.topicARN})
		must(t, err)
		must(t, w.engine.Start(t.Context(), "a"))
		if got := w.end("a"); deref(got.Error) != "LastResort" || !strings.Contains(deref(got.Cause), "was put back") {
			t.Errorf("the execution ended with %s %s", deref(got.Error), deref(got.Cause))
		}
		w.restored()
	})
}
