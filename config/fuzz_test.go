package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/slipway-dev/slipway/config"
)

func FuzzReadNeverPanicsAndAcceptsOnlyWhatHolds(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*.yaml"))
	if err != nil {
		f.Fatal(err)
	}
	bad, err := filepath.Glob(filepath.Join("testdata", "bad", "*.yaml"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range append(paths, bad...) {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Read("fuzz.yaml", data)
		if err != nil {
			var problems config.Problems
			if !errors.As(err, &problems) || len(problems) == 0 || problems[0].Line < 1 || problems[0].Column < 1 {
				t.Errorf("not problems with a place: %v", err)
			}
			return
		}
		if len(c.Services) == 0 || len(c.Environments) == 0 {
			t.Error("accepted without services or environments")
		}
		holdsOfCode(t, c)
		holdsOfAlarms(t, c)
		for _, e := range c.Environments {
			last := 0.0
			for _, step := range e.Strategy.Steps {
				if step.Weight <= last || step.Weight >= 1 || step.Hold < time.Minute {
					t.Errorf("accepted the steps %v", e.Strategy.Steps)
				}
				last = step.Weight
			}
		}
	})
}

// holdsOfCode complains about what no code host could be asked for.
func holdsOfCode(t *testing.T, c config.Config) {
	t.Helper()
	for _, s := range c.Services {
		if s.Branch == "" || c.GitHub == nil && (s.Build != nil || s.Watched != nil) {
			t.Errorf("accepted the service %+v", s)
		}
		if s.Build != nil && (s.Build.Workflow == "" || s.Build.Ref == "" || len(s.Build.Inputs) > 8) {
			t.Errorf("accepted the build %+v", s.Build)
		}
		for _, pattern := range s.Watched {
			if !doublestar.ValidatePattern(pattern) {
				t.Errorf("accepted the pattern %q", pattern)
			}
		}
	}
	earlier := map[string]bool{"": true}
	for _, e := range c.Environments {
		if !earlier[e.After] || c.GitHub == nil && e.MaxCommits > 0 {
			t.Errorf("accepted the environment %+v", e)
		}
		earlier[e.Name] = true
	}
}

// holdsOfAlarms complains about what nobody could hear of, or do.
func holdsOfAlarms(t *testing.T, c config.Config) {
	t.Helper()
	if c.Alarms != nil && len(c.Alarms.Accounts) == 0 {
		t.Error("accepted alarms of no account")
	}
	drills := false
	for _, s := range c.Services {
		if drills = drills || s.Drill != ""; c.Alarms == nil && s.Alarms != nil || c.GitHub == nil && s.Drill != "" {
			t.Errorf("accepted the service %+v", s)
		}
	}
	for _, e := range c.Environments {
		on := e.OnAlarm
		unheard := c.Alarms == nil && (on.RollBack || on.Page || len(on.Events) > 0)
		if unheard || c.PagerDuty == nil && on.Page || c.GitHub == nil && len(on.Events) > 0 || on.Suspect <= 0 || e.Drill > 0 && !drills {
			t.Errorf("accepted the environment %+v", e)
		}
	}
}
