package params

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// None refuses words that belong to no flag. Of a command that has others under
// it such a word is taken for the name of one.
func None(c *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case !c.HasSubCommands():
		return &Wrong{fmt.Errorf("unexpected argument %q (see %s --help)", args[0], c.CommandPath())}
	}
	err := fmt.Errorf("there is no command %q", args[0])
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		err = fmt.Errorf("%w; did you mean %s?", err, strings.Join(near, " or "))
	}
	return &Wrong{err}
}
