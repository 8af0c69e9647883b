package cloud

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestAHealthCheckSaysWhichVersionAndCommitAnswered(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetBehaviour(digest(41), Behaviour{ErrorRate: 1, LatencyMS: 80}))
	out, err := w.Invoke("checkout", "41", []byte(`{"path":"/health"}`))
	must(t, err)
	want := `{"body":"{\"sha\":\"commit41\",\"status\":\"ok\",\"version\":\"41\"}","statusCode":200}`
	if string(out.Payload) != want || out.StatusCode != 200 || out.ExecutedVersion != "41" || out.FunctionError != "" {
		t.Errorf("got %+v %s, want %s", out, out.Payload, want)
	}
	if out.Duration < 10*time.Millisecond || out.Duration > time.Second {
		t.Errorf("it took %v, want about 80 ms", out.Duration)
	}
}

func TestCodeThatCrashesFailsItsHealthCheck(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetBehaviour(digest(41), Presets()["crash"]))
	out, err := w.Invoke("checkout", "41", []byte(`{"path":"/health"}`))
	must(t, err)
	for _, want := range []string{`"errorType":"Runtime.ExitError"`, `"errorMessage":"RequestId: `, "Error: Runtime exited with error: exit status 1"} {
		if !strings.Contains(string(out.Payload), want) {
			t.Errorf("got %s, want %s in it", out.Payload, want)
		}
	}
	if out.FunctionError != "Unhandled" || out.StatusCode != 200 {
		t.Errorf("got %+v, want an unhandled error with status 200", out)
	}
}

func TestAnOrdinaryCallFailsAsOftenAsTheCode(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetBehaviour(digest(41), Presets()["bad"]))
	const calls = 2000
	failed := 0
	for range calls {
		out, err := w.Invoke("checkout", "41", nil)
		must(t, err)
		if out.FunctionError != "" {
			failed++
		}
	}
	within(t, "errors", float64(failed), calls, 0.2)
}

func TestAWeightedAliasRoutesAtRandomByItsWeight(t *testing.T) {
	w := open(t, nil)
	w.route("42", map[string]float64{"41": .1})
	const calls = 2000
	moved := 0
	for range calls {
		out, err := w.Invoke("checkout", "live", nil)
		must(t, err)
		if out.ExecutedVersion == "41" {
			moved++
		}
	}
	within(t, "calls to 41", float64(moved), calls, 0.1)
	w.pass(2 * time.Minute)
	if got := total(w.minutes("41")).Invocations; got != int64(moved) {
		t.Errorf("the metrics have %d calls at 41, want the %d that it answered", got, moved)
	}
	if got := total(w.minutes("")).Invocations; got != calls {
		t.Errorf("the metrics have %d calls at the alias, want %d", got, calls)
	}
}

func TestCallsByNumberAreInTheMetricsOfTheFunctionAndOfTheNumberOnly(t *testing.T) {
	w := open(t, nil)
	for _, qualifier := range []string{"42", "", "$LATEST", "blue"} {
		_, err := w.Invoke("checkout", qualifier, nil)
		must(t, err)
	}
	w.pass(10 * time.Minute)
	for _, c := range []struct {
		alias, version string
		want           int64
	}{{"", "", 4}, {"42", "", 1}, {"$LATEST", "", 2}, {"blue", "", 1}, {"blue", "41", 1}, {"live", "", 0}, {"", "41", 1}, {"42", "42", 0}, {"$LATEST", "$LATEST", 0}} {
		q := w.query(c.version)
		q.Alias = c.alias
		points, err := w.Minutes(q)
		must(t, err)
		if got := total(points).Invocations; got != c.want {
			t.Errorf("%q, version %q: %d calls, want %d", c.alias, c.version, got, c.want)
		}
	}
}

func TestACallThroughASplitAliasIsInTheSeriesOfItsVersion(t *testing.T) {
	w := open(t, func(o *Options) { o.SparseVersions = true })
	call := func() {
		_, err := w.Invoke("checkout", "live", nil)
		must(t, err)
		w.pass(2 * time.Minute)
	}
	call()
	w.route("42", map[string]float64{"41": .5})
	call()
	if got := len(w.minutes("41")) + len(w.minutes("42")); got != 1 || len(w.minutes("")) != 2 {
		t.Errorf("%d of the versions' minutes have a call, want that of the split alias alone", got)
	}
}

func TestAnAliasThatIsNotLiveHasMetricsOfItsOwn(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetBehaviour(digest(41), Presets()["crash"]))
	_, err := w.Invoke("checkout", "blue", nil)
	must(t, err)
	w.pass(10 * time.Minute)
	q := w.query("41")
	q.Alias = "blue"
	points, err := w.Minutes(q)
	must(t, err)
	if len(points) != 1 || points[0].Invocations != 1 || points[0].Errors != 1 {
		t.Errorf("got %+v, want one call and one error", points)
	}
	if len(w.minutes("")) != 0 {
		t.Error("live has metrics of calls to blue")
	}
}

func TestInvokeRefusesWhatAWSRefuses(t *testing.T) {
	w := open(t, nil)
	_, err := w.Invoke("checkout", "99", nil)
	refused(t, err, CodeNotFound, 404, "checkout:99")
	_, err = w.Invoke("checkout", "live", make([]byte, maxPayload+1))
	refused(t, err, CodeTooLarge, 413, "smaller than")
	out, err := w.Invoke("checkout", "", []byte("health"))
	must(t, err)
	if out.ExecutedVersion != "$LATEST" {
		t.Errorf("without a qualifier %s answered, want $LATEST", out.ExecutedVersion)
	}
}

// within fails when a count is more than five standard deviations from what is expected.
func within(t *testing.T, what string, got, of, share float64) {
	t.Helper()
	if off := math.Abs(got - of*share); off > 5*math.Sqrt(of*share*(1-share)) {
		t.Errorf("%s: %v of %v, want about %v", what, got, of, of*share)
	}
}
