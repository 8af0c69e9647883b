package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/aws/selftest"
	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/release"
)

const role = "arn:aws:iam::123456789012:role/selftest"

func TestTheSelfTestTellsItsPriceAndAsksFirst(t *testing.T) {
	_, stderr, err := run(t, environment(t, nil), "--selftest", "--role", role)
	var wrong *params.Wrong
	if !errors.As(err, &wrong) || !strings.Contains(err.Error(), "nothing was done") || !strings.Contains(stderr, "costs less than a cent") || !strings.Contains(stderr, "slipway-selftest-") || !strings.Contains(stderr, "in eu-west-1") {
		t.Errorf("%v\n%s", err, stderr)
	}
	for said, want := range map[string]bool{"yes\n": true, "yes": true, "y\n": false, "": false, "\n": false} {
		if agreed(strings.NewReader(said), &strings.Builder{}) != want {
			t.Errorf("%q", said)
		}
	}
}

func TestASelfTestThatCannotBeDoneSaysWhyAndWhatIsLeft(t *testing.T) {
	_, stderr, err := run(t, environment(t, nil), "--selftest", "--role", role, "--yes", "--keep")
	if err == nil || !strings.Contains(err.Error(), "make the function") || !strings.Contains(stderr, "left in the account: the function: aws lambda delete-function --function-name slipway-selftest-") {
		t.Errorf("%v\n%s", err, stderr)
	}
	if _, _, err := run(t, environment(t, map[string]string{"AWS_REGION": ""}), "--selftest", "--role", role, "--yes"); err == nil || !strings.Contains(err.Error(), "AWS_REGION") {
		t.Error(err)
	}
}

func TestTheSelfTestsExitCodeIsThatOfTheWorst(t *testing.T) {
	for code, answers := range map[int][]selftest.Answer{
		release.CodeOK:           {selftest.Holds},
		release.CodeInconclusive: {selftest.Holds, selftest.Unknown},
		release.CodeFailed:       {selftest.Unknown, selftest.Fails},
	} {
		r := selftest.Report{Left: []string{"its log"}}
		for _, a := range answers {
			r.Assumptions = append(r.Assumptions, selftest.Assumption{Says: "It does", Answer: a, Seen: "it did"})
		}
		var out, talk strings.Builder
		c := &cobra.Command{}
		c.SetOut(&out)
		c.SetErr(&talk)
		got, err := tell(c, "json", r)
		var printed struct {
			Assumptions []selftest.Assumption
			Left        []string
			Finished    bool
		}
		if e := json.Unmarshal([]byte(out.String()), &printed); e != nil || err != nil || got != code || len(printed.Assumptions) != len(answers) || len(printed.Left) != 1 || !printed.Finished {
			t.Errorf("%v: %d, %v, %v\n%s", answers, got, err, e, out.String())
		}
		if !strings.Contains(talk.String(), "left in the account: its log") {
			t.Error(talk.String())
		}
	}
}

func TestAnAnswersSignTellsWithoutItsColour(t *testing.T) {
	for a, want := range map[selftest.Answer]string{selftest.Holds: "✔", selftest.Fails: "✘", selftest.Unknown: "?"} {
		if got := palette(false).answer(a); got != want {
			t.Errorf("%s: %s", a, got)
		}
	}
}

func TestANameNeedsRandomness(t *testing.T) {
	if _, err := newName(strings.NewReader("")); err == nil {
		t.Error("a name out of nothing")
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	if err := sleep(t.Context(), time.Millisecond); err != nil {
		t.Error(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sleep(gone, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
