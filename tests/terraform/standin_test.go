package terraform_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/terraform"
)

// queue is a configuration that is right; each test below breaks one thing.
const queue = `
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  default_tags {
    tags = { team = "delivery" }
  }
}

resource "aws_sqs_queue" "jobs" {
  name       = "jobs.fifo"
  fifo_queue = true
  tags       = { component = "bot" }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = "orders"
  function_version = "1"

  routing_config {
    additional_version_weights = { "2" = 0.1 }
  }
}

resource "aws_ssm_parameter" "secret" {
  name             = "/slipway/front"
  type             = "SecureString"
  value_wo         = "canary"
  value_wo_version = 1
}
`

// with puts the configuration into a copy, with old replaced.
func with(t *testing.T, old, text string) *terraform.Copy {
	t.Helper()
	c := terraform.New(t)
	if err := c.Write("infra/tried/main.tf", queue); err != nil {
		t.Fatal(err)
	}
	if err := c.Replace("infra/tried/main.tf", old, text); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheStandInRefusesWhatDoesNotFitTheSchema(t *testing.T) {
	tests := map[string]struct{ old, text, want string }{
		"a misspelt argument":  {"fifo_queue = true", "fifo_que = true", `An argument named "fifo_que" is not expected here`},
		"a missing argument":   {`function_version = "1"`, "", `The argument "function_version" is required`},
		"a wrong type":         {"fifo_queue = true", `fifo_queue = "perhaps"`, `attribute "fifo_queue": a bool is required`},
		"an unknown resource":  {`"aws_sqs_queue" "jobs"`, `"aws_sqs_queues" "jobs"`, `does not support resource type "aws_sqs_queues"`},
		"a block too many":     {"  routing_config {", "  routing_config {}\n  routing_config {", `No more than 1 "routing_config" blocks are allowed`},
		"an unknown block":     {"  routing_config {", "  routing {}\n  routing_config {", `Blocks of type "routing" are not expected here`},
		"what only AWS says":   {`name       = "jobs.fifo"`, "name = \"jobs.fifo\"\n  url = \"https://x\"", `Can't configure a value for "url"`},
		"an unknown reference": {`"orders"`, "aws_sqs_queue.jobs.urls", `has no argument, nested block, or exported attribute named "urls"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := with(t, tt.old, tt.text).Validate("infra/tried")
			if err == nil || !strings.Contains(oneLine(err), tt.want) {
				t.Errorf("want %q, got %v", tt.want, err)
			}
		})
	}
}

// oneLine is what Terraform says without its frame and its line breaks.
func oneLine(err error) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(err.Error())), " ")
}

func TestTheStandInMakesUpWhatAWSWouldSay(t *testing.T) {
	c := with(t, "jobs.fifo", "jobs.fifo")
	state, err := c.Apply("infra/tried")
	if err != nil {
		t.Fatal(err)
	}
	made, ok := state.Get("aws_sqs_queue.jobs")
	if !ok {
		t.Fatalf("no queue in %v", state.Resources)
	}
	wants := map[string]string{"arn": "arn:aws:sqs:eu-west-1:123456789012:jobs.fifo", "url": "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo"}
	for name, want := range wants {
		if made.Values[name] != want {
			t.Errorf("%s: want %s, got %v", name, want, made.Values[name])
		}
	}
	if tags, _ := made.Values["tags_all"].(map[string]any); tags["team"] != "delivery" || tags["component"] != "bot" {
		t.Errorf("want the default tags with its own, got %v", tags)
	}
	if made.Values["kms_master_key_id"] != nil {
		t.Errorf("nobody named a key, and it has %v", made.Values["kms_master_key_id"])
	}
	if secret, _ := state.Get("aws_ssm_parameter.secret"); secret.Values["value_wo"] != nil {
		t.Errorf("what is written only is in the state: %v", secret.Values["value_wo"])
	}
}

func TestAPlanSeesWhatSomebodyElseChanged(t *testing.T) {
	c := with(t, "jobs.fifo", "jobs.fifo")
	if _, err := c.Apply("infra/tried"); err != nil {
		t.Fatal(err)
	}
	drift := terraform.Drift{"aws_lambda_alias.orders:live": {"function_version": "3"}}
	for want, drift := range map[int]terraform.Drift{0: nil, 1: drift} {
		changes, err := c.Plan("infra/tried", drift)
		if err != nil {
			t.Fatal(err)
		}
		if len(changes) != want {
			t.Errorf("with the drift %v: want %d changes, got %v", drift, want, changes)
		}
	}
}
