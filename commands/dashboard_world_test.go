package commands_test

import (
	"context"
	"sync"

	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/sandbox/account"
)

// gauges are the simulated account's, and remember what they were asked.
type gauges struct {
	commands.Gauges
	lines, usage, picture error // answered instead, when it is not nil
	partial               bool

	mu    sync.Mutex
	asked []string // the methods that were called
	read  []rollout.Curve
	drawn []rollout.Graph
}

func (g *gauges) note(call string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked = append(g.asked, call)
}

func (g *gauges) Lines(ctx context.Context, t rollout.Target, w rollout.Window, curves []rollout.Curve) ([]rollout.Line, error) {
	g.note("Lines")
	g.read = append(g.read, curves...)
	if g.lines != nil {
		return nil, g.lines
	}
	lines, err := g.Gauges.Lines(ctx, t, w, curves)
	for i := range lines {
		lines[i].Partial = g.partial
	}
	return lines, err
}

func (g *gauges) Usage(ctx context.Context, t rollout.Target, w rollout.Window) ([]rollout.Usage, int64, error) {
	g.note("Usage")
	if g.usage != nil {
		return nil, 0, g.usage
	}
	return g.Gauges.Usage(ctx, t, w)
}

func (g *gauges) Picture(_ context.Context, graph rollout.Graph) ([]byte, error) {
	g.note("Picture")
	g.drawn = append(g.drawn, graph)
	return []byte("PNG"), g.picture
}

// forget gives what was asked since the last time.
func (g *gauges) forget() (asked []string, metrics int) {
	asked, metrics = g.asked, len(g.read)
	g.asked, g.read = nil, nil
	return asked, metrics
}

// newGaugesOf are the simulated account's numbers.
func newGaugesOf(w *world) commands.Gauges {
	return account.Gauges{Cloud: w.cloud, Function: func(t rollout.Target) string { return t.Service + "-" + t.Environment }}
}

// newGauged is a world with dashboards.
func newGauged(t fataler) (*world, *gauges) {
	w := newWorld(t)
	g := &gauges{Gauges: newGaugesOf(w)}
	w.Gauges = g
	w.Prices = commands.Prices{Request: 0.0000002, GBSecond: map[string]float64{"arm64": 0.0000133334}, Metric: 0.00001, ScanGB: 0.005}
	w.Console = func(t rollout.Target) string { return "https://console.test/" + t.String() }
	return w, g
}

// dashboard is what a person without any role is shown of prod.
func (w *world) dashboard(cmd grammar.Dashboard) commands.DashboardShown {
	w.t.Helper()
	cmd.Target = prod
	out, err := w.run(nobody, cmd)
	w.must(err)
	shown, ok := out.(commands.DashboardShown)
	if !ok {
		w.t.Fatalf("outcome %#v", out)
	}
	return shown
}

// total is the sum of a line's points; −1 when there is no such line.
func total(shown commands.DashboardShown, n rollout.Number, v rollout.Version) (sum float64) {
	for _, l := range shown.Lines {
		if l.Number == n && l.Version == v {
			for _, p := range l.Points {
				sum += p.Value
			}
			return sum
		}
	}
	return -1
}
