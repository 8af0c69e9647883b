package cost

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

const (
	file = "../../../infra/prices.yaml"
	page = "../../../docs/cost.md"
)

// cost runs `slipway cost` with the project's prices.
func cost(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	c := Command()
	c.SilenceUsage, c.SilenceErrors = true, true
	c.SetArgs(append([]string{"--prices", file}, args...))
	c.SetOut(&out)
	err := c.ExecuteContext(t.Context())
	return out.String(), err
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestThePageIsWhatTheCommandMakes(t *testing.T) {
	made := filepath.Join(t.TempDir(), "cost.md")
	if out, err := cost(t, "--page", made); err != nil || out != "" {
		t.Fatalf("%q, %v", out, err)
	}
	if diff := cmp.Diff(read(t, page), read(t, made)); diff != "" {
		t.Errorf("docs/cost.md is not what the prices make; run `go run ./cmd/slipway cost --page docs/cost.md`:\n%s", diff)
	}
}

// prices is the file with something in place of something else.
func priced(t *testing.T, old, other string) string {
	t.Helper()
	text := read(t, file)
	if !strings.Contains(text, old) {
		t.Fatalf("the prices have no %q", old)
	}
	name := filepath.Join(t.TempDir(), "prices.yaml")
	if err := os.WriteFile(name, []byte(strings.Replace(text, old, other, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestThePageSaysWhetherTheGoalHolds(t *testing.T) {
	cheap := priced(t, "usd: { eu-west-1: 0.025,", "usd: { eu-west-1: 0.001,")
	cheap2 := strings.Replace(read(t, cheap), "always: 1000000 }\n    source: https://aws.amazon.com/sqs", "always: 9000000 }\n    source: https://aws.amazon.com/sqs", 1)
	if err := os.WriteFile(cheap, []byte(cheap2), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ prices, says, not string }{
		"as it is": {file, "**The goal of $1.00 for the bot itself is missed**", " holds."},
		"cheaper":  {cheap, "The goal of $1.00 for the bot itself holds.", "leaves the bot at"},
	} {
		made := filepath.Join(t.TempDir(), "cost.md")
		if _, err := cost(t, "--prices", c.prices, "--page", made); err != nil {
			t.Fatal(err)
		}
		if text := read(t, made); !strings.Contains(text, c.says) || strings.Contains(text, c.not) {
			t.Errorf("%s: %.1500s", name, text)
		}
	}
}

func TestEachRegionHasItsPrices(t *testing.T) {
	for region, want := range map[string]string{"eu-west-1": "$0.37", "us-east-1": "$0.33"} {
		out, err := cost(t, "--region", region, "--deploys", "10")
		if err != nil || !strings.Contains(out, want+"  DynamoDB: write units") {
			t.Errorf("%s: %v\n%s", region, err, out)
		}
	}
}

func TestProgramsGetTheSameFigures(t *testing.T) {
	out, err := cost(t, "--deploys", "10,20", "--output", "json")
	var got result
	if err != nil || json.Unmarshal([]byte(out), &got) != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var sum float64
	for _, l := range got.Lines {
		sum += l.USD[1]
	}
	if d := sum - got.Bot[1] - got.Security[1]; d > 0.001 || d < -0.001 || len(got.Deploys) != 2 || got.Region != "eu-west-1" {
		t.Errorf("the lines are %g, bot and security %g and %g", sum, got.Bot[1], got.Security[1])
	}
	out, err = cost(t, "--deploys", "10,20", "--output", "csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 1+2*len(got.Lines) || rows[1][2] != "transitions" || rows[1][6] != "1.1450" {
		t.Errorf("%d rows, %v: %v", len(rows), err, rows[1])
	}
}

func TestWhatMakesNoSenseIsRefusedAllOfItAtOnce(t *testing.T) {
	for args, says := range map[string]string{
		"--deploys 0":                  `--deploys "0": give whole numbers from 1 to 100000`,
		"--deploys 10,,5":              `--deploys "10,,5": give whole numbers`,
		"--deploys 1000000":            `--deploys "1000000": give whole numbers`,
		"--output yaml":                `--output "yaml": give text, json or csv`,
		"--region mars-1":              `--region "mars-1": ../../../infra/prices.yaml has prices of eu-west-1, us-east-1`,
		"--prices nowhere.yaml":        "--prices: open nowhere.yaml: no such file",
		"--deploys x --output y":       "--deploys \"x\": give whole numbers from 1 to 100000, with commas between them\n--output \"y\"",
		"--prices command.go --region": "flag needs an argument",
		"now":                          `unexpected argument "now"`,
	} {
		_, err := cost(t, strings.Fields(args)...)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", args, err)
		}
		var wrong *params.Wrong
		if !errors.As(err, &wrong) && !strings.Contains(says, "flag needs") {
			t.Errorf("%s is not said to be the caller's fault", args)
		}
	}
	if _, err := cost(t, "--prices", priced(t, "version: 1", "version: 7")); err == nil || !strings.Contains(err.Error(), "version is 7") {
		t.Error(err)
	}
	if _, err := cost(t, "--page", t.TempDir()); err == nil || !strings.Contains(err.Error(), "write the page") {
		t.Error(err)
	}
}

func TestMoneyIsWrittenToTheCent(t *testing.T) {
	for dollars, want := range map[float64]string{0: "$0.00", 0.004: "< $0.01", 0.005: "$0.01", 12.345: "$12.35", 1234.5: "$1,234.50", 999999.999: "$1,000,000.00", -3: "−$3.00", -0.001: "> −$0.01"} {
		if got := money(dollars); got != want {
			t.Errorf("%g is %s; want %s", dollars, got, want)
		}
	}
	if got := each(0.025, 1000) + each(3.5, 1) + each(5, 1); got != "$0.025 for 1,000$3.50$5.00" {
		t.Error(got)
	}
}
