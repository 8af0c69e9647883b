// Package rules holds what every account that Slipway is installed in has to be like: rules
// over what Terraform would make, and over how its files are written.
package rules

import (
	"fmt"

	"github.com/slipway-dev/slipway/tests/infra/source"
	"github.com/slipway-dev/slipway/tests/terraform"
)

// A Rule is one over a state. Check gives a sentence for each breach.
type Rule struct {
	Name, Why string
	Check     func(terraform.State) []string
}

// A SourceRule is one over the files of all modules.
type SourceRule struct {
	Name, Why string
	Check     func([]source.Module) []string
}

// each checks every resource of some types.
func each(check func(terraform.Resource) string, types ...string) func(terraform.State) []string {
	return func(s terraform.State) []string {
		var found []string
		for _, kind := range types {
			for _, r := range s.Of(kind) {
				if wrong := check(r); wrong != "" {
					found = append(found, r.Address+" "+wrong)
				}
			}
		}
		return found
	}
}

// at follows a path into a resource's values, and into the first of each list on the way;
// nil when there is nothing.
func at(r terraform.Resource, path ...string) any {
	var v any = r.Values
	for _, name := range path {
		m, ok := first(v).(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

func first(v any) any {
	all, ok := v.([]any)
	if !ok {
		return v
	}
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

// text is a value as one; empty when it is null or not there.
func text(r terraform.Resource, path ...string) string {
	if v := at(r, path...); v != nil {
		return fmt.Sprint(v)
	}
	return ""
}

func tag(r terraform.Resource, name string) string {
	tags, _ := r.Values["tags"].(map[string]any)
	v, _ := tags[name].(string)
	return v
}

// have says, by the value of an argument, which resources of a type there are.
func have(s terraform.State, kind string, path ...string) map[string]terraform.Resource {
	out := map[string]terraform.Resource{}
	for _, r := range s.Of(kind) {
		out[text(r, path...)] = r
	}
	return out
}
