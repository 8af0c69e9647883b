package setup_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/settings"
)

// steps are the page's, each with its number, but for whether it is ticked.
func steps(t *testing.T, folder string) (all []string, ticked int) {
	t.Helper()
	page := get(t, filepath.Join(folder, "NEXT-STEPS.md"))
	for _, found := range regexp.MustCompile(`(?m)^(\d+)\. \[(.)\] \*\*(.+?)\*\*`).FindAllStringSubmatch(page, -1) {
		all = append(all, found[1]+" "+found[3])
		if found[2] == "x" {
			ticked++
		}
	}
	return all, ticked
}

func TestStepsKeepTheirNumbersAndAreTickedAsTheyAreDone(t *testing.T) {
	folder := written(t, acme("--app", "later")...)
	before, ticked := steps(t, folder)
	if len(before) != 13 || ticked != 0 {
		t.Fatalf("%d of %v are ticked", ticked, before)
	}
	if err := os.RemoveAll(filepath.Join(folder, "infra/environments/dev")); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(folder, "infra/bootstrap/backend.tf"), "terraform {\n  backend \"s3\" {}\n}\n")
	page := filepath.Join(folder, "NEXT-STEPS.md")
	put(t, page, strings.Replace(get(t, page), "[ ] **The secrets**", "[x] **The secrets**", 1))
	for i, flags := range [][]string{{"--yes"}, {"--yes", "--app", "A0SLIPWAY"}} {
		if out, err := run(folder, nil, flags...); err != nil {
			t.Fatal(out, err)
		}
		after, ticked := steps(t, folder)
		if d := cmp.Diff(before, after); d != "" || ticked != 3+i {
			t.Errorf("%d are ticked; want folders, account, secrets (by hand) and, once it is known, the Slack app; %s", ticked, d)
		}
	}
}

// An image that is built of what nobody has committed can be told to no commit.
func TestAppsComeBeforeSecretsAndTheCommitBeforeTheImage(t *testing.T) {
	all, _ := steps(t, written(t, acme()...))
	order := []string{"2 The GitHub App", "3 The Slack app", "5 Commit", "6 The bot's image", "8 The secrets"}
	if got := slices.DeleteFunc(all, func(s string) bool { return !slices.Contains(order, s) }); !slices.Equal(got, order) {
		t.Error(got)
	}
}

// The commands for the secrets are run, with lines that somebody pastes.
func TestTheSecretsThatAreAskedForAreThoseThatFrontAndWorkerNeed(t *testing.T) {
	page := get(t, filepath.Join(written(t, acme()...), "NEXT-STEPS.md"))
	home := t.TempDir()
	t.Setenv("HOME", home)
	put(t, filepath.Join(home, "app.pem"), "-----BEGIN\nkey\n")
	commands := regexp.MustCompile(`(jq -nR [^']*'[^']+') \|\n +aws `).FindAllStringSubmatch(page, -1)
	if len(commands) != 2 {
		t.Fatal(commands)
	}
	for i, f := range []settings.Function{settings.Front, settings.Worker} {
		c := exec.CommandContext(t.Context(), "sh", "-c", commands[i][1])
		c.Stdin = strings.NewReader("one\ntwo\nthree\n")
		text, err := c.Output()
		if err != nil {
			t.Fatal(err)
		}
		got, want := map[string]string{}, []string{}
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		for _, s := range settings.Secrets() {
			if slices.Contains(s.Needed, f) && !strings.HasPrefix(s.Name, "PAGERDUTY_") {
				want = append(want, s.Name)
			}
			if got[s.Name] != "" && s.Name == "GITHUB_PRIVATE_KEY" && got[s.Name] != "-----BEGIN\nkey\n" {
				t.Error(got)
			}
		}
		for name := range got {
			if !slices.Contains(want, name) {
				t.Errorf("the %s does not need %s", f, name)
			}
		}
		if len(got) != len(want) || got["SLACK_SIGNING_SECRET"]+got["SLACK_BOT_TOKEN"] != "one" {
			t.Errorf("the %s needs %v, and gets %v", f, want, got)
		}
	}
}

// slipway is on nobody's PATH.
func TestEveryCommandWorksInTheClone(t *testing.T) {
	folder := written(t, acme("--app", "later")...)
	texts := []string{}
	for _, name := range []string{"slipway.yaml", "slack-manifest.yaml", "NEXT-STEPS.md", "infra/bootstrap/terraform.tfvars", "infra/environments/prod/terraform.tfvars"} {
		texts = append(texts, get(t, filepath.Join(folder, name)))
	}
	help, err := run(folder, nil, "--help")
	if err != nil {
		t.Fatal(err)
	}
	_, help, _ = strings.Cut(help, "Examples:")
	for _, found := range regexp.MustCompile(`\S*slipway (?:init|check|doctor)\b`).FindAllString(strings.Join(append(texts, help), "\n"), -1) {
		if !strings.HasPrefix(found, "./cmd/") && found != "`./cmd/" {
			t.Errorf("%q is not found there", found)
		}
	}
}
