package shipped

import (
	_ "embed" // the template
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

//go:embed page.html
var pageHTML string

// mostRows is how many rollouts the page lists, the newest ones: it is for people. The
// table and the data have all.
const mostRows = 500

// writeHTML writes the report as one page that needs nothing else.
func writeHTML(w io.Writer, r report) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"day": func(t time.Time) string { return t.Format(time.DateOnly) }, "span": span,
		"at":    func(t time.Time) string { return t.In(r.Zone).Format("2006-01-02 15:04") },
		"words": func(p rollout.Phase) string { return strings.ReplaceAll(string(p), "_", " ") },
		"short": func(sha string) string { return sha[:min(7, len(sha))] },
	}).Parse(pageHTML)
	if err != nil {
		return fmt.Errorf("read the page's template: %w", err)
	}
	p := page{report: r, Chart: newChart(r.Days), Measures: rows(r.Now, r.Before)}
	for i := len(r.Results) - 1; i >= 0 && len(p.Listed) < mostRows; i-- {
		p.Listed = append(p.Listed, r.Results[i])
	}
	return t.Execute(w, p)
}

// page is what the template sees.
type page struct {
	report
	Chart    chart
	Measures []measureRow
	Listed   []rollout.Result
}

// Last is the last day of the period.
func (p page) Last() time.Time { return dora.Midnight(p.To, -1, p.Zone) }

// Total is how many deployments there were in production.
func (p page) Total() int { return p.Now.FailRate.Of }

// measureRow is one of the five.
type measureRow struct{ Name, Means, Now, Before string }

func rows(now, before dora.Five) []measureRow {
	row := func(name, means string, say func(dora.Five) string) measureRow {
		return measureRow{name, means, say(now), say(before)}
	}
	return []measureRow{
		row("Deployment frequency", "days of a week with a deployment, median", func(f dora.Five) string {
			return fmt.Sprintf("%s of 7 (%d weeks)", strconv.FormatFloat(f.Frequency.Days, 'f', -1, 64), f.Frequency.Weeks)
		}),
		row("Change lead time", "from a commit to all of the traffic, median", func(f dora.Five) string { return middle(f.LeadTime, "commits") }),
		row("Change fail rate", "deployments that failed", func(f dora.Five) string { return portion(f.FailRate) }),
		row("Recovery time", "from the first failing minute to the old version, median", func(f dora.Five) string { return middle(f.Recovery, "releases") }),
		row("Rework rate", "deployments that nobody had planned", func(f dora.Five) string { return portion(f.Rework) }),
	}
}

func middle(m dora.Median, what string) string {
	if m.N == 0 {
		return "none"
	}
	return fmt.Sprintf("%s (n = %d %s)", span(m.Value), m.N, what)
}

// portion is a percentage only where there are enough for one.
func portion(p dora.Part) string {
	if share, enough := p.Rate(); enough {
		return fmt.Sprintf("%.0f %% (%d of %d)", share*100, p.N, p.Of)
	}
	return fmt.Sprintf("%d of %d", p.N, p.Of)
}

// span is how long something took, in two units at most.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < day:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	}
	return fmt.Sprintf("%d d %d h", d/day, int(d.Hours())%24)
}
