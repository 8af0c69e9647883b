package setup_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/config"
)

// acme are the answers of a team whose app and images are there.
func acme(more ...string) []string {
	return append([]string{"--yes", "--account", "123456789012", "--team", "T0ACME", "--app", "A0SLIPWAY", "--channel", "C0DEPLOYS",
		"--deployers", "U0ANA,U0BEN", "--service", "checkout", "--repository", "acme/checkout", "--emails", "ops@example.com"}, more...)
}

// written is the folder in which init has written what those flags say.
func written(t *testing.T, flags ...string) string {
	t.Helper()
	folder := clone(t)
	if out, err := run(folder, nil, flags...); err != nil {
		t.Fatal(out, err)
	}
	return folder
}

func TestTheFilesThatAreWritten(t *testing.T) {
	digest := "@sha256:" + strings.Repeat("0123456789abcdef", 4)
	for name, flags := range map[string][]string{
		"first": acme("--app", "later"),
		"later": acme("--image", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/slipway"+digest, "--first-build", digest[1:], "--url", "https://abc.execute-api.eu-west-1.amazonaws.com/live"),
		"zips": acme("--environments", "dev,staging,prod", "--package", "zip", "--secrets", "ssm", "--artifact", "s3://acme-builds/checkout", "--first-build",
			strings.Repeat("0", 40)+".zip", "--waf-dev", "off", "--emails", "none"),
	} {
		t.Run(name, func(t *testing.T) {
			folder, golden := written(t, flags...), filepath.Join("testdata", "written", name)
			for _, path := range []string{"slipway.yaml", "NEXT-STEPS.md", "infra/bootstrap/terraform.tfvars", "infra/environments/staging/terraform.tfvars",
				"infra/environments/prod/terraform.tfvars", "infra/environments/prod/backend.hcl"} {
				got, file := get(t, filepath.Join(folder, path)), filepath.Join(golden, strings.ReplaceAll(strings.TrimPrefix(path, "infra/"), "/", "-"))
				if *update {
					put(t, file, got)
				} else if d := cmp.Diff(lines(get(t, file)), lines(got)); d != "" {
					t.Error(path, d)
				}
			}
		})
	}
}

func TestThePolicyIsOneThatTheBotReads(t *testing.T) {
	for name, flags := range map[string][]string{
		"as usual":         acme(),
		"one environment":  acme("--environments", "dev"),
		"a name like true": acme("--service", "true", "--repository", "acme/no"),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := config.Read("slipway.yaml", []byte(get(t, filepath.Join(written(t, flags...), "slipway.yaml")))); err != nil {
				t.Error(err)
			}
		})
	}
}

// Nobody may take a bot for one that checks whose requests it serves when it does not.
func TestWithoutAnAppThePolicyIsRefusedForThatAlone(t *testing.T) {
	_, err := config.Read("slipway.yaml", []byte(get(t, filepath.Join(written(t, acme("--app", "later")...), "slipway.yaml"))))
	var problems config.Problems
	if !errors.As(err, &problems) || len(problems) != 1 || problems[0].Path != "slack.app" {
		t.Error(err)
	}
}

func TestTheManifestIsTheRepositorysWithOurAddress(t *testing.T) {
	want := strings.ReplaceAll(get(t, filepath.Join(examples, "docs/examples/slack-manifest.yaml")), "https://slipway.example.com", "https://bot.acme.test/live")
	want = strings.ReplaceAll(want, "slipway.example.com", "bot.acme.test") // whose links are told of
	got := get(t, filepath.Join(written(t, acme("--url", "https://bot.acme.test/live/")...), "slack-manifest.yaml"))
	var is, wanted any
	if err := errors.Join(yaml.Unmarshal([]byte(got), &is), yaml.Unmarshal([]byte(want), &wanted)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(wanted, is); d != "" || strings.Contains(got, "slipway.example.com") {
		t.Error(d, got[:200])
	}
}

// The line for the bot's address is one that only has to be let in.
func TestTheAddressHasItsPlaceInThePolicy(t *testing.T) {
	text := get(t, filepath.Join(written(t, acme()...), "slipway.yaml"))
	c, err := config.Read("slipway.yaml", []byte(strings.Replace(text, "# url: https://…", "url: https://bot.acme.test/live", 1)))
	if err != nil || c.Slack.URL != "https://bot.acme.test/live" {
		t.Errorf("%q, %v", c.Slack.URL, err)
	}
}

func TestADefaultFollowsWhatItIsMadeOf(t *testing.T) {
	folder := written(t, acme()...)
	if out, err := run(folder, nil, "--yes", "--region", "eu-central-1"); err != nil {
		t.Fatal(out, err)
	}
	if text := get(t, filepath.Join(folder, "slipway.yaml")); !strings.Contains(text, "123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme/checkout") {
		t.Error("the images are still looked for in the old region:", text)
	}
}

func TestEveryCommandOfTheNextStepsIsThere(t *testing.T) {
	page, makefile := get(t, filepath.Join(written(t, acme("--app", "later")...), "NEXT-STEPS.md")), get(t, filepath.Join(repository, "Makefile"))
	found := regexp.MustCompile(`make ([a-z-]+)`).FindAllStringSubmatch(page, -1)
	if len(found) < 4 {
		t.Fatal(found)
	}
	for _, f := range found {
		if !strings.Contains(makefile, "\n"+f[1]+": ") {
			t.Errorf("the Makefile has no %s", f[1])
		}
	}
	for _, f := range regexp.MustCompile(`\]\(([a-z][^)#]*)`).FindAllStringSubmatch(page, -1) {
		if _, err := os.Stat(filepath.Join(repository, f[1])); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatIsNoCloneOfSlipwayIsRefused(t *testing.T) {
	folder := t.TempDir()
	_, err := run(folder, nil, acme()...)
	if err == nil || !strings.Contains(err.Error(), "go to the root of your clone of Slipway") {
		t.Error(err)
	}
	if all, _ := os.ReadDir(folder); len(all) != 0 {
		t.Error(all)
	}
}

func TestWithoutATerminalAllThatIsMissingOrWrongIsToldAtOnce(t *testing.T) {
	folder := clone(t)
	in, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close() //nolint:errcheck // nothing was written to it
	err = execute(folder, io.Discard, in, "--team", "acme")
	for _, says := range []string{"nobody can be asked", "--yes", "--team acme: expected the id of a Slack workspace", "--account (AWS account", "--emails ("} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q is not in %v", says, err)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "slipway.yaml")); err == nil {
		t.Error("it was written all the same")
	}
}
