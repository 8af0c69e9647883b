package params_test

import (
	"testing"

	"github.com/spf13/pflag"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

func TestNumbersAreWholeAndInRange(t *testing.T) {
	for text, want := range map[string]int{"1": 1, "4000": 4000, "0": 0, "-1": 0, "1.0": 0, "": 0, "x": 0, "1e3": 0, "99999999999999999999": 0} {
		if n, err := params.Count(text); n != want || (err == nil) != (want > 0) {
			t.Errorf("%q is %d: %v", text, n, err)
		}
	}
	for text, want := range map[string]uint64{"42": 42, "18446744073709551615": 1<<64 - 1, "-1": 0, "18446744073709551616": 0, "x": 0} {
		if n, err := params.Seed(text); n != want || (err == nil) != (want > 0) {
			t.Errorf("%q is %d: %v", text, n, err)
		}
	}
	if n, err := params.Seed("0"); n != 0 || err != nil {
		t.Errorf("0 is %d: %v", n, err)
	}
}

func TestTheHelpNamesWhatAFlagTakesAndItsDefault(t *testing.T) {
	set := pflag.NewFlagSet("test", pflag.ContinueOnError)
	set.Var(&params.Text{Value: "42", Kind: "number"}, "seed", "where it begins")
	if got, want := set.FlagUsages(), "      --seed number   where it begins (default 42)\n"; got != want {
		t.Errorf("%q", got)
	}
}
