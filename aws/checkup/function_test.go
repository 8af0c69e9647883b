package checkup_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/faulty"
)

func TestASoundFunctionIsSaidToBe(t *testing.T) {
	sound(t).finds(
		"sound alias wiring: live routes to 41, and what is shipped next can share it. → ",
		"sound callers: live is called by apigateway.amazonaws.com. → ",
		"sound metrics: 400 calls by way of live were counted in the last hour. → ",
	)
}

// Lambda's control plane takes 15 calls a second of everybody together; those that are
// not counted here have limits of their own.
func TestAFunctionCostsThreeCallsOfTheControlPlane(t *testing.T) {
	a := sound(t)
	a.weights = map[string]float64{"42": 0.1}
	a.Function(t.Context(), target)
	n := 0
	for op, calls := range a.Counts() {
		if !slices.Contains([]string{"GetFunction", "GetPolicy", "GetMetricStatistics"}, op) {
			n += calls
		}
	}
	if n != 3 {
		t.Errorf("%v", a.Counts())
	}
}

// found is what is not sound.
func found(a *account) []rollout.Diagnosis {
	return slices.DeleteFunc(a.Function(a.t.Context(), target), func(d rollout.Diagnosis) bool { return d.Grade == rollout.GradeSound })
}

func TestWhatIsAmissIsFoundWithItsFix(t *testing.T) {
	const arn = "arn:aws:lambda:eu-west-1:123456789012:function:" + function
	for name, c := range map[string]struct {
		change func(*account)
		grade  rollout.Grade
		found  string
		fix    string
	}{
		"nothing was deployed": {func(a *account) { a.aliases = nil }, rollout.GradeAiling, "There is no alias live", "/deploy prod checkout <ref>"},
		"live is $LATEST": {func(a *account) { a.aliases["live"] = "$LATEST" }, rollout.GradeBroken, "The alias live routes to $LATEST",
			"aws lambda update-alias --function-name checkout-prod --name live --function-version <number>"},
		"no way back": {func(a *account) { delete(a.aliases, "blue"); delete(a.aliases, "green") }, rollout.GradeAiling, "The alias blue and green is missing", "/deploy prod checkout"},
		"another role next": {func(a *account) { a.roles = map[string]string{"$LATEST": "role2"} }, rollout.GradeAiling, "$LATEST has another execution role than version 41 on live",
			"aws lambda update-function-configuration --function-name checkout-prod --role role`, or ship the change with `--strategy all-at-once`"},
		"another role within a split": {func(a *account) { a.weights, a.roles = map[string]float64{"42": 0.1}, map[string]string{"42": "role2"} }, rollout.GradeAiling, "42 has another execution role", "--role role"},
		"another dead letter target next": {func(a *account) { a.dead = map[string]string{"41": "arn:aws:sqs:eu-west-1:1:dead"} }, rollout.GradeAiling, "$LATEST has another dead letter target",
			"--dead-letter-config TargetArn=arn:aws:sqs:eu-west-1:1:dead`"},
		"an API that calls past it": {func(a *account) {
			a.policy[""] = []map[string]any{grant("api", map[string]string{"Service": "apigateway.amazonaws.com"})}
		}, rollout.GradeAiling, "apigateway.amazonaws.com calls checkout-prod past its alias", "aws lambda remove-permission --function-name checkout-prod --statement-id api`"},
		"everybody may call past it":  {func(a *account) { a.policy[""] = []map[string]any{grant("x", "*")} }, rollout.GradeAiling, "everybody calls checkout-prod past its alias", "checkout-prod:live"},
		"every account may, likewise": {func(a *account) { a.policy[""] = []map[string]any{grant("x", map[string]string{"AWS": "*"})} }, rollout.GradeAiling, "everybody calls", "--statement-id x"},
		"a statement with an odd id":  {func(a *account) { a.policy[""] = []map[string]any{grant("$(reboot)", "*")} }, rollout.GradeAiling, "everybody calls", "--statement-id <its id>"},
		"a queue that calls past it": {func(a *account) {
			a.mappings[function] = map[string]string{"arn:aws:sqs:eu-west-1:1:orders": arn}
		}, rollout.GradeAiling, "arn:aws:sqs:eu-west-1:1:orders calls checkout-prod past its alias", "aws lambda update-event-source-mapping --uuid u1 --function-name checkout-prod:live"},
		"nobody calls live": {func(a *account) { a.policy, a.calls = nil, nil }, rollout.GradeAiling, "Nobody calls live", "aws lambda add-permission --function-name checkout-prod --qualifier live"},
		"a version that is not counted": {func(a *account) { a.weights, a.calls["41"] = map[string]float64{"42": 0.1}, 360 }, rollout.GradeAiling,
			"None of the calls that went to version 42 is counted", "look again in five"},
		"a policy that is none": {func(a *account) { a.policy["live"] = []map[string]any{{"Sid": 1}} }, rollout.GradeUnknown, "AWS did not read who may call checkout-prod", "Try again"},
	} {
		a := sound(t)
		c.change(a)
		got := found(a)
		if !slices.ContainsFunc(got, func(d rollout.Diagnosis) bool {
			return d.Grade == c.grade && strings.HasPrefix(d.Found, c.found) && strings.Contains(d.Remedy, c.fix)
		}) {
			t.Errorf("%s: %q", name, said(got))
		}
	}
}

func TestWhatIsAsItShouldBeIsNotComplainedOf(t *testing.T) {
	const arn = "arn:aws:lambda:eu-west-1:123456789012:function:" + function + ":live"
	for name, change := range map[string]func(*account){
		"a role of somebody's that tries things by hand": func(a *account) {
			a.policy[""] = []map[string]any{grant("x", map[string]string{"AWS": "arn:aws:iam::123456789012:root"})}
		},
		"a denial": func(a *account) {
			a.policy[""] = []map[string]any{{"Sid": "x", "Effect": "Deny", "Principal": "*"}}
		},
		"a principal of a kind that is not known": func(a *account) {
			a.policy[""] = []map[string]any{grant("x", []int{1})}
		},
		"a queue on live, listed for the function too": func(a *account) {
			a.policy = nil
			queue := map[string]string{"arn:aws:sqs:eu-west-1:1:orders": arn}
			a.mappings[function], a.mappings[function+":live"] = queue, queue
		},
		"a caller with a role of its own": func(a *account) { a.policy = nil },
		"a split, counted by version": func(a *account) {
			a.weights, a.calls["41"], a.calls["42"] = map[string]float64{"42": 0.1}, 360, 40
		},
		"a split with hardly a call": func(a *account) {
			a.weights, a.calls[""], a.calls["41"] = map[string]float64{"42": 0.04}, 400, 400
		},
		"a weight of nothing": func(a *account) { a.weights = map[string]float64{"42": 0} },
	} {
		a := sound(t)
		change(a)
		if got := found(a); len(got) > 0 {
			t.Errorf("%s: %q", name, said(got))
		}
	}
}

func TestAQueueThatIsListedTwiceIsComplainedOfOnce(t *testing.T) {
	a := sound(t)
	queue := map[string]string{"arn:aws:sqs:eu-west-1:1:orders": "arn:aws:lambda:eu-west-1:1:function:" + function}
	a.mappings[function], a.mappings[function+":live"] = queue, queue
	if got := found(a); len(got) != 1 {
		t.Errorf("%q", said(got))
	}
}

func TestWithoutTrafficNothingIsKnownOfTheMetrics(t *testing.T) {
	a := sound(t)
	a.calls = nil
	if got := found(a); len(got) != 1 || got[0].Grade != rollout.GradeUnknown || got[0].Check != "metrics" || !strings.Contains(got[0].Remedy, "/deploy doctor prod checkout") {
		t.Errorf("%q", said(got))
	}
}

func TestAFunctionThatIsNotThereIsBroken(t *testing.T) {
	a := sound(t)
	a.Always("ListAliases", faulty.Answer(404, "ResourceNotFoundException", ""))
	a.finds("broken alias wiring: There is no function checkout-prod. → Make it, or name the right one in `slipway.yaml`, as the service's `functions`.")
}

func TestWhatMayNotBeLookedAtSaysWhichPermissionItTakes(t *testing.T) {
	for op, permission := range map[string]string{
		"ListAliases": "lambda:ListAliases", "GetFunction": "lambda:GetFunction", "GetPolicy": "lambda:GetPolicy",
		"GetMetricStatistics":                    "cloudwatch:GetMetricStatistics",
		"GET /2015-03-31/event-source-mappings/": "lambda:ListEventSourceMappings",
	} {
		a := sound(t)
		for _, name := range []string{op, strings.TrimSuffix(op, "/")} {
			a.Always(name, faulty.Answer(403, "AccessDeniedException", ""))
		}
		if got := found(a); len(got) != 1 || got[0].Grade != rollout.GradeUnknown || got[0].Remedy != "Allow `"+permission+"` to the role that looks." {
			t.Errorf("%s: %q", op, said(got))
		}
	}
	a := sound(t)
	a.weights = map[string]float64{"42": 0.1}
	a.On("GetMetricStatistics", nil, faulty.Answer(500, "InternalServiceFault", ""))
	if got := found(a); len(got) != 1 || got[0].Found != "AWS did not read the metrics of version 41." {
		t.Errorf("%q", said(got))
	}
}
