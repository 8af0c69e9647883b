package views_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/judge"
)

// charted is the chart in a message; nil when there is none.
func charted(m views.Message) *slackgo.DataVisualizationLineChart {
	for _, b := range m.Blocks {
		if block, ok := b.(*slackgo.DataVisualizationBlock); ok {
			chart, _ := block.Chart.(*slackgo.DataVisualizationLineChart)
			return chart
		}
	}
	return nil
}

func TestOnlyTheMessageOfAJudgedAndFinishedRolloutHasAChart(t *testing.T) {
	r := deploy(at(0), because(rollout.CauseVerdict, worse), back(true), over(rollout.RolledBack))
	judgements := kept(&r, busy(0.1, 12), failing(0.25))
	o := views.Options{Now: now(), Judged: judgements}
	golden(t, "ended", "rolled-back-with-chart", views.Progress(r, o))
	if charted(views.Progress(r, options())) != nil {
		t.Error("there is a chart of nothing")
	}
	if open := deploy(at(0), few); charted(views.Progress(open, o)) != nil {
		t.Error("a rollout under way has a chart")
	}
	done := deploy(whole, over(rollout.Succeeded))
	o.Judged = kept(&done, busy(0.1, 10), busy(0.25, 10), busy(0.5, 10), busy(1, 10))
	golden(t, "ended", "succeeded-with-chart", views.Progress(done, o))
}

// evidence are minutes with any evidence, which not even the real judge gives.
func evidence(t *rapid.T) (out []rollout.Judgement) {
	value := rapid.Float64Range(-300, 300)
	for i := range rapid.IntRange(1, 100).Draw(t, "minutes") {
		v := judge.Verdict{Relative: value.Draw(t, "relative"), Absolute: value.Draw(t, "absolute"), Pass: value.Draw(t, "pass")}
		out = append(out, rollout.Judgement{Minute: judge.Minute{At: begin().Add(time.Duration(i) * time.Minute), Weight: 0.1}, Verdict: v})
	}
	return out
}

func TestAChartFitsSlackAndNeverHidesThatAThresholdWasReached(t *testing.T) {
	fail, pass := math.Log10(200), math.Log10(20)
	rapid.Check(t, func(rt *rapid.T) {
		kept := evidence(rt)
		chart := charted(views.Progress(deploy(at(0), over(rollout.RolledBack)), views.Options{Now: now(), Judged: kept}))
		if err := slackgo.NewDataVisualizationBlock("t", chart).Validate(); err != nil {
			rt.Fatal(err)
		}
		names := chart.AxisConfig.Categories
		if want := strconv.Itoa(len(kept)); names[len(names)-1] != want {
			rt.Errorf("it ends with minute %s, not %s", names[len(names)-1], want)
		}
		for i, s := range chart.Series {
			for _, p := range s.Data {
				if p.Value < -3 || p.Value > 6 {
					rt.Errorf("%s: %v is out of range", s.Name, p.Value)
				}
			}
			if i > 2 {
				continue // a threshold
			}
			threshold := []float64{fail, fail, pass}[i]
			if got, want := highest(s), reached(kept, i, threshold); (got >= threshold) != want {
				rt.Errorf("%s: the highest point is %v; reached: %t", s.Name, got, want)
			}
		}
	})
}

// highest is the highest point of a series, give or take its rounding.
func highest(s slackgo.DataVisualizationDataSeries) float64 {
	top := math.Inf(-1)
	for _, p := range s.Data {
		top = max(top, p.Value+0.005)
	}
	return top
}

func reached(kept []rollout.Judgement, kind int, threshold float64) bool {
	for _, j := range kept {
		if []float64{j.Verdict.Relative, j.Verdict.Absolute, j.Verdict.Pass}[kind] >= threshold {
			return true
		}
	}
	return false
}
