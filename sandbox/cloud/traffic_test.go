package cloud

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTrafficIsSplitByWeightAndFailsByBehaviour(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetBehaviour(digest(41), Presets()["bad"]))
	must(t, w.SetBehaviour(digest(42), Presets()["slow"]))
	w.route("42", map[string]float64{"41": .25})
	must(t, w.SetTraffic("checkout", 600))
	w.pass(time.Hour)
	all, bad, slow := total(w.minutes("")), total(w.minutes("41")), total(w.minutes("42"))
	within(t, "calls to 41", float64(bad.Invocations), float64(all.Invocations), .25)
	within(t, "errors of 41", float64(bad.Errors), float64(bad.Invocations), .2)
	within(t, "errors of 42", float64(slow.Errors), float64(slow.Invocations), .0005)
	within(t, "slow calls of 42", float64(slow.Slow), float64(slow.Invocations), slower(1500, time.Second))
	if bad.Slow > 3 {
		t.Errorf("%d calls with a median of 80 ms took more than a second", bad.Slow)
	}
	if all.Slow != bad.Slow+slow.Slow || all.Errors != bad.Errors+slow.Errors {
		t.Errorf("the alias has %+v, want the sum of %+v and %+v", all, bad, slow)
	}
}

func TestOneSeedAndOneSequenceGiveTheSameTraffic(t *testing.T) {
	run := func(reads int) []Datapoint {
		w := open(t, nil)
		must(t, w.SetTraffic("checkout", 50))
		for range reads {
			w.pass(time.Hour / time.Duration(reads))
			w.minutes("")
		}
		return w.minutes("")
	}
	if diff := cmp.Diff(run(1), run(40)); diff != "" {
		t.Errorf("the traffic depends on how often it was looked at:\n%s", diff)
	}
}

func TestCodeThatTurnsBadLateDoesSoAfterItHadAllTraffic(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetBehaviour(digest(41), Presets()["late"]))
	must(t, w.SetTraffic("checkout", 1000))
	start := w.now
	w.route("42", map[string]float64{"41": .5})
	w.pass(20 * time.Minute)
	w.route("41", nil) // at 12:20
	w.pass(3 * time.Minute)
	w.route("41", map[string]float64{"42": 0}) // the same routing, said otherwise
	w.pass(2*time.Minute + 30*time.Second)
	_, err := w.UpdateAlias(UpdateAliasInput{FunctionName: "checkout", Name: "live", Description: text("stamped")})
	must(t, err)
	w.pass(10 * time.Minute)
	for _, p := range w.minutes("41") {
		minute, rate := p.At.Sub(start).Minutes(), float64(p.Errors)/float64(p.Invocations)
		if late := minute >= 25; late != (rate > .1) {
			t.Errorf("minute %v: error rate %v", minute, rate)
		}
	}
	w.route("41", map[string]float64{"42": .5})
	w.pass(time.Minute)
	w.route("42", map[string]float64{"41": 1}) // all of it, by a weight of 1
	w.pass(time.Hour)
	points := w.minutes("41")
	if last := points[len(points)-1]; float64(last.Errors)/float64(last.Invocations) < .1 {
		t.Errorf("with all the traffic for an hour it is still good: %+v", last)
	}
}

func TestCodeMayTurnBadInTheMiddleOfAMinute(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetBehaviour(digest(41), Presets()["late"]))
	must(t, w.SetTraffic("checkout", 5000))
	w.pass(30 * time.Second)
	w.route("41", nil)
	w.pass(8 * time.Minute)
	half := w.minutes("41")[5] // 12:05 to 12:06
	within(t, "errors of the minute", float64(half.Errors), float64(half.Invocations), .1)
}

func TestANewBehaviourHoldsFromNowOn(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetTraffic("checkout", 600))
	w.pass(10 * time.Minute)
	must(t, w.SetBehaviour(digest(42), Presets()["crash"]))
	w.pass(10 * time.Minute)
	for i, p := range w.minutes("") {
		if broken := p.Errors == p.Invocations; broken != (i >= 10) {
			t.Errorf("minute %d: %d of %d calls failed", i, p.Errors, p.Invocations)
		}
	}
}

func TestADatapointComesLateAndOnlyIfThereWasACall(t *testing.T) {
	w := open(t, func(o *Options) { o.MetricLag = 90 * time.Second })
	w.pass(10 * time.Minute) // nobody called
	must(t, w.SetTraffic("checkout", 600))
	w.pass(time.Minute)
	must(t, w.SetTraffic("checkout", 0))
	w.pass(89 * time.Second)
	if points := w.minutes(""); len(points) != 0 {
		t.Errorf("got %+v before the lag has passed", points)
	}
	w.pass(time.Second)
	points := w.minutes("")
	if len(points) != 1 || !points[0].At.Equal(time.Date(2026, 3, 1, 12, 10, 0, 0, time.UTC)) {
		t.Errorf("got %+v, want 12:10 alone", points)
	}
	w.pass(time.Hour)
	if len(w.minutes("")) != 1 {
		t.Error("minutes without a call have datapoints")
	}
	if len(w.minutes("40")) != 0 {
		t.Error("a version without a call has datapoints")
	}
	q := w.query("")
	q.From = points[0].At.Add(time.Second)
	if after, err := w.Minutes(q); err != nil || len(after) != 0 {
		t.Errorf("got %+v %v after the minute began, want nothing", after, err)
	}
	q.From, q.To = points[0].At, points[0].At
	if none, err := w.Minutes(q); err != nil || len(none) != 0 {
		t.Errorf("got %+v %v from an empty range, want nothing", none, err)
	}
}

func TestTheLagIsAMinuteUnlessItIsSwitchedOff(t *testing.T) {
	for lag, want := range map[time.Duration]int{0: 9, -1: 10} {
		w := open(t, func(o *Options) { o.MetricLag = lag })
		must(t, w.SetTraffic("checkout", 600))
		w.pass(10 * time.Minute)
		if got := len(w.minutes("")); got != want {
			t.Errorf("lag %v: %d datapoints after ten minutes, want %d", lag, got, want)
		}
	}
}

func TestAVersionAloneBehindItsAliasMayHaveNoSeries(t *testing.T) {
	w := open(t, func(o *Options) { o.SparseVersions = true })
	must(t, w.SetTraffic("checkout", 600))
	w.pass(10 * time.Minute)
	w.route("42", map[string]float64{"41": .5})
	w.pass(10 * time.Minute)
	w.route("41", nil)
	w.pass(12 * time.Minute)
	for version, want := range map[string]int{"": 31, "41": 10, "42": 10} {
		if got := len(w.minutes(version)); got != want {
			t.Errorf("version %q has %d datapoints, want %d", version, got, want)
		}
	}
}

func TestQuantilesAreThoseOfTheDurations(t *testing.T) {
	one := []row{{Calls: 10, LatencyMS: 80}}
	if got := quantile(one, .5); got < 79.9 || got > 80.1 {
		t.Errorf("the median is %v, want 80", got)
	}
	if got := quantile(one, .95); got < 181 || got > 183 {
		t.Errorf("p95 is %v, want 80·exp(1.645·0.5) = 182", got)
	}
	mixed := append(one, row{Calls: 10, LatencyMS: 8000})
	if got := quantile(mixed, .5); got < 200 || got > 3000 {
		t.Errorf("the median of half fast and half slow is %v", got)
	}
}

func TestMinutesCanBePutTogether(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetTraffic("checkout", 600))
	w.pass(2 * time.Minute)
	must(t, w.SetBehaviour(digest(42), Presets()["slow"]))
	w.pass(20 * time.Minute)
	q := w.query("")
	single, err := w.Minutes(q)
	must(t, err)
	q.Period = 5 * time.Minute
	points, err := w.Minutes(q)
	must(t, err)
	if len(points) != 5 || !points[1].At.Equal(points[0].At.Add(q.Period)) || total(points) != total(single) {
		t.Fatalf("got %+v, want 5 that are together %+v", points, total(single))
	}
	if p := points[0]; p.MeanMS < 900 || p.MeanMS > 1200 { // two minutes of 80 ms, three of 1500 ms
		t.Errorf("the mean is %v ms", p.MeanMS)
	}
	if p, want := points[1], 1500*1.1331; p.P50MS < 1490 || p.P50MS > 1510 || p.MeanMS < want-1 || p.MeanMS > want+1 {
		t.Errorf("got %+v, want a median of 1500 ms and a mean of %v ms", p, want)
	}
}

func TestADayOfMinutesIsKeptAndALongGapIsFast(t *testing.T) {
	d := newDisk()
	w := open(t, func(o *Options) { o.Disk = d })
	must(t, w.SetTraffic("checkout", 600))
	w.pass(90 * 24 * time.Hour)
	d.puts = 0
	if got := len(w.minutes("")); got < 24*60-2 || got > 25*60 {
		t.Errorf("after 90 days there are %d minutes, want a day's", got)
	}
	if d.puts > 26 {
		t.Errorf("settling took %d writes, want one an hour of the last day", d.puts)
	}
	for range 30 {
		w.pass(time.Hour)
		w.minutes("")
	}
	hours := 0
	for key := range d.data {
		if len(key) > 8 && key[:8] == minutesPrefix {
			hours++
		}
	}
	if got := len(w.metrics["checkout"].minutes); got > 25*60 || hours > 25 {
		t.Errorf("%d minutes in memory and %d hours on the disk, want a day's", got, hours)
	}
}

func TestAClockThatGoesBackHarmsNothing(t *testing.T) {
	w := open(t, nil)
	must(t, w.SetTraffic("checkout", 600))
	w.pass(10 * time.Minute)
	before := total(w.minutes(""))
	w.pass(-5 * time.Minute)
	_, err := w.Invoke("checkout", "live", nil)
	must(t, err)
	w.pass(5 * time.Minute)
	if after := total(w.minutes("")); after.Invocations != before.Invocations+1 {
		t.Errorf("got %d calls, want %d and the one just made", after.Invocations, before.Invocations)
	}
}

func TestImpossibleKnobsAreRefused(t *testing.T) {
	w := open(t, nil)
	refused(t, w.SetTraffic("checkout", -1), CodeValidation, 400, "perMinute")
	for _, b := range []Behaviour{
		{ErrorRate: 1.1, LatencyMS: 1}, {LateErrorRate: -1, LatencyMS: 1}, {}, {LatencyMS: 1, LateAfter: -1},
	} {
		refused(t, w.SetBehaviour(digest(1), b), CodeValidation, 400, "")
	}
}

// Whatever is asked of it: an alias routes to one or two versions that exist,
// every change has a new RevisionId, and the versions' calls are the alias's.
func TestTheAccountKeepsItsInvariants(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := open(t, nil)
		revisions := map[string]bool{}
		version := rapid.SampledFrom([]string{"", "40", "41", "42", "43", "$LATEST"})
		weights := rapid.MapOfN(version, rapid.Float64Range(-.1, 1.1), 0, 3)
		r.Repeat(map[string]func(*rapid.T){
			"time": func(r *rapid.T) { w.pass(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(r, "passes"))) },
			"traffic": func(r *rapid.T) {
				must(t, w.SetTraffic("checkout", rapid.Float64Range(0, 300).Draw(r, "per minute")))
			},
			"publish": func(r *rapid.T) { w.publish(rapid.IntRange(40, 43).Draw(r, "image")) },
			"invoke": func(*rapid.T) {
				_, err := w.Invoke("checkout", "live", nil)
				must(t, err)
			},
			"behave": func(r *rapid.T) {
				kind := rapid.SampledFrom(slices.Sorted(maps.Keys(Presets()))).Draw(r, "kind")
				must(t, w.SetBehaviour(digest(rapid.IntRange(40, 43).Draw(r, "image")), Presets()[kind]))
			},
			"route": func(r *rapid.T) {
				al, err := w.UpdateAlias(UpdateAliasInput{
					FunctionName: "checkout", Name: "live", FunctionVersion: version.Draw(r, "version"),
					AdditionalVersionWeights: weights.Draw(r, "weights"),
				})
				if err == nil && revisions[al.RevisionID] {
					r.Fatalf("RevisionId %s was there before", al.RevisionID)
				}
				revisions[al.RevisionID] = err == nil
			},
			"": func(r *rapid.T) { w.hold(r) },
		})
	})
}

func (w *world) hold(r *rapid.T) {
	al, err := w.GetAlias("checkout", "live")
	must(w.t, err)
	if len(al.AdditionalVersionWeights) > 1 || al.AdditionalVersionWeights[al.FunctionVersion] != 0 {
		r.Fatalf("the alias routes to %+v", al)
	}
	list, err := w.ListVersionsByFunction("checkout")
	must(w.t, err)
	var sum Datapoint
	for _, v := range list {
		p := total(w.minutes(v.Version))
		if p.Errors > p.Invocations || p.Slow > p.Invocations {
			r.Fatalf("version %s: %+v", v.Version, p)
		}
		sum.Invocations, sum.Errors, sum.Slow = sum.Invocations+p.Invocations, sum.Errors+p.Errors, sum.Slow+p.Slow
	}
	if all := total(w.minutes("")); all != sum {
		r.Fatalf("the alias has %+v, its versions together %+v", all, sum)
	}
}
