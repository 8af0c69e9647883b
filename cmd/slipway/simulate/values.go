package simulate

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
)

// parseTraffic reads "200/min", "3/s" or "50/h" as calls a minute.
func parseTraffic(value string) (float64, error) {
	number, unit, _ := strings.Cut(value, "/")
	calls, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	perMinute, known := map[string]float64{"s": 60, "min": 1, "h": 1.0 / 60}[strings.TrimSpace(unit)]
	if err != nil || !known {
		return 0, errors.New("give calls by time such as 200/min, 3/s or 50/h")
	}
	return calls * perMinute, nil
}

// parseOutage reads "30%,3m"; nothing is no outage.
func parseOutage(value string) (world.Outage, error) {
	if value == "" {
		return world.Outage{}, nil
	}
	share, length, _ := strings.Cut(value, ",")
	s, wrong := params.Share(share)
	d, err := time.ParseDuration(strings.TrimSpace(length))
	if wrong != nil || err != nil {
		return world.Outage{}, errors.New("give a share of failures and how long, such as 30%,3m")
	}
	return world.Outage{Share: s, Length: d}, nil
}

// parseSteps reads "10,25,50" or "10%,25%,50%" as weights in per cent. Each step
// is held as long as the one that it replaces, further ones as long as the last.
func parseSteps(value string, instead []rollout.Step) ([]rollout.Step, error) {
	words := strings.Split(value, ",")
	steps := make([]rollout.Step, len(words))
	for i, word := range words {
		percent, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(word), "%")), 64)
		if err != nil {
			return nil, errors.New("give weights in per cent such as 10,25,50")
		}
		steps[i].Weight = percent / 100
		if len(instead) > 0 {
			steps[i].Hold = instead[min(i, len(instead)-1)].Hold
		}
	}
	return steps, nil
}

// parseTime reads a time that is not negative.
func parseTime(value string) (time.Duration, error) {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		return 0, errors.New("give a time such as 90s or 10m")
	}
	return d, nil
}

// parseDrop reads a number of minutes. None is rollout.NoDrop, since a strategy's
// zero stands for the usual two.
func parseDrop(value string) (int, error) {
	n, err := strconv.Atoi(value)
	switch {
	case err != nil || n < 0:
		return 0, errors.New("give a number of minutes, 0 for none")
	case n == 0:
		return rollout.NoDrop, nil
	default:
		return n, nil
	}
}

// parseChoice leaves it to the strategy to know the choices.
func parseChoice(value string) (rollout.Choice, error) { return rollout.Choice(value), nil }

func parseOutput(value string) (asJSON bool, err error) {
	if value != "table" && value != "json" {
		return false, errors.New("give table or json")
	}
	return value == "json", nil
}
