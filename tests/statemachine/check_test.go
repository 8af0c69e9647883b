package statemachine_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/infra"
	"github.com/slipway-dev/slipway/tests/statemachine"
)

func filled(t *testing.T) string {
	t.Helper()
	got, err := infra.Definition(map[string]string{
		"ticker_arn": "arn:aws:lambda:us-east-1:123456789012:function:ticker:live",
		"topic_arn":  "arn:aws:sns:us-east-1:123456789012:slipway",
		"turn_limit": "1000",
	})
	must(t, err)
	return got
}

func TestTheDefinitionIsSound(t *testing.T) {
	if problems := statemachine.Check(filled(t)); len(problems) > 0 {
		t.Error(strings.Join(problems, "\n"))
	}
}

// Many executions that fail together must not come back together.
func TestWhatIsTriedAgainIsTriedAtRandomTimes(t *testing.T) {
	for name, s := range states(t) {
		for _, r := range s.Retry {
			if (r.MaxAttempts == nil || *r.MaxAttempts > 0) && r.JitterStrategy != "FULL" {
				t.Errorf("%s: %s without jitter", name, r.ErrorEquals)
			}
		}
	}
}

// 13 events are a turn's, 3 a try's that failed. A ticker that is busy for a while is
// no failure; one that is busy for half an hour leaves a split to nobody.
func TestABusyTickerIsAskedForAWhileWithinTheLimitOfTheHistory(t *testing.T) {
	events := 1000 * 13
	for _, r := range states(t)["Tick"].Retry {
		events += 3 * *r.MaxAttempts
		minutes := r.MaxDelaySeconds / 2 * float64(*r.MaxAttempts) / 60
		if slices.Contains(r.ErrorEquals, "Lambda.TooManyRequestsException") && (minutes < 20 || minutes > 30) {
			t.Errorf("a busy ticker is given up after %.1f minutes", minutes)
		}
	}
	if events > 24_000 {
		t.Errorf("%d events, and an execution may have 25,000", events)
	}
}

type retrying struct {
	Retry []struct {
		ErrorEquals     []string
		MaxDelaySeconds float64
		MaxAttempts     *int
		JitterStrategy  string
	}
}

func states(t *testing.T) map[string]retrying {
	t.Helper()
	var m struct{ States map[string]retrying }
	must(t, json.Unmarshal([]byte(filled(t)), &m))
	return m.States
}

func TestWhatCanGoWrongWithADefinitionIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(definition)
		want  string
	}{
		"a task may hang":             {func(d definition) { delete(d["Tick"], "TimeoutSeconds") }, "Tick: has no time-out"},
		"an error ends it":            {func(d definition) { delete(d["Tell"], "Catch") }, "Tell: does not catch every error"},
		"the token is given away":     {func(d definition) { d["Park"]["Arguments"] = map[string]any{} }, "Park: waits for a token that it gives to nobody"},
		"it waits for ever":           {func(d definition) { d["Park"]["TimeoutSeconds"] = 60 }, "Park: does not time out when the next tick is due"},
		"it waits for no time":        {func(d definition) { d["Decide"]["Choices"] = d["Decide"]["Choices"].([]any)[:2] }, "Decide: goes on to Park even if $wait is 0"},
		"it waits before it decides":  {func(d definition) { d["Begin"]["Next"] = "Park" }, "Begin: goes on to Park even if $wait is 0"},
		"it asks too late":            {func(d definition) { d["Decide"]["Choices"].([]any)[0].(map[string]any)["Next"] = "Park" }, "Decide: goes on to Park even if $wait is 0"},
		"an alias is overwritten":     {func(d definition) { d["Restore"]["Arguments"] = map[string]any{"RevisionId": "1"} }, "Restore: changes an alias without a revision or an explicit routing map"},
		"a state is misspelt":         {func(d definition) { d["Park"]["Next"] = "Tik" }, `Park: goes on to "Tik", which is not there`},
		"a choice leads nowhere":      {func(d definition) { d["Decide"]["Default"] = "Prak" }, `Decide: goes on to "Prak", which is not there`},
		"a state is left over":        {func(d definition) { d["Tick"]["Catch"] = []any{} }, "Last resort: nothing leads to it"},
		"it goes round for nothing":   {func(d definition) { d["Decide"]["Default"] = "Decide" }, "Decide: goes round without a task or a wait"},
		"two go round for nothing":    {func(d definition) { d["Begin"]["Next"] = "Decide"; d["Decide"]["Default"] = "Begin" }, "Begin: goes round without a task or a wait"},
		"nothing of it makes a start": {func(d definition) { d["Begin"]["Next"] = "Done" }, "Tick: nothing leads to it"},
	} {
		t.Run(name, func(t *testing.T) {
			problems := statemachine.Check(options{change: c.spoil}.changed(t, filled(t)))
			if !slices.Contains(problems, c.want) {
				t.Errorf("found %q, want %q", problems, c.want)
			}
		})
	}
	if problems := statemachine.Check("{"); len(problems) != 1 {
		t.Errorf("of what is no JSON it says %q", problems)
	}
}

func TestOnlyADefinitionWithAParkingCanBeMadeRunnable(t *testing.T) {
	for _, text := range []string{"{", "{}", `{"States": {"Park": 1}}`} {
		if got, err := statemachine.Runnable(text, 1); err == nil {
			t.Errorf("%s became %s", text, got)
		}
	}
}

// validator runs asl-validator on a definition.
func validator(t *testing.T, text string) (string, error) {
	t.Helper()
	cli := os.Getenv("ASL_VALIDATOR")
	if cli == "" {
		t.Skip("needs asl-validator: run it with `make test`, or set ASL_VALIDATOR to its command-line program")
	}
	file := filepath.Join(t.TempDir(), "rollout.asl.json")
	must(t, os.WriteFile(file, []byte(text), 0o600))
	said, err := exec.CommandContext(t.Context(), "node", cli, "--json-path", file).CombinedOutput()
	return string(said), err
}

func TestTheDefinitionIsAmazonStatesLanguage(t *testing.T) {
	if said, err := validator(t, filled(t)); err != nil {
		t.Errorf("%v: %s", err, said)
	}
}

func TestTheValidatorReadsWhatItIsGiven(t *testing.T) {
	for name, spoil := range map[string]func(definition){
		"an unknown field":            func(d definition) { d["Tick"]["Colour"] = "red" },
		"a state that is not there":   func(d definition) { d["Park"]["Next"] = "Tik" },
		"a field of another language": func(d definition) { d["Tick"]["ResultPath"] = "$.x" },
	} {
		t.Run(name, func(t *testing.T) {
			if said, err := validator(t, options{change: spoil}.changed(t, filled(t))); err == nil {
				t.Errorf("it found nothing wrong: %s", said)
			}
		})
	}
}

// The placeholders are Terraform's, and the file has to be readable as JSON before
// they are filled in, for editors.
func TestTheTemplateItselfIsJSON(t *testing.T) {
	text, err := os.ReadFile("../../infra/rollout.asl.json")
	must(t, err)
	if !json.Valid(text) {
		t.Error("it is not")
	}
}
