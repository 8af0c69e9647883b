package wire_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"

	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
)

func name(s string) *string { return &s }

func weights(m map[string]float64) *types.AliasRoutingConfiguration {
	return &types.AliasRoutingConfiguration{AdditionalVersionWeights: m}
}

func TestAnAliasIsMadeMovedWeightedClearedAndDeleted(t *testing.T) {
	w := open(t, nil, wire.Options{})
	made, err := w.lambda.CreateAlias(t.Context(), &lambda.CreateAliasInput{
		FunctionName: name("checkout"), Name: name("green"), FunctionVersion: name("42"), Description: name("candidate"),
	})
	must(t, err)
	if *made.Name != "green" || *made.FunctionVersion != "42" || *made.Description != "candidate" || *made.RevisionId == "" || made.RoutingConfig != nil {
		t.Errorf("made %+v", made)
	}
	split, err := w.lambda.UpdateAlias(t.Context(), &lambda.UpdateAliasInput{
		FunctionName: name("checkout"), Name: name("green"), FunctionVersion: name("41"), RevisionId: made.RevisionId,
		RoutingConfig: weights(map[string]float64{"42": .25}),
	})
	must(t, err)
	if *split.RevisionId == *made.RevisionId || *split.FunctionVersion != "41" || split.RoutingConfig.AdditionalVersionWeights["42"] != .25 || *split.Description != "candidate" {
		t.Errorf("split %+v", split)
	}
	kept, err := w.lambda.UpdateAlias(t.Context(), &lambda.UpdateAliasInput{FunctionName: name("checkout"), Name: name("green"), Description: name("")})
	must(t, err)
	if kept.RoutingConfig == nil || *kept.Description != "" {
		t.Errorf("an update that does not mention the weights has changed them, or kept the description: %+v", kept)
	}
	cleared, err := w.lambda.UpdateAlias(t.Context(), &lambda.UpdateAliasInput{
		FunctionName: name("checkout"), Name: name("green"), RoutingConfig: weights(map[string]float64{}),
	})
	must(t, err)
	if cleared.RoutingConfig != nil {
		t.Errorf("an explicit empty map leaves %+v", cleared.RoutingConfig)
	}
	read, err := w.lambda.GetAlias(t.Context(), &lambda.GetAliasInput{FunctionName: name("checkout"), Name: name("green")})
	must(t, err)
	if *read.RevisionId != *cleared.RevisionId || *read.AliasArn != *made.AliasArn {
		t.Errorf("read %+v", read)
	}
	for range 2 { // one that has gone is no error
		_, err = w.lambda.DeleteAlias(t.Context(), &lambda.DeleteAliasInput{FunctionName: name("checkout"), Name: name("green")})
		must(t, err)
	}
	_, err = w.lambda.GetAlias(t.Context(), &lambda.GetAliasInput{FunctionName: name("checkout"), Name: name("green")})
	refused[*types.ResourceNotFoundException](t, err, 404, "ResourceNotFoundException")
}

// MiniStack takes every one of these but the stale RevisionId.
func TestAnAliasIsHeldToTheRulesOfAWS(t *testing.T) { // faults.md E2, E4, E5
	w := open(t, nil, wire.Options{})
	other := w.publish(43, func(in *cloud.UpdateFunctionConfigurationInput) { in.Role = name("another") })
	queue := w.publish(43, func(in *cloud.UpdateFunctionConfigurationInput) {
		in.Role, in.DeadLetterTarget = name("role"), name("")
	})
	update := func(in lambda.UpdateAliasInput) error {
		in.FunctionName, in.Name = name("checkout"), name("live")
		_, err := w.lambda.UpdateAlias(t.Context(), &in)
		return err
	}
	missing := update(lambda.UpdateAliasInput{FunctionVersion: name("99")})
	refused[*types.ResourceNotFoundException](t, missing, 404, "ResourceNotFoundException")
	stale := update(lambda.UpdateAliasInput{FunctionVersion: name("41"), RevisionId: name("stale")})
	refused[*types.PreconditionFailedException](t, stale, 412, "PreconditionFailedException")

	for rule, in := range map[string]lambda.UpdateAliasInput{
		"two other versions":        {RoutingConfig: weights(map[string]float64{"40": .1, "41": .1})},
		"the same version twice":    {RoutingConfig: weights(map[string]float64{"42": .1})},
		"a version beside $LATEST":  {FunctionVersion: name("$LATEST"), RoutingConfig: weights(map[string]float64{"41": .1})},
		"another role":              {RoutingConfig: weights(map[string]float64{other: .1})},
		"another dead-letter queue": {RoutingConfig: weights(map[string]float64{queue: .1})},
	} {
		t.Run(rule, func(t *testing.T) {
			refused[*types.InvalidParameterValueException](t, update(in), 400, "InvalidParameterValueException")
		})
	}
	for rule, weight := range map[string]map[string]float64{"above 1": {"41": 1.5}, "below 0": {"41": -.1}, "on $LATEST": {"$LATEST": .1}} {
		t.Run("a weight "+rule, func(t *testing.T) {
			refused[smithyError](t, update(lambda.UpdateAliasInput{RoutingConfig: weights(weight)}), 400, "ValidationException")
		})
	}
	_, err := w.lambda.CreateAlias(t.Context(), &lambda.CreateAliasInput{FunctionName: name("checkout"), Name: name("live"), FunctionVersion: name("42")})
	refused[*types.ResourceConflictException](t, err, 409, "ResourceConflictException")
	live, err := w.GetAlias("checkout", "live")
	must(t, err)
	if live.FunctionVersion != "42" || len(live.AdditionalVersionWeights) != 0 {
		t.Errorf("a refused update has moved the alias: %+v", live)
	}
}

// publish ships image n, with another configuration, and answers its version.
func (w *world) publish(n int, edit func(*cloud.UpdateFunctionConfigurationInput)) string {
	w.t.Helper()
	in := cloud.UpdateFunctionConfigurationInput{FunctionName: "checkout"}
	edit(&in)
	_, err := w.UpdateFunctionConfiguration(in)
	must(w.t, err)
	_, err = w.UpdateFunctionCode(cloud.UpdateFunctionCodeInput{FunctionName: "checkout", ImageURI: repo + "@" + digest(n)})
	must(w.t, err)
	v, err := w.PublishVersion(cloud.PublishVersionInput{FunctionName: "checkout"})
	must(w.t, err)
	return v.Version
}

func TestListingsComeInPagesThatMissNothing(t *testing.T) {
	w := open(t, nil, wire.Options{PageSize: 2})
	for n := range 7 {
		_, err := w.CreateAlias(cloud.CreateAliasInput{FunctionName: "checkout", Name: fmt.Sprint("a", n), FunctionVersion: "40"})
		must(t, err)
	}
	var aliases []string
	for pages := lambda.NewListAliasesPaginator(w.lambda, &lambda.ListAliasesInput{FunctionName: name("checkout")}); pages.HasMorePages(); {
		page, err := pages.NextPage(t.Context())
		must(t, err)
		if len(page.Aliases) > 2 {
			t.Errorf("%d aliases on one page", len(page.Aliases))
		}
		for _, al := range page.Aliases {
			aliases = append(aliases, *al.Name)
			_ = w.DeleteAlias("checkout", *al.Name) // what goes between two pages hides nothing
		}
	}
	if want := "[a0 a1 a2 a3 a4 a5 a6 blue live]"; fmt.Sprint(aliases) != want {
		t.Errorf("aliases %v, want %s", aliases, want)
	}
	var versions []string
	for pages := lambda.NewListVersionsByFunctionPaginator(w.lambda, &lambda.ListVersionsByFunctionInput{FunctionName: name("checkout")}); pages.HasMorePages(); {
		page, err := pages.NextPage(t.Context())
		must(t, err)
		for _, v := range page.Versions {
			if v.State != "" || v.LastUpdateStatus != "" {
				t.Errorf("a listing has states: %+v", v)
			}
			versions = append(versions, *v.Version)
		}
	}
	if want := "[$LATEST 40 41 42]"; fmt.Sprint(versions) != want {
		t.Errorf("versions %v, want %s", versions, want)
	}
}

func TestTheTenthVersionIsListedAfterTheNinth(t *testing.T) {
	w := open(t, nil, wire.Options{PageSize: 1})
	seed := cloud.Seed{FunctionName: "cart", FirstVersion: 8, Since: w.now}
	for range 4 {
		seed.Versions = append(seed.Versions, cloud.SeedVersion{ImageURI: repo + "@" + digest(40), At: w.now})
	}
	must(t, w.Seed(seed))
	var versions []string
	for pages := lambda.NewListVersionsByFunctionPaginator(w.lambda, &lambda.ListVersionsByFunctionInput{FunctionName: name("cart")}); pages.HasMorePages(); {
		page, err := pages.NextPage(t.Context())
		must(t, err)
		versions = append(versions, *page.Versions[0].Version)
	}
	if want := "[$LATEST 8 9 10 11]"; fmt.Sprint(versions) != want {
		t.Errorf("versions %v, want %s", versions, want)
	}
}

func TestAPageMayBeAskedForInPart(t *testing.T) {
	w := open(t, nil, wire.Options{})
	one, err := w.lambda.ListAliases(t.Context(), &lambda.ListAliasesInput{FunctionName: name("checkout"), MaxItems: aws.Int32(1)})
	must(t, err)
	if len(one.Aliases) != 1 || one.NextMarker == nil {
		t.Errorf("got %+v, want one alias and a marker", one)
	}
	of41, err := w.lambda.ListAliases(t.Context(), &lambda.ListAliasesInput{FunctionName: name("checkout"), FunctionVersion: name("41")})
	must(t, err)
	if len(of41.Aliases) != 1 || *of41.Aliases[0].Name != "blue" {
		t.Errorf("aliases of 41: %+v", of41.Aliases)
	}
	for _, in := range []*lambda.ListAliasesInput{
		{FunctionName: name("checkout"), Marker: name("!")}, {FunctionName: name("checkout"), MaxItems: aws.Int32(0)},
		{FunctionName: name("none")},
	} {
		if _, err := w.lambda.ListAliases(t.Context(), in); status(err) != 400 && status(err) != 404 {
			t.Errorf("%+v: %v", in, err)
		}
		if _, err := w.lambda.ListVersionsByFunction(t.Context(), &lambda.ListVersionsByFunctionInput{
			FunctionName: in.FunctionName, Marker: in.Marker, MaxItems: in.MaxItems}); status(err) != 400 && status(err) != 404 {
			t.Errorf("%+v: %v", in, err)
		}
	}
}

func TestCodeIsUpdatedAndPublishedAsTheWaitersOfTheSDKSeeIt(t *testing.T) {
	w := open(t, func(o *cloud.Options) { o.Delay = time.Minute }, wire.Options{})
	before, err := w.lambda.GetFunctionConfiguration(t.Context(), &lambda.GetFunctionConfigurationInput{FunctionName: name("checkout")})
	must(t, err)
	updated, err := w.lambda.UpdateFunctionCode(t.Context(), &lambda.UpdateFunctionCodeInput{
		FunctionName: name("checkout"), ImageUri: name(repo + "@" + digest(43)), RevisionId: before.RevisionId,
	})
	must(t, err)
	if updated.LastUpdateStatus != types.LastUpdateStatusInProgress || updated.PackageType != types.PackageTypeImage {
		t.Errorf("updated %+v", updated)
	}
	_, err = w.lambda.PublishVersion(t.Context(), &lambda.PublishVersionInput{FunctionName: name("checkout")})
	refused[*types.ResourceConflictException](t, err, 409, "ResourceConflictException")
	w.now = w.now.Add(time.Minute)
	must(t, lambda.NewFunctionUpdatedV2Waiter(w.lambda).Wait(t.Context(), &lambda.GetFunctionInput{FunctionName: name("checkout")}, time.Minute))

	now, err := w.lambda.GetFunction(t.Context(), &lambda.GetFunctionInput{FunctionName: name("checkout")})
	must(t, err)
	if *now.Code.ResolvedImageUri != repo+"@"+digest(43) || *now.Configuration.DeadLetterConfig.TargetArn != "queue" || *now.Configuration.Role != "role" {
		t.Errorf("got %+v %+v", now.Code, now.Configuration)
	}
	publish := lambda.PublishVersionInput{FunctionName: name("checkout"), CodeSha256: now.Configuration.CodeSha256, RevisionId: now.Configuration.RevisionId, Description: name("mine")}
	made, err := w.lambda.PublishVersion(t.Context(), &publish)
	must(t, err)
	if *made.Version != "43" || made.State != types.StatePending || made.StateReasonCode != types.StateReasonCodeCreating || *made.Description != "mine" {
		t.Errorf("published %+v", made)
	}
	if _, err := time.Parse("2006-01-02T15:04:05.000-0700", *made.LastModified); err != nil {
		t.Error(err)
	}
	again, err := w.lambda.PublishVersion(t.Context(), &lambda.PublishVersionInput{FunctionName: name("checkout")})
	must(t, err)
	if *again.Version != "43" {
		t.Errorf("unchanged code is published as %s", *again.Version)
	}
	w.now = w.now.Add(time.Minute)
	must(t, lambda.NewPublishedVersionActiveWaiter(w.lambda).Wait(t.Context(),
		&lambda.GetFunctionConfigurationInput{FunctionName: name("checkout"), Qualifier: name("43")}, time.Minute))
	wrong := publish
	wrong.RevisionId, wrong.CodeSha256 = nil, name("another")
	_, err = w.lambda.PublishVersion(t.Context(), &wrong)
	refused[*types.InvalidParameterValueException](t, err, 400, "InvalidParameterValueException")
	_, err = w.lambda.UpdateFunctionCode(t.Context(), &lambda.UpdateFunctionCodeInput{
		FunctionName: name("checkout"), ImageUri: name(repo + "@" + digest(43)), RevisionId: before.RevisionId,
	})
	refused[*types.PreconditionFailedException](t, err, 412, "PreconditionFailedException")
}

func TestWhatIsNotModelledIsRefused(t *testing.T) {
	w := open(t, nil, wire.Options{})
	_, err := w.lambda.UpdateFunctionCode(t.Context(), &lambda.UpdateFunctionCodeInput{FunctionName: name("checkout"), S3Bucket: name("b"), S3Key: name("k")})
	refused[*types.InvalidParameterValueException](t, err, 400, "InvalidParameterValueException")
	_, err = w.lambda.UpdateFunctionCode(t.Context(), &lambda.UpdateFunctionCodeInput{FunctionName: name("checkout"), ImageUri: name("x"), Publish: true})
	refused[smithyError](t, err, 400, "SerializationException")
	_, err = w.lambda.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: name("checkout"), InvocationType: types.InvocationTypeEvent})
	refused[*types.InvalidParameterValueException](t, err, 400, "InvalidParameterValueException")
}

func TestAVersionThatAnAliasUsesIsNotDeleted(t *testing.T) { // faults.md E5, F7
	w := open(t, nil, wire.Options{})
	remove := func(v string) error {
		_, err := w.lambda.DeleteFunction(t.Context(), &lambda.DeleteFunctionInput{FunctionName: name("checkout"), Qualifier: name(v)})
		return err
	}
	refused[*types.ResourceConflictException](t, remove("42"), 409, "ResourceConflictException")
	refused[*types.InvalidParameterValueException](t, remove("$LATEST"), 400, "InvalidParameterValueException")
	must(t, remove("40"))
	refused[*types.ResourceNotFoundException](t, remove("40"), 404, "ResourceNotFoundException")
	_, err := w.lambda.DeleteFunction(t.Context(), &lambda.DeleteFunctionInput{FunctionName: name("checkout")})
	must(t, err)
	if _, err := w.GetFunction("checkout", ""); err == nil {
		t.Error("without a qualifier AWS deletes the function, and so does its simulation")
	}
}

func TestCallsAreSplitByTheWeightsOfTheAlias(t *testing.T) { // MiniStack sends all of them to one version
	w := open(t, nil, wire.Options{})
	_, err := w.lambda.UpdateAlias(t.Context(), &lambda.UpdateAliasInput{FunctionName: name("checkout"), Name: name("live"), RoutingConfig: weights(map[string]float64{"41": .5})})
	must(t, err)
	ran := map[string]int{}
	for range 40 {
		out, err := w.lambda.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: name("checkout"), Qualifier: name("live"), Payload: []byte(`{"health":true}`)})
		must(t, err)
		ran[*out.ExecutedVersion]++
	}
	if ran["41"] < 8 || ran["42"] < 8 || ran["41"]+ran["42"] != 40 {
		t.Errorf("ran %v, want about twenty each", ran)
	}
}

func TestAFunctionsFailureIsAnAnswerAndItsDurationCanBeWaitedFor(t *testing.T) {
	var waited time.Duration
	w := open(t, func(o *cloud.Options) { o.Delay = time.Minute }, wire.Options{Wait: func(_ context.Context, d time.Duration) { waited += d }})
	good, err := w.lambda.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: name("arn:aws:lambda:eu-central-1:123456789012:function:checkout"), Qualifier: name("41")})
	must(t, err)
	if good.StatusCode != 200 || good.FunctionError != nil || *good.ExecutedVersion != "41" || len(good.Payload) == 0 || waited == 0 {
		t.Errorf("got %+v after %v", good, waited)
	}
	must(t, w.SetBehaviour(digest(41), cloud.Presets()["crash"]))
	bad, err := w.lambda.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: name("checkout"), Qualifier: name("41")})
	must(t, err)
	if bad.StatusCode != 200 || aws.ToString(bad.FunctionError) != "Unhandled" {
		t.Errorf("got %+v, want a failure of the function", bad)
	}
	_, err = w.lambda.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: name("checkout"), Qualifier: name("99")})
	refused[*types.ResourceNotFoundException](t, err, 404, "ResourceNotFoundException")
}

func TestTooManyCallsAreTurnedAwayWithAReason(t *testing.T) { // faults.md E3
	w := open(t, func(o *cloud.Options) { o.RequestRate = 1 }, wire.Options{})
	get := func() error {
		_, err := w.lambda.GetAlias(t.Context(), &lambda.GetAliasInput{FunctionName: name("checkout"), Name: name("live")})
		return err
	}
	must(t, get())
	err := get()
	refused[*types.TooManyRequestsException](t, err, 429, "TooManyRequestsException")
	var e *types.TooManyRequestsException
	if !errors.As(err, &e) || e.Reason != types.ThrottleReasonCallerRateLimitExceeded || aws.ToString(e.RetryAfterSeconds) != "1" {
		t.Errorf("got %+v", e)
	}
	w.Throttle("Invoke", 1)
	_, err = w.lambda.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: name("checkout")})
	if !errors.As(err, &e) || e.Reason != types.ThrottleReasonReservedFunctionConcurrentInvocationLimitExceeded {
		t.Errorf("got %v", err)
	}
}

func TestAReplyThatIsLostBreaksTheConnectionAfterTheEffect(t *testing.T) { // faults.md E1
	var losing atomic.Bool
	w := open(t, func(o *cloud.Options) {
		o.After = func(string) error {
			if losing.Load() {
				return errors.New("lost")
			}
			return nil
		}
	}, wire.Options{})
	losing.Store(true)
	_, err := w.lambda.UpdateAlias(t.Context(), &lambda.UpdateAliasInput{FunctionName: name("checkout"), Name: name("live"), RoutingConfig: weights(map[string]float64{"41": .5})})
	if err == nil || status(err) != 0 {
		t.Errorf("got %v, want no answer at all", err)
	}
	losing.Store(false)
	live, err := w.GetAlias("checkout", "live")
	must(t, err)
	if !maps.Equal(live.AdditionalVersionWeights, map[string]float64{"41": .5}) {
		t.Errorf("the update has had no effect: %+v", live)
	}
}

func TestARefusedPermissionKeepsItsStatus(t *testing.T) { // faults.md E9
	w := open(t, func(o *cloud.Options) {
		o.Fault = func(op string) error {
			if op != "GetFunctionConfiguration" && op != "Invoke" {
				return nil
			}
			return &cloud.Error{Code: "AccessDeniedException", Status: 403, Message: "User is not authorized"}
		}
	}, wire.Options{})
	_, err := w.lambda.GetFunctionConfiguration(t.Context(), &lambda.GetFunctionConfigurationInput{FunctionName: name("checkout")})
	refused[smithyError](t, err, 403, "AccessDeniedException")
	_, err = w.lambda.Invoke(t.Context(), &lambda.InvokeInput{FunctionName: name("checkout")})
	refused[smithyError](t, err, 403, "AccessDeniedException")
}
