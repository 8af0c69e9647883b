package views_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/bot/job"
	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/commands/grammar"
	"github.com/slipway-dev/slipway/rollout"
)

// drawings are the charts of a message.
func drawings(m views.Message) (all []*slackgo.DataVisualizationBlock) {
	for _, b := range m.Blocks {
		if chart, is := b.(*slackgo.DataVisualizationBlock); is {
			all = append(all, chart)
		}
	}
	return all
}

// Slack's own limits, as its client knows them, on top of those of the sandbox.
func TestNoChartOfADashboardIsEmptyOrBreaksALimit(t *testing.T) {
	drawn := 0
	rapid.Check(t, func(rt *rapid.T) {
		all := drawings(views.Outcome(anyDashboard(rt), options()))
		if len(all) > 2 {
			rt.Errorf("%d charts in a message", len(all))
		}
		for _, b := range all {
			drawn++
			if err := b.Validate(); err != nil {
				rt.Error(err)
			}
			chart, _ := b.Chart.(*slackgo.DataVisualizationLineChart)
			for _, s := range chart.Series {
				for _, p := range s.Data {
					if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
						rt.Errorf("%s is %v", s.Name, p.Value)
					}
				}
			}
		}
	})
	if drawn == 0 {
		t.Error("nothing was ever drawn")
	}
}

func TestADashboardWithoutChartsStillSaysAllOfItsNumbers(t *testing.T) {
	for _, chart := range grammar.Charts() {
		m := views.Outcome(hour(canarying, drawing(chart)), options())
		if len(drawings(m)) != 2 {
			t.Errorf("%s: %d charts", chart, len(drawings(m)))
		}
		for form, said := range map[string]string{"text": m.Text, "fallback": words(m.Fallback), "blocks": words(m.Blocks)} {
			for _, number := range []string{"500", "470", "30", "1 % (5)", "0.85 % (4)", "3.3 % (1)", "42 ms at worst", "180 ms at worst", "900 ms at worst", "at most 7", "5 % (25)", "16.7 % (5)", "$1.20 a million", "10 %", "25 %"} {
				if !strings.Contains(said, number) {
					t.Errorf("%s: %q is not in the %s", chart, number, form)
				}
			}
		}
	}
}

// CloudWatch tells versions apart while an alias has two of them, the log always does.
func TestItIsSaidOfWhichTimeTheNumbersOfAVersionAre(t *testing.T) {
	const words = "Requests, errors and latency of one version are of the time in which both had traffic."
	says(t, views.Outcome(hour(canarying), options()), words)
	if m := views.Outcome(hour(), options()); strings.Contains(m.Text, "both had traffic") {
		t.Error(m.Text)
	}
}

// What is missing is not zero.
func TestNumbersThatDidNotComeAreNotTakenForAQuietTime(t *testing.T) {
	missing := func(partial bool) string {
		return views.Outcome(hour(func(d *commands.DashboardShown) { d.Lines[0].Points, d.Lines[0].Partial = nil, partial }), options()).Text
	}
	if got := missing(true); strings.Contains(got, "Nobody called") || !strings.Contains(got, "has not given all") {
		t.Error(got)
	}
	if got := missing(false); !strings.Contains(got, "Nobody called") {
		t.Error(got)
	}
}

// What a reading that is no number was is left out, and the others count.
func TestWhatIsNoNumberIsNotCounted(t *testing.T) {
	m := views.Outcome(hour(func(d *commands.DashboardShown) {
		d.Lines[0].Points[1].Value, d.Lines[2].Points[3].Value = math.NaN(), math.Inf(1)
	}), options())
	says(t, m, "Requests: 400\n")
	says(t, m, "Latency p50: 42 ms last, 42 ms at worst\n")
}

// Periods outside of the window, as a clock that is wrong may give them, are not counted.
func TestWhatIsOutsideOfTheWindowIsNotCounted(t *testing.T) {
	m := views.Outcome(hour(func(d *commands.DashboardShown) {
		d.Window.From, d.Window.To = quarter(1), quarter(3)
	}), options())
	says(t, m, "Requests: 300\n")
	says(t, m, "Cold starts: 6.7 % (20)\n")
}

// The controls of a dashboard are read by the front, with the same grammar.
func TestTheControlsOfADashboardAreCommandsAndTheChosenOneIsTicked(t *testing.T) {
	d := hour(drawing("load"), func(d *commands.DashboardShown) { d.Range = "6h" })
	want := map[string]grammar.Dashboard{}
	like := grammar.Dashboard{Target: grammar.Target{Service: "checkout", Environment: "prod"}, Range: "6h", Chart: "load"}
	add := func(words string, change func(*grammar.Dashboard)) {
		c := like
		change(&c)
		want[words] = c
	}
	for label, r := range map[string]string{"1h": "1h", "✓ 6h": "6h", "1d": "1d", "7d": "7d"} {
		add(job.TurnAction+" "+label, func(c *grammar.Dashboard) { c.Range = r })
	}
	for label, chart := range map[string]string{"Errors and latency": "errors", "✓ Requests, throttles, concurrency": "load", "Cold starts and billed time": "starts", "Cost": "cost"} {
		add(job.TurnAction+" "+label, func(c *grammar.Dashboard) { c.Chart = chart })
	}
	add(job.TurnAction+" Refresh", func(c *grammar.Dashboard) { c.Fresh = true })
	add(job.ShowAction+" High resolution", func(c *grammar.Dashboard) { c.Picture = true })
	got := map[string]grammar.Dashboard{}
	for label, c := range standing(t, views.Outcome(d, options())) {
		got[label], _ = c.(grammar.Dashboard)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// standing are the commands that the buttons and menus of a message stand for, by their
// actions and labels. What is chosen in a menu is ticked here, as Slack does.
func standing(t *testing.T, m views.Message) map[string]grammar.Command {
	t.Helper()
	out := map[string]grammar.Command{}
	add := func(action, label, value string) {
		name, _, _ := strings.Cut(action, "/")
		slash, text, _ := strings.Cut(value, " ")
		c, err := grammar.Read(grammar.Context{Names: known()}, slash, text)
		if err != nil {
			t.Errorf("%s: %v", value, err)
		}
		out[name+" "+label] = c
	}
	for _, b := range m.Blocks {
		row, is := b.(*slackgo.ActionBlock)
		if !is {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			switch e := e.(type) {
			case *slackgo.ButtonBlockElement:
				add(e.ActionID, e.Text.Text, e.Value)
			case *slackgo.SelectBlockElement:
				for _, o := range e.Options {
					tick := ""
					if o == e.InitialOption {
						tick = "✓ "
					}
					add(e.ActionID, tick+o.Text.Text, o.Value)
				}
			}
		}
	}
	return out
}

// known are the names that the grammar reads in these tests.
func known() grammar.Names {
	return grammar.Names{Services: []string{"checkout", "search"}, Environments: []string{"staging", "prod"}}
}

func TestWhatCannotBeTypedHasNoControls(t *testing.T) {
	for _, service := range []string{strings.Repeat("x", 150), "check\u202eout"} {
		m := views.Outcome(hour(func(d *commands.DashboardShown) { d.Target.Service = service }), options())
		if slices.ContainsFunc(m.Blocks, func(b slackgo.Block) bool { return b.BlockType() == slackgo.MBTAction }) {
			t.Errorf("%.20q has controls", service)
		}
	}
}

// A week of minutes is more than a chart has points for: some are put together.
func TestALongTimeIsPutTogetherUntilAChartHasRoom(t *testing.T) {
	m := views.Outcome(hour(func(d *commands.DashboardShown) {
		d.Window.Period = time.Minute
		d.Marks = []commands.Mark{{At: quarter(1), Version: "42", Weight: 0.1}, {At: quarter(2), Version: "42", Weight: 0}}
	}, drawing("load")), options())
	chart, _ := drawings(m)[0].Chart.(*slackgo.DataVisualizationLineChart)
	total := 0.0
	for _, p := range chart.Series[0].Data {
		total += p.Value
	}
	if n := len(chart.AxisConfig.Categories); n != 20 || total != 500 {
		t.Errorf("%d points with %v requests in all", n, total)
	}
	if c := chart.AxisConfig.Categories; c[5] != "13:15 v42 ▲10 %" || c[10] != "13:30 v42 ▼0 %" {
		t.Errorf("the changes of weights are not on the axis: %q", c)
	}
}

// Names of versions that are cut to the same are told apart all the same.
func TestTwoVersionsNeverHaveOneNameInAChart(t *testing.T) {
	first, second := rollout.Version("1"+strings.Repeat("0", 30)), rollout.Version("1"+strings.Repeat("0", 29)+"1")
	m := views.Outcome(hour(canarying, func(d *commands.DashboardShown) {
		d.Versions = []rollout.Version{first, second}
		for i, l := range d.Lines {
			d.Lines[i].Version = map[rollout.Version]rollout.Version{"41": first, "42": second}[l.Version]
		}
	}), options())
	chart, _ := drawings(m)[0].Chart.(*slackgo.DataVisualizationLineChart)
	if len(chart.Series) != 2 || chart.Series[0].Name != "Stable" || chart.Series[1].Name != "Candidate" {
		t.Errorf("%+v", chart.Series)
	}
}

func TestADashboardSaysWhichVersionIsWhich(t *testing.T) {
	for want, change := range map[string]func(*commands.DashboardShown){
		"v41 has all of the traffic now.\n":                                        func(*commands.DashboardShown) {},
		"v41 (stable) has 75 % of the traffic, v42 (candidate) 25 %.\n":            canarying,
		"v42 has all of the traffic now. v41 had traffic in this time too.\n":      func(d *commands.DashboardShown) { canarying(d); d.Live.Routing = rollout.All("42") },
		"Which version is live is not known right now.":                            func(d *commands.DashboardShown) { d.Live = rollout.AliasNow{} },
		"There is no price for what this function runs on, so its cost is not":     func(d *commands.DashboardShown) { d.Arch = "riscv" },
		"It is not known right now what this function runs on, so neither is its":  func(d *commands.DashboardShown) { d.Arch = "" },
		"The log has no records of these requests, so cold starts, billed time an": func(d *commands.DashboardShown) { d.Usage = nil },
	} {
		says(t, views.Outcome(hour(change), options()), want)
	}
}
