package release_test

import (
	"context"
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
		"nothing was ever live": {back, []rollout.Rollout{at(rollout.Checking), at(rollout.Cancelled, func(r *rollout.Rollout) { r.Stable = "" })},
			release.CodeOK, "before any traffic moved: nothing is live yet"},
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
}

func TestASwitchThatComesTooLateSaysHowTheRolloutStands(t *testing.T) {
	for refusal, c := range map[string]struct {
		then rollout.Rollout
		code int
	}{
		"not_paused": {at(rollout.Watching, v42), release.CodeOK}, // another try of the job resumed it at the same moment
		"ended":      {at(rollout.Failed, because(rollout.CauseHealth, "sick")), release.CodeFailed},
	} {
		b := &bot{life: []rollout.Rollout{at(rollout.Checking, held), c.then}, refusal: rollout.Refuse(refusal, "Too late.", "")}
		p, _ := pilot(t, b)
		if got := p.Switch(t.Context(), id, patience); got.Code != c.code {
			t.Errorf("%s: %+v", refusal, got)
		}
	}
}

func TestADeployThatAnotherTryOfTheJobHasBegunIsTakenUp(t *testing.T) {
	mine := at(rollout.Checking, held, func(r *rollout.Rollout) { r.By = "github:ben" })
	persons := at(rollout.Checking, v42, func(r *rollout.Rollout) { r.By = "U0ANA" })
	another := at(rollout.Checking, held, func(r *rollout.Rollout) {
		r.By, r.Release.SHA = "github:ben", "def4560000000000000000000000000000000000"
	})
	for name, c := range map[string]struct {
		open *rollout.Rollout
		code int
	}{
		"begun by a workflow":  {&mine, release.CodeOK},
		"begun by a person":    {&persons, release.CodeRefused},
		"of another commit":    {&another, release.CodeRefused},
		"over in the meantime": {nil, release.CodeRefused},
	} {
		p, told := pilot(t, &bot{life: []rollout.Rollout{mine}, open: c.open, refusal: rollout.Refuse("busy", "It is being rolled out.", "")})
		got := p.Publish(t.Context(), grammar.Deploy{Target: grammar.Target{Service: "checkout", Environment: "staging"}, Ref: sha}, patience)
		if got.Code != c.code || (len(*told) > 0) != (c.code == release.CodeOK) {
			t.Errorf("%s: %+v, %q", name, got, *told)
		}
	}
}

func TestAJobThatIsToldToStopLeavesTheRolloutToSlipway(t *testing.T) {
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for name, do := range map[string]func(*release.Pilot) release.Result{
		"while it waits":      func(p *release.Pilot) release.Result { return p.Watch(stopped, id, patience) },
		"while it takes back": func(p *release.Pilot) release.Result { return p.Rollback(stopped, grammar.Rollback{}, patience) },
	} {
		p, _ := pilot(t, &bot{life: []rollout.Rollout{at(rollout.Watching, v42)}})
		if got := do(p); got.Code != release.CodeInconclusive || got.Rollout != string(id) || !strings.Contains(got.Message, "watching: this job was told to stop; Slipway goes on with it") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for name, b := range map[string]*bot{"before a turn ends": {turn: errDown, turns: 1, life: []rollout.Rollout{{}}}, "before it begins": {refusal: errDown, life: []rollout.Rollout{{}}}} {
		p, _ := pilot(t, b)
		if got := p.Watch(stopped, id, patience); name == "before a turn ends" && got.Code != release.CodeInconclusive {
			t.Errorf("%s: %+v", name, got)
		}
		if got := p.Publish(stopped, grammar.Deploy{}, patience); got.Code != release.CodeInconclusive {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAnIDThatTheTableDoesNotHaveIsNoRollout(t *testing.T) {
	b := &bot{turns: 1, turn: &rollout.MissingError{Key: rollout.RolloutKey(id)}, life: []rollout.Rollout{{}}}
	p, _ := pilot(t, b)
	if got := p.Switch(t.Context(), id, patience); got.Code != release.CodeFailed || !strings.Contains(got.Message, "There is no rollout "+string(id)) || got.Hint == "" || b.turns != 2 {
		t.Errorf("%+v", got)
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
	if got := p.Watch(t.Context(), id, patience); got.Code != release.CodeInconclusive || got.Rollout != string(id) ||
		!strings.Contains(got.Message, "watching: it cannot be moved on from here ("+errDown.Error()+"); Slipway goes on with it") {
		t.Errorf("%+v", got)
	}
	if b.turns < 10 || b.turns > 50 {
		t.Errorf("%d turns", b.turns)
	}
	p, _ = pilot(t, &bot{life: []rollout.Rollout{at(rollout.RollingBack)}, turn: errDown})
	if got := p.Rollback(t.Context(), grammar.Rollback{}, patience); got.Code != release.CodeFailed || !strings.Contains(got.Message, "THE ROLLBACK DID NOT END") {
		t.Errorf("%+v", got)
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
