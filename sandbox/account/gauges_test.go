package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
	"github.com/slipway-dev/slipway/sandbox/cloud"
)

// gauges are those of a world in which calls to v2 have come for ten minutes.
func gauges(t *testing.T) (*world, account.Gauges, rollout.Window) {
	t.Helper()
	w := open(t)
	w.now = noon.Add(10 * time.Minute)
	return w, account.Gauges{Cloud: w.Cloud, Function: w.Function}, rollout.Window{From: noon, To: w.now, Period: 5 * time.Minute}
}

func TestEachNumberOfTheCallsIsALine(t *testing.T) {
	_, g, window := gauges(t)
	all := []rollout.Number{rollout.Calls, rollout.Errors, rollout.P50, rollout.P95, rollout.P99, rollout.Throttles, rollout.Concurrency}
	var curves []rollout.Curve
	for _, n := range all {
		curves = append(curves, rollout.Curve{Number: n})
	}
	lines, err := g.Lines(t.Context(), target, window, append(curves, rollout.Curve{Number: rollout.Calls, Version: "1"}))
	if err != nil || len(lines) != len(all)+1 {
		t.Fatalf("%+v, %v", lines, err)
	}
	// 3,000 calls of a median of 80 ms, log-normal; few of them fail, and none is throttled
	for i, want := range [][2]float64{{2800, 3200}, {0, 8}, {79, 81}, {170, 190}, {240, 270}, {0, 0}, {3, 5}} {
		if l := lines[i]; l.Curve != curves[i] || len(l.Points) != 2 || !l.Points[1].At.Equal(noon.Add(5*time.Minute)) || l.Points[0].Value < want[0] || l.Points[0].Value > want[1] {
			t.Errorf("%s: %+v; want %v", all[i], l, want)
		}
	}
	if of1 := lines[len(all)]; of1.Version != "1" || len(of1.Points) != 0 {
		t.Errorf("nobody called v1: %+v", of1)
	}
}

func TestTheLogSaysWhatCallsTook(t *testing.T) {
	w, g, window := gauges(t)
	_, err := w.Cloud.Invoke("checkout-prod", "$LATEST", nil)
	w.must(err)
	w.now = w.now.Add(time.Minute)
	window.To = window.To.Add(5 * time.Minute)
	all, scanned, err := g.Usage(t.Context(), target, window)
	if err != nil || len(all) != 3 || all[0].Version != "2" || all[0].Memory != 128 || all[0].Calls < 2800 || all[0].Billed < 85*time.Millisecond*time.Duration(all[0].Calls) {
		t.Fatalf("%+v, %v", all, err)
	}
	if calls := all[0].Calls + all[1].Calls + all[2].Calls; scanned != 500*(calls+1) {
		t.Errorf("%d bytes of %d calls and one of $LATEST", scanned, calls)
	}
}

func TestNumbersThatCannotBeReadAreAnError(t *testing.T) {
	w, g, window := gauges(t)
	w.Cloud.FailMetrics(1)
	if _, err := g.Lines(t.Context(), target, window, []rollout.Curve{{Number: rollout.Calls}}); !rollout.IsKind(err, rollout.Broken) {
		t.Errorf("%v", err)
	}
	if _, _, err := g.Usage(t.Context(), rollout.Target{Service: "none"}, window); !rollout.IsKind(err, rollout.NotFound) {
		t.Errorf("%v", err)
	}
}

func TestAPictureIsDrawnByWhomeverItWasGiven(t *testing.T) {
	_, g, _ := gauges(t)
	var drawn rollout.Graph
	g.Draw = func(graph rollout.Graph) ([]byte, error) { drawn = graph; return []byte("PNG"), errors.New("no ink") }
	want := rollout.Graph{Chart: "load"}
	data, err := g.Picture(t.Context(), want)
	if diff := cmp.Diff(want, drawn); diff != "" || string(data) != "PNG" || err == nil {
		t.Errorf("%q, %v\n%s", data, err, diff)
	}
}

func TestVersionsSayWhatTheyRunOn(t *testing.T) {
	w := open(t)
	all, err := w.List(t.Context(), target)
	w.must(err)
	if all[0].Architecture != cloud.Architecture {
		t.Errorf("%+v", all[0])
	}
}
