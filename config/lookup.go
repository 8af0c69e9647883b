package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Service returns the service of a name.
func (c Config) Service(name string) (Service, bool) {
	i := slices.IndexFunc(c.Services, func(s Service) bool { return s.Name == name })
	if i < 0 {
		return Service{}, false
	}
	return c.Services[i], true
}

// Environment returns the environment of a name.
func (c Config) Environment(name string) (Environment, bool) {
	i := slices.IndexFunc(c.Environments, func(e Environment) bool { return e.Name == name })
	if i < 0 {
		return Environment{}, false
	}
	return c.Environments[i], true
}

// Function returns the name of the service's Lambda function in an environment.
func (s Service) Function(environment string) string {
	for _, f := range s.Functions {
		if f.Environment == environment {
			return f.Name
		}
	}
	return s.Name + "-" + environment
}

// Page returns where a service is seen in an environment; empty where it is not, and
// for unknown names.
func (c Config) Page(service, environment string) string {
	s, _ := c.Service(service)
	i := slices.IndexFunc(s.Pages, func(p Page) bool { return p.Environment == environment })
	if i < 0 {
		return ""
	}
	return s.Pages[i].URL
}

// RepositoryOf returns where the commits of a service are, and whether it is known.
func (c Config) RepositoryOf(service string) (owner, name string, known bool) {
	s, known := c.Service(service)
	owner, name, _ = strings.Cut(s.Repository, "/")
	return owner, name, known
}

// BranchOf returns a service's main branch; empty for unknown names.
func (c Config) BranchOf(service string) string {
	s, _ := c.Service(service)
	return s.Branch
}

// Values returns the inputs by their names.
func (b Build) Values() map[string]string {
	values := make(map[string]string, len(b.Inputs))
	for _, in := range b.Inputs {
		values[in.Name] = in.Value
	}
	return values
}

// MayDeploy tells whether a user may change what runs in an environment.
func (c Config) MayDeploy(user, environment string) bool {
	e, _ := c.Environment(environment)
	return slices.ContainsFunc(c.Roles, func(r Role) bool {
		return slices.Contains(e.Deploy, r.Name) && slices.Contains(r.Users, user)
	})
}

// Checks are what a version has to pass before it gets traffic.
type Checks struct {
	Health Health
	Smoke  []Smoke
}

// Checks returns the checks of a service in an environment; none for unknown
// names.
func (c Config) Checks(service, environment string) Checks {
	s, _ := c.Service(service)
	e, _ := c.Environment(environment)
	checks := Checks{Health: s.Health}
	if e.HealthTimeout > 0 {
		checks.Health.Timeout = e.HealthTimeout
	}
	for _, smoke := range s.Smoke {
		if len(smoke.Environments) == 0 || slices.Contains(smoke.Environments, environment) {
			checks.Smoke = append(checks.Smoke, smoke)
		}
	}
	return checks
}

// WithoutArtifacts says which services of the file of that name have no artifact, which only the
// sandbox can do without; nil when all have one.
func (c Config) WithoutArtifacts(name string) error {
	var missing []error
	for _, s := range c.Services {
		if s.Artifact == (Artifact{}) {
			missing = append(missing, fmt.Errorf("%s: services.%s.artifact is missing: where are the images of %s?", name, s.Name, s.Name))
		}
	}
	return errors.Join(missing...)
}
