package config_test

import (
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/config"
)

// withGitHub is the smallest file with that in its service.
func withGitHub(t *testing.T, service string) (config.Service, error) {
	t.Helper()
	text := strings.Replace(file(t, "minimal.yaml"), "repository: acme/checkout", "repository: acme/checkout, "+service, 1)
	c, err := config.Read("x.yaml", []byte("github: {}\n"+text))
	if err != nil {
		return config.Service{}, err
	}
	return c.Services[0], nil
}

func TestASectionGitHubWithNothingInItIsThereNevertheless(t *testing.T) {
	if c := read(t, "minimal.yaml"); c.GitHub != nil || c.Front().Repositories != nil {
		t.Errorf("without one: %+v, %v", c.GitHub, c.Front().Repositories)
	}
	c, err := config.Read("x.yaml", []byte("github: {}\n"+file(t, "minimal.yaml")))
	if err != nil || !cmp.Equal(&config.GitHub{}, c.GitHub) {
		t.Errorf("%+v, %v", c.GitHub, err)
	}
}

func TestTheWorkflowOfTheMainBranchBuildsUnlessAnotherIsNamed(t *testing.T) {
	for text, want := range map[string]config.Build{
		"build: { workflow: a.yml }":                    {Workflow: "a.yml", Ref: "main"},
		"branch: trunk, build: { workflow: a.yaml }":    {Workflow: "a.yaml", Ref: "trunk"},
		"build: { workflow: a.b_c-d.yml, ref: v1.2/x }": {Workflow: "a.b_c-d.yml", Ref: "v1.2/x"},
	} {
		s, err := withGitHub(t, text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if diff := cmp.Diff(&want, s.Build); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	for _, name := range []string{"", ".yml", "..yml", "build", "build.yml.yaml.txt", "a/b.yml", "../b.yml", "a b.yml", "$(x).yml", strings.Repeat("a", 97) + ".yml"} {
		if s, err := withGitHub(t, "build: { workflow: '"+name+"' }"); err == nil {
			t.Errorf("%q is taken for %+v", name, s.Build)
		}
	}
}

func TestABranchIsWhatCommandsTakeForOne(t *testing.T) {
	for _, name := range []string{"main", "release/v1.x", "a-b_c", "v1"} {
		if s, err := withGitHub(t, "branch: '"+name+"'"); err != nil || s.Branch != name {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{
		"", "-x", "a..b", "a b", "a@{1}", "/a", "a/", "a//b", ".a", "a.", "b/.a", "a./b", "x.lock", "x.lock/y", "a~1", "a^", "a:b", "a*", "é", strings.Repeat("a", 201),
	} {
		if _, err := withGitHub(t, "branch: '"+name+"'"); err == nil {
			t.Errorf("%q is taken for a branch", name)
		}
	}
}

func TestAPatternMeansTheSameToEverybody(t *testing.T) {
	for _, pattern := range []string{"migrations/**", "**", "**/*.sql", "db/?.sql", "a/b.c", "a/**/b", "@x+y"} {
		if _, err := withGitHub(t, "watched: ['"+pattern+"']"); err != nil || !doublestar.ValidatePattern(pattern) {
			t.Errorf("%q: %v", pattern, err)
		}
	}
	for _, pattern := range []string{
		"", "/a", "a/", "a//b", "./a", "../a", "a/..", "**.sql", "a**", "***", "{a,b}", "[ab]", "a\\b", "!a", "a b", "é", strings.Repeat("a", 256),
	} {
		if _, err := withGitHub(t, "watched: ['"+pattern+"']"); err == nil {
			t.Errorf("%q is taken for a pattern", pattern)
		}
	}
}

func TestAnAPIIsReachedByTLSAndNothingIsHiddenInItsAddress(t *testing.T) {
	at := func(address string) error {
		_, err := config.Read("x.yaml", []byte("github: { api: '"+address+"' }\n"+file(t, "minimal.yaml")))
		return err
	}
	for _, address := range []string{"https://github.example.com/api/v3", "https://github.example.com:8443/api/v3/", "https://api.acme.ghe.com"} {
		if err := at(address); err != nil {
			t.Error(err)
		}
	}
	for _, address := range []string{
		"", "github.example.com", "http://github.example.com/api/v3", "https://", "https:///x", "https://a:b@github.example.com/", "https://a@x/",
		"https://github.example.com/?a=b", "https://github.example.com/#a", "https://github.example.com/a b", "HTTPS://github.example.com/", "ssh://github.example.com/",
	} {
		if at(address) == nil {
			t.Errorf("%q is taken for an API", address)
		}
	}
}

func TestAPageIsReachedByTLSAndNothingIsHiddenInItsAddress(t *testing.T) {
	for _, address := range []string{"https://shop.example.com", "https://shop.example.com:8443/cart/", "https://x.example/a%20b"} {
		if s, err := withGitHub(t, "url: { prod: '"+address+"' }"); err != nil || !cmp.Equal([]config.Page{{Environment: "prod", URL: address}}, s.Pages) {
			t.Errorf("%v, %v", s.Pages, err)
		}
	}
	for _, address := range []string{
		"", "/cart", "http://shop.example.com/", "javascript:alert(1)", "https://", "https://a@x.example/", "https://x.example/?a=b", "https://x.example/<!here>",
		"https://x.example/" + strings.Repeat("a", 250),
	} {
		if s, err := withGitHub(t, "url: { prod: '"+address+"' }"); err == nil {
			t.Errorf("%v", s.Pages)
		}
	}
}

func TestAServiceIsSeenWhereItsPageIs(t *testing.T) {
	c := read(t, "slipway.yaml")
	for of, want := range map[[2]string]string{
		{"checkout", "prod"}: "https://shop.example.com/checkout", {"checkout", "staging"}: "", {"payments", "prod"}: "", {"nothing", "prod"}: "",
	} {
		if got := c.Page(of[0], of[1]); got != want {
			t.Errorf("%v: %q", of, got)
		}
	}
}

func TestTheFrontHearsOfTheMainBranchesOfEachRepository(t *testing.T) {
	for _, in := range []struct {
		payments, branch string // its repository, and the branch of checkout
		want             map[string][]string
	}{
		{"acme/payments", "trunk", map[string][]string{"acme/checkout": {"trunk"}, "acme/payments": {"main"}}},
		{"acme/checkout", "trunk", map[string][]string{"acme/checkout": {"trunk", "main"}}},
		{"Acme/Checkout", "trunk", map[string][]string{"acme/checkout": {"trunk", "main"}}},
		{"acme/checkout", "main", map[string][]string{"acme/checkout": {"main"}}},
	} {
		text := strings.NewReplacer("acme/payments", in.payments, "branch: trunk", "branch: "+in.branch).Replace(file(t, "slipway.yaml"))
		c, err := config.Read("x.yaml", []byte(text))
		if err != nil || !cmp.Equal(in.want, c.Front().Repositories) {
			t.Errorf("%v, %v", c.Front().Repositories, err)
		}
	}
}
