package prices_test

import (
	"os"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/cmd/slipway/cost/model"
	"github.com/slipway-dev/slipway/cmd/slipway/cost/prices"
)

func file(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../../infra/prices.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestThereIsAPriceForAllThatIsUsed(t *testing.T) {
	p, err := prices.Read("prices.yaml", []byte(file(t)))
	if err != nil || len(p.List) != len(model.Items()) || !p.Has("eu-west-1") || !p.Has("us-east-1") || p.Has("mars-1") {
		t.Fatalf("%d prices of %v, %v", len(p.List), p.Regions, err)
	}
	if first := p.List[0]; first.Item != model.Transitions || first.Dollars["eu-west-1"] != 0.025 || first.Per != 1000 || first.Free != 4000 {
		t.Errorf("%+v", first)
	}
}

func TestEachMistakeIsToldWithItsLine(t *testing.T) {
	for says, change := range map[string][2]string{
		"prices.yaml:12: version is 2; this program reads 1":                                       {"version: 1", "version: 2"},
		"prices.yaml:13: regions has to be a list":                                                 {"regions: [eu-west-1, us-east-1]", "regions: eu-west-1"},
		"prices.transitions.per is lots; give a number of 1 or more":                               {"per: 1000\n", "per: lots\n"},
		"prices.transitions.usd.eu-west-1 is -1; give a number of 0 or more":                       {"eu-west-1: 0.025,", "eu-west-1: -1,"},
		"prices.transitions.usd.eu-west-1 is .nan; give a number":                                  {"eu-west-1: 0.025,", "eu-west-1: .nan,"},
		"prices.transitions.usd.us-east-1 is missing":                                              {", us-east-1: 0.025", ""},
		"prices.transitions.usd.mars-1 is unknown; here there may be eu-west-1, us-east-1":         {"us-east-1: 0.025", "us-east-1: 0.025, mars-1: 1"},
		"prices.transitions.free.sometimes is unknown; here there may be always, new":              {"always: 4000", "sometimes: 4000"},
		"prices.transitions.source is step-functions; give the address of AWS's page":              {"https://aws.amazon.com/step-functions/pricing/", "step-functions"},
		"prices.transitions.read is yesterday; give a day":                                         {"read: 2026-11-23", "read: yesterday"},
		"prices.transitions.checked is well; give aws, quoted, memory":                             {"checked: aws", "checked: well"},
		"prices.transitions.prize is unknown; here there may be checked, free, per, read, service": {"    per: 1000\n", "    per: 1000\n    prize: 1\n"},
		"prices.moon is nothing that Slipway uses":                                                 {"  transitions:\n", "  moon:\n"},
		"prices.transitions is missing":                                                            {"  transitions:\n", "  moon:\n"},
		"prices.transitions.service has to be a few words":                                         {"service: Step Functions", "service: [a]"},
		"prices.transitions.free has to be a section with keys":                                    {"free: { always: 4000 }", "free: 4000"},
	} {
		text := strings.Replace(file(t), change[0], change[1], 1)
		if text == file(t) {
			t.Fatalf("there is no %q", change[0])
		}
		if _, err := prices.Read("prices.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v; want %q", err, says)
		}
	}
}

func TestAllMistakesAreToldAtOnceFromTheTopDown(t *testing.T) {
	text := strings.NewReplacer("version: 1\n", "version: 2\n", "per: 1000\n", "per: 0\n").Replace(file(t))
	_, err := prices.Read("p", []byte(text))
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 5 || !strings.HasPrefix(lines[0], "p:12: ") || !strings.Contains(lines[4], "metrics-drawn") {
		t.Errorf("%v", err)
	}
}

func TestWhatIsNoFileOfPricesIsRefused(t *testing.T) {
	for text, says := range map[string]string{"": "p:1: one section", "a: [": "p: it is not YAML", "[]": "the file has to be a section", "- a\n---\n- b": "one section"} {
		if _, err := prices.Read("p", []byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
