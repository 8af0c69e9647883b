package shipped

import (
	"encoding/json"
	"io"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

// The fields are documented in docs/report.md: they may be added to, and never mean
// something else. Times are RFC 3339, days 2026-10-01, and how long something took is in
// seconds.
type document struct {
	From       string       `json:"from"` // the first day
	To         string       `json:"to"`   // the day after the last one
	Timezone   string       `json:"timezone"`
	Made       time.Time    `json:"made"`
	Production []string     `json:"production"`
	Measures   measures     `json:"measures"`
	Before     measures     `json:"before"` // of as many days before
	Days       []dayRow     `json:"days"`
	Services   []serviceRow `json:"services"`
	Rollouts   []row        `json:"rollouts"`
}

type measures struct {
	Deployments int      `json:"deployments"`
	Frequency   days     `json:"frequency"`
	LeadTime    duration `json:"leadTime"`
	FailRate    part     `json:"failRate"`
	Recovery    duration `json:"recovery"`
	Rework      part     `json:"rework"`
}

type days struct {
	PerWeek float64 `json:"daysPerWeek"`
	Weeks   int     `json:"weeks"`
}

type duration struct {
	Median *float64 `json:"medianSeconds"` // null of none
	N      int      `json:"n"`
}

type part struct {
	N     int      `json:"n"`
	Of    int      `json:"of"`
	Share *float64 `json:"share"` // null where Of is too few for one
}

type counts struct {
	Deployments int `json:"deployments"`
	Back        int `json:"takenBack"`
	Never       int `json:"neverArrived"`
}

type dayRow struct {
	Day string `json:"day"`
	counts
}

type serviceRow struct {
	Service string `json:"service"`
	counts
	LeadTime duration `json:"leadTime"`
}

// row is one rollout.
type row struct {
	Rollout     rollout.ID `json:"rollout"`
	Service     string     `json:"service"`
	Environment string     `json:"environment"`
	Kind        string     `json:"kind"`
	Phase       string     `json:"phase"`
	Cause       string     `json:"cause,omitempty"`
	SHA         string     `json:"sha"`
	Subject     string     `json:"subject"`
	By          string     `json:"by"`
	Began       time.Time  `json:"began"`
	Moved       time.Time  `json:"moved,omitzero"`
	Full        time.Time  `json:"full,omitzero"`
	Ended       time.Time  `json:"ended"`
	Commits     int        `json:"commits"`
	FirstBad    time.Time  `json:"firstBad,omitzero"`
	Gone        time.Time  `json:"takenBack,omitzero"`
	Restored    time.Time  `json:"restored,omitzero"`
	BackBy      string     `json:"takenBackBy,omitempty"`
	Incident    string     `json:"incident,omitempty"`
}

// writeJSON writes the report as one object.
func writeJSON(w io.Writer, r report) error {
	d := document{
		From: r.From.Format(time.DateOnly), To: r.To.Format(time.DateOnly), Timezone: r.Zone.String(), Made: r.Made.In(r.Zone),
		Production: r.Production, Measures: measured(r.Now), Before: measured(r.Before),
		Days: []dayRow{}, Services: []serviceRow{}, Rollouts: []row{},
	}
	for _, t := range r.Days {
		d.Days = append(d.Days, dayRow{t.Day.Format(time.DateOnly), counted(t)})
	}
	for _, t := range r.Services {
		d.Services = append(d.Services, serviceRow{t.Service, counted(t), lasted(t.LeadTime)})
	}
	for _, one := range r.Results {
		d.Rollouts = append(d.Rollouts, rowOf(one, r.Zone))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

func measured(f dora.Five) measures {
	return measures{
		Deployments: f.FailRate.Of, Frequency: days{f.Frequency.Days, f.Frequency.Weeks}, LeadTime: lasted(f.LeadTime),
		FailRate: shared(f.FailRate), Recovery: lasted(f.Recovery), Rework: shared(f.Rework),
	}
}

func lasted(m dora.Median) duration {
	out := duration{N: m.N}
	if m.N > 0 {
		seconds := m.Value.Seconds()
		out.Median = &seconds
	}
	return out
}

func shared(p dora.Part) part {
	out := part{N: p.N, Of: p.Of}
	if share, enough := p.Rate(); enough {
		out.Share = &share
	}
	return out
}

func counted(t tally) counts { return counts{t.Deployments, t.Back, t.Never} }

// rowOf is a rollout in the zone's times.
func rowOf(r rollout.Result, zone *time.Location) row {
	out := row{
		Rollout: r.Rollout, Service: r.Target.Service, Environment: r.Target.Environment, Kind: string(r.Kind), Phase: string(r.Phase), Cause: r.Cause,
		SHA: r.Release.SHA, Subject: r.Release.Subject, By: r.By, Commits: max(r.Total, len(r.Commits)),
		Began: in(r.Began, zone), Moved: in(r.Moved, zone), Full: in(r.Full, zone), Ended: in(r.Ended, zone),
	}
	if f := r.Fault; f != nil {
		out.FirstBad, out.Gone, out.Restored = in(f.FirstBad, zone), in(f.Gone, zone), in(f.Restored, zone)
		out.BackBy, out.Incident = f.By, f.Incident
	}
	return out
}

// in leaves no time as it is.
func in(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}
