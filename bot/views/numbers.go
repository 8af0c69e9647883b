package views

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout/judge"
)

// duration is a length of time as people say it: "45 s", "1 min 32 s", "10 min",
// "2 h 5 min", "3 days".
func duration(d time.Duration) string {
	d = max(d, 0).Round(time.Second)
	hours, minutes, seconds := int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", seconds)
	case d < time.Hour && seconds > 0:
		return fmt.Sprintf("%d min %d s", minutes, seconds)
	case d < time.Hour:
		return fmt.Sprintf("%d min", minutes)
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", hours/24)
	case minutes > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	default:
		return fmt.Sprintf("%d h", hours)
	}
}

// left is time left, in whole minutes when it is more than one.
func left(d time.Duration) string {
	if d > time.Minute {
		d = (d + time.Minute - 1).Truncate(time.Minute)
	}
	return duration(d) + " left"
}

// bar shows a share: "▰▱▱▱▱▱▱▱▱▱ 10 %". It looks empty or full only at nothing
// and all.
func bar(share float64) string {
	const cells = 10
	full := 0
	switch {
	case share >= 1:
		full = cells
	case share > 0:
		full = min(max(int(math.Round(share*cells)), 1), cells-1)
	}
	return strings.Repeat("▰", full) + strings.Repeat("▱", cells-full) + " " + judge.Percent(share)
}
