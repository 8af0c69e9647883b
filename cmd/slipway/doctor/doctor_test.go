package doctor

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/aws/selftest"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/rollout"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestTheDoctorLooksAtWhatItIsGivenAndSaysWhatItLeftOut(t *testing.T) {
	env := environment(t, map[string]string{"SLACK_BOT_TOKEN": "xoxb-1"})
	env["SLIPWAY_SLACK_URL"] = env["AWS_ENDPOINT_URL"]
	stdout, _, err := run(t, env, "--env", "prod", "--service", "checkout")
	if ended(err) != release.CodeFailed {
		t.Fatalf("%v\n%s", err, stdout)
	}
	for _, want := range []string{
		"✘ broken channel of checkout/prod: Slipway is not in the channel C0CHECKOUT, or there is none of that id.\n  → Type `/invite @Slipway` there",
		"? unknown alias wiring of checkout/prod: AWS did not list the aliases of checkout-prod.\n  → Allow `lambda:ListAliases` to the role that looks.\n",
		"✔ sound Slack: The token has the scopes that it needs, and no other.\n", "✔ sound clocks: This clock and AWS's agree.\n",
		"- not looked at: store: SLIPWAY_TABLE is not given\n", "- not looked at: GitHub: slipway.yaml has no `github`\n", "- not looked at: signing secret: say where the front is",
		"\n1 broken, 0 to be put right, 1 not known, 4 sound, 8 not looked at; in ",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("it does not say %q:\n%s", want, stdout)
		}
	}
	if strings.Index(stdout, "✘") > strings.Index(stdout, "?") || strings.Index(stdout, "?") > strings.Index(stdout, "✔") {
		t.Errorf("what is worst does not come first:\n%s", stdout)
	}
}

func TestAProgramGetsOneObject(t *testing.T) {
	stdout, _, err := run(t, environment(t, nil), "--output", "json")
	var got struct {
		Diagnoses []rollout.Diagnosis
		LeftOut   []wiring.LeftOut `json:"left_out"`
	}
	if e := json.Unmarshal([]byte(stdout), &got); e != nil || len(got.Diagnoses) != 3 || len(got.LeftOut) == 0 || ended(err) != release.CodeInconclusive {
		t.Errorf("%v, %v\n%s", e, err, stdout)
	}
}

// found is one of each grade.
func found() finding {
	return finding{commands.Examined{Took: 1240 * time.Millisecond, Diagnoses: []rollout.Diagnosis{
		{Check: "alias wiring", About: "checkout/prod", Grade: rollout.GradeBroken, Found: "The alias live routes to $LATEST, which changes with every upload.",
			Remedy: "`aws lambda update-alias --function-name checkout-prod --name live --function-version <number>`"},
		{Check: "metrics", About: "search/prod", Grade: rollout.GradeUnknown, Found: "No call by way of live was counted in the last hour, so there is nothing to see yet.",
			Remedy: "Look again when there is traffic: `/deploy doctor prod search`"},
		{Check: "callers", About: "checkout/prod", Grade: rollout.GradeAiling, Found: "events.amazonaws.com calls checkout-prod past its alias: it gets whatever was uploaded last, and no canary.",
			Remedy: "Have it call `checkout-prod:live`. Then: `aws lambda remove-permission --function-name checkout-prod --statement-id nightly`"},
		{Check: "alarms", About: "checkout/prod", Grade: rollout.GradeAiling, Found: "The actions of the alarm checkout-errors are switched off."},
		{Check: "Slack", Grade: rollout.GradeSound, Found: "The token has the scopes that it needs, and no other."},
	}}, []wiring.LeftOut{{Check: "PagerDuty", Why: "slipway.yaml has no `pagerduty`"}}}
}

func TestGoldenWhatPeopleSee(t *testing.T) {
	var b strings.Builder
	if err := found().table(&b, false); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/table.golden", []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/table.golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

// Names of alarms are anybody's words.
func TestWhatIsUntrustedCannotControlATerminal(t *testing.T) {
	var b strings.Builder
	hostile := finding{commands.Examined{Diagnoses: []rollout.Diagnosis{{Check: "alarms", Grade: rollout.GradeAiling, Found: "The alarm a\n\x1b[31mb"}}}, nil}
	if err := hostile.table(&b, false); err != nil || strings.Contains(b.String(), "\x1b") || strings.Contains(b.String(), "a\n") {
		t.Errorf("%q, %v", b.String(), err)
	}
}

// What docs/doctor.md shows is what is printed.
func TestTheDocumentShowsWhatPeopleSee(t *testing.T) {
	page, err := os.ReadFile("../../../docs/doctor.md")
	if err != nil {
		t.Fatal(err)
	}
	for file, as := range map[string]func(string) string{
		"testdata/table.golden": func(s string) string { return s },
		"../../../aws/selftest/testdata/holds.golden": func(s string) string {
			return strings.ReplaceAll(s, "holds    ", palette(false).answer(selftest.Holds)+" ")
		},
	} {
		shown, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), "```\n"+as(string(shown))+"```\n") {
			t.Errorf("it does not show %s as it is", file)
		}
	}
}

func TestColoursAreForTerminalsAndNeverAllThatTells(t *testing.T) {
	for _, g := range []rollout.Grade{rollout.GradeBroken, rollout.GradeUnknown, rollout.GradeAiling, rollout.GradeSound} {
		if plain, red := palette(false).sign(g), palette(true).sign(g); !strings.Contains(plain, string(g)) || !strings.Contains(red, plain) || !strings.HasPrefix(red, "\x1b[") || strings.Contains(plain, "\x1b") {
			t.Errorf("%q, %q", plain, red)
		}
	}
	if colours(&strings.Builder{}, func(string) string { return "" }) || colours(os.Stdout, func(string) string { return "1" }) {
		t.Error("colours where nobody wants them")
	}
}

func TestTheExitCodeIsThatOfTheWorst(t *testing.T) {
	for code, grades := range map[int][]rollout.Grade{
		release.CodeOK:           {rollout.GradeSound, rollout.GradeAiling},
		release.CodeInconclusive: {rollout.GradeUnknown, rollout.GradeAiling},
		release.CodeFailed:       {rollout.GradeUnknown, rollout.GradeBroken},
	} {
		var f finding
		for _, g := range grades {
			f.Diagnoses = append(f.Diagnoses, rollout.Diagnosis{Grade: g})
		}
		if f.code() != code {
			t.Errorf("%v: %d", grades, f.code())
		}
	}
}

func TestAllThatIsWrongWithTheCommandLineIsSaidAtOnce(t *testing.T) {
	for words, wants := range map[string][]string{
		"--output xml --role r --keep --url ftp://x":              {"--output \"xml\"", "--role is for the doctor with --selftest", "--keep is", "--url has to begin with https://"},
		"--selftest --env prod --timeout 2h":                      {"--env is for the doctor without --selftest", "--role has to be the ARN", "--timeout 2h0m0s"},
		"--selftest --role arn:aws:iam::1:role/a --second-role b": {"--second-role has to be"},
		"--env nowhere --service nothing":                         {"--env \"nowhere\" is not in", "--service \"nothing\" is not in"},
	} {
		_, _, err := run(t, environment(t, nil), strings.Fields(words)...)
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

func TestAnEnvironmentThatMakesNoSenseIsTold(t *testing.T) {
	for want, changed := range map[string]map[string]string{
		"SLIPWAY_CONFIG is missing":   {"SLIPWAY_CONFIG": ""},
		"SLIPWAY_TABEL is not known":  {"SLIPWAY_TABEL": "x"},
		"AWS_REGION":                  {"AWS_REGION": ""},
		"the GitHub App is not whole": {"GITHUB_APP_ID": "7"},
		"read the secrets":            {"SLIPWAY_SECRETS": "ssm:/slipway/worker"},
	} {
		if _, _, err := run(t, environment(t, changed)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q: %v", want, err)
		}
	}
}
