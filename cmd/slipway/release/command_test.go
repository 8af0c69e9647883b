package release_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/rollout"
)

// run gives the command line these words.
func run(t *testing.T, b *bot, words ...string) (stdout, stderr string, err error) {
	t.Helper()
	c := release.Command(func(context.Context, string) (*release.Pilot, error) {
		p, _ := pilot(t, b)
		return p, nil
	})
	var out, talk strings.Builder
	c.SetOut(&out)
	c.SetErr(&talk)
	c.SetArgs(words)
	c.SilenceErrors, c.SilenceUsage = true, true
	err = c.ExecuteContext(t.Context())
	return out.String(), talk.String(), err
}

func TestTheResultIsOneObjectAndTheTalkIsApart(t *testing.T) {
	b := &bot{life: []rollout.Rollout{at(rollout.Watching, v42), at(rollout.RolledBack, because(rollout.CauseVerdict, "worse"))}}
	stdout, stderr, err := run(t, b, "watch", "--rollout", string(id), "--by", "ana", "--output", "json")
	var got map[string]string
	if e := json.Unmarshal([]byte(stdout), &got); e != nil || got["outcome"] != "rolled_back" || got["rollout"] != string(id) || got["version"] != "42" || got["sha"] != sha {
		t.Errorf("%s, %v", stdout, e)
	}
	var ended *release.Ended
	if !errors.As(err, &ended) || ended.Code != release.CodeRolledBack {
		t.Error(err)
	}
	if !strings.Contains(stderr, "checkout/staging: watching") {
		t.Error(stderr)
	}
	stdout, _, err = run(t, &bot{life: []rollout.Rollout{at(rollout.Succeeded, v42)}}, "watch", "--rollout", string(id), "--by", "ana")
	if err != nil || !strings.Contains(stdout, "v42 is live and stayed well.\nrollout: "+string(id)) {
		t.Errorf("%s, %v", stdout, err)
	}
}

// Commits and alarms are in what is told, and strangers write those.
func TestWhatStrangersWriteNeitherControlsATerminalNorBeginsALine(t *testing.T) {
	evil := "a\n::error::evil\x1b[31m\r"
	b := &bot{life: []rollout.Rollout{at(rollout.Deploying, func(r *rollout.Rollout) { r.Problem = evil }), at(rollout.Failed, because(rollout.CauseBuild, evil))}}
	stdout, stderr, _ := run(t, b, "watch", "--rollout", string(id), "--by", "ana")
	for _, text := range []string{stdout, stderr} {
		if strings.Contains(text, "\n::") || strings.ContainsAny(text, "\x1b\r") || !strings.Contains(text, "::error::evil") {
			t.Errorf("%q", text)
		}
	}
}

func TestWhoeverGitHubNamesMayBeNamed(t *testing.T) {
	for _, login := range []string{"ana", "ana-silva", "ana_acme", "github-actions[bot]", "7"} {
		b := &bot{life: []rollout.Rollout{at(rollout.Checking, held)}}
		if _, _, err := run(t, b, "publish", "--by", login, "--service", "checkout", "--env", "staging", "--sha", sha); err != nil || b.asked[0].Actor != "github:"+login {
			t.Errorf("%s: %v", login, err)
		}
	}
}

func TestAllThatIsWrongWithTheCommandLineIsSaidAtOnce(t *testing.T) {
	t.Setenv("GITHUB_ACTOR", "")
	for words, wants := range map[string][]string{
		"publish --sha main --strategy yolo --output xml": {"--service and --env", "--sha has to be", "--strategy \"yolo\"", "--output \"xml\"", "--by \"\""},
		"check --by ana --rollout 42 --timeout 1ms":       {"--rollout has to be", "--timeout 1ms"},
		"switch --by an;a":              {"--rollout has to be", "--by \"an;a\""},
		"rollback --by ana --to HEAD~1": {"--service and --env", "--to has to be"},
		"rollback --by ana --to $(id)":  {"--to has to be"},
	} {
		_, _, err := run(t, &bot{}, strings.Fields(words)...)
		var wrong *params.Wrong
		if !errors.As(err, &wrong) {
			t.Errorf("%s: %v", words, err)
			continue
		}
		for _, want := range wants {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: it does not say %q: %v", words, want, err)
			}
		}
	}
}

func TestThePartsPassOnWhatTheyWereTold(t *testing.T) {
	b := &bot{life: []rollout.Rollout{at(rollout.Checking, held)}}
	if _, _, err := run(t, b, "publish", "--by", "dependabot[bot]", "--service", "checkout", "--env", "staging", "--sha", sha, "--strategy", "canary", "--reason", "$(reboot)"); err != nil {
		t.Fatal(err)
	}
	if len(b.asked) != 1 || b.asked[0].Actor != "github:dependabot[bot]" {
		t.Errorf("%+v", b.asked)
	}
	b = &bot{life: []rollout.Rollout{at(rollout.RolledBack, health("41", true))}}
	if _, _, err := run(t, b, "rollback", "--by", "ana", "--service", "checkout", "--env", "prod", "--to", "v40"); err != nil {
		t.Fatal(err)
	}
	if c := b.asked[0].Command; c.Name() != "rollback" || c.Where().Environment != "prod" {
		t.Errorf("%+v", c)
	}
}
