package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/policy"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
	"github.com/slipway-dev/slipway/rollout"
)

func TestWhatIsAskedOfACommitBecomesPolicyWhereGitHubCanBeAsked(t *testing.T) {
	c := read(t)
	c.GitHub = &config.GitHub{}
	c.Services[0].Branch, c.Services[0].Build, c.Services[0].Watched = "trunk", &config.Build{Workflow: "build.yml"}, []string{"migrations/**"}
	prod := &c.Environments[1]
	prod.After, prod.Confirm, prod.MaxCommits, prod.Workflows = "staging", true, 20, true
	prod.Demands = config.Demands{Required: []string{"test"}, Protected: true, Reviews: 2, Branches: []string{"main"}, Signed: true}
	p, err := policy.From(c)
	if err != nil {
		t.Fatal(err)
	}
	service := p.Services[0]
	service.Channel, service.SlowCall, service.Functions = "", 0, nil
	want := commands.Service{Name: "checkout", Repository: "acme/checkout", Branch: "trunk", Builds: true, Watched: []string{"migrations/**"}}
	if diff := cmp.Diff(want, service); diff != "" {
		t.Error(diff)
	}
	if search := p.Services[1]; search.Builds || search.Repository != "acme/search" {
		t.Errorf("%+v", search)
	}
	demands := rollout.Demands{Checks: []string{"test"}, Protected: true, Reviews: 2, Branches: []string{"main"}, Signed: true}
	if e := p.Environments[1]; e.After != "staging" || !e.Confirm || e.MaxCommits != 20 || !e.Workflows || !cmp.Equal(demands, e.Demands) {
		t.Errorf("%+v", e)
	}
	if e := p.Environments[0]; e.After != "" || e.Confirm || e.MaxCommits != 0 || e.Workflows || e.Demands.Any() {
		t.Errorf("what nobody asked for: %+v", e)
	}
}

// Without a repository nobody is asked, and nobody is told.
func TestWithoutGitHubNoServiceHasARepository(t *testing.T) {
	p, err := policy.From(read(t))
	if err != nil || p.Services[0].Repository != "" || p.Services[0].Builds {
		t.Errorf("%+v, %v", p.Services, err)
	}
}
