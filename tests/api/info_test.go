package api

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/tests/process"
)

func TestTheFirstLineIsWhatInfoAnswers(t *testing.T) {
	p := fresh(t)
	if diff := cmp.Diff(p.Do(t, http.MethodGet, "/sandbox/api/info", "").Body, string(p.First)); diff != "" {
		t.Error(diff)
	}
}

func TestInfoHoldsAllThatAScriptNeeds(t *testing.T) {
	i := fresh(t).Info
	if i.SigningSecret == "" || i.BotToken == "" || i.TeamID == "" || i.AppID == "" || !strings.HasPrefix(i.URL, "http://127.0.0.1:") {
		t.Errorf("%+v", i)
	}
	roles := map[string]bool{}
	for _, u := range i.Users {
		roles[u.Role] = true
	}
	if got := slices.Sorted(maps.Keys(roles)); !slices.Equal(got, []string{"approver", "developer", "guest", "viewer"}) {
		t.Errorf("roles: %v", got)
	}
	services := map[string]bool{}
	for _, c := range i.Channels {
		if c.Service != "" {
			services[c.Service] = true
		}
	}
	if len(services) != 3 || i.Channel("checkout") == "" {
		t.Errorf("channels: %+v", i.Channels)
	}
	for service := range services {
		for _, behaviour := range []string{"good", "bad", "slow", "crash", "late"} {
			if len(i.Commit(service, behaviour)) != 40 {
				t.Errorf("%s has no %s commit", service, behaviour)
			}
		}
	}
	if len(i.Commit("checkout", "broken")) != 40 {
		t.Error("checkout has no commit whose build fails")
	}
	if !slices.ContainsFunc(i.Commits, func(c process.Commit) bool {
		return c.Service == "checkout" && c.Behaviour == "good" && strings.HasPrefix(c.SHA, "abc123")
	}) {
		t.Error("abc123 is not the beginning of a good commit of checkout")
	}
}

func TestNoCommitOfInfoIsDeployedYet(t *testing.T) {
	p := fresh(t)
	waiting := map[string]bool{}
	for _, c := range p.Info.Commits {
		waiting[c.SHA] = true
	}
	for _, target := range p.State(t).Targets {
		for _, v := range target.Versions {
			if waiting[v.SHA] || v.SHA == "" {
				t.Errorf("%s in %s has v%s of %q", target.Service, target.Environment, v.Version, v.SHA)
			}
		}
	}
}

func TestDaysOfHistoryAndARollbackAreThereFromTheStart(t *testing.T) {
	p := fresh(t)
	s := p.State(t)
	rolledBack := 0
	for _, target := range s.Targets {
		if target.Last == nil || target.Rollout != nil {
			t.Errorf("%s in %s: %+v", target.Service, target.Environment, target)
			continue
		}
		if target.Last.Phase == "rolled_back" && target.Last.Reason != "" && target.Live.Version == *target.Blue {
			rolledBack++
		}
		if n := len(p.About(t, p.Info.Channel(target.Service), target.Last.ID)); n != 1 {
			t.Errorf("%s in %s: %d messages about the last rollout", target.Service, target.Environment, n)
		}
	}
	if len(s.Targets) != 6 || rolledBack != 1 {
		t.Errorf("%d targets, %d of them rolled back", len(s.Targets), rolledBack)
	}
	all := p.Messages(t, p.Info.Channel("checkout"))
	oldest := seconds(t, all[len(all)-1].TS)
	if age := s.Now.Sub(oldest); age < 72*time.Hour || age > 96*time.Hour {
		t.Errorf("the oldest message is %s old", age)
	}
}
