package cost

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// money is dollars and cents. What is less than half a cent, but not nothing, is told from nothing.
func money(dollars float64) string {
	switch {
	case dollars < 0 && dollars > -0.005:
		return "> −$0.01"
	case dollars < 0:
		return "−" + money(-dollars)
	case dollars > 0 && dollars < 0.005:
		return "< $0.01"
	default:
		all := int64(math.Round(100 * dollars))
		return fmt.Sprintf("$%s.%02d", judge.Count(all/100), all%100)
	}
}

// count is an amount with as many digits as say something.
func count(n float64) string {
	if n >= 100 || n == math.Trunc(n) {
		return judge.Count(int64(math.Round(n)))
	}
	return strconv.FormatFloat(n, 'g', 2, 64)
}

// each is a price as AWS writes it: "$0.025 for 1,000".
func each(dollars, per float64) string {
	s := strconv.FormatFloat(dollars, 'f', -1, 64)
	if at := strings.Index(s, "."); at < 0 {
		s += ".00"
	} else if len(s)-at == 2 {
		s += "0"
	}
	if per == 1 {
		return "$" + s
	}
	return "$" + s + " for " + count(per)
}
