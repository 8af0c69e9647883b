package release_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

const patience = time.Hour

func TestEachPartEndsWithTheCodeThatAWorkflowGoesBy(t *testing.T) {
	publish := func(p *release.Pilot) release.Result {
		return p.Publish(t.Context(), grammar.Deploy{Target: grammar.Target{Service: "checkout", Environment: "staging"}, Ref: sha}, patience)
	}
	check := func(p *release.Pilot) release.Result { return p.Check(t.Context(), id, patience) }
	shift := func(p *release.Pilot) release.Result { return p.Switch(t.Context(), id, patience) }
	watch := func(p *release.Pilot) release.Result { return p.Watch(t.Context(), id, patience) }
	back := func(p *release.Pilot) release.Result {
		return p.Rollback(t.Context(), grammar.Rollback{Target: grammar.Target{Service: "checkout", Environment: "staging"}}, patience)
	}
	for name, c := range map[string]struct {
		do   func(*release.Pilot) release.Result
		life []rollout.Rollout
		code int
		says string
	}{
		"a version is published": {publish, []rollout.Rollout{at(rollout.Pending), at(rollout.Building), at(rollout.Deploying), at(rollout.Deploying, v42), at(rollout.Checking, held)},
			release.CodeOK, "green points at v42; no traffic has moved"},
		"there is no image": {publish, []rollout.Rollout{at(rollout.Pending), at(rollout.Failed, because(rollout.CauseBuild, "the build failed."))},
			release.CodeFailed, "abc1230 failed before any traffic moved: the build failed."},
		"green is well": {check, []rollout.Rollout{at(rollout.Checking, held), at(rollout.Checking, held, health("42", true))},
			release.CodeOK, "v42 passed its health check"},
		"the health is another version's": {check, []rollout.Rollout{at(rollout.Checking, held, health("41", true)), at(rollout.Cancelled)},
			release.CodeFailed, "was cancelled"},
		"green is sick": {check, []rollout.Rollout{at(rollout.Checking, held, health("42", false)), at(rollout.Failed, because(rollout.CauseHealth, "v42 did not pass its health check: 500"))},
			release.CodeFailed, "v42 did not pass its health check: 500"},
		"all of the traffic moved": {shift, []rollout.Rollout{at(rollout.Checking, held), at(rollout.Shifting, v42), at(rollout.Watching, v42)},
			release.CodeOK, "all of the traffic is on v42"},
		"the new one is worse": {shift, []rollout.Rollout{at(rollout.Checking, held), at(rollout.Shifting, v42), at(rollout.RolledBack, because(rollout.CauseVerdict, "v42 is worse than v41"))},
			release.CodeRolledBack, "v42 was taken back to v41: v42 is worse than v41."},
		"nobody can tell": {shift, []rollout.Rollout{at(rollout.Shifting, waits)},
			release.CodeInconclusive, "It waits for a person: too few calls to tell."},
		"it stays well": {watch, []rollout.Rollout{at(rollout.Watching, v42), at(rollout.Succeeded, v42)},
			release.CodeOK, "v42 is live and stayed well"},
		"it goes bad later": {watch, []rollout.Rollout{at(rollout.Watching, v42), at(rollout.RollingBack, v42), at(rollout.RolledBack, because(rollout.CauseVerdict, "v42 is worse"))},
			release.CodeRolledBack, "taken back"},
		"it takes too long": {watch, []rollout.Rollout{at(rollout.Watching, v42)},
			release.CodeInconclusive, "it took longer than it may"},
		"back, and well": {back, []rollout.Rollout{at(rollout.RollingBack), at(rollout.RolledBack, health("41", true))},
			release.CodeOK, "Live is v41 again, and its health check passed."},
		"back, and sick": {back, []rollout.Rollout{at(rollout.RollingBack), at(rollout.RolledBack, health("41", false))},
			release.CodeFailed, "BUT IT IS NOT WELL"},
		"back, and nobody asked": {back, []rollout.Rollout{at(rollout.RolledBack)},
			release.CodeFailed, "BUT IT IS NOT WELL"},
		"not back": {back, []rollout.Rollout{at(rollout.RollingBack), at(rollout.Succeeded, v42)},
			release.CodeFailed, "THE ROLLBACK DID NOT HAPPEN"},
		"never back": {back, []rollout.Rollout{at(rollout.RollingBack)},
			release.CodeFailed, "THE ROLLBACK DID NOT END"},
		"nothing had moved": {back, []rollout.Rollout{at(rollout.Checking), at(rollout.Cancelled)},
			release.CodeOK, "before any traffic moved: v41 is live"},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := pilot(t, &bot{life: c.life})
			got := c.do(p)
			if got.Code != c.code || !strings.Contains(got.Message, c.says) || got.Rollout != string(id) || got.Target != "checkout/staging" {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestWhatIsHeldIsResumedOnceHoweverOftenTheJobIsRun(t *testing.T) {
	b := &bot{life: []rollout.Rollout{at(rollout.Checking, held), at(rollout.Checking, held), at(rollout.Shifting, v42), at(rollout.Watching, v42)}}
	p, _ := pilot(t, b)
	for range 2 {
		if got := p.Switch(t.Context(), id, patience); got.Code != release.CodeOK {
			t.Fatalf("%+v", got)
		}
	}
	if len(b.asked) != 1 || b.asked[0].Actor != "github:ana" || b.asked[0].Command.Name() != "resume" {
		t.Errorf("%+v", b.asked)
	}
	b = &bot{life: []rollout.Rollout{at(rollout.Checking, held), at(rollout.Watching, v42)}, refusal: rollout.Refuse("not_paused", "It is not paused.", "")}
	p, _ = pilot(t, b)
	if got := p.Switch(t.Context(), id, patience); got.Code != release.CodeOK {
		t.Errorf("another try of the job resumed it at the same moment: %+v", got)
	}
}

func TestARefusalIsNoErrorAndSaysWhatToDo(t *testing.T) {
	no := rollout.Refuse("locked", "prod is locked.", "`/deploy unlock prod checkout`")
	for name, do := range map[string]func(*release.Pilot) release.Result{
		"publish":  func(p *release.Pilot) release.Result { return p.Publish(t.Context(), grammar.Deploy{}, patience) },
		"switch":   func(p *release.Pilot) release.Result { return p.Switch(t.Context(), id, patience) },
		"rollback": func(p *release.Pilot) release.Result { return p.Rollback(t.Context(), grammar.Rollback{}, patience) },
	} {
		p, _ := pilot(t, &bot{life: []rollout.Rollout{at(rollout.Checking, held)}, refusal: no})
		if got := do(p); got.Code != release.CodeRefused || got.Outcome != "refused" || got.Message != "prod is locked." || got.Hint != no.Hint {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestATurnThatFailsIsTriedAgainButNotForever(t *testing.T) {
	b := &bot{life: []rollout.Rollout{at(rollout.Watching, v42)}, turn: errDown}
	p, _ := pilot(t, b)
	if got := p.Watch(t.Context(), id, patience); got.Code != release.CodeFailed || !strings.Contains(got.Message, errDown.Error()) {
		t.Errorf("%+v", got)
	}
	if b.turns < 10 || b.turns > 50 {
		t.Errorf("%d turns", b.turns)
	}
}

func TestTheJobsLogSaysHowItGoesOnceEach(t *testing.T) {
	share := func(w float64) func(*rollout.Rollout) {
		return func(r *rollout.Rollout) { r.Shares = []rollout.Share{{Weight: w}} }
	}
	p, told := pilot(t, &bot{life: []rollout.Rollout{
		at(rollout.Shifting, v42, share(0.1)), at(rollout.Shifting, v42, share(0.1)), at(rollout.Shifting, v42, share(0.25)), at(rollout.Watching, v42), at(rollout.Succeeded, v42),
	}})
	p.Watch(t.Context(), id, patience)
	want := "checkout/staging: shifting, 10 % of the calls go to v42\ncheckout/staging: shifting, 25 % of the calls go to v42\ncheckout/staging: watching\ncheckout/staging: abc1230 succeeded"
	if got := strings.Join(*told, "\n"); got != want {
		t.Error(got)
	}
}
