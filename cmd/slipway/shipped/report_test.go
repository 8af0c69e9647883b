package shipped

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/cmd/slipway/params"
	"github.com/slipway-dev/slipway/cmd/wiring"
	"github.com/slipway-dev/slipway/commands"
	"github.com/slipway-dev/slipway/local/store"
	"github.com/slipway-dev/slipway/rollout"
	"github.com/slipway-dev/slipway/rollout/dora"
)

var update = flag.Bool("update", false, "write the golden files")

// at is a time in October 2026, in Berlin.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	when, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// deploy is one that went well, of a commit that was made two hours before.
func deploy(t *testing.T, n int, service, ended, subject string, change ...func(*rollout.Result)) rollout.Result {
	t.Helper()
	end := at(t, ended)
	r := rollout.Result{
		Rollout: rollout.ID(fmt.Sprintf("01K%023d", n)), Revision: 1, Target: rollout.Target{Service: service, Environment: "prod"},
		Release: rollout.Release{SHA: fmt.Sprintf("%040x", n), Subject: subject}, By: "U0ANA", Kind: rollout.Deployed, Phase: rollout.Succeeded,
		Began: end.Add(-40 * time.Minute), Moved: end.Add(-30 * time.Minute), Full: end.Add(-10 * time.Minute), Ended: end,
		Commits: []time.Time{end.Add(-130 * time.Minute)}, Total: 1,
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

// results are a small October: what is counted, and what is not.
func results(t *testing.T) []rollout.Result {
	t.Helper()
	back := func(r *rollout.Result) {
		r.Fault = &rollout.Fault{FirstBad: r.Ended.Add(5 * time.Minute), Gone: r.Ended.Add(8 * time.Minute), Restored: r.Ended.Add(9 * time.Minute), By: "U0BEN", Rollout: "01K00000000000000000000009"}
	}
	canary := func(r *rollout.Result) {
		r.Phase, r.Cause, r.Full = rollout.RolledBack, "errors", time.Time{}
		r.Fault = &rollout.Fault{Gone: r.Ended.Add(-time.Minute), Restored: r.Ended, By: "slipway"}
	}
	again := func(r *rollout.Result) { r.Release.SHA = fmt.Sprintf("%040x", 10) } // of what September had
	return []rollout.Result{
		deploy(t, 10, "search", "09-20 12:00", "In September"),
		deploy(t, 11, "search", "10-20 12:00", "In September", again),
		deploy(t, 1, "checkout", "09-30 23:59", "The day before"),
		deploy(t, 2, "checkout", "10-01 00:00", "=HYPERLINK(\"https://evil.example\")"),
		deploy(t, 3, "payments", "10-05 12:00", "Pay <b>twice</b> & \"once\", at most", back),
		deploy(t, 4, "payments", "10-05 13:00", "", func(r *rollout.Result) { r.Kind = rollout.WentBack }),
		deploy(t, 5, "checkout", "10-06 09:00", "Too slow", canary),
		deploy(t, 6, "checkout", "10-06 10:00", "In staging", func(r *rollout.Result) { r.Target.Environment = "staging" }),
		deploy(t, 7, "checkout", "10-06 11:00", "Once more", func(r *rollout.Result) { r.Kind = rollout.RepeatResult; r.Release.SHA = fmt.Sprintf("%040x", 2) }),
		deploy(t, 12, "checkout", "10-07 09:00", "Bad on purpose", canary, func(r *rollout.Result) { r.Kind = rollout.DrillResult }),
		deploy(t, 8, "search", "10-31 23:59", "The last one"),
		deploy(t, 9, "search", "11-01 00:00", "The day after"),
	}
}

// run reports from a file with those results.
func run(t *testing.T, results []rollout.Result, args ...string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	data := filepath.Join(dir, "slipway.db")
	s, err := store.Open(data)
	for n := 0; err == nil && n < len(results); n += 50 {
		var change rollout.Change
		for _, r := range results[n:min(n+50, len(results))] {
			change.Put = append(change.Put, r)
		}
		err = s.Commit(t.Context(), change)
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return call(t, append([]string{"--data", data, "--config", "testdata/slipway.yaml"}, args...)...)
}

func call(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out, log bytes.Buffer
	c := Command(wiring.World{Random: rand.Reader, Env: func(string) string { return "" }, Now: func() time.Time { return at(t, "11-02 08:00") }, Out: &log})
	c.SetArgs(args)
	c.SetOut(&out)
	c.SilenceErrors, c.SilenceUsage = true, true
	err := c.ExecuteContext(context.Background())
	if log.Len() > 0 {
		t.Error(log.String())
	}
	return out.String(), err
}

func october(output string) []string {
	return []string{"--from", "2026-10-01", "--to", "2026-11-01", "--output", output}
}

func TestAMonthIsReportedInEachForm(t *testing.T) {
	for _, output := range []string{"json", "csv", "html"} {
		got, err := run(t, results(t), october(output)...)
		if err != nil {
			t.Fatal(err)
		}
		name := "testdata/october." + output
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s; write it anew with -update\n%s", output, diff)
		}
	}
}

// The numbers of October, by hand: checkout 1 (00:00 on the first; the canary never
// arrived, staging and the repeat do not count), payments 1 (taken back), search 1 (the
// other one had been there in September).
func TestTheNumbersAreThoseOfTheDefinitions(t *testing.T) {
	text, err := run(t, results(t), october("json")...)
	if err != nil {
		t.Fatal(err)
	}
	var d document
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	// A commit is made 130 minutes before its rollout ends, which has all of the traffic 10
	// minutes before that: 120 minutes.
	hours := 7200.0
	two := duration{&hours, 1}
	want := []serviceRow{
		{"checkout", counts{1, 0, 1}, two}, {"payments", counts{1, 1, 0}, two}, {"search", counts{1, 0, 0}, two},
	}
	if diff := cmp.Diff(want, d.Services, cmp.AllowUnexported(serviceRow{})); diff != "" {
		t.Error(diff)
	}
	days := map[string]counts{}
	for _, day := range d.Days {
		if day.counts != (counts{}) {
			days[day.Day] = day.counts
		}
	}
	if diff := cmp.Diff(map[string]counts{"2026-10-01": {1, 0, 0}, "2026-10-05": {1, 1, 0}, "2026-10-06": {0, 0, 1}, "2026-10-31": {1, 0, 0}}, days); diff != "" {
		t.Error(diff)
	}
	if d.Measures.Deployments != 3 || d.Measures.FailRate.N != 1 || d.Measures.FailRate.Share != nil || len(d.Days) != 31 || len(d.Rollouts) != 9 {
		t.Errorf("%+v, %d days, %d rollouts", d.Measures, len(d.Days), len(d.Rollouts))
	}
}

// counting is a store that knows how often each page was asked for.
type counting struct {
	*store.Store
	mu    sync.Mutex
	asked map[string]int
}

func (c *counting) Query(ctx context.Context, q rollout.Query) ([]rollout.Stored, error) {
	c.mu.Lock()
	c.asked[fmt.Sprintf("%+v", q)]++
	c.mu.Unlock()
	return c.Store.Query(ctx, q)
}

// AWS bills each read, and a year takes a while.
func TestWhatIsReportedIsReadOnce(t *testing.T) {
	s, err := store.Open(filepath.Join(t.TempDir(), "slipway.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	says, err := read("testdata/slipway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c := &counting{Store: s, asked: map[string]int{}}
	b := books{commands.New(commands.Deps{Policy: says, Now: time.Now, Log: slog.New(slog.DiscardHandler), Store: c}), nil}
	p := dora.Period{From: at(t, "10-01 00:00"), To: at(t, "11-01 00:00")}
	if _, err := b.report(t.Context(), p, p.To); err != nil || len(c.asked) < 4 {
		t.Error(c.asked, err)
	}
	for page, times := range c.asked {
		if times > 1 {
			t.Errorf("%s: %d times", page, times)
		}
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	var all []rollout.Result
	subjects := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "a=1", "", "'=1"}
	for n, subject := range subjects {
		all = append(all, deploy(t, n, "checkout", "10-05 12:00", subject))
	}
	text, err := run(t, all, october("csv")...)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(lines) != len(subjects)+1 {
		t.Fatal(len(lines), err)
	}
	for n, line := range lines[1:] {
		want := subjects[n]
		if n < 8 {
			want = "'" + want
		}
		if got := line[7]; got != want {
			t.Errorf("%q became %q, want %q", subjects[n], got, want)
		}
	}
}

func TestWithoutDatesItIsTheLastThirteenWeeks(t *testing.T) {
	text, err := run(t, nil, "--output", "json")
	var d document
	if err := errors.Join(err, json.Unmarshal([]byte(text), &d)); err != nil {
		t.Fatal(err)
	}
	if d.From != "2026-08-04" || d.To != "2026-11-03" || len(d.Days) != 91 || d.Rollouts == nil || d.Services == nil || d.Timezone != "Europe/Berlin" {
		t.Errorf("%s to %s, %d days", d.From, d.To, len(d.Days))
	}
	if page, err := run(t, nil); err != nil || !strings.Contains(page, "Nothing was shipped to production in this time.") {
		t.Error(err)
	}
}

// In Santiago the clocks went from 24:00 to 01:00 that night, in Havana that day had two
// midnights.
func TestADayBeginsWhereTheClocksJumpAtMidnightToo(t *testing.T) {
	for name, day := range map[string]string{"America/Santiago": "2026-09-06", "America/Havana": "2026-11-01"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		now := at(t, "12-01 08:00")
		p, err := flags{from: day, to: "2026-11-20"}.period(zone, now)
		before, err2 := flags{from: "2026-09-01", to: day}.period(zone, now)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		if p.From.Format(time.DateOnly) != day || p.From.Add(-time.Second).Format(time.DateOnly) == day || !before.To.Equal(p.From) {
			t.Errorf("%s: from %s, to %s", name, p.From, before.To)
		}
		r := report{Period: p, Zone: zone, Production: []string{"prod"}}
		r.Results = []rollout.Result{deploy(t, 1, "checkout", "10-05 12:00", "", func(r *rollout.Result) { r.Ended = p.From })}
		if r.count(r.Results); len(r.Days) == 0 || r.Days[0].Deployments != 1 || r.Days[0].Day.Format(time.DateOnly) != day {
			t.Errorf("%s: %+v", name, r.Days[:1])
		}
	}
}

func TestWhatMakesNoSenseIsRefusedInASentence(t *testing.T) {
	for want, args := range map[string][]string{
		`"2026-13-01" is no day`:           {"--from", "2026-13-01"},
		`--to "tomorrow" is no day`:        {"--to", "tomorrow", "--from", "x"},
		"is not before --to 2026-10-01":    {"--from", "2026-11-01", "--to", "2026-10-01"},
		"--from 2026-10-01 is not before":  {"--from", "2026-10-01", "--to", "2026-10-01"},
		"more than five years":             {"--from", "2001-01-01"},
		"is in the future, in Europe/Berl": {"--from", "2026-11-03", "--to", "2026-11-05"},
		`"xml" is none of json, csv, html`: {"--output", "xml"},
	} {
		_, err := run(t, nil, args...)
		var wrong *params.Wrong
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", args, err)
		}
	}
	for want, args := range map[string][]string{
		"there is no file":         {"--data", "testdata/nothing.db", "--config", "testdata/slipway.yaml"},
		"invalid database":         {"--data", "testdata/slipway.yaml", "--config", "testdata/slipway.yaml"},
		"name it with --config":    {"--config", "testdata/nothing.yaml"},
		"SLIPWAY_TABLE is missing": {"--config", "testdata/slipway.yaml"},
		"is no day":                {"--config", "testdata/slipway.yaml", "--from", "2026-13-01"}, // before what is missing of an account
	} {
		if _, err := call(t, args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// While somebody serves the file, it is theirs.
func TestAFileThatIsServedIsNotRead(t *testing.T) {
	data := filepath.Join(t.TempDir(), "slipway.db")
	s, err := store.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if _, err := call(t, "--data", data, "--config", "testdata/slipway.yaml"); err == nil || !strings.Contains(err.Error(), "/deploy summary") {
		t.Error(err)
	}
}
