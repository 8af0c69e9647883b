package picture

import (
	"image/color"
	"math"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/slipway-dev/slipway/rollout"
)

// chart draws a panel over the window, from zero to a little above its highest point.
func (p panel) chart(g rollout.Graph) (*plot.Plot, error) {
	c := plot.New()
	c.Title.Text, c.X.Label.Text = p.title, "UTC"
	c.Title.Padding = 2 * vg.Millimeter
	for _, style := range []*text.Style{&c.Title.TextStyle, &c.X.Label.TextStyle, &c.X.Tick.Label, &c.Y.Tick.Label, &c.Legend.TextStyle} {
		style.Font.Variant = "Sans"
	}
	c.Legend.Top, c.Legend.Padding, c.Legend.ThumbnailWidth = true, vg.Millimeter, 8*vg.Millimeter
	c.X.Tick.Marker, c.Y.Tick.Marker = times(g.Window), values{}
	c.Add(plotter.NewGrid())
	highest := 0.0
	for _, l := range p.lines {
		for _, point := range l.points {
			highest = max(highest, point.Y)
		}
		if err := l.add(c); err != nil {
			return nil, err
		}
	}
	if highest == 0 {
		highest = 1
	}
	top := highest * (1.15 + 0.08*float64(len(p.lines))) // with room for the legend
	if err := marks(c, g.Marks, top); err != nil {
		return nil, err
	}
	c.X.Min, c.X.Max, c.Y.Min, c.Y.Max = float64(g.Window.From.Unix()), float64(g.Window.To.Unix()), 0, top
	return c, nil
}

// add draws a line, and says in the legend when there is nothing of it.
func (l line) add(c *plot.Plot) error {
	if len(l.points) == 0 {
		c.Legend.Add(l.name + ": nothing was measured")
		return nil
	}
	drawn, dots, err := plotter.NewLinePoints(l.points)
	if err != nil {
		return err
	}
	drawn.Width, drawn.Color = vg.Points(1.6), plotutil.DarkColors[l.kind]
	dots.GlyphStyle = draw.GlyphStyle{Color: drawn.Color, Radius: vg.Points(2.5), Shape: plotutil.Shape(l.kind)}
	if l.second {
		drawn.Dashes = []vg.Length{vg.Points(5), vg.Points(3)}
		drawn.Color = plotutil.DarkColors[l.kind+3]
		dots.Color = drawn.Color
	}
	c.Add(drawn, dots)
	c.Legend.Add(l.name, drawn, dots)
	return nil
}

// marks are upright lines where weights changed, with the version and its weight.
func marks(c *plot.Plot, all []rollout.Mark, top float64) error {
	for _, m := range all {
		x := float64(m.At.Unix())
		upright, err := plotter.NewLine(plotter.XYs{{X: x, Y: 0}, {X: x, Y: top}})
		if err != nil {
			return err
		}
		upright.Color, upright.Dashes = color.Gray{Y: 110}, []vg.Length{vg.Points(2), vg.Points(2)}
		label, err := plotter.NewLabels(plotter.XYLabels{
			XYs: plotter.XYs{{X: x, Y: 0}}, Labels: []string{" " + m.Version.String() + " " + number(100*m.Weight) + " %"},
		})
		if err != nil {
			return err
		}
		label.TextStyle[0].Font.Variant = "Sans"
		label.TextStyle[0].Rotation = 1.5708 // upwards, so that many are readable
		label.Offset.X = -vg.Points(1)
		c.Add(upright, label)
	}
	return nil
}

// times are the ticks of a window, of which every fourth says when.
func times(w rollout.Window) plot.ConstantTicks {
	layout := "15:04"
	if w.To.Sub(w.From) > 48*time.Hour {
		layout = "01-02 15h"
	}
	var ticks []plot.Tick
	for n, at := 0, w.From; !at.After(w.To) && w.Period > 0; n, at = n+1, at.Add(w.Period) {
		tick := plot.Tick{Value: float64(at.Unix())}
		if n%4 == 0 {
			tick.Label = at.UTC().Format(layout)
		}
		ticks = append(ticks, tick)
	}
	return ticks
}

// values are ticks of round values, named as people write them: "5000" and not "5000.00".
type values struct{}

func (values) Ticks(from, to float64) []plot.Tick {
	ticks := plot.DefaultTicks{}.Ticks(from, to)
	for i, t := range ticks {
		if t.Label != "" {
			ticks[i].Label = strconv.FormatFloat(math.Round(t.Value*1e6)/1e6, 'f', -1, 64)
		}
	}
	return ticks
}

// number is one with as many digits as say something.
func number(x float64) string { return strconv.FormatFloat(x, 'g', 4, 64) }
