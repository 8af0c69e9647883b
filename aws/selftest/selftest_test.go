package selftest_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/selftest"
	"github.com/slipway-dev/slipway/sandbox/cloud"
	"github.com/slipway-dev/slipway/tests/faulty"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// said is a report as lines.
func said(all []selftest.Assumption) string {
	var b strings.Builder
	for _, a := range all {
		fmt.Fprintf(&b, "%-7s  %s: %s\n", a.Answer, a.Says, a.Seen)
	}
	return b.String()
}

// The simulated account is what the assumptions were made into.
func TestEverythingHoldsInTheSimulatedAccount(t *testing.T) {
	w := open(t)
	r := w.run(t.Context())
	if r.Err != nil || len(r.Left) > 0 || w.there() {
		t.Errorf("%v, %v is left", r.Err, r.Left)
	}
	if diff := cmp.Diff(w.told, r.Assumptions); diff != "" {
		t.Errorf("what was told on the way is not what is reported: %s", diff)
	}
	if *update {
		if err := os.WriteFile("testdata/holds.golden", []byte(said(r.Assumptions)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/holds.golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), said(r.Assumptions)); diff != "" {
		t.Error(diff)
	}
	for _, a := range r.Assumptions {
		if a.Answer != selftest.Holds {
			t.Errorf("%+v", a)
		}
	}
}

// answer is what was found about an assumption.
func answer(t *testing.T, r selftest.Report, says string) selftest.Assumption {
	t.Helper()
	for _, a := range r.Assumptions {
		if strings.HasPrefix(a.Says, says) {
			return a
		}
	}
	t.Fatalf("nothing is said of %q: %v\n%s", says, r.Err, said(r.Assumptions))
	return selftest.Assumption{}
}

func TestWhatIsNotAsAssumedIsFound(t *testing.T) {
	ignore := func(member string) faulty.Fault { // that part of the request is passed over
		return func(c faulty.Call) (*http.Response, error) { return edited(c, member) }
	}
	for name, c := range map[string]struct {
		op    string
		fault faulty.Fault
		says  []string
	}{
		"the RevisionId is ignored":        {"UpdateAlias", ignore("RevisionId"), []string{"A write with an old RevisionId"}},
		"the code's hash is ignored":       {"PublishVersion", ignore("CodeSha256"), []string{"A publish that names other code"}},
		"weights are ignored":              {"UpdateAlias", ignore("RoutingConfig"), []string{"A weight takes effect", "Calls are split", "A write without a routing map"}},
		"another error":                    {"UpdateAlias", stale, []string{"A write with an old RevisionId"}},
		"metrics have no trimmed count":    {"GetMetricStatistics", withoutExtended, []string{"The trimmed count"}},
		"the trimmed count counts nothing": {"GetMetricStatistics", without("TC("), []string{"The trimmed count"}},
		"weights are never cleared":        {"UpdateAlias", neverCleared, []string{"An explicit empty routing map", "Calls follow a cleared weight"}},
		"metrics know no version":          {"GetMetricStatistics", without("ExecutedVersion"), []string{"While an alias is split"}},
		"metrics know no alias":            {"GetMetricStatistics", without("Resource"), []string{"The metrics of an alias"}},
	} {
		w := open(t)
		w.Always(c.op, c.fault)
		r := w.run(t.Context())
		if r.Err != nil || w.there() {
			t.Errorf("%s: %v", name, r.Err)
		}
		for _, says := range c.says {
			if a := answer(t, r, says); a.Answer != selftest.Fails || a.Seen == "" {
				t.Errorf("%s: %+v", name, a)
			}
		}
	}
}

func TestWithoutASecondRoleItIsNotKnownWhatTwoWouldDo(t *testing.T) {
	w := open(t)
	w.options.SecondRole = ""
	if a := answer(t, w.run(t.Context()), "A split between versions of different roles"); a.Answer != selftest.Unknown || !strings.Contains(a.Seen, "--second-role") {
		t.Errorf("%+v", a)
	}
}

// Whatever fails, and whenever: nothing stays in somebody's account.
func TestTheFunctionIsDeletedWhicheverCallFails(t *testing.T) {
	first := open(t)
	first.run(t.Context())
	for op, most := range first.Counts() {
		if op == "DeleteFunction" || strings.Contains(op, "DeleteLogGroup") {
			continue
		}
		for _, nth := range []int{0, most / 2, most - 1} {
			for kind, f := range map[string]faulty.Fault{"a lost reply": faulty.LoseReply, "a refusal": faulty.Answer(403, "AccessDeniedException", "")} {
				w := open(t)
				for range nth {
					w.On(op, nil)
				}
				w.On(op, f)
				r := w.run(t.Context())
				if w.there() || len(r.Left) > 0 {
					t.Errorf("%s for call %d of %s: the function is there (%v), %v", kind, nth, op, w.there(), r.Left)
				}
			}
		}
	}
}

func TestWhoeverInterruptsItFindsNothingLeft(t *testing.T) {
	for _, after := range []time.Duration{time.Second, 30 * time.Second, 2 * time.Minute, 3 * time.Minute} {
		w := open(t)
		ctx, interrupt := context.WithCancel(t.Context())
		begun := w.now
		w.Always("", func(c faulty.Call) (*http.Response, error) {
			if w.now.Sub(begun) >= after {
				interrupt()
			}
			return c.Send()
		})
		r := w.run(ctx)
		interrupt()
		if r.Err == nil || !strings.Contains(r.Err.Error(), "it was stopped") || w.there() || len(r.Left) > 0 {
			t.Errorf("after %s: %v, %v", after, r.Err, r.Left)
		}
	}
}

func TestWhatCannotBeDeletedIsSaidWithHowTo(t *testing.T) {
	w := open(t)
	w.Always("DeleteFunction", faulty.Answer(403, "AccessDeniedException", ""))
	w.Always("DeleteLogGroup", faulty.Answer(400, "AccessDeniedException", ""))
	r := w.run(t.Context())
	want := []string{
		"the function: aws lambda delete-function --function-name " + name,
		"its log: aws logs delete-log-group --log-group-name /aws/lambda/" + name,
	}
	if diff := cmp.Diff(want, r.Left); diff != "" || r.Err != nil {
		t.Errorf("%v %s", r.Err, diff)
	}
	if w.Count("DeleteFunction") != 4 {
		t.Errorf("it tried %d times", w.Count("DeleteFunction"))
	}
}

func TestADeletionIsTriedAgain(t *testing.T) {
	w := open(t)
	w.On("DeleteFunction", faulty.Answer(409, "ResourceConflictException", ""), faulty.LoseReply)
	if r := w.run(t.Context()); len(r.Left) > 0 || w.there() {
		t.Errorf("%v", r.Left)
	}
}

func TestAFunctionThatIsKeptIsNamed(t *testing.T) {
	w := open(t)
	w.options.Keep = true
	if r := w.run(t.Context()); r.Err != nil || len(r.Left) != 2 || !w.there() {
		t.Errorf("%v, %v", r.Err, r.Left)
	}
}

func TestAFunctionThatCannotBeMadeEndsIt(t *testing.T) {
	w := open(t)
	w.Always("CreateFunction", faulty.Answer(400, "InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda."))
	if r := w.run(t.Context()); r.Err == nil || !strings.Contains(r.Err.Error(), "cannot be assumed") || len(r.Assumptions) > 0 || len(r.Left) > 0 {
		t.Errorf("%+v", r)
	}
	w = open(t)
	w.Always("GetFunction", failed)
	if r := w.run(t.Context()); r.Err == nil || !strings.Contains(r.Err.Error(), "no such runtime") || w.there() {
		t.Errorf("%+v", r)
	}
}

// Nothing is left to chance by it: the calls are in the account's metrics, and no others.
func TestItMakesFewCalls(t *testing.T) {
	w := open(t)
	begun := w.now
	w.run(t.Context())
	if n := w.Count("Invoke"); n < 200 || n > 600 {
		t.Errorf("%d calls", n)
	}
	if took := w.now.Sub(begun); took > 6*time.Minute {
		t.Errorf("it took %s", took)
	}
	points, err := w.account.Minutes(cloud.MetricsQuery{FunctionName: name})
	if err != nil || len(points) > 0 {
		t.Errorf("%v, %v", points, err)
	}
}
