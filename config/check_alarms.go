package config

import (
	"fmt"
	"slices"
	"strings"
)

// alarms reports what is said of alarms that nobody listens to, that come from where
// nobody listens, or that are of two targets.
func (r *reader) alarms(c *Config, environments []string) {
	if c.Alarms != nil {
		r.sources(c.Alarms)
	}
	owners := map[string]string{}
	for _, s := range c.Services {
		path := "services." + s.Name + ".alarms"
		r.environments(path, names(s.Alarms, func(a AlarmNames) string { return a.Environment }), environments)
		r.listensFor(c, path, s.Alarms != nil)
		for _, a := range s.Alarms {
			r.sharedAlarms(path+"."+a.Environment, a.Names, owners, s.Name+" in "+a.Environment)
		}
	}
	for _, e := range c.Environments {
		path, on := "environments."+e.Name+".alarms", e.OnAlarm
		r.listensFor(c, path+".rollback", on.RollBack)
		r.listensFor(c, path+".page", on.Page)
		r.listensFor(c, path+".events", on.Events != nil)
		r.twice(path+".events", on.Events)
		if a := e.Account; a != nil && c.Alarms != nil && a.ID() != "" && !slices.Contains(c.Alarms.Accounts, a.ID()) {
			r.complain("environments."+e.Name+".account.role", "its account %s is not among `alarms.accounts`: the alarms of %s would be dropped", a.ID(), e.Name)
		}
		if on.Page && c.PagerDuty == nil {
			r.complain(path+".page", "it needs the section `pagerduty`; `pagerduty: {}` will do")
		}
		if on.Events != nil && c.GitHub == nil {
			r.complain(path+".events", "it needs the section `github`; `github: {}` will do")
		}
	}
}

// sources reports topics that are in no account or region which is listened to.
func (r *reader) sources(a *Alarms) {
	r.twice("alarms.accounts", a.Accounts)
	r.twice("alarms.regions", a.Regions)
	r.twice("alarms.topics", a.Topics)
	for i, topic := range a.Topics {
		parts := strings.Split(topic, ":")
		if len(parts) != 6 { // it was complained of
			continue
		}
		path, region, account := fmt.Sprintf("alarms.topics[%d]", i), parts[3], parts[4]
		if !slices.Contains(a.Accounts, account) {
			r.complain(path, "its account %s is not among the accounts", account)
		}
		if len(a.Regions) > 0 && !slices.Contains(a.Regions, region) {
			r.complain(path, "its region %s is not among the regions", region)
		}
	}
}

// listensFor reports what would never happen, since no alarm is listened to.
func (r *reader) listensFor(c *Config, path string, wanted bool) {
	if wanted && c.Alarms == nil {
		r.complain(path, "it needs the section `alarms` at the top, which says whose alarms are listened to")
	}
}

// sharedAlarms reports names that are those of another target's alarms, or there twice.
func (r *reader) sharedAlarms(path string, all []string, owners map[string]string, target string) {
	for i, name := range all {
		owner, taken := owners[name]
		if taken && name != "" {
			r.complain(fmt.Sprintf("%s[%d]", path, i), "the alarm %s is that of %s already", quote(name), owner)
		}
		owners[name] = target
	}
}

// drills reports drills that nothing could be shipped for, and services whose known-bad
// version is no such.
func (r *reader) drills(c *Config) {
	ready := false
	for _, s := range c.Services {
		path := "services." + s.Name + ".drill"
		ready = ready || s.Drill != ""
		switch {
		case s.Drill == "":
		case c.GitHub == nil:
			r.complain(path, "it needs the section `github`; `github: {}` will do")
		case s.Drill == s.Branch:
			r.complain(path, "%s is its main branch; name a ref whose build is known to be bad", quote(s.Drill))
		}
	}
	for _, e := range c.Environments {
		if e.Drill > 0 && !ready {
			r.complain("environments."+e.Name+".drill", "no service has a `drill`, the ref whose build is known to be bad")
		}
	}
}
