// Package picture draws dashboards as PNGs where there is no CloudWatch to do so.
package picture

import (
	"bytes"
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/slipway-dev/slipway/rollout"
)

// The size of a picture in pixels.
const (
	Width  = 1200
	Height = 800
)

// dpi makes type a little larger than on paper.
const dpi = 96

// Draw makes a PNG of four charts: errors, latency, calls and cold starts, each with the
// changes of weights. A line is told by its shape and its dashes too, not by its colour
// alone. It holds no state and draws the same picture of the same numbers each time.
func Draw(g rollout.Graph) ([]byte, error) {
	canvas := vgimg.NewWith(vgimg.UseWH(Width*vg.Inch/dpi, Height*vg.Inch/dpi), vgimg.UseDPI(dpi))
	sheet := draw.New(canvas)
	sheet.SetColor(color.White)
	sheet.Fill(sheet.Path())
	const margin, head = 5 * vg.Millimeter, 12 * vg.Millimeter
	title(draw.Crop(sheet, margin, 0, 0, 0), g.Title())
	grid := make([][]*plot.Plot, 2)
	for i, p := range panels(g) {
		chart, err := p.chart(g)
		if err != nil {
			return nil, fmt.Errorf("draw %s: %w", p.title, err)
		}
		grid[i/2] = append(grid[i/2], chart)
	}
	tiles := draw.Tiles{Rows: 2, Cols: 2, PadX: 2 * margin, PadY: 2 * margin}
	places := plot.Align(grid, tiles, draw.Crop(sheet, margin, -margin, margin, -head))
	for row := range grid {
		for column := range grid[row] {
			grid[row][column].Draw(places[row][column])
		}
	}
	var out bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: canvas}).WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write the picture: %w", err)
	}
	return out.Bytes(), nil
}

func title(c draw.Canvas, text string) {
	style := plot.New().Title.TextStyle
	style.Font.Variant, style.Font.Size, style.XAlign, style.YAlign = "Sans", 15, draw.XLeft, draw.YTop
	c.FillText(style, vg.Point{X: c.Min.X, Y: c.Max.Y - 4*vg.Millimeter}, text)
}
