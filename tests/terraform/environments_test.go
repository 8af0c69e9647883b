package terraform_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/terraform"
)

func TestAPlanRightAfterApplyIsEmpty(t *testing.T) {
	for _, environment := range []string{"dev", "staging"} {
		t.Run(environment, func(t *testing.T) {
			t.Parallel()
			c, root := terraform.New(t), "infra/environments/"+environment
			if _, err := c.Apply(root, terraform.ThreeEnvironments); err != nil {
				t.Fatal(err)
			}
			wantNothing(t, c, root, nil)
		})
	}
}

// What the bot does to a service is the bot's: Terraform must neither show it nor undo it.
// At 0 % it has done nothing.
func TestAPlanIsEmptyAtEveryWeightOfARollout(t *testing.T) {
	t.Parallel()
	c, root := terraform.New(t), "infra/environments/prod"
	state, err := c.Apply(root, terraform.ThreeEnvironments)
	if err != nil {
		t.Fatal(err)
	}
	for _, percent := range []int{0, 10, 25, 50, 100} {
		t.Run(fmt.Sprintf("%d%%", percent), func(t *testing.T) {
			var drift terraform.Drift
			if percent > 0 {
				drift = rollout(t, state, percent)
			}
			wantNothing(t, c, root, drift)
		})
	}
}

// rollout is what the bot has changed of every service when so much goes to version 2.
func rollout(t *testing.T, state terraform.State, percent int) terraform.Drift {
	t.Helper()
	drift := terraform.Drift{}
	for _, function := range state.Of("aws_lambda_function") {
		if managed(function) {
			drift["aws_lambda_function."+function.Values["function_name"].(string)] = map[string]any{
				"image_uri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/new@sha256:1", "version": "2",
				"qualified_arn": function.Values["arn"].(string) + ":2",
			}
		}
	}
	for _, alias := range state.Of("aws_lambda_alias") {
		name := fmt.Sprintf("%s:%s", alias.Values["function_name"], alias.Values["name"])
		if drift["aws_lambda_function."+strings.Split(name, ":")[0]] == nil {
			continue
		}
		changed := map[string]any{"description": "what the bot wrote", "function_version": "2"}
		if percent < 100 && alias.Values["name"] == "live" {
			changed["function_version"] = "1"
			changed["routing_config"] = []any{map[string]any{"additional_version_weights": map[string]any{"2": float64(percent) / 100}}}
		}
		drift["aws_lambda_alias."+name] = changed
	}
	if len(drift) < 4 {
		t.Fatalf("want a function and three aliases at least that the bot may change, found %v", drift)
	}
	return drift
}

// managed is whether the bot may change the function: its tag says so.
func managed(function terraform.Resource) bool {
	tags, _ := function.Values["tags"].(map[string]any)
	return tags["slipway:managed"] == "true"
}

func wantNothing(t *testing.T, c *terraform.Copy, root string, drift terraform.Drift) {
	t.Helper()
	changes, err := c.Plan(root, drift, terraform.ThreeEnvironments)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		t.Errorf("there would be to do: %s of %s", strings.Join(change.Actions, " and "), change.Address)
	}
}
