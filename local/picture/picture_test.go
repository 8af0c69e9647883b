package picture_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"
	"time"

	"github.com/slipway-dev/slipway/local/picture"
	"github.com/slipway-dev/slipway/rollout"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// graph is an hour in which a canary fails.
func graph() rollout.Graph {
	w := rollout.Window{From: noon, To: noon.Add(time.Hour), Period: 3 * time.Minute}
	g := rollout.Graph{
		Numbers:  rollout.Numbers{Target: rollout.Target{Service: "checkout", Environment: "prod"}, Range: "1h", Window: w},
		Versions: []rollout.Version{"41", "42"},
		Marks:    []rollout.Mark{{At: noon.Add(20 * time.Minute), Version: "42", Weight: 0.1}, {At: noon.Add(40 * time.Minute), Version: "42", Weight: 0}},
	}
	for v, value := range map[rollout.Version]map[rollout.Number]float64{
		"":   {rollout.Calls: 1200, rollout.Errors: 3, rollout.Throttles: 0, rollout.Concurrency: 7},
		"41": {rollout.Calls: 1080, rollout.Errors: 1, rollout.P50: 80, rollout.P95: 180, rollout.P99: 260},
		"42": {rollout.Calls: 120, rollout.Errors: 2, rollout.P50: 90, rollout.P95: 240, rollout.P99: 700},
	} {
		for n, x := range value {
			l := rollout.Line{Curve: rollout.Curve{Number: n, Version: v}}
			for i := range 20 {
				l.Points = append(l.Points, rollout.Reading{At: noon.Add(time.Duration(i) * w.Period), Value: x + float64(i%3)})
			}
			g.Lines = append(g.Lines, l)
		}
	}
	for i := range 20 {
		at := noon.Add(time.Duration(i) * w.Period)
		g.Usage = append(g.Usage, rollout.Usage{At: at, Version: "41", Calls: 1080, Cold: int64(i)}, rollout.Usage{At: at, Version: "42", Calls: 120, Cold: 5})
	}
	return g
}

// drawn is the picture of a graph.
func drawn(t *testing.T, g rollout.Graph) image.Image {
	t.Helper()
	data, err := picture.Draw(g)
	if err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if p.Bounds().Dx() != picture.Width || p.Bounds().Dy() != picture.Height {
		t.Errorf("it has %v", p.Bounds())
	}
	return p
}

// ink is how much of a quarter is not white.
func ink(p image.Image, column, row int) (n int) {
	w, h := picture.Width/2, picture.Height/2
	for x := column * w; x < (column+1)*w; x++ {
		for y := row * h; y < (row+1)*h; y++ {
			if r, g, b, _ := p.At(x, y).RGBA(); r+g+b < 3*0xffff {
				n++
			}
		}
	}
	return n
}

func TestEachQuarterHasItsChart(t *testing.T) {
	g := graph()
	all := drawn(t, g)
	for name, c := range map[string]struct {
		column, row int
		spoil       func(*rollout.Graph)
	}{
		"errors":  {0, 0, func(g *rollout.Graph) { without(g, rollout.Errors) }},
		"latency": {1, 0, func(g *rollout.Graph) { without(g, rollout.P99) }},
		"calls":   {0, 1, func(g *rollout.Graph) { without(g, rollout.Concurrency) }},
		"starts":  {1, 1, func(g *rollout.Graph) { g.Usage = nil }},
		"marks":   {1, 1, func(g *rollout.Graph) { g.Marks = nil }},
	} {
		less := graph()
		c.spoil(&less)
		if a, b := ink(all, c.column, c.row), ink(drawn(t, less), c.column, c.row); a == b {
			t.Errorf("%s: as much ink without, %d", name, a)
		}
	}
}

func without(g *rollout.Graph, n rollout.Number) {
	for i, l := range g.Lines {
		if l.Number == n {
			g.Lines[i].Points = nil
		}
	}
}

func TestTheSameNumbersAreTheSamePicture(t *testing.T) {
	a := graph()
	one, err := picture.Draw(a)
	if err != nil {
		t.Fatal(err)
	}
	if two, err := picture.Draw(a); err != nil || !bytes.Equal(one, two) {
		t.Errorf("another picture, %v", err)
	}
}

// A service that nobody calls, and one of which nothing could be read.
func TestNothingCanBeDrawn(t *testing.T) {
	g := graph()
	for i := range g.Lines {
		g.Lines[i].Points = nil
	}
	g.Usage, g.Versions = nil, nil
	drawn(t, g)
	drawn(t, rollout.Graph{Numbers: rollout.Numbers{Range: "1h"}})
	g.Window.Period = 0
	drawn(t, g)
}

// One that has had errors before the calls were counted is not divided by nothing.
func TestAPeriodWithoutCallsHasNoRate(t *testing.T) {
	g := graph()
	without(&g, rollout.Calls)
	drawn(t, g)
}
