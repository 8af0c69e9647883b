package commands_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

var errDown = errors.New("it is down")

func contains(err error, word string) bool { return err != nil && strings.Contains(err.Error(), word) }

// failing answers one kind of API call with an error.
func failing(op string, err error) func(string) error {
	return func(o string) error {
		if o == op {
			return err
		}
		return nil
	}
}

func code(c string) error { return &cloud.Error{Code: c, Message: "as told"} }

// refused checks that a person was told why, with a code for machines.
func refused(t *testing.T, err error, code string) {
	t.Helper()
	var refusal *rollout.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Error() == "" {
		t.Fatalf("%v, want a refusal %q", err, code)
	}
}

// hinted is a refusal that also says what to type or do next.
func hinted(t *testing.T, err error, code string, words ...string) {
	t.Helper()
	refused(t, err, code)
	var r *rollout.Refusal
	if errors.As(err, &r) && r.Hint == "" {
		t.Errorf("%s: %s gives no hint", code, r)
	}
	for _, word := range words {
		if !strings.Contains(r.Error()+" "+r.Hint, word) {
			t.Errorf("%s does not speak of %q: %s %s", code, word, r, r.Hint)
		}
	}
}

// moved counts the API calls that change an alias.
func moved(calls []string) int {
	return len(slices.DeleteFunc(slices.Clone(calls), func(op string) bool { return op != "UpdateAlias" && op != "CreateAlias" }))
}
