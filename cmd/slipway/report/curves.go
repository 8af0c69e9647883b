package report

import (
	"fmt"
	"time"

	"github.com/slipway-dev/slipway/cmd/slipway/simulate"
	"github.com/slipway-dev/slipway/cmd/slipway/simulate/world"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// line is one curve of a plot before it is simulated.
type line struct {
	world  world.Scenario
	name   string
	look   int
	dashed bool
}

// plotted are calls a minute; they look alike in both plots.
func plotted() []float64 { return []float64{2_000, 600, 200, 60, 20} }

// powerPlot is how soon a bad version is taken back.
func powerPlot(s scale, policy rollout.Strategy) part {
	var lines []line
	for i, calls := range plotted() {
		lines = append(lines, line{world: scenario(calls, 0.01, 0.05), name: perMinute(calls), look: i})
	}
	return drawn(s, policy, lines, func(f simulate.Figures) []time.Duration { return f.Rollbacks }, takenBack, picture{
		file:  "judge-power.svg",
		title: "A version with 5 % errors in place of one with 1 %, by calls a minute",
		y:     "rollouts taken back by then, %",
	})
}

// promotionPlot is how soon a healthy version is through.
func promotionPlot(s scale, policy rollout.Strategy) part {
	var lines []line
	for i, calls := range plotted() {
		if calls == 600 { // as good as 2,000
			continue
		}
		for _, rate := range []float64{0.01, 0.001} {
			lines = append(lines, line{scenario(calls, rate, rate), perMinute(calls) + ", " + judge.Percent(rate), i, rate < 0.01})
		}
	}
	return drawn(s, policy, lines, func(f simulate.Figures) []time.Duration { return f.Promotions }, letThrough, picture{
		file:  "judge-promotion.svg",
		title: "A version as good as the old one, by calls a minute and error rate",
		y:     "rollouts promoted by then, %",
	})
}

// drawn is a part that is a picture of its lines.
func drawn(s scale, policy rollout.Strategy, lines []line, times func(simulate.Figures) []time.Duration, section string, pic picture) part {
	p := part{section: section, what: pic.file, plot: true}
	for _, l := range lines {
		p.cells = append(p.cells, s.cell(l.world, policy, nil))
	}
	p.tell = func(results []simulate.Result) told {
		pic := pic
		for i, l := range lines {
			percent := shares(times(ours(results[i])), s.runs)
			pic.curves = append(pic.curves, curve{l.name, percent, l.look, l.dashed})
		}
		return told{text: fmt.Sprintf("\n![%s: %s](images/%s)\n", pic.title, pic.y, pic.file), picture: &pic}
	}
	return p
}

// shares are the % of runs that were done by each minute, from rising times.
func shares(times []time.Duration, runs int) []float64 {
	percent := make([]float64, lastMinute+1)
	done := 0
	for m := range percent {
		for done < len(times) && times[done] <= time.Duration(m)*time.Minute {
			done++
		}
		percent[m] = 100 * float64(done) / float64(runs)
	}
	return percent
}
