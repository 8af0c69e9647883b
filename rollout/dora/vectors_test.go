package dora_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones of the vectors, wherever they are run

	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

// vector is a file of testdata: what happened, and what is to be counted, by hand.
type vector struct {
	t          *testing.T
	zone       *time.Location
	period     dora.Period
	deliveries []dora.Delivery
	incidents  []rollout.Incident
	want       []string
}

// Every vector is a story of a week or a day that somebody has counted by hand.
func TestTheVectors(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 13 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			v := readVector(t, file)
			l := scope(v.zone).Ledger(v.deliveries, v.incidents)
			if got, want := strings.Join(shown(l.Five(v.period)), "\n"), strings.Join(v.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func scope(zone *time.Location) dora.Scope {
	return dora.Scope{Zone: zone, Production: []string{"prod"}, Suspect: func(string) time.Duration { return 2 * time.Hour }}
}

func shown(f dora.Five) []string {
	part := func(p dora.Part) string {
		if share, ok := p.Rate(); ok {
			return fmt.Sprintf("%d of %d, %.0f %%", p.N, p.Of, 100*share)
		}
		return fmt.Sprintf("%d of %d", p.N, p.Of)
	}
	return []string{
		fmt.Sprintf("frequency %g days a week, %d weeks, %d deployments", f.Frequency.Days, f.Frequency.Weeks, f.Frequency.Deployments),
		fmt.Sprintf("lead time %s of %d", f.LeadTime.Value, f.LeadTime.N),
		"fail rate " + part(f.FailRate),
		fmt.Sprintf("recovery %s of %d", f.Recovery.Value, f.Recovery.N),
		"rework " + part(f.Rework),
	}
}

func readVector(t *testing.T, file string) vector {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	v := vector{t: t}
	wants := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		words := strings.Fields(line)
		switch {
		case line == "", line[0] == '#':
		case wants:
			v.want = append(v.want, line)
		case line == "want":
			wants = true
		case words[0] == "zone":
			if v.zone, err = time.LoadLocation(words[1]); err != nil {
				t.Fatal(err)
			}
		case words[0] == "period":
			noon := func(day string) time.Time { return v.at(day, "12:00") }
			v.period = dora.Period{From: dora.Midnight(noon(words[1]), 0, v.zone), To: dora.Midnight(noon(words[2]), 0, v.zone)}
		default:
			v.happens(words, line)
		}
	}
	return v
}

// happens reads "2026-11-16 10:00 deploy checkout a1 commits=1h back=11:00": what ended, or
// for an incident began, at that time. Other times without a day are of the same one.
func (v *vector) happens(words []string, line string) {
	at := v.at(words[0], words[1])
	options := map[string]string{}
	for _, word := range words[4:] {
		name, value, _ := strings.Cut(word, "=")
		options[name] = value
	}
	_, options["subject"], _ = strings.Cut(line, "subject=")
	on := func(name string) time.Time {
		if options[name] == "" {
			return time.Time{}
		}
		return v.at(words[0], options[name])
	}
	if words[2] == "incident" {
		v.incident(at, words, line, on("closed"))
		return
	}
	target := rollout.Target{Service: words[3], Environment: "prod"}
	if options["env"] != "" {
		target.Environment = options["env"]
	}
	d := dora.Delivery{
		Rollout: rollout.ID(fmt.Sprintf("01J%05d", len(v.deliveries))), Target: target, Phase: rollout.Succeeded, Kind: rollout.ResultKind(words[2]),
		Began: at.Add(-40 * time.Minute), Moved: at.Add(-30 * time.Minute), Full: at.Add(-20 * time.Minute), Ended: at,
		Release: dora.Commit{SHA: words[4], Subject: options["subject"]},
	}
	switch words[2] {
	case "canary":
		d.Kind, d.Phase, d.Full = rollout.Deployed, rollout.RolledBack, time.Time{}
	case "failed":
		d.Kind, d.Phase, d.Full, d.Moved = rollout.Deployed, rollout.Failed, time.Time{}, time.Time{}
	}
	for _, age := range strings.FieldsFunc(options["commits"], func(r rune) bool { return r == ',' }) {
		long, err := time.ParseDuration(age)
		if err != nil {
			v.t.Fatal(line, err)
		}
		d.Commits = append(d.Commits, at.Add(-20*time.Minute-long))
	}
	if options["back"] != "" {
		d.Fault = &rollout.Fault{Gone: on("back"), FirstBad: on("bad"), Restored: on("restored"), Rollout: rollout.ID(options["by"])}
	}
	v.deliveries = append(v.deliveries, d)
}

// incident suspects the latest delivery of a commit.
func (v *vector) incident(at time.Time, words []string, line string, closed time.Time) {
	i := rollout.Incident{ID: fmt.Sprint(len(v.incidents)), Target: rollout.Target{Service: words[3], Environment: "prod"}, Opened: at, Closed: closed}
	for _, d := range v.deliveries {
		if strings.Contains(line, "suspect="+d.Release.SHA) {
			i.Suspect = &rollout.Suspect{Rollout: d.Rollout, RedBefore: strings.Contains(line, " before")}
		}
	}
	if strings.Contains(line, " worse") {
		i.Evidence = &rollout.Evidence{Finding: rollout.FoundWorse}
	}
	if strings.Contains(line, " back") {
		i.Back = "01R"
	}
	v.incidents = append(v.incidents, i)
}

func (v *vector) at(day, clock string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, v.zone)
	if err != nil {
		v.t.Fatal(err)
	}
	return at
}
