package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"time"
)

type imageInput struct{ MetricWidget, OutputFormat string }

// graph is the widget that is to be drawn. A member that is not modelled is refused.
type graph struct {
	Title       string                     `json:"title"`
	Width       int                        `json:"width"`
	Height      int                        `json:"height"`
	Theme       string                     `json:"theme"`
	Start       time.Time                  `json:"start"`
	End         time.Time                  `json:"end"`
	Period      int                        `json:"period"`
	Metrics     [][]json.RawMessage        `json:"metrics"`
	YAxis       map[string]json.RawMessage `json:"yAxis"`
	Annotations struct {
		Vertical []struct {
			Label string    `json:"label"`
			Value time.Time `json:"value"`
		} `json:"vertical"`
	} `json:"annotations"`
}

// look is how one metric of a graph is drawn.
type look struct {
	Stat  string `json:"stat"`
	Label string `json:"label"`
	YAxis string `json:"yAxis"`
}

// getMetricWidgetImage looks at all that CloudWatch would look at, and answers an empty
// sheet of the size that was asked for: nothing is drawn here.
func (c cloudwatch) getMetricWidgetImage(in imageInput) (any, error) {
	var g graph
	d := json.NewDecoder(strings.NewReader(in.MetricWidget))
	d.DisallowUnknownFields()
	if err := d.Decode(&g); err != nil {
		return nil, invalid(codeValidation, "Invalid metric widget: "+err.Error())
	}
	if err := c.check(g); err != nil {
		return nil, err
	}
	sheet := image.NewGray(image.Rect(0, 0, g.Width, g.Height))
	draw.Draw(sheet, sheet.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, sheet); err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	return map[string][]byte{"MetricWidgetImage": out.Bytes()}, nil
}

func (c cloudwatch) check(g graph) error {
	const most, mostMetrics = 2000, 100
	switch {
	case g.Width < 1 || g.Width > most || g.Height < 1 || g.Height > most:
		return invalid(codeValidation, "A picture has 1 to 2000 pixels.")
	case len(g.Metrics) == 0 || len(g.Metrics) > mostMetrics:
		return invalid(codeValidation, "A picture has 1 to 100 metrics.")
	case g.Theme != "light" && g.Theme != "dark":
		return invalid(codeValidation, "The theme is light or dark.")
	}
	for _, line := range g.Metrics {
		m, how, err := drawn(line)
		if err != nil {
			return invalid(codeValidation, "Invalid metric field: "+err.Error())
		}
		w := window{g.Start, g.End, time.Duration(g.Period) * time.Second}
		if err := w.check(); err != nil {
			return err
		}
		if _, err := c.read(m, how.Stat, "", w); err != nil {
			return err
		}
	}
	return nil
}

// drawn reads one metric: namespace, name, and dimensions by name and value, with how it
// looks at the end.
func drawn(line []json.RawMessage) (m metric, how look, err error) {
	if len(line) < 3 || len(line)%2 == 0 {
		return m, how, fmt.Errorf("%d parts", len(line))
	}
	words := make([]string, len(line)-1)
	for i := range words {
		if err := json.Unmarshal(line[i], &words[i]); err != nil {
			return m, how, fmt.Errorf("part %d: %w", i, err)
		}
	}
	if err := json.Unmarshal(line[len(line)-1], &how); err != nil {
		return m, how, fmt.Errorf("the last part: %w", err)
	}
	m.Namespace, m.MetricName = words[0], words[1]
	for i := 2; i < len(words); i += 2 {
		m.Dimensions = append(m.Dimensions, dimension{words[i], words[i+1]})
	}
	return m, how, nil
}
