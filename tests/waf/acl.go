// Package waf asks the web ACL, as Terraform has applied it, what it does with a
// request. Statements of ours are followed exactly. What AWS keeps to itself is
// approximated: its detectors of SQL and scripts by libinjection, its managed rules
// by the sizes, patterns and labels that it documents.
package waf

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/slipway-dev/slipway/tests/terraform"
)

// ACL is a web ACL with the rule groups that it refers to.
type ACL struct {
	Name     string
	Rules    []Rule           // in the order in which they are asked
	Groups   map[string]Group // ours, by ARN
	Inspects int              // how many bytes of a body are looked at
}

// Group is a rule group of ours.
type Group struct {
	Name     string
	Capacity int
	Rules    []Rule
}

// Rule is one rule of a web ACL or a group. A block that can be given once is a list
// of one, here and below, as in Terraform's state.
type Rule struct {
	Name       string      `json:"name"`
	Priority   int         `json:"priority"`
	Action     []Action    `json:"action"`
	Override   []Action    `json:"override_action"`
	Labels     []Named     `json:"rule_label"`
	Statement  []Statement `json:"statement"`
	Visibility []Metric    `json:"visibility_config"`
}

// Action is what happens when a rule matches: the one that is there.
type Action struct {
	Block []struct{} `json:"block"`
	Count []struct{} `json:"count"`
	None  []struct{} `json:"none"`
}

// Named is a label, a header, or whatever else has only a name.
type Named struct {
	Name string `json:"name"`
}

// Metric is what a rule counts under.
type Metric struct {
	Name    string `json:"metric_name"`
	On      bool   `json:"cloudwatch_metrics_enabled"`
	Samples bool   `json:"sampled_requests_enabled"`
}

// Parse finds the one web ACL of a state. What it does not understand is an error:
// nothing is passed over.
func Parse(s terraform.State) (ACL, error) {
	found := s.Of("aws_wafv2_web_acl")
	if len(found) != 1 {
		return ACL{}, fmt.Errorf("parse the web ACL: there are %d", len(found))
	}
	values := found[0].Values
	var rules struct {
		Rules []Rule `json:"rule"`
	}
	if err := decode(values, &rules, "rule"); err != nil {
		return ACL{}, fmt.Errorf("parse the web ACL: %w", err)
	}
	a := ACL{Name: fmt.Sprint(values["name"]), Rules: ordered(rules.Rules), Groups: map[string]Group{}}
	var err error
	if a.Inspects, err = inspects(values); err != nil {
		return ACL{}, err
	}
	for _, r := range s.Of("aws_wafv2_rule_group") {
		var g struct {
			Rules    []Rule `json:"rule"`
			Name     string `json:"name"`
			Capacity int    `json:"capacity"`
		}
		if err := decode(r.Values, &g, "rule", "name", "capacity"); err != nil {
			return ACL{}, fmt.Errorf("parse %s: %w", r.Address, err)
		}
		a.Groups[fmt.Sprint(r.Values["arn"])] = Group{g.Name, g.Capacity, ordered(g.Rules)}
	}
	return a, nil
}

func ordered(rules []Rule) []Rule {
	slices.SortFunc(rules, func(a, b Rule) int { return cmp.Compare(a.Priority, b.Priority) })
	return rules
}

// inspects reads how much of a body is looked at on API Gateway.
func inspects(values map[string]any) (int, error) {
	var limits struct {
		Config []struct {
			Body []struct {
				Gateway []struct {
					Limit string `json:"default_size_inspection_limit"`
				} `json:"api_gateway"`
			} `json:"request_body"`
		} `json:"association_config"`
	}
	if err := decode(values, &limits, "association_config"); err != nil {
		return 0, fmt.Errorf("parse the inspection limit: %w", err)
	}
	var kilobytes int
	if _, err := fmt.Sscanf(limits.Config[0].Body[0].Gateway[0].Limit, "KB_%d", &kilobytes); err != nil {
		return 0, fmt.Errorf("parse the inspection limit: %w", err)
	}
	return kilobytes << 10, nil
}

// decode reads some of the values, strictly, without what was left out.
func decode(values map[string]any, into any, names ...string) error {
	some := map[string]any{}
	for _, name := range names {
		some[name] = given(values[name])
	}
	text, err := json.Marshal(some)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	return nil
}

// given is a value without the arguments and blocks that nobody gave.
func given(value any) any {
	switch v := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for name, inner := range v {
			if list, ok := inner.([]any); inner != nil && (!ok || len(list) > 0) {
				kept[name] = given(inner)
			}
		}
		return kept
	case []any:
		kept := make([]any, len(v))
		for i, inner := range v {
			kept[i] = given(inner)
		}
		return kept
	}
	return value
}
