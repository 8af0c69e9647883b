package wiring

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/engine"
	"github.com/slipway-dev/slipway/cmd/settings"
	"github.com/slipway-dev/slipway/rollout"
)

// plan is a process's that can be any.
func plan(t *testing.T, w World) Plan {
	t.Helper()
	p, err := Read(w, settings.Worker, settings.Ticker)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEverythingThatIsWrongIsSaidAtOnce(t *testing.T) {
	broken := strings.Replace(strings.Replace(policyFile, "version: 1", "version: 2", 1), "channel: C0CHECKOUT", "chanel: C0CHECKOUT", 1)
	w := world(t, newOutside(t), broken, map[string]string{
		"AWS_REGION": "", "SLIPWAY_TABLE": "", "SLIPWAY_SECRETS": "vault:x", "SLIPWAY_LOG_LEVEL": "loud", "SLIPWAY_FUNCTION": "font",
	})
	w.Random = strings.NewReader("")
	_, err := Read(w, settings.Worker, settings.Ticker)
	for _, want := range []string{
		"AWS_REGION", "SLIPWAY_TABLE is missing", "secrets are at env:", `"loud" is none of`, `"font" is none of worker, ticker`, "expected the number 1", "chanel: unknown key",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q:\n%v", want, err)
		}
	}
}

func TestOnAWSEveryServiceHasToSayWhereItsImagesAre(t *testing.T) {
	without := strings.Replace(policyFile, "artifact:", "# artifact:", 1)
	_, err := Read(world(t, newOutside(t), without, nil), settings.Worker)
	if err == nil || !strings.Contains(err.Error(), "services.checkout.artifact is missing: where are the images of checkout?") {
		t.Error(err)
	}
}

// It has no secrets of ours: the runner's own rights are all that it needs.
func TestARunOfAWorkflowNeedsNoFunctionAndNoSecrets(t *testing.T) {
	w := world(t, newOutside(t), policyFile, map[string]string{"SLIPWAY_FUNCTION": "", "SLIPWAY_SECRETS": ""})
	p, err := Read(w, settings.Release)
	if err != nil || p.Settings.Function != settings.Release {
		t.Fatalf("%+v, %v", p.Settings, err)
	}
	if parts := p.Parts(nil, Silent("A run")); parts.Store == nil || parts.Engine == nil || parts.Commands == nil {
		t.Errorf("%+v", parts)
	}
}

func TestRolloutsLiveByTheirClockAndCodeHostsByTheRealOne(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, map[string]string{"SLIPWAY_CLOCK": "2026-11-23T11:00:00Z/60"}))
	later := noon.Add(59 * time.Hour)
	if !p.Clock().Equal(later) {
		t.Errorf("it is %s", p.Clock())
	}
	deps := p.Parts(nil, CodeHost{}).Commands.Deps
	if !deps.Now().Equal(later) || !deps.Real().Equal(noon) {
		t.Errorf("%s, %s", deps.Now(), deps.Real())
	}
	first, second := deps.NewID(), deps.NewID()
	if len(first) != 26 || first >= second {
		t.Errorf("ids %s and %s", first, second)
	}
	if a, b := p.NewRef(), p.NewRef(); len(a) != 6 || a == b {
		t.Errorf("references %s and %s", a, b)
	}
}

func TestTheLastResortKnowsWhatTheStoreKnows(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	r := rollout.Rollout{ID: "01A", Target: rollout.Target{Service: "checkout", Environment: "prod"}, Stable: "41", Candidate: "42", Fence: 7}
	body, err := rollout.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	want := engine.Known{Function: "checkout-prod", Stable: "41", Candidate: "42", Fence: 7}
	if diff := cmp.Diff(want, p.Known(r)); diff != "" {
		t.Error(diff)
	}
	for name, c := range map[string]struct {
		row  rollout.Stored
		err  error
		want *engine.Known
	}{
		"it is there":            {rollout.Stored{Key: r.Key(), Body: body}, nil, &want},
		"it cannot be read":      {rollout.Stored{}, errors.New("busy"), nil},
		"it is of an odd schema": {rollout.Stored{Key: r.Key(), Body: []byte(`{}`)}, nil, nil},
	} {
		load := func(context.Context, rollout.Key) (rollout.Stored, error) { return c.row, c.err }
		if diff := cmp.Diff(c.want, p.known(load)(t.Context(), "01A")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestATargetIsWhatTheFileSaysOfIt(t *testing.T) {
	p := plan(t, world(t, newOutside(t), policyFile, nil))
	for environment, want := range map[string]int32{"prod": 3, "nowhere": 0} {
		if got := p.provisioned(rollout.Target{Service: "checkout", Environment: environment}); got != want {
			t.Errorf("%s: %d instances", environment, got)
		}
	}
	if a, known := p.artifact("checkout"); !known || a.Repository != "acme/checkout" {
		t.Errorf("%+v", a)
	}
	if _, known := p.artifact("nothing"); known {
		t.Error("an unknown service has artifacts")
	}
}

// Many tickers begin at the same moment.
func TestATickerMakesOneCallAtATime(t *testing.T) {
	if burst(settings.Ticker) != 1 || burst(settings.Worker) != 8 || burst(settings.Release) != 8 {
		t.Error(burst(settings.Ticker), burst(settings.Worker), burst(settings.Release))
	}
}

func TestANoticeIsOnTheQueueOnceAndInOrder(t *testing.T) {
	o := newOutside(t)
	p := plan(t, world(t, o, policyFile, nil))
	send := p.Parts(nil, CodeHost{}).Commands.Outbox.Send
	if err := send(t.Context(), "01A", 7); err != nil {
		t.Fatal(err)
	}
	m := o.sent[0]
	if m["MessageGroupId"] != "notice/01A" || m["MessageDeduplicationId"] != "notice/01A/7" || m["MessageBody"] != `{"notice":{"id":"01A","version":7}}` {
		t.Errorf("%v", m)
	}
	o.denies = true
	if err := send(t.Context(), "01B", 1); err == nil || !strings.Contains(err.Error(), "queue the notice 01B") {
		t.Error(err)
	}
}
