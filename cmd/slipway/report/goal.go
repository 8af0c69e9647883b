package report

import (
	"fmt"
	"strings"
)

// fewest is how many rollouts a cell needs before its figures are held against
// the goals. They are meant for so many: with fewer, intervals are wider, and
// chance alone would miss some.
const fewest = 4_000

// goal is a figure that has to be on the right side of a bound.
type goal struct {
	cell, figure string
	value        float64
	atLeast      bool // else at most
	bound        float64
	unit         string
}

func (g goal) held() bool {
	if g.atLeast {
		return g.value >= g.bound
	}
	return g.value <= g.bound
}

func (g goal) String() string {
	side := "at most"
	if g.atLeast {
		side = "at least"
	}
	return fmt.Sprintf("%s: %s is %.4g%s, wanted %s %.4g%[4]s", g.cell, g.figure, g.value, g.unit, side, g.bound)
}

// missed are the goals that were not held.
func missed(goals []goal) (sad []goal) {
	for _, g := range goals {
		if !g.held() {
			sad = append(sad, g)
		}
	}
	return sad
}

// account is what stands under a section: whether its goals were held, and which
// were not.
func account(goals []goal, runs int) string {
	switch sad := missed(goals); {
	case len(goals) == 0:
		return ""
	case runs < fewest:
		return fmt.Sprintf("\nGoals: not checked, since that takes `--runs` of %d or more.\n", fewest)
	case len(sad) == 0:
		return fmt.Sprintf("\nGoals: all %d held.\n", len(goals))
	default:
		var b strings.Builder
		fmt.Fprintf(&b, "\nGoals: %d of %d missed.\n\n", len(sad), len(goals))
		for _, g := range sad {
			fmt.Fprintf(&b, "- **missed** %s\n", g)
		}
		return b.String()
	}
}
