package main

import (
	"os/exec"
	"strings"
	"testing"
)

// This test is here, and not with the other rules, so that it runs again whenever
// anything that the worker is made of changes.
func TestTheWorkerIsMadeOfNothingSimulated(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-tags", "lambda.norpc", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	const ours = "slipway-dev/slipway/"
	for p := range strings.FieldsSeq(string(out)) {
		for _, banned := range []string{
			ours + "sandbox", ours + "local", ours + "cmd/sandbox", ours + "tests", ours + "bot/ingress",
			"go.etcd.io/bbolt", "net/rpc", "aws-sdk-go-v2/config", "aws-sdk-go-v2/credentials",
		} {
			if strings.Contains(p, banned) {
				t.Errorf("it has %s in it", p)
			}
		}
	}
}
