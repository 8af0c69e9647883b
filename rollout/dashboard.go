package rollout

import (
	"slices"
	"time"
)

// Number is something that the monitoring knows of a target's calls.
type Number string

// The numbers of a dashboard. Counts are sums over a period, durations are in
// milliseconds, Concurrency is the most at a time. Throttles and Concurrency are those of
// the whole function, since limits are.
const (
	Calls       Number = "calls"
	Errors      Number = "errors"
	Throttles   Number = "throttles"
	Concurrency Number = "concurrency"
	P50         Number = "p50"
	P95         Number = "p95"
	P99         Number = "p99"
)

// Curve names a line of a dashboard: a number of the calls by way of a target's live
// alias, or of all calls where the limits are those of the function.
type Curve struct {
	Number  Number  `json:"number"`
	Version Version `json:"version,omitempty"` // only its calls; empty: those of all versions
}

// Window is the time that a dashboard shows, From ≤ t < To, in periods.
type Window struct {
	From   time.Time     `json:"from"`
	To     time.Time     `json:"to"`
	Period time.Duration `json:"period"` // whole minutes; From and To are multiples of it
}

// Line is a curve as it was read.
type Line struct {
	Curve
	Points  []Reading `json:"points"` // in order of time; where nothing was measured there is none
	Partial bool      `json:"partial,omitempty"`
}

// Usage is what the calls of one period and version took, by the records that Lambda
// writes of each call into the function's log.
type Usage struct {
	At      time.Time     `json:"at"` // beginning of the period
	Version Version       `json:"version"`
	Calls   int64         `json:"calls"`
	Cold    int64         `json:"cold"`   // calls that began with a cold start
	Billed  time.Duration `json:"billed"` // of all calls together
	Memory  int           `json:"memory"` // MB that the function had
}

// Numbers are a dashboard's, as they were read at one time. They count until the
// period in which they were read is over, so that nobody pays for them twice.
type Numbers struct {
	Target  Target    `json:"target"`
	Range   string    `json:"range"` // "1h"
	Window  Window    `json:"window"`
	Read    time.Time `json:"read"`
	Until   time.Time `json:"until"` // from then on they are read anew
	Lines   []Line    `json:"lines,omitempty"`
	Usage   []Usage   `json:"usage,omitempty"`
	Arch    string    `json:"arch,omitempty"`    // of the live version: "arm64" or "x86_64"; empty when that is not known
	Metrics int       `json:"metrics,omitempty"` // how many were read, which is what CloudWatch bills
	Scanned int64     `json:"scanned,omitempty"` // bytes of the log that the query read, which it bills
	Unread  string    `json:"unread,omitempty"`  // why the metrics could not be read; for people
	Unasked string    `json:"unasked,omitempty"` // why the log could not be asked; for people
}

// Mark is a change of weights that a dashboard points at.
type Mark struct {
	At      time.Time
	Version Version
	Weight  float64 // of the version, 0 to 1
	Rollout ID
}

// Graph is what a picture of a dashboard shows.
type Graph struct {
	Numbers
	Chart    string    // which charts were asked for
	Versions []Version // that are told apart; empty while one has all of the traffic
	Marks    []Mark    // in order
}

// Title says of what the picture is.
func (g Graph) Title() string {
	return g.Target.Service + " in " + g.Target.Environment + ", " + g.Range + " until " + g.Window.To.UTC().Format("2006-01-02 15:04") + " UTC"
}

// Drawn are the lines that belong to its charts: of a number that versions have of their
// own, those of the versions.
func (g Graph) Drawn() (lines []Line) {
	about := map[string][]Number{
		"errors": {Errors, P50, P95, P99},
		"load":   {Calls, Throttles, Concurrency},
	}[g.Chart]
	for _, l := range g.Lines {
		belongs := about == nil || slices.Contains(about, l.Number)
		apart := slices.ContainsFunc(g.Lines, func(other Line) bool { return other.Number == l.Number && other.Version != "" })
		if belongs && (l.Version != "" || !apart) {
			lines = append(lines, l)
		}
	}
	return lines
}

// Key is where they are stored: one for each target and range.
func (n Numbers) Key() Key { return NumbersKey(n.Target, n.Range) }

// NumbersKey is where the numbers of a target's dashboard are stored.
func NumbersKey(t Target, over string) Key { return Key{Kind: "numbers", ID: t.String() + "/" + over} }

// Rev lets newer numbers take the place of older ones.
func (n Numbers) Rev() (int64, Guard) { return n.Read.UnixMilli(), Newer }

// Indexes says that they are in no list.
func (n Numbers) Indexes() []string { return nil }
