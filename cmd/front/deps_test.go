package main

import (
	"os/exec"
	"strings"
	"testing"
)

// What starts fast and holds nothing that could move traffic has none of these,
// in part of its name. This test is here, and not with the other rules, so that it
// runs again whenever anything that the front is made of changes.
func TestTheFrontIsMadeOfNothingItDoesNotNeed(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-tags", "lambda.norpc", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	const ours = "slipway-dev/slipway/"
	for p := range strings.FieldsSeq(string(out)) {
		for _, banned := range []string{
			"go-github", "ghinstallation", "opentelemetry.io", "go.etcd.io/bbolt", "net/rpc", "testing",
			"aws-sdk-go-v2/service/", "aws-sdk-go-v2/config", "aws-sdk-go-v2/credentials",
			ours + "aws/traffic", ours + "aws/versions", ours + "aws/store", ours + "aws/engine", ours + "aws/metrics",
			ours + "aws/alarms", ours + "aws/logs", ours + "aws/notify", ours + "pagerduty",
			ours + "bot/client", ours + "bot/worker", ours + "bot/views", ours + "local", ours + "sandbox", ours + "github",
		} {
			if strings.Contains(p, banned) {
				t.Errorf("it has %s in it", p)
			}
		}
		if strings.HasSuffix(p, ours+"commands") {
			t.Errorf("it has the commands in it, but only their grammar is its business")
		}
	}
}
