package metrics

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"

	"github.com/slipway-dev/slipway/rollout"
)

// Picture draws a dashboard's charts as a PNG: counts on the left, milliseconds on the right, and
// an upright line at each change of weights. CloudWatch reads the metrics anew, and bills
// each of them. What only the log knows is in no picture of CloudWatch's.
func (m *Metrics) Picture(ctx context.Context, g rollout.Graph) ([]byte, error) {
	widget, err := m.widget(g)
	if err != nil {
		return nil, err
	}
	out, err := m.client.GetMetricWidgetImage(ctx, &cloudwatch.GetMetricWidgetImageInput{MetricWidget: aws.String(string(widget))})
	if err != nil {
		return nil, domain("draw the graph", err)
	}
	if _, err := png.DecodeConfig(bytes.NewReader(out.MetricWidgetImage)); err != nil {
		return nil, domain("draw the graph", fmt.Errorf("the answer is not a PNG: %w", err))
	}
	return out.MetricWidgetImage, nil
}

// widget is what GetMetricWidgetImage takes:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Metric-Widget-Structure.html
type widget struct {
	Title       string           `json:"title"`
	Width       int              `json:"width"`
	Height      int              `json:"height"`
	Theme       string           `json:"theme"`
	Start       string           `json:"start"`
	End         string           `json:"end"`
	Period      int              `json:"period"` // seconds
	Metrics     [][]any          `json:"metrics"`
	Annotations annotations      `json:"annotations"`
	YAxis       map[string]yAxis `json:"yAxis"`
}

type yAxis struct {
	Label     string `json:"label"`
	Min       int    `json:"min"`
	ShowUnits bool   `json:"showUnits"`
}

type annotations struct {
	Vertical []upright `json:"vertical"`
}

type upright struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// drawn is how one line of a widget looks.
type drawn struct {
	Stat  string `json:"stat"`
	Label string `json:"label"`
	YAxis string `json:"yAxis"`
}

func (m *Metrics) widget(g rollout.Graph) ([]byte, error) {
	w := widget{
		Title: g.Title(), Width: 1200, Height: 800, Theme: "light", Start: moment(g.Window.From), End: moment(g.Window.To),
		Period: int(g.Window.Period / time.Second), Metrics: [][]any{}, Annotations: annotations{Vertical: []upright{}},
		YAxis: map[string]yAxis{"left": {Label: "calls"}, "right": {Label: "ms"}},
	}
	for _, l := range g.Drawn() {
		stat, err := m.stat(g.Target, l.Curve)
		if err != nil {
			return nil, err
		}
		line := []any{namespace, *stat.Metric.MetricName}
		for _, d := range stat.Metric.Dimensions {
			line = append(line, *d.Name, *d.Value)
		}
		w.Metrics = append(w.Metrics, append(line, drawn{Stat: *stat.Stat, Label: label(l.Curve), YAxis: side(l.Number)}))
	}
	for _, mark := range g.Marks {
		w.Annotations.Vertical = append(w.Annotations.Vertical, upright{Label: fmt.Sprintf("%s %.4g %%", mark.Version, 100*mark.Weight), Value: moment(mark.At)})
	}
	out, err := json.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("write the graph: %w", err)
	}
	return out, nil
}

// label is what a line is called in a picture.
func label(c rollout.Curve) string {
	if c.Version == "" {
		return string(c.Number)
	}
	return string(c.Number) + " " + c.Version.String()
}

// side is the axis of a number.
func side(n rollout.Number) string {
	switch n {
	case rollout.P50, rollout.P95, rollout.P99:
		return "right"
	case rollout.Calls, rollout.Errors, rollout.Throttles, rollout.Concurrency:
	}
	return "left"
}

// moment is a time as a widget has it.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
