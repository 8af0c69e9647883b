package world_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/sandbox/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
	"github.com/slipway-dev/slipway/sandbox/account"
)

func TestEveryServiceHasACommitOfEachBehaviourThatWaits(t *testing.T) {
	w := open(t, options(t.TempDir()))
	for _, s := range w.Config.Services {
		for _, behaviour := range []string{world.Good, world.Bad, world.Slow, world.Crash, world.Late} {
			if !slices.ContainsFunc(w.Commits, func(c account.Commit) bool {
				return c.Service == s.Name && c.Behaviour == behaviour && world.Waiting(c)
			}) {
				t.Errorf("%s has no %s commit", s.Name, behaviour)
			}
		}
	}
	if !slices.ContainsFunc(w.Commits, func(c account.Commit) bool {
		return c.Service == "checkout" && strings.HasPrefix(c.SHA, "abc123") && c.Behaviour == world.Good && world.Waiting(c)
	}) {
		t.Error("there is no abc123")
	}
	for _, s := range w.Config.Services {
		if !slices.ContainsFunc(w.Commits, func(c account.Commit) bool {
			return c.Service == s.Name && c.Branch == s.Drill && c.Behaviour == world.Bad
		}) {
			t.Errorf("%s has nothing for a drill", s.Name)
		}
	}
}

func TestTheStatusTellsFromTheBeginningWhatIsOnMainAndNotLive(t *testing.T) {
	w := open(t, options(t.TempDir()))
	for _, s := range w.Config.Services {
		row, err := w.Store.Load(t.Context(), rollout.HeadKey(s.Name))
		if err != nil {
			t.Fatal(err)
		}
		h, err := rollout.Decode[rollout.Head](row)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(w.Commits, func(c account.Commit) bool { return c.Service == s.Name && c.SHA == h.Commit.SHA })
		if i < 0 || !world.Waiting(w.Commits[i]) || h.Commit.Subject == "" || h.Checks != rollout.CheckPassed || h.At.After(w.Clock.Now()) {
			t.Errorf("%+v", h)
		}
	}
}

// The past is what the bot would have written: judged by the judge, with an audit
// that holds together.
func TestThePastIsSuchAsTheBotMakes(t *testing.T) {
	w := open(t, options(t.TempDir()))
	rolledBack := 0
	for _, s := range w.Config.Services {
		for _, e := range w.Config.Environments {
			target := rollout.Target{Service: s.Name, Environment: e.Name}
			rows, err := w.Store.Query(t.Context(), rollout.Query{Index: rollout.TargetIndex(target)})
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				r, err := rollout.Decode[rollout.Rollout](row)
				if err != nil {
					t.Fatal(err)
				}
				want, has := judge.Pass, 1.0
				if r.Phase == rollout.RolledBack {
					rolledBack++
					want, has = judge.Fail, 0
				}
				if last := r.Shares[len(r.Shares)-1]; last.Weight != has || last.Move != r.Moves || !last.From.Equal(r.Move.Seen) {
					t.Errorf("%s has had at last %+v", target, last)
				}
				if r.Judging.Verdict.Kind != want || !r.Ended.Before(w.Clock.Now()) {
					t.Errorf("%s ended %s as %s: %s", target, r.Ended, r.Phase, r.Judging.Verdict)
				}
			}
			if alias, err := w.Cloud.GetAlias(s.Name+"-"+e.Name, "live"); err != nil || len(alias.AdditionalVersionWeights) != 0 {
				t.Errorf("%s: %+v, %v", target, alias, err)
			}
		}
	}
	if rolledBack != 1 {
		t.Errorf("%d rollouts were taken back", rolledBack)
	}
}

// Load tests bring services of their own.
func TestAServiceThatNobodyToldOfHasAHistoryToo(t *testing.T) {
	o := options(t.TempDir())
	o.Policy = policy(t, "search", "zoology")
	w := open(t, o)
	row, err := w.Store.Query(t.Context(), rollout.Query{Index: rollout.TargetIndex(rollout.Target{Service: "zoology", Environment: "prod"})})
	if err != nil || len(row) != 3 {
		t.Errorf("%d rollouts, %v", len(row), err)
	}
	if !slices.ContainsFunc(w.Commits, func(c account.Commit) bool { return c.Service == "zoology" && world.Waiting(c) }) {
		t.Error("it has nothing to deploy")
	}
}

func TestOnlyOnePersonIsAGuest(t *testing.T) {
	roles := map[string]int{}
	for _, p := range world.People() {
		roles[p.Role]++
		if !strings.HasPrefix(p.ID, "U") {
			t.Errorf("%+v", p)
		}
	}
	if roles[world.Guest] != 1 || roles[world.Developer] == 0 || roles[world.Approver] == 0 {
		t.Errorf("%v", roles)
	}
}
