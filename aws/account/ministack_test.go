package account_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/slipway-dev/slipway/aws/account"
	"github.com/slipway-dev/slipway/aws/traffic"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/tests/ministack"
)

func TestMain(m *testing.M) { os.Exit(ministack.Main(m)) }

// A second opinion: an AWS that we did not write, which keeps accounts apart. (It lets
// anybody be any role; that the external id and the tags are right is the others' to show.)
func TestMiniStacksOtherAccountIsMovedAndOursIsNot(t *testing.T) {
	home, other := ministack.Open(t), ministack.Open(t)
	const name = "checkout"
	for _, c := range []aws.Config{home, other} {
		program := filepath.Join(t.TempDir(), "bootstrap")
		if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		ministack.Function(t, c, name, nil, ministack.Zip(t, program))
		if _, err := lambda.NewFromConfig(c).PublishVersion(t.Context(), &lambda.PublishVersionInput{FunctionName: aws.String(name)}); err != nil {
			t.Fatal(err)
		}
	}
	there, err := other.Credentials.Retrieve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	role := account.Role{ARN: "arn:aws:iam::" + there.AccountID + ":role/slipway-bot", ExternalID: "0a1b2c3d-acme", Environment: "prod", Function: "ticker"}
	target := rollout.Target{Service: name, Environment: "prod"}
	as := func(c aws.Config) *traffic.Traffic {
		return traffic.New(lambda.NewFromConfig(c), func(rollout.Target) string { return name })
	}
	in := as(account.New(home, role).In(home))
	if err := in.Point(t.Context(), target, rollout.Intent{Alias: rollout.Live, Routing: rollout.All("1"), Stamp: "slipway"}); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[*traffic.Traffic]int{in: 1, as(other): 1, as(home): 0} {
		if all, err := who.Aliases(t.Context(), target); err != nil || len(all) != want {
			t.Errorf("%v, %v; want %d", all, err, want)
		}
	}
}
