package config

import (
	"fmt"
	"slices"
)

// check finds what is wrong between sections that are right by themselves.
func (r *reader) check(c *Config) {
	roles := names(c.Roles, func(v Role) string { return v.Name })
	environments := names(c.Environments, func(v Environment) string { return v.Name })
	for _, role := range c.Roles {
		r.twice("roles."+role.Name, role.Users)
	}
	for _, s := range c.Services {
		path := "services." + s.Name
		if slices.Contains(environments, s.Name) {
			r.complain(path, "an environment is called like this too; a command could not tell them apart")
		}
		for i, smoke := range s.Smoke {
			r.known(fmt.Sprintf("%s.smoke[%d].environments", path, i), smoke.Environments, environments, "environment")
		}
		r.environments(path+".functions", names(s.Functions, func(f Function) string { return f.Environment }), environments)
		r.environments(path+".url", names(s.Pages, func(p Page) string { return p.Environment }), environments)
	}
	r.sharedFunctions(c)
	r.codeHost(c)
	r.alarms(c, environments)
	r.drills(c)
	r.summary(c, environments)
	for i := range c.Environments {
		e := &c.Environments[i]
		path := "environments." + e.Name
		r.known(path+".deploy", e.Deploy, roles, "role")
		r.after(path+".after", e.After, environments, i)
		r.twice(path+".checks.required", e.Demands.Required)
		r.twice(path+".checks.branches", e.Demands.Branches)
		r.strategy(path+".strategy", &e.Strategy)
	}
}

// environments reports keys of a section that are to be environments and are none.
func (r *reader) environments(path string, keys, all []string) {
	for _, name := range keys {
		if len(all) > 0 && !slices.Contains(all, name) {
			r.suggest(path+"."+name, closest(name, all), "there is no such environment")
		}
	}
}

func names[V any](all []V, name func(V) string) []string {
	found := make([]string, len(all))
	for i, v := range all {
		found[i] = name(v)
	}
	return found
}

// twice reports values that a list has more than once.
func (r *reader) twice(path string, values []string) {
	for i, v := range values {
		if v != "" && slices.Contains(values[:i], v) {
			r.complain(fmt.Sprintf("%s[%d]", path, i), "%s is in the list already", quote(v))
		}
	}
}

// known reports values of a list that name nothing.
func (r *reader) known(path string, values, all []string, what string) {
	r.twice(path, values)
	for i, v := range values {
		if v != "" && len(all) > 0 && !slices.Contains(all, v) {
			r.suggest(fmt.Sprintf("%s[%d]", path, i), closest(v, all), "there is no %s %s", what, quote(v))
		}
	}
}

// sharedFunctions reports a function that two targets would both deploy to.
func (r *reader) sharedFunctions(c *Config) {
	owners := map[string]string{}
	for _, s := range c.Services {
		for _, e := range c.Environments {
			name := s.Function(e.Name)
			if owner, taken := owners[name]; taken && name != "" {
				r.complain("services."+s.Name+".functions."+e.Name,
					"the function %s is that of %s already", quote(name), owner)
			}
			owners[name] = s.Name + " in " + e.Name
		}
	}
}

// after reports what is no environment before the one of that index.
func (r *reader) after(path, name string, environments []string, i int) {
	switch at := slices.Index(environments, name); {
	case name == "":
	case at < 0:
		r.suggest(path, closest(name, environments[:i]), "there is no environment %s", quote(name))
	case at >= i:
		r.complain(path, "%s does not come before this one; a release passes them in the order of the file", quote(name))
	}
}

// codeHost reports what only a code host could tell, when none is spoken to, and
// builds that no code host would take.
func (r *reader) codeHost(c *Config) {
	const mostInputs = 8 // GitHub takes ten, and two are ours
	var need []string
	for _, s := range c.Services {
		path := "services." + s.Name
		need = append(need, path+".build", path+".watched")
		r.twice(path+".watched", s.Watched)
		if s.Build != nil && len(s.Build.Inputs) > mostInputs {
			r.complain(path+".build.inputs", "there may be %d, not %d", mostInputs, len(s.Build.Inputs))
		}
	}
	for _, e := range c.Environments {
		path := "environments." + e.Name
		need = append(need, path+".checks", path+".maxCommits")
	}
	for _, path := range need {
		if _, given := r.positions[path]; given && c.GitHub == nil {
			r.complain(path, "it needs the section `github`; `github: {}` will do")
		}
	}
}

// strategy resolves a preset and checks the steps.
func (r *reader) strategy(path string, s *Strategy) {
	for _, p := range presets() {
		if p.name != s.Kind {
			continue
		}
		if _, given := r.positions[path+".steps"]; given {
			r.complain(path+".steps", "%s has its own steps; leave these out, or say `kind: canary`", p.name)
			return
		}
		s.Kind, s.Steps = p.kind, p.steps
	}
	for i, step := range s.Steps {
		at := fmt.Sprintf("%s.steps[%d]", path, i)
		if i > 0 && step.Weight > 0 && step.Weight <= s.Steps[i-1].Weight {
			r.complain(at+".weight", "a step must be heavier than the one before")
		}
		if s.MaxHold > 0 && step.Hold > s.MaxHold {
			r.complain(at+".hold", "a step can't last longer than maxHold, which is %s", Brief(s.MaxHold))
		}
	}
}
