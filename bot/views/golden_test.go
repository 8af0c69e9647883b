package views_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/slipway-dev/slipway/bot/views"
	"github.com/slipway-dev/slipway/rollout"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares a message with its golden file, and has Slack's rules look at it.
func golden(t *testing.T, folder, name string, m views.Message) {
	t.Helper()
	for _, complaint := range complaints(m) {
		t.Error(complaint)
	}
	goldenFile(t, folder, name, pretty(t, m))
}

// goldenFile compares what people see with its golden file.
func goldenFile(t *testing.T, folder, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", folder, name+".json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// pretty is a message as a golden file has it: its text line by line, then the blocks.
func pretty(t *testing.T, m views.Message) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	shown := struct {
		Text     []string `json:"text"`
		Blocks   any      `json:"blocks"`
		Fallback any      `json:"fallback,omitempty"`
		Metadata any      `json:"metadata,omitempty"`
	}{strings.Split(m.Text, "\n"), plain(t, m.Blocks), plain(t, m.Fallback), m.Metadata.EventPayload}
	if err := e.Encode(shown); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// plain is a value as its JSON says it.
func plain(t *testing.T, v any) (out any) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// A canary on its way, as its message shows it.
func TestProgressShowsEveryPhase(t *testing.T) {
	failedChecks := func(r *rollout.Rollout) {
		published(r)
		r.Failures = 2
		r.Health = &rollout.Health{Version: "42", Status: 500, Detail: "panic: no <config>"}
	}
	running := func(r *rollout.Rollout) {
		r.Build = &rollout.Build{State: rollout.BuildRunning, URL: "https://git.example/shop/runs/7"}
	}
	moving := func(r *rollout.Rollout) { r.Step = 1 }
	longHeld := func(r *rollout.Rollout) { r.Move.Seen = now().Add(-r.Strategy.Steps[0].Hold) }
	for name, r := range map[string]rollout.Rollout{
		"pending":                deploy(),
		"building":               deploy(in(rollout.Building), running),
		"deploying":              deploy(in(rollout.Deploying), built),
		"checking":               deploy(in(rollout.Checking), published),
		"checking-in-vain":       deploy(in(rollout.Checking), failedChecks),
		"awaiting-approval":      deploy(in(rollout.AwaitingApproval), healthy),
		"shifting-first-look":    deploy(at(0)),
		"shifting-judged":        deploy(at(0), few),
		"shifting-no-calls":      deploy(at(0), silent),
		"shifting-held":          deploy(at(0), few, longHeld),
		"shifting-to-next":       deploy(at(0), few, moving),
		"shifting-by-hand":       deploy(func(r *rollout.Rollout) { r.Manual = 0.4 }, at(1), waits(rollout.PauseManual, "", ben)),
		"shifting-unreadable":    deploy(at(0), func(r *rollout.Rollout) { r.Judging.Problem = "the metrics could not be read" }),
		"shifting-not-yet":       deploy(at(0), few, at(1)),
		"shifting-stale":         deploy(at(0), few, func(r *rollout.Rollout) { r.Judging.Problem = "the metrics could not be read" }),
		"probing":                deploy(at(0), few, longHeld, probed),
		"probing-in-vain":        deploy(at(0), few, longHeld, probed, func(r *rollout.Rollout) { r.ProbeProblem = "they could not be made" }),
		"promoting":              deploy(whole, in(rollout.Promoting)),
		"watching":               deploy(whole, good),
		"watching-without-steps": deploy(func(r *rollout.Rollout) { r.Strategy.Steps = nil }, func(r *rollout.Rollout) { r.Strategy.Kind = rollout.BlueGreen }, published, in(rollout.Promoting)),
		"rolling-back":           deploy(at(0), bad, in(rollout.RollingBack), because(rollout.CauseVerdict, worse)),
		"rolling-back-checking":  deploy(at(0), bad, in(rollout.RollingBack), because(rollout.CauseVerdict, worse), func(r *rollout.Rollout) { back(true)(r); r.Health = nil }),
		"undo":                   undo(),
		"first-checking":         deploy(first, in(rollout.Checking), published),
		"first-going-live":       deploy(first, goingLive),
		"adopting":               deploy(split, built, in(rollout.Deploying)),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "progress", name, views.Progress(r, options())) })
	}
}

func TestProgressSaysWhyItWaitsAndForHowLong(t *testing.T) {
	for name, r := range map[string]rollout.Rollout{
		"asked":            deploy(at(1), few, waits(rollout.PauseAsked, "lunch <!here>", ben)),
		"asked-no-traffic": deploy(in(rollout.Building), waits(rollout.PauseAsked, "", ben)),
		"inconclusive":     deploy(at(0), few, waits(rollout.PauseInconclusive, "", "")),
		"probed-in-vain":   deploy(at(0), few, probed, waits(rollout.PauseInconclusive, "", "")),
		"not-probed":       deploy(at(0), few, func(r *rollout.Rollout) { r.Strategy.Inconclusive = rollout.Probe }, waits(rollout.PauseInconclusive, "", "")),
		"metrics":          deploy(whole, waits(rollout.PauseMetrics, "the metrics could not be read", "")),
		"foreign":          deploy(at(0), waits(rollout.PauseForeign, "somebody else changed the alias live: expected v41 90 % + v42 10 %, found v41 80 % + v42 20 %", "")),
		"misrouted":        deploy(at(0), waits(rollout.PauseMisrouted, "", "")),
		"another-reason":   deploy(at(0), waits("new", "some reason", "")),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "paused", name, views.Progress(r, options())) })
	}
}

func TestProgressTellsWhatBecameOfIt(t *testing.T) {
	noCalls := func(r *rollout.Rollout) { silent(r); r.Judging.Move = r.Moves }
	noneAtTheEnd := func(r *rollout.Rollout) { few(r); r.Judging.Verdict.Candidate.Invocations = 0 }
	notBuilt := func(url string) func(*rollout.Rollout) {
		return func(r *rollout.Rollout) { r.Build = &rollout.Build{State: rollout.BuildFailed, URL: url} }
	}
	unlocked := func(r *rollout.Rollout) { r.LockAfter = false }
	for name, r := range map[string]rollout.Rollout{
		"succeeded":               deploy(whole, good, over(rollout.Succeeded)),
		"succeeded-unjudged":      deploy(whole, noCalls, over(rollout.Succeeded)),
		"succeeded-quiet-end":     deploy(whole, noneAtTheEnd, over(rollout.Succeeded)),
		"rolled-back":             deploy(at(0), bad, because(rollout.CauseVerdict, worse), back(true), over(rollout.RolledBack)),
		"rolled-back-from-watch":  deploy(whole, good, because(rollout.CauseVerdict, worse), back(true), over(rollout.RolledBack)),
		"rolled-back-unchecked":   deploy(at(0), bad, because(rollout.CauseVerdict, worse), back(true), func(r *rollout.Rollout) { r.Health.Version = "42" }, over(rollout.RolledBack)),
		"rolled-back-unhealthy":   deploy(at(0), bad, because(rollout.CauseVerdict, worse), back(false), over(rollout.RolledBack)),
		"rolled-back-by-abort":    deploy(at(1), few, wanted(rollout.CauseAbort, "wrong branch"), back(true), unlocked, over(rollout.RolledBack)),
		"rolled-back-by-somebody": deploy(at(0), because(rollout.CauseForeign, "somebody else changed the alias live: expected v41 90 % + v42 10 %, found v41"), over(rollout.RolledBack)),
		"undone":                  undo(back(true), over(rollout.RolledBack)),
		"failed-build":            deploy(notBuilt("https://git.example/shop/runs/7"), because(rollout.CauseBuild, "the build failed: exit 1 `rm` <!here>"), over(rollout.Failed)),
		"failed-no-image":         deploy(notBuilt(""), because(rollout.CauseBuild, "there is no image tagged "+sha42+" in acme/checkout, and nothing here builds one"), over(rollout.Failed)),
		"failed-version":          deploy(published, because(rollout.CauseVersion, "v41 is live already"), over(rollout.Failed)),
		"failed-health":           deploy(published, func(r *rollout.Rollout) { r.Health = &rollout.Health{Version: "42", Detail: "timeout"} }, because(rollout.CauseHealth, "v42 did not pass its health check: timeout"), over(rollout.Failed)),
		"failed-foreign":          deploy(built, because(rollout.CauseForeign, "somebody else changed the alias live: expected v41, found v40"), over(rollout.Failed)),
		"cancelled":               deploy(in(rollout.Building), wanted(rollout.CauseAbort, ""), over(rollout.Cancelled)),
		"cancelled-first":         deploy(first, in(rollout.Building), wanted(rollout.CauseAbort, ""), over(rollout.Cancelled)),
		"first-succeeded":         deploy(first, goingLive, over(rollout.Succeeded)),
		"first-failed":            deploy(first, goingLive, because(rollout.CauseForeign, "somebody else changed the alias live: expected nothing, found v7"), over(rollout.Failed)),
		"rescued":                 deploy(at(1), because(rollout.CauseRescued, "nobody had looked after it for too long, so the safety net took the traffic back"), locks, over(rollout.RolledBack)),
		"adopted-failed":          deploy(split, taken, published, because(rollout.CauseHealth, "v42 did not pass its health check: timeout"), over(rollout.Failed)),
		"not-adopted":             deploy(split, because(rollout.CauseBuild, "the build failed: exit 1"), over(rollout.Failed)),
		"cancelled-lost":          deploy(at(0), because(rollout.CauseLost, "another rollout owns checkout/prod now: 01JD"), over(rollout.Cancelled)),
	} {
		t.Run(name, func(t *testing.T) { golden(t, "ended", name, views.Progress(r, options())) })
	}
}
