package commands

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/slipway-dev/slipway/rollout"
)

// children is how many alarms are asked about that an alarm is made of.
const children = 20

// alarmTarget is the one target that an alarm is about. Each way to know it is asked only
// when those before say nothing: the file's map, the names of functions, other dimensions,
// tags, and for an alarm on alarms what those are about. Why says why there is none:
// nothing is guessed.
func (c *Commands) alarmTarget(ctx context.Context, s rollout.Signal) (t rollout.Target, why string, err error) {
	found, err := c.alarmTargets(ctx, s)
	if err == nil && len(found) == 0 {
		found, err = c.childTargets(ctx, s)
	}
	switch {
	case err != nil:
		return t, "", err
	case len(found) == 0:
		return t, "no target", nil
	case len(found) > 1:
		return t, "ambiguous", nil
	}
	return found[0], "", nil
}

// alarmTargets are the targets that an alarm by itself says it is about, each once.
func (c *Commands) alarmTargets(ctx context.Context, s rollout.Signal) ([]rollout.Target, error) {
	if found := c.Policy.mapped(s.Name); len(found) > 0 {
		return found, nil
	}
	var byFunction, byWords []rollout.Target
	for _, g := range s.Gauges {
		byFunction = append(byFunction, c.Policy.functions(g.Dimensions)...)
		byWords = append(byWords, c.Policy.worded(g.Dimensions)...)
	}
	switch {
	case len(byFunction) > 0:
		return distinct(byFunction), nil
	case len(byWords) > 0:
		return distinct(byWords), nil
	}
	tags, err := c.alarmTags(ctx, s)
	return c.Policy.worded(tags), err
}

// mapped are the targets that the file gives an alarm to.
func (p Policy) mapped(alarm string) []rollout.Target {
	var out []rollout.Target
	for _, s := range p.Services {
		for _, m := range s.Alarms {
			if slices.ContainsFunc(m.Names, func(pattern string) bool { return fits(pattern, alarm) }) {
				out = append(out, rollout.Target{Service: s.Name, Environment: m.Environment})
			}
		}
	}
	return distinct(out)
}

// fits says whether a name is as a pattern has it, in which * stands for any characters.
func fits(pattern, name string) bool {
	expression := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, `.*`)
	ok, err := regexp.MatchString(`(?s)\A`+expression+`\z`, name)
	return ok && err == nil
}

// functions are the targets whose functions dimensions name, be it with an alias.
func (p Policy) functions(dimensions map[string]string) []rollout.Target {
	var out []rollout.Target
	for _, s := range p.Services {
		for _, f := range s.Functions {
			for _, value := range dimensions {
				if name, _, _ := strings.Cut(value, ":"); f.Name != "" && name == f.Name {
					out = append(out, rollout.Target{Service: s.Name, Environment: f.Environment})
				}
			}
		}
	}
	return distinct(out)
}

// worded are the targets of which dimensions, or tags, name both the service and the
// environment.
func (p Policy) worded(words map[string]string) []rollout.Target {
	var out []rollout.Target
	for _, t := range p.targets(rollout.Target{}) {
		if says(words, t.Service, "service", "servicename") && says(words, t.Environment, "environment", "env", "stage") {
			out = append(out, t)
		}
	}
	return out
}

// says looks for a value under one of some names, by which people mean the same.
func says(words map[string]string, value string, names ...string) bool {
	plain := strings.NewReplacer("slipway:", "", "-", "", "_", "")
	for k, v := range words {
		if v == value && slices.Contains(names, plain.Replace(strings.ToLower(k))) {
			return true
		}
	}
	return false
}

// alarmTags are the tags of an alarm; none where they cannot be read for good.
func (c *Commands) alarmTags(ctx context.Context, s rollout.Signal) (tags map[string]string, err error) {
	if c.Monitor == nil {
		return nil, nil
	}
	err = within(ctx, asking, func(ctx context.Context) error {
		tags, err = c.Monitor.Tags(ctx, s.ID)
		return err
	})
	return tags, c.unlessLasting(ctx, s, err)
}

// childTargets are the targets of the alarms that an alarm is made of.
func (c *Commands) childTargets(ctx context.Context, s rollout.Signal) ([]rollout.Target, error) {
	if c.Monitor == nil {
		return nil, nil
	}
	var out []rollout.Target
	names, _ := firstOf(s.Children, children)
	err := within(ctx, 2*asking, func(ctx context.Context) error {
		found, err := c.Monitor.Alarms(ctx, s.Region, names)
		if err := c.unlessLasting(ctx, s, err); err != nil {
			return err
		}
		for _, child := range found {
			targets, err := c.alarmTargets(ctx, child)
			if err != nil {
				return err
			}
			out = append(out, targets...)
		}
		return nil
	})
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil { // as it may be each time
		c.Log.WarnContext(ctx, "the alarms that an alarm is made of take too long to be asked", "alarm", s.ID)
		return nil, nil
	}
	return distinct(out), err
}

// unlessLasting is an error that may pass by itself. Another one is logged: without what
// it stands for, an alarm is about less than it could be, or nothing.
func (c *Commands) unlessLasting(ctx context.Context, s rollout.Signal, err error) error {
	if _, lasting := rollout.Lasting(err); !lasting {
		return err
	}
	c.Log.WarnContext(ctx, "an alarm cannot be asked what it is about", "alarm", s.ID, "error", err)
	return nil
}

// distinct is a list with each target once.
func distinct(targets []rollout.Target) []rollout.Target {
	var out []rollout.Target
	for _, t := range targets {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
