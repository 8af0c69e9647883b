package runbook

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// The rollouts that the chapters are about.
const (
	byHand rollout.ID = "01M00000000000000000000001"
	stuck  rollout.ID = "01M00000000000000000000002"
	gone   rollout.ID = "01M00000000000000000000003"
	drill  rollout.ID = "01M00000000000000000000004"
)

// halfway is a canary in prod that its engine has left: due for ten minutes, and no
// execution.
func halfway(service string, id rollout.ID) func(*place) {
	return func(p *place) {
		target, now := rollout.Target{Service: service, Environment: "prod"}, p.World.Clock.Now()
		r, change := rollout.Begin(rollout.Rollout{
			ID: id, Target: target, Phase: rollout.Shifting, Stable: "1", Candidate: "2", By: "U0ANA", Channel: "C0" + strings.ToUpper(service),
			Release: rollout.Release{SHA: strings.Repeat("a", 40)},
			Strategy: rollout.Strategy{
				Kind: rollout.Canary, Steps: []rollout.Step{{Weight: 0.1, Hold: 24 * time.Hour}}, MaxHold: time.Hour, Watch: time.Minute,
				Inconclusive: rollout.Ask, PauseLimit: 24 * time.Hour, MetricErrors: 60, Judge: judge.Default(),
			},
		}, rollout.Lock{Target: target}, now)
		p.must(p.Store.Commit(p.t.Context(), change))
		split := rollout.Split("1", "2", 0.1)
		r.Revision, r.Moves, r.Move = 2, 1, &rollout.Move{From: rollout.All("1"), To: split, Seen: now}
		r.Wake, r.Deadline = now.Add(-10*time.Minute), now.Add(24*time.Hour)
		p.put(r)
		p.function(service+"-prod", 2, nil)
		p.point(service+"-prod", rollout.Live, split, r.Stamp().String())
		p.point(service+"-prod", rollout.Blue, rollout.All("1"), r.Stamp().String())
	}
}

// isBack also holds what the page says of the bot's return.
func isBack(p *place, printed string) {
	if live, stamp := p.live("checkout-prod"); live != rollout.All("1") || stamp != "by hand: ana" {
		p.t.Errorf("live is %s, %q", live, stamp)
	}
	p.printed(printed, `"2": 0.1`, `"StatusCode": 200`, `"ExecutedVersion": "1"`)
	if strings.Contains(printed, "FunctionError") {
		p.t.Error(printed)
	}
	target := rollout.Target{Service: "checkout", Environment: "prod"}
	p.says("checkout", "/deploy", "prod "+p.sha("checkout"), "rolled back by hand by ana")
	if l := load[rollout.Lock](p, rollout.LockKey(target)); l.HeldAt(time.Now()) == nil || l.Owner != byHand {
		p.t.Errorf("the lock is %+v", l)
	}
	p.must(p.Sweep(p.t.Context()))
	p.eventually("the rollout ends", func() bool { return load[rollout.Rollout](p, rollout.RolloutKey(byHand)).Phase.Ended() })
	if r := load[rollout.Rollout](p, rollout.RolloutKey(byHand)); r.Phase != rollout.RolledBack || r.Cause.Code != rollout.CauseForeign {
		p.t.Errorf("it %s: %+v", r.Phase.Past(), r.Cause)
	}
	if load[rollout.Lock](p, rollout.LockKey(target)).Held == nil {
		p.t.Error("deploys are let in")
	}
	p.says("checkout", "/rollback", "prod", "live in prod already")
}

// sha is a commit of the service that can be deployed.
func (p *place) sha(service string) string {
	p.t.Helper()
	for _, c := range p.World.Commits {
		if c.Service == service && c.Branch != "" && !c.Broken {
			return c.SHA
		}
	}
	p.t.Fatal("there is no commit of " + service)
	return ""
}

func isTakenUp(p *place, printed string) {
	p.printed(printed, string(stuck), `"phase": "shifting"`, `"StatusCode": 200`)
	if strings.Contains(printed, "FunctionError") {
		p.t.Error(printed)
	}
	if n := p.cli("stepfunctions", "list-executions", "--state-machine-arn", p.Machine, "--query", fmt.Sprintf("length(executions[?starts_with(name, '%s')])", stuck)); n != "1" {
		p.t.Errorf("%s executions were started", n)
	}
	p.eventually("the rollout goes on", func() bool {
		r := load[rollout.Rollout](p, rollout.RolloutKey(stuck))
		return r.Revision > 2 && !r.Looked.IsZero()
	})
}

func isHeld(p *place) {
	p.put(rollout.Lock{
		Target: rollout.Target{Service: "checkout", Environment: "staging"}, Revision: 1, Fence: 7, Owner: gone,
		Held: &rollout.Hold{By: "U0BEN", Reason: "migrating orders", Since: time.Now()},
	})
}

func isFree(p *place, printed string) {
	p.printed(printed, "migrating orders", string(gone))
	want := rollout.Lock{Target: rollout.Target{Service: "checkout", Environment: "staging"}, Revision: 2, Fence: 7, Owner: gone}
	if l := load[rollout.Lock](p, want.Key()); l != want {
		p.t.Errorf("the lock is %+v", l)
	}
	p.says("checkout", "/deploy", "lock staging once more", "once more") // the bot takes it as it is
}

func finished(p *place) {
	p.function("search-prod", 2, nil)
	p.point("search-prod", rollout.Live, rollout.All("2"), "")
	p.point("search-prod", rollout.Blue, rollout.All("1"), "")
}

func isBackWithoutSlack(p *place, printed string) {
	p.printed(printed, string(stuck), "its health check passed") // what is under way; what came of it
	live, description := p.live("search-prod")
	if _, ours := rollout.ParseStamp(description); live != rollout.All("1") || !ours {
		p.t.Errorf("live is %s, %q", live, description)
	}
}

func tableIsGone(p *place) {
	p.cli("dynamodb", "delete-table", "--table-name", "slipway")
	p.function("payments-staging", 2, nil)
	p.point("payments-staging", rollout.Live, rollout.Split("1", "2", 0.1), rollout.Stamp{Rollout: gone, Fence: 3, Deadline: time.Now()}.String())
}

func tableIsThere(p *place, printed string) {
	p.printed(printed, "no table", "payments-staging\tlive\t1\t{\"2\":0.1}\tslipway rollout="+string(gone), "checkout-prod\tblue\t1\t")
	p.says("search", "/deploy", "lock prod after the flood", "after the flood")
	if status := p.cli("dynamodb", "describe-time-to-live", "--table-name", "slipway", "--query", "TimeToLiveDescription.AttributeName", "--output", "text"); status != "expires" {
		p.t.Errorf("its rows live until %s", status)
	}
}

func drillFailed(p *place) {
	target, now := rollout.Target{Service: "search", Environment: "staging"}, p.World.Clock.Now()
	p.function("search-staging", 2, nil)
	p.point("search-staging", rollout.Live, rollout.All("1"), "")
	p.put(rollout.Rollout{ID: drill, Revision: 1, Target: target, Phase: rollout.RolledBack, Stable: "1", Candidate: "2", Ended: now, Cause: rollout.Cause{Code: rollout.CauseDrill}},
		rollout.Drilled{Rollout: drill, Target: target, By: "U0ANA", Began: now, Ended: now, Why: "nothing took it back within 30m"})
	p.alarm()
}

func drillIsExplained(p *place, printed string) {
	p.printed(printed, "nothing took it back within 30m", `"code": "drill"`, "from OK to ALARM")
}

// values reads the values of a secret's stage.
func (p *place) values(name, stage string) (v map[string]string) {
	p.t.Helper()
	text := p.cli("secretsmanager", "get-secret-value", "--secret-id", name, "--version-stage", stage, "--query", "SecretString", "--output", "text")
	p.must(json.Unmarshal([]byte(text), &v))
	return v
}
