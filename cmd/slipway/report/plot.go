package report

import (
	"bytes"
	"fmt"
	"image/color"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// lastMinute is where a plot ends: three steps of at most 30 minutes.
const lastMinute = 90

// picture is a plot of shares by minute.
type picture struct {
	file, title, y string
	curves         []curve // as the legend has them
}

type curve struct {
	name    string
	percent []float64 // by minute since the first traffic
	look    int       // colour and shape of its marks
	dashed  bool
}

// svg draws the picture, on white so that it can be read in dark mode too.
func (p picture) svg() ([]byte, error) {
	const width, height = 20 * vg.Centimeter, 10 * vg.Centimeter
	const margin, side = 4 * vg.Millimeter, 48 * vg.Millimeter
	chart, legend, err := p.chart()
	if err != nil {
		return nil, err
	}
	canvas := vgsvg.New(width, height)
	all := draw.New(canvas)
	all.SetColor(color.White)
	all.Fill(all.Path())
	chart.Draw(draw.Crop(all, margin, -side, margin, -margin))
	legend.Draw(draw.Crop(all, width-side+margin, 0, 0, -3*margin))
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("draw %s: %w", p.file, err)
	}
	return portable(b.Bytes()), nil
}

// portable names fonts that may stand in where ours is missing: the first has the
// same widths.
func portable(svg []byte) []byte {
	const font = "font-family:Liberation Sans"
	return bytes.ReplaceAll(svg, []byte(font), []byte(font+",Arial,Helvetica,sans-serif"))
}

func (p picture) chart() (*plot.Plot, plot.Legend, error) {
	chart, legend := plot.New(), plot.NewLegend()
	chart.Title.Text, chart.X.Label.Text, chart.Y.Label.Text = p.title, "minutes since the first traffic", p.y
	chart.Title.Padding, chart.X.Label.Padding, chart.Y.Label.Padding = 3*vg.Millimeter, vg.Millimeter, vg.Millimeter
	chart.X.Tick.Marker, chart.Y.Tick.Marker = every(10, lastMinute), every(20, 100)
	legend.Top, legend.Left, legend.Padding, legend.ThumbnailWidth = true, true, vg.Millimeter, vg.Centimeter
	for _, style := range []*text.Style{
		&chart.Title.TextStyle, &chart.X.Label.TextStyle, &chart.Y.Label.TextStyle,
		&chart.X.Tick.Label, &chart.Y.Tick.Label, &legend.TextStyle,
	} {
		style.Font.Variant = "Sans"
	}
	chart.Add(plotter.NewGrid())
	for _, c := range p.curves {
		line, marks, err := c.draw()
		if err != nil {
			return nil, legend, fmt.Errorf("draw %s: %w", c.name, err)
		}
		chart.Add(line, marks)
		legend.Add(c.name, line, marks)
	}
	chart.X.Min, chart.X.Max, chart.Y.Min, chart.Y.Max = 0, lastMinute, 0, 100
	return chart, legend, nil
}

// draw makes a line with a mark every ten minutes, as colour is not enough.
func (c curve) draw() (*plotter.Line, *plotter.Scatter, error) {
	var all, tenth plotter.XYs
	for m, percent := range c.percent {
		all = append(all, plotter.XY{X: float64(m), Y: percent})
		if m%10 == 0 {
			tenth = append(tenth, all[m])
		}
	}
	line, err := plotter.NewLine(all)
	if err != nil {
		return nil, nil, err
	}
	marks, err := plotter.NewScatter(tenth)
	if err != nil {
		return nil, nil, err
	}
	line.Width, line.Color = vg.Points(1.6), plotutil.DarkColors[c.look]
	if c.dashed {
		line.Dashes = []vg.Length{vg.Points(5), vg.Points(3)}
	}
	marks.GlyphStyle = draw.GlyphStyle{Color: line.Color, Radius: vg.Points(3), Shape: plotutil.Shape(c.look)}
	return line, marks, nil
}

// every is a tick with its number at each step up to the last.
func every(step, last int) plot.ConstantTicks {
	var ticks []plot.Tick
	for at := 0; at <= last; at += step {
		ticks = append(ticks, plot.Tick{Value: float64(at), Label: strconv.Itoa(at)})
	}
	return ticks
}
