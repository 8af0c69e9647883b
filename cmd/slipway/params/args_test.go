package params_test

import (
	"errors"
	"testing"

	"github.com/spf13/cobra"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
)

func TestAWordThatBelongsNowhereIsToldWithWhatWasMeant(t *testing.T) {
	run := func(*cobra.Command, []string) error { return nil }
	root := &cobra.Command{Use: "slipway", Args: params.None, RunE: run, SilenceErrors: true, SilenceUsage: true, SuggestionsMinimumDistance: 2}
	root.AddCommand(&cobra.Command{Use: "judge", Args: params.None, RunE: run})
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"juge"}, `there is no command "juge"; did you mean judge?`},
		{[]string{"ju"}, `there is no command "ju"; did you mean judge?`},
		{[]string{"fly", "away"}, `there is no command "fly"`},
		{[]string{"judge", "this"}, `unexpected argument "this" (see slipway judge --help)`},
	} {
		root.SetArgs(c.args)
		err := root.Execute()
		var wrong *params.Wrong
		if !errors.As(err, &wrong) || err.Error() != c.want {
			t.Errorf("%v: %v", c.args, err)
		}
	}
	for _, args := range [][]string{{}, {"judge"}} {
		root.SetArgs(args)
		if err := root.Execute(); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
}
