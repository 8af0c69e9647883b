package grammar_test

import (
	"strings"
	"testing"

	"github.com/slipway-dev/slipway/commands/grammar"
)

func TestACommandOfItsOwnIsPointedTo(t *testing.T) {
	for text, want := range map[string]string{
		"rollback prod checkout": "/rollback prod checkout",
		"Canary staging":         "/canary staging",
		"dashboard prod 1d":      "/dashboard prod 1d",
		"deploy staging abc123":  "/deploy staging abc123",
	} {
		c := grammar.Context{Names: grammar.Names{Services: []string{"checkout"}, Environments: []string{"staging", "prod"}}}
		command, err := grammar.Parse(c, "/deploy", text)
		if command != nil || err == nil || !strings.Contains(err.Error(), "command of its own") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v", text, command, err)
		}
	}
}
