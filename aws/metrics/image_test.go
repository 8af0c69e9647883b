package metrics_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// canary is a dashboard of two versions.
func canary() rollout.Graph {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	g := rollout.Graph{
		Numbers: rollout.Numbers{Target: target, Range: "1h", Window: rollout.Window{From: noon, To: noon.Add(time.Hour), Period: 3 * time.Minute}},
		Chart:   "errors", Versions: []rollout.Version{"41", "42"},
		Marks: []rollout.Mark{{At: noon.Add(20*time.Minute + 5*time.Second), Version: "42", Weight: 0.1}},
	}
	for _, v := range []rollout.Version{"", "41", "42"} {
		for _, n := range []rollout.Number{rollout.Calls, rollout.Errors, rollout.P99} {
			g.Lines = append(g.Lines, rollout.Line{Curve: rollout.Curve{Number: n, Version: v}})
		}
	}
	g.Lines = append(g.Lines, rollout.Line{Curve: rollout.Curve{Number: rollout.Concurrency}})
	return g
}

// drawing is a CloudWatch that draws, and remembers what it was asked to.
func drawing(t *testing.T, answer *[]byte, asked *string) *world {
	t.Helper()
	return scripted(t, script{"GetMetricWidgetImage": func(in map[string]any) (any, error) {
		*asked, _ = in["MetricWidget"].(string)
		return map[string]any{"MetricWidgetImage": *answer}, nil
	}})
}

func TestAPictureIsDrawnOfItsChartsCurvesAndMarks(t *testing.T) {
	var graph bytes.Buffer
	if err := png.Encode(&graph, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	answer, asked := graph.Bytes(), ""
	got, err := drawing(t, &answer, &asked).Picture(t.Context(), canary())
	if err != nil || !bytes.Equal(got, graph.Bytes()) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	var want bytes.Buffer
	text, err := os.ReadFile("testdata/widget.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&want, text); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), asked); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoPNGIsNoPicture(t *testing.T) {
	asked := ""
	for _, answer := range [][]byte{nil, []byte("<html>"), []byte("\x89PNG\r\n\x1a\n")} {
		if got, err := drawing(t, &answer, &asked).Picture(t.Context(), canary()); !rollout.IsKind(err, rollout.Broken) || got != nil {
			t.Errorf("%q: %v", answer, err)
		}
	}
	w := scripted(t, script{"GetMetricWidgetImage": func(map[string]any) (any, error) { return nil, refused("ValidationError") }})
	if _, err := w.Picture(t.Context(), canary()); !rollout.IsKind(err, rollout.Invalid) {
		t.Error(err)
	}
	g := canary()
	g.Chart, g.Lines = "", []rollout.Line{{Curve: rollout.Curve{Number: "pie"}}}
	if _, err := w.Picture(t.Context(), g); !rollout.IsKind(err, rollout.Invalid) {
		t.Error(err)
	}
}

// The simulated account is as strict about widgets as CloudWatch is said to be.
func TestTheSimulatedAccountTakesOurPictures(t *testing.T) {
	g := canary()
	simulated, err := cloud.New(cloud.Options{Now: func() time.Time { return g.Window.To }, Rand: rand.New(rand.NewPCG(1, 2)), RequestRate: -1})
	if err != nil {
		t.Fatal(err)
	}
	w := inside(t, simulated)
	for _, g.Chart = range []string{"errors", "load", "starts", "cost"} {
		data, err := w.Picture(t.Context(), g)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := png.DecodeConfig(bytes.NewReader(data)); err != nil || c.Width != 1200 || c.Height != 800 {
			t.Errorf("%s: %+v, %v", g.Chart, c, err)
		}
	}
	g.Lines = nil
	if _, err := w.Picture(t.Context(), g); !rollout.IsKind(err, rollout.Invalid) {
		t.Errorf("of nothing: %v", err)
	}
}
