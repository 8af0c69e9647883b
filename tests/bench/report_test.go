package main

import (
	"errors"
	"strings"
	"testing"
)

func TestAGoalThatIsMissedByFarFailsTheRunAndSoDoesACountThatIsMissedAtAll(t *testing.T) {
	for name, tt := range map[string]struct {
		value, limit float64
		exact, fails bool
	}{
		"held":             {value: 100, limit: 100},
		"missed by little": {value: 199, limit: 100},
		"missed by far":    {value: 201, limit: 100, fails: true},
		"an exact one":     {value: 101, limit: 100, exact: true, fails: true},
		"exactly held":     {value: 100, limit: 100, exact: true},
		"no goal":          {value: 201},
	} {
		r := report{figures: []figure{{what: "a tick", unit: "µs", value: tt.value, limit: tt.limit, exact: tt.exact}}}
		if got := len(r.missed()) > 0; got != tt.fails {
			t.Errorf("%s: fails %v", name, got)
		}
	}
}

func TestThePageSaysWhatWasMissedAndWhatItWasComparedWith(t *testing.T) {
	page := report{figures: []figure{
		{what: "a tick", unit: "µs", value: 150, limit: 100, beside: "a commit", base: 600},
		{what: "ticks", value: 234.4},
	}}.page()
	for _, want := range []string{
		"| a tick | 150 µs | ≤ 100: **missed** | a commit: 600 | 0.25 × |\n",
		"| ticks | 234 |  |  |  |\n",
		" cores, ",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "{{") {
		t.Errorf("something was not filled in:\n%s", page)
	}
}

func TestATurnThatFailsIsNotTakenForAQuickOne(t *testing.T) {
	wrong := errors.New("no such rollout")
	if _, err := quickest(func() error { return wrong }); !errors.Is(err, wrong) {
		t.Errorf("got %v", err)
	}
}
