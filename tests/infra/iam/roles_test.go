package iam_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/tests/infra/iam"
	"github.com/slipway-dev/slipway/tests/terraform"
)

// The states that roles are looked at in: as the roots are, and with every other switch.
var (
	prod    = terraform.Once("infra/environments/prod")
	staging = terraform.Once("infra/environments/staging")
)

const key = "arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000"

func role(part string) string {
	return map[string]string{
		"front": "slipway-front", "worker": "slipway-worker", "ticker": "slipway-ticker",
		"the state machine": "slipway-rollout", "a workflow's role": "slipway-release-checkout-staging",
	}[part]
}

func equal(t *testing.T, s terraform.State, part string, needs iam.Needs) {
	t.Helper()
	granted, err := iam.Granted(s, role(part))
	if err != nil || len(granted) == 0 {
		t.Fatalf("the role %s allows nothing: %v", role(part), err)
	}
	for _, d := range iam.Differences(needs, granted) {
		t.Errorf("the role of %s: %s", part, d)
	}
}

func TestTheRolesAllowWhatTheCodeCallsAndNoMore(t *testing.T) {
	s, common := prod(t), []iam.Switch{iam.SecretsManager, iam.Images, iam.Traces}
	for part, needs := range needs(t) {
		if part != "a workflow's role" {
			equal(t, s, part, needs.With(common...))
		}
	}
	equal(t, staging(t), "a workflow's role", needs(t)["a workflow's role"].With(iam.Images))
}

func TestTheRolesFollowEverySwitch(t *testing.T) {
	c := terraform.New(t)
	example, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "examples", "slipway.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	// One service is an archive, and the other is an image that belongs to another account.
	file := strings.Replace(string(example), "123456789012.dkr.ecr.eu-west-1.amazonaws.com/acme/checkout", "s3://builds/checkout", 1)
	file = strings.Replace(file, "123456789012.dkr.ecr", "222222222222.dkr.ecr", 1)
	if err := c.Write("docs/examples/slipway.yaml", file); err != nil {
		t.Fatal(err)
	}
	bot := `bot={package="zip",zip_folder="../../../dist",secrets="ssm",tracing="off",account_role_arns=["arn:aws:iam::222222222222:role/slipway-bot"]}`
	services := `services={checkout={package="zip",initial_object="a.zip",runtime="provided.al2023"}}`
	s, err := c.Apply("infra/environments/prod", "-var="+bot, "-var="+services, "-var=kms_key_arn="+key)
	if err != nil {
		t.Fatal(err)
	}
	for part, needs := range needs(t) {
		if part == "a workflow's role" || part == "the state machine" {
			continue
		}
		equal(t, s, part, needs.With(iam.ParameterStore, iam.Images, iam.Archives, iam.ForeignImages, iam.Accounts, iam.Key))
	}
	equal(t, s, "the state machine", needs(t)["the state machine"].With(iam.Key))
}

// Of what the bot may at home, the role in another account may what has to do with functions.
func TestTheRoleInAnotherAccountMayWhatWorkerAndTickerMay(t *testing.T) {
	s, err := terraform.New(t).Apply("infra/modules/account", `-var=bot_role_arns=["arn:aws:iam::111111111111:role/slipway-worker"]`, "-var=external_id=0b6d3f6e-6a0c")
	if err != nil {
		t.Fatal(err)
	}
	want := iam.Needs{}
	for _, part := range []string{"worker", "ticker"} {
		maps.Copy(want, needs(t)[part].With(iam.ForeignImages))
	}
	maps.DeleteFunc(want, func(action, _ string) bool {
		service, _, _ := strings.Cut(action, ":")
		return !strings.Contains(" lambda cloudwatch ecr ", " "+service+" ") && (service != "logs" || strings.HasPrefix(action, "logs:Create") || strings.HasPrefix(action, "logs:Put"))
	})
	granted, err := iam.Granted(s, "slipway-bot")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range iam.Differences(want, granted) {
		t.Errorf("the account's role: %s", d)
	}
}

func TestAnActionThatIsTakenAwayOrAddedIsNamed(t *testing.T) {
	s := prod(t)
	at := func(edit func(string) string) iam.Needs {
		out := terraform.State{}
		for _, r := range s.Of("aws_iam_role_policy") {
			r.Values = maps.Clone(r.Values)
			text, _ := r.Values["policy"].(string)
			r.Values["policy"] = edit(text)
			out.Resources = append(out.Resources, r)
		}
		granted, err := iam.Granted(out, "slipway-ticker")
		if err != nil {
			t.Fatal(err)
		}
		return granted
	}
	whole := at(func(p string) string { return p })
	less := at(func(p string) string { return strings.Replace(p, `"lambda:PublishVersion",`, "", 1) })
	more := at(func(p string) string {
		return strings.Replace(p, `"lambda:PublishVersion"`, `"lambda:PublishVersion","iam:PassRole"`, 1)
	})
	for name, c := range map[string]struct {
		needs, given iam.Needs
		want         string
	}{
		"less": {whole, less, "lambda:PublishVersion is missing: "}, "more": {whole, more, "iam:PassRole is not needed by anything"},
	} {
		got := iam.Differences(c.needs, c.given)
		if len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
