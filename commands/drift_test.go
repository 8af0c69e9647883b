package commands_test

import (
	"testing"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

const hour = time.Hour

// What prod lacks that staging has, in every state that the two can be in. At hours ago.
func TestAnEnvironmentIsBehindTheOneBefore(t *testing.T) {
	type world struct {
		*fleet
		staging, prod rollout.Target
	}
	both := func(w world) {
		w.ship(w.staging, "", "one", 9*hour)
		w.ship(w.prod, "", "one", 8*hour)
	}
	for name, c := range map[string]struct {
		happens func(w world)
		since   int // hours ago; 0: it is not behind
	}{
		"both have the same":      {happens: both},
		"staging got a newer one": {func(w world) { both(w); w.ship(w.staging, "one", "two", 3*hour) }, 3},
		"and one newer still": {func(w world) {
			both(w)
			w.ship(w.staging, "one", "two", 3*hour)
			w.ship(w.staging, "two", "three", 2*hour)
		}, 2},
		"prod got it too": {happens: func(w world) { both(w); w.ship(w.staging, "one", "two", 3*hour); w.ship(w.prod, "one", "two", 2*hour) }},
		"prod got the one before the newest": {func(w world) {
			both(w)
			w.ship(w.staging, "one", "two", 5*hour)
			w.ship(w.staging, "two", "three", 3*hour)
			w.ship(w.prod, "one", "two", hour)
		}, 3},
		"prod is about to get it": {happens: func(w world) {
			both(w)
			w.ship(w.staging, "one", "two", 3*hour)
			w.past(w.prod, "one", "two", 0, rollout.Shifting)
		}},
		"prod is about to get another one": {func(w world) {
			both(w)
			w.ship(w.staging, "one", "two", 3*hour)
			w.past(w.prod, "one", "fix", 0, rollout.Shifting)
		}, 3},
		"it was taken back in prod": {func(w world) {
			both(w)
			w.ship(w.staging, "one", "two", 3*hour)
			w.past(w.prod, "one", "two", hour, rollout.RolledBack)
		}, 3},
		"it was taken back in staging": {happens: func(w world) {
			both(w)
			w.past(w.staging, "one", "two", hour, rollout.RolledBack)
		}},
		"staging got it at the second try": {func(w world) {
			both(w)
			w.past(w.staging, "one", "two", 5*hour, rollout.RolledBack)
			w.ship(w.staging, "one", "two", 2*hour)
		}, 2},
		"staging went back behind prod": {happens: func(w world) {
			both(w)
			w.ship(w.staging, "one", "two", 5*hour)
			w.ship(w.prod, "one", "two", 4*hour)
			w.past(w.staging, "one", "two", hour, rollout.RolledBack)
			w.account.live[w.staging] = rollout.All("one")
		}},
		"prod got a fix of its own": {happens: func(w world) {
			both(w)
			w.ship(w.staging, "one", "two", 3*hour)
			w.ship(w.prod, "one", "fix", 2*hour)
		}},
		"and staging one after it": {func(w world) {
			both(w)
			w.ship(w.prod, "one", "fix", 2*hour)
			w.ship(w.staging, "one", "two", hour)
		}, 1},
		"nothing is live in prod":    {happens: func(w world) { w.ship(w.staging, "", "one", 9*hour) }},
		"nothing is live in staging": {happens: func(w world) { w.ship(w.prod, "", "one", 9*hour) }},
		"the first deploy to prod failed": {happens: func(w world) {
			w.ship(w.staging, "", "one", 9*hour)
			w.past(w.prod, "", "one", hour, rollout.Failed)
		}},
		"somebody has split prod": {func(w world) {
			both(w)
			w.ship(w.staging, "one", "two", 3*hour)
			w.account.live[w.prod] = rollout.Split("one", "two", 0.1)
		}, 3},
		"prod has a version of somebody else": {happens: func(w world) {
			both(w)
			w.ship(w.staging, "one", "two", 3*hour)
			w.account.live[w.prod] = rollout.All("console")
		}},
		"nobody knows when staging got it": {happens: func(w world) {
			both(w)
			w.past(w.staging, "ancient", "two", hour, rollout.Failed)
		}},
	} {
		f := newFleet(t, 1)
		w := world{f, f.at(0, "staging"), f.at(0, "prod")}
		c.happens(w)
		s := f.only(w.prod)
		switch {
		case c.since == 0 && s.Drift != nil:
			t.Errorf("%s: %+v", name, *s.Drift)
		case c.since > 0 && (s.Drift == nil || !s.Drift.Since.Equal(noon.Add(-time.Duration(c.since)*hour))):
			t.Errorf("%s: %+v", name, s.Drift)
		}
		if d := s.Drift; d != nil && (d.From != s.Live.Release || d.Behind != "prod" || d.Ahead != "staging" || d.Service != "s000" || d.To.SHA == d.From.SHA) {
			t.Errorf("%s: %+v", name, *d)
		}
		if s := f.only(w.staging); s.Drift != nil {
			t.Errorf("%s: the first environment lacks %+v", name, s.Drift)
		}
	}
}

func TestTheEnvironmentBeforeIsTheOneThatIsDemanded(t *testing.T) {
	f := newFleet(t, 1)
	f.Policy.Environments = []commands.Environment{{Name: "staging"}, {Name: "load"}, {Name: "prod", After: "staging"}}
	f.ship(f.at(0, "prod"), "", "one", 3*hour)
	f.ship(f.at(0, "staging"), "", "two", hour)
	if d := f.only(f.at(0, "prod")).Drift; d == nil || d.Ahead != "staging" {
		t.Errorf("%+v", d)
	}
}

func TestLagsAreThoseOfProduction(t *testing.T) {
	f := newFleet(t, 3)
	f.Policy.Environments = append(f.Policy.Environments, commands.Environment{Name: "canada"})
	for _, i := range []int{2, 0} {
		f.ship(f.at(i, "canada"), "", "one", 9*hour)
		f.ship(f.at(i, "prod"), "", "two", 6*hour)
		f.ship(f.at(i, "staging"), "", "three", 3*hour)
	}
	f.host.Differ(rollout.Comparison{From: sha("one"), To: sha("two"), Ahead: 4})
	named := func() (out string) {
		all, err := f.Lags(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range all {
			out += l.Service + " " + l.Behind + " after " + l.Ahead + "; "
		}
		if l := all[0]; l.Behind == "canada" && l.Commits != 4 {
			t.Errorf("%+v", l)
		}
		return out
	}
	if got := named(); got != "s000 canada after prod; s002 canada after prod; " {
		t.Error(got)
	}
	f.Policy.Summary.Production = []string{"prod", "canada"}
	if got := named(); got != "s000 prod after staging; s000 canada after prod; s002 prod after staging; s002 canada after prod; " {
		t.Error(got)
	}
	if f.account.aliases != 0 {
		t.Errorf("the account was asked %d times", f.account.aliases)
	}
	f.Store = cannotQuery{Store: f.store, index: rollout.TargetIndex(f.at(0, "canada"))}
	if got := named(); got != "s000 prod after staging; s002 prod after staging; s002 canada after prod; " {
		t.Error(got)
	}
}
