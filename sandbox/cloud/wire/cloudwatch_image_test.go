package wire_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatch"

	"github.com/slipway-dev/slipway/sandbox/cloud/wire"
)

// widget is one that CloudWatch takes.
const widget = `{"title": "calls", "width": 300, "height": 200, "theme": "light", "period": 180,
	"start": "2026-03-01T11:00:00.000Z", "end": "2026-03-01T12:06:00.000Z",
	"metrics": [["AWS/Lambda", "Duration", "FunctionName", "checkout", "Resource", "checkout:live", {"stat": "p99", "label": "p99", "yAxis": "right"}]],
	"annotations": {"vertical": [{"label": "v42 10 %", "value": "2026-03-01T11:30:00.000Z"}]}, "yAxis": {"left": {"min": 0}}}`

func (w *world) draw(text string) ([]byte, error) {
	out, err := cloudwatch.NewFromConfig(w.config).GetMetricWidgetImage(w.t.Context(), &cloudwatch.GetMetricWidgetImageInput{MetricWidget: &text})
	if err != nil {
		return nil, err
	}
	return out.MetricWidgetImage, nil
}

func TestAPictureHasTheSizeThatWasAskedFor(t *testing.T) {
	w := open(t, nil, wire.Options{})
	data, err := w.draw(widget)
	must(t, err)
	if c, err := png.DecodeConfig(bytes.NewReader(data)); err != nil || c.Width != 300 || c.Height != 200 {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestAWidgetThatCloudWatchWouldNotTakeIsRefused(t *testing.T) {
	w := called(t, 6)
	for old, other := range map[string]string{
		`{"title"`:                `["title"`,
		`"title": "calls"`:        `"colour": "red"`,
		`"width": 300`:            `"width": 2001`,
		`"height": 200`:           `"height": 0`,
		`"theme": "light"`:        `"theme": "grey"`,
		`"Resource", `:            ``,
		`"checkout:live", {`:      `1, {`,
		`{"stat": "p99"`:          `{"stat": 99`,
		`"start": "2026-03-01T11`: `"start": "yesterday`,
		`[["AWS`:                  `[[], ["AWS`,
	} {
		if _, err := w.draw(strings.Replace(widget, old, other, 1)); status(err) != 400 {
			t.Errorf("%s: %v", other, err)
		}
	}
	for old, other := range map[string]string{`"stat": "p99"`: `"stat": "p1"`, `"period": 180`: `"period": 90`, `T11:00`: `T13:00`} {
		if _, err := w.draw(strings.Replace(widget, old, other, 1)); status(err) != 400 {
			t.Errorf("%s: %v", other, err)
		}
	}
}
