package counted_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// steps is a canary of two steps, with what the judge says of it.
func steps(kind judge.Kind) rollout.Rollout {
	r := rollout.Rollout{Strategy: rollout.Strategy{Kind: rollout.Canary, Steps: []rollout.Step{{Weight: 0.1}, {Weight: 0.5}}}}
	r.Judging.Verdict = judge.Verdict{Kind: kind, Reason: "limit", Measure: "errors"}
	return r
}

// moves brings a rollout to a step, or into another phase, and back for a cause.
func (l *life) moves(p rollout.Phase, step int, cause string) *life {
	l.t.Helper()
	before := l.r
	l.at = l.at.Add(time.Minute)
	after := before
	after.Revision++
	after.Phase, after.Step, after.Since, after.Cause.Code = p, step, l.at, cause
	l.commit(rollout.Turn(before, after, rollout.Intent{}, l.lock, l.at))
	l.r = after
	return l
}

func (l *life) verdicts() (kinds []string) {
	l.t.Helper()
	for _, line := range l.lines(l.t) {
		if line["Verdicts"] == 1.0 && line["service"] == "checkout" && line["measure"] == "errors" && line["reason"] == "limit" {
			kinds = append(kinds, line["verdict"].(string))
		}
	}
	return kinds
}

func TestAVerdictCountsWhenItDecidesSomething(t *testing.T) {
	passing, failing, undecided := steps(judge.Pass), steps(judge.Fail), steps(judge.Inconclusive)
	onlyLooks, drill := steps(judge.Pass), steps(judge.Fail)
	onlyLooks.Strategy.Shadow, drill.Drill = true, &rollout.Drill{}
	for name, c := range map[string]struct {
		life *life
		want []string
	}{
		"a canary goes on, and all the way": {begin(t, passing).goes(rollout.Shifting).moves(rollout.Shifting, 1, "").moves(rollout.Promoting, 2, ""), []string{"pass", "pass"}},
		"it goes back":                      {begin(t, failing).goes(rollout.Shifting).moves(rollout.RollingBack, 0, rollout.CauseVerdict), []string{"fail"}},
		"a person takes it back":            {begin(t, failing).goes(rollout.Shifting).moves(rollout.RollingBack, 0, rollout.CauseAbort), nil},
		"the policy goes on undecided":      {begin(t, undecided).goes(rollout.Shifting).moves(rollout.Promoting, 2, ""), nil},
		"the judge only looks on":           {begin(t, onlyLooks).goes(rollout.Shifting).moves(rollout.Shifting, 1, ""), nil},
		"it is a drill":                     {begin(t, drill).goes(rollout.Shifting).moves(rollout.RollingBack, 0, rollout.CauseVerdict), nil},
	} {
		if diff := cmp.Diff(c.want, c.life.verdicts()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestMinutesAfterAVerdictAndPeopleDecideNothing(t *testing.T) {
	l := begin(t, steps(judge.Pass)).goes(rollout.Shifting).moves(rollout.Shifting, 1, "")
	before, after := l.r, l.r
	after.Revision++
	after.Moves++ // the next turn orders the weight
	l.commit(rollout.Turn(before, after, rollout.Intent{}, l.lock, l.at.Add(time.Minute)))
	l.r = after
	promoted := l.r
	promoted.Revision++
	promoted.Phase, promoted.Since = rollout.Promoting, l.at.Add(2*time.Minute)
	l.commit(rollout.Wish(promoted, l.lock, "U0BEN", "promote", promoted.Since))
	if got := l.verdicts(); len(got) != 1 {
		t.Errorf("it counts %v", got)
	}
}

// replaced is a finished deploy to an environment whose place another rollout takes.
func replaced(t *testing.T, environment string, by rollout.Rollout) *life {
	t.Helper()
	l := begin(t, rollout.Rollout{}).goes(rollout.Deploying, rollout.Succeeded)
	l.Production = []string{environment}
	by.ID, by.Target, by.Revision = "01B", checkout, 1
	if by.Phase != "" { // it is there to be read
		l.commit(rollout.Change{Put: []rollout.Record{by}})
	}
	l.r.Revision++
	l.r.Until, l.r.Replaced = l.at.Add(time.Hour), "01B"
	l.commit(rollout.Change{Put: []rollout.Record{l.r, rollout.Notice{ID: "01A", Version: l.r.Revision, Kind: rollout.Progress, Rollout: "01A", Late: true, At: l.at}}})
	l.r.Revision++ // something else is told of it later
	l.commit(rollout.Change{Put: []rollout.Record{l.r, rollout.Notice{ID: "01A", Version: l.r.Revision, Kind: rollout.Progress, Rollout: "01A", At: l.at}}})
	return l
}

func TestADeployThatIsOverCountsOnceAsGoodOrTakenBack(t *testing.T) {
	rollback, deploy := rollout.Rollout{Phase: rollout.Succeeded, IsRollback: true}, rollout.Rollout{Phase: rollout.Succeeded}
	for name, c := range map[string]struct {
		life *life
		want []float64
	}{
		"the next deploy takes its place":      {replaced(t, "prod", deploy), []float64{0}},
		"it is taken back":                     {replaced(t, "prod", rollback), []float64{1}},
		"it is not of production":              {replaced(t, "live", rollback), nil},
		"what took its place cannot be read":   {replaced(t, "prod", rollout.Rollout{}), nil},
		"nothing has taken its place till now": {begin(t, rollout.Rollout{}).goes(rollout.Deploying, rollout.Succeeded), nil},
	} {
		var got []float64
		for _, line := range c.life.lines(t) {
			if value, counted := line["ChangeFailure"].(float64); counted {
				got = append(got, value)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
