package policy

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/config"
)

// summary is told nowhere by itself where the file does not say; what production is, is
// known all the same. The rules of its time zone come with the binary, whose main imports
// time/tzdata: where it runs there may be none.
func summary(c config.Config) (commands.Summary, error) {
	s := c.Summary
	if s == nil {
		return commands.Summary{Production: lastOf(c.Environments)}, nil
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return commands.Summary{}, fmt.Errorf("summary.timezone %s: %w", s.Zone, err)
	}
	return commands.Summary{Zone: zone, At: s.At, Channels: s.Channels, Production: s.Production}, nil
}

func lastOf(all []config.Environment) []string {
	if len(all) == 0 {
		return nil
	}
	return []string{all[len(all)-1].Name}
}
