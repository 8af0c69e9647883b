package infra_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/infra"
)

// filled has a value for each variable.
func filled() map[string]string {
	return map[string]string{
		"ticker_arn": "arn:aws:lambda:us-east-1:123456789012:function:ticker:live",
		"topic_arn":  "arn:aws:sns:us-east-1:123456789012:slipway",
		"turn_limit": "1000",
	}
}

func TestEveryVariableIsFilledIn(t *testing.T) {
	vars := filled()
	got, err := infra.Definition(vars)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(got, "${") {
		t.Error("a placeholder is left")
	}
	for _, name := range infra.Variables() {
		if !strings.Contains(got, vars[name]) {
			t.Errorf("the value of %s is not in the definition", name)
		}
	}
	if len(vars) != len(infra.Variables()) {
		t.Error("Definition changed the map that it was given")
	}
}

func TestWhatDoesNotFitIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(map[string]string)
		want   string
	}{
		"a variable is missing": {func(v map[string]string) { delete(v, "topic_arn") }, "topic_arn has no value"},
		"a variable is unknown": {func(v map[string]string) { v["tickr_arn"] = "x" }, "tickr_arn is not in the definition"},
	} {
		t.Run(name, func(t *testing.T) {
			vars := filled()
			c.change(vars)
			got, err := infra.Definition(maps.Clone(vars))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want an error that says %q", err, c.want)
			}
			if got != "" {
				t.Error("a broken definition was given out")
			}
		})
	}
}

func TestAValueDoesNotBreakOutOfItsString(t *testing.T) {
	vars, strange := filled(), "x\", \"Comment\": \"\\\n"
	vars["topic_arn"] = strange
	got, err := infra.Definition(vars)
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		States struct {
			Tell struct{ Arguments struct{ TopicArn string } }
		}
	}
	if err := json.Unmarshal([]byte(got), &d); err != nil || d.States.Tell.Arguments.TopicArn != strange {
		t.Errorf("it became %q, %v", d.States.Tell.Arguments.TopicArn, err)
	}
}

func TestTerraformFindsNoDirectiveOfItsOwn(t *testing.T) {
	got, err := infra.Definition(filled())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(got, "%{") {
		t.Error("templatefile would take %{ for a directive")
	}
}
