package config

import (
	"fmt"
	"time"
)

// Strategy says how traffic moves to a new version.
type Strategy struct {
	Kind string // canary, blue-green or all-at-once
	// Steps are those of a canary. They are here for the other kinds too, for
	// whoever asks for a canary once.
	Steps        []Step
	MaxHold      time.Duration // how long a step may be extended to
	Watch        time.Duration // how long the new version is watched at 100 %
	Inconclusive string        // what to do at MaxHold: ask, probe, promote or rollback
	Probes       int           // synthetic calls a minute at most, while a step is probed
	PauseLimit   time.Duration // how long a rollout may wait for people
}

// Step is one weight of a canary.
type Step struct {
	Weight float64 // share of the traffic, above 0 and below 1
	Hold   time.Duration
}

// The kinds of strategy.
const (
	Canary    = "canary"
	BlueGreen = "blue-green"
	AllAtOnce = "all-at-once"
)

// standardSteps are those of a canary that names none.
func standardSteps() []Step {
	return []Step{{0.10, 10 * time.Minute}, {0.25, 10 * time.Minute}, {0.50, 10 * time.Minute}}
}

// preset is a strategy under the name that AWS CodeDeploy has for it.
type preset struct {
	name  string
	kind  string
	steps []Step
}

// presets lists CodeDeploy's configurations for Lambda.
func presets() []preset {
	all := []preset{{"AllAtOnce", AllAtOnce, standardSteps()}}
	for _, minutes := range []int{5, 10, 15, 30} {
		all = append(all, preset{fmt.Sprintf("Canary10Percent%dMinutes", minutes), Canary, even(1, minutes)})
	}
	for _, minutes := range []int{1, 2, 3, 10} {
		name := fmt.Sprintf("Linear10PercentEvery%dMinutes", minutes)
		if minutes == 1 {
			name = "Linear10PercentEvery1Minute"
		}
		all = append(all, preset{name, Canary, even(9, minutes)})
	}
	return all
}

// even makes n steps of 10 % each.
func even(n, minutes int) []Step {
	steps := make([]Step, n)
	for i := range steps {
		steps[i] = Step{Weight: float64(i+1) / 10, Hold: time.Duration(minutes) * time.Minute}
	}
	return steps
}

// strategyKinds lists what a strategy's kind may be.
func strategyKinds() []string {
	kinds := []string{Canary, BlueGreen, AllAtOnce}
	for _, p := range presets() {
		kinds = append(kinds, p.name)
	}
	return kinds
}
