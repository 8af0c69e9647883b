package cloud

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var errFull = errors.New("no space left")

func errorsAlarm() Alarm {
	return Alarm{Name: "checkout-errors", FunctionName: "checkout", Metric: MetricErrors, Threshold: 10, Breaches: 1, OutOf: 1, TreatMissing: NotBreaching}
}

func slowAlarm() Alarm {
	return Alarm{Name: "checkout-latency", FunctionName: "checkout", Metric: MetricDuration, Threshold: 500, Breaches: 2, OutOf: 3, TreatMissing: Missing}
}

// watched is an account with traffic and both alarms, in the middle of a minute. A
// minute's datapoint comes a minute after its end.
func openWatched(t *testing.T, edit func(o *Options)) *world {
	t.Helper()
	w := open(t, edit)
	must(t, w.SetTraffic("checkout", 1200))
	w.pass(10*time.Minute + 20*time.Second)
	must(t, w.SeedAlarm(errorsAlarm()))
	must(t, w.SeedAlarm(slowAlarm()))
	return w
}

// turns are the transitions so far, as "name: from > to at 12:34".
func (w *world) turns() (all []string) {
	w.t.Helper()
	news, err := w.Transitions()
	must(w.t, err)
	for _, n := range news {
		all = append(all, fmt.Sprintf("%s: %s > %s at %s", n.Alarm.Name, n.From, n.Alarm.State, n.Alarm.Since.Format("15:04:05")))
	}
	return all
}

func (w *world) says(want ...string) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.turns()); diff != "" {
		w.t.Errorf("transitions (-want +got):\n%s", diff)
	}
}

func (w *world) state(name string) Alarm {
	w.t.Helper()
	all, err := w.DescribeAlarms(name)
	must(w.t, err)
	if len(all) != 1 {
		w.t.Fatalf("%d alarms are called %s", len(all), name)
	}
	return all[0]
}

func TestAnAlarmThatHasBeenThereIsAsItsMetricSaysAndNobodyIsTold(t *testing.T) {
	w := openWatched(t, nil)
	for _, name := range []string{"checkout-errors", "checkout-latency"} {
		if al := w.state(name); al.State != AlarmOK || !strings.HasPrefix(al.Reason, "Threshold Crossed: ") || al.Since.After(w.now) {
			t.Errorf("%+v", al)
		}
	}
	must(t, w.SeedAlarm(Alarm{Name: "idle", FunctionName: "none", Metric: MetricErrors, Breaches: 1, OutOf: 1, TreatMissing: Missing}))
	if al := w.state("idle"); al.State != AlarmUnknown || !al.Since.Equal(w.now) || al.ARN() != "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:idle" {
		t.Errorf("%+v, %s", al, al.ARN())
	}
	w.says()
	changed := errorsAlarm()
	changed.Threshold = 1e9
	must(t, w.SeedAlarm(changed))
	if al := w.state("checkout-errors"); al.Threshold != 10 {
		t.Error("it was put in place twice")
	}
}

func TestAnAlarmTurnsRedWhenTheDatapointOfABadMinuteComesAndIsWellAfterAGoodOne(t *testing.T) {
	w := openWatched(t, nil)
	must(t, w.SetBehaviour(digest(42), Behaviour{ErrorRate: 0.2, LatencyMS: 80})) // at 12:10:20
	w.pass(time.Minute + 39*time.Second)
	w.says()
	w.pass(time.Second)
	w.says("checkout-errors: OK > ALARM at 12:12:00")
	if al := w.state("checkout-errors"); !strings.Contains(al.Reason, "(01/03/26 12:10:00)] was greater than the threshold (10.0)") {
		t.Error(al.Reason)
	}
	must(t, w.SetBehaviour(digest(42), good()))
	w.pass(5 * time.Minute)
	w.says("checkout-errors: OK > ALARM at 12:12:00", "checkout-errors: ALARM > OK at 12:14:00")
}

func TestALatencyAlarmNeedsTwoSlowMinutesOfThree(t *testing.T) {
	w := openWatched(t, func(o *Options) { o.MetricLag = -1 })
	w.pass(40 * time.Second)
	must(t, w.SetBehaviour(digest(42), Behaviour{LatencyMS: 1500}))
	w.pass(time.Minute)
	w.says()
	w.pass(time.Minute)
	w.says("checkout-latency: OK > ALARM at 12:13:00")
}

func TestWithoutCallsOneAlarmIsUnknownAndTheOtherWell(t *testing.T) {
	w := openWatched(t, nil)
	must(t, w.SetTraffic("checkout", 0))
	w.pass(10 * time.Minute)
	w.says("checkout-latency: OK > INSUFFICIENT_DATA at 12:15:00")
	if al := w.state("checkout-errors"); al.State != AlarmOK {
		t.Errorf("%+v", al)
	}
}

func TestAStateThatWasSetStaysUntilTheNextMinuteIsEvaluated(t *testing.T) {
	w := openWatched(t, nil)
	must(t, w.SetAlarmState("checkout-errors", AlarmRed, "a drill"))
	if al := w.state("checkout-errors"); al.State != AlarmRed || al.Reason != "a drill" || !al.Since.Equal(w.now) {
		t.Errorf("%+v", al)
	}
	w.pass(40 * time.Second)
	w.says("checkout-errors: OK > ALARM at 12:10:20", "checkout-errors: ALARM > OK at 12:11:00")
}

func TestAStateThatTheSandboxHasForcedLastsAWhileOrUntilItIsCleared(t *testing.T) {
	w := openWatched(t, nil)
	must(t, w.ForceAlarm("checkout-errors", AlarmRed, "fired", 10*time.Minute))
	w.pass(5 * time.Minute)
	must(t, w.ForceAlarm("checkout-errors", AlarmRed, "fired again", 10*time.Minute))
	w.pass(9 * time.Minute)
	w.says("checkout-errors: OK > ALARM at 12:10:20")
	w.pass(2 * time.Minute)
	w.says("checkout-errors: OK > ALARM at 12:10:20", "checkout-errors: ALARM > OK at 12:26:00")

	must(t, w.ForceAlarm("checkout-errors", AlarmRed, "fired", time.Hour))
	w.pass(time.Minute)
	must(t, w.ForceAlarm("checkout-errors", AlarmOK, "cleared", 0))
	if al := w.state("checkout-errors"); al.State != AlarmOK || al.Reason != "cleared" {
		t.Errorf("%+v", al)
	}
}

func TestAnAlarmThatIsClearedWhileItsMetricIsBadIsRedAgainSoon(t *testing.T) {
	w := openWatched(t, nil)
	must(t, w.SetBehaviour(digest(42), Behaviour{ErrorRate: 0.2, LatencyMS: 80}))
	w.pass(5 * time.Minute)
	must(t, w.ForceAlarm("checkout-errors", AlarmOK, "cleared", 0))
	w.pass(time.Minute)
	w.says("checkout-errors: OK > ALARM at 12:12:00", "checkout-errors: ALARM > OK at 12:15:20", "checkout-errors: OK > ALARM at 12:16:00")
}

func TestTwoTransitionsOfAnAlarmNeverHappenAtTheSameTime(t *testing.T) {
	w := openWatched(t, nil)
	must(t, w.SetAlarmState("checkout-errors", AlarmRed, "one"))
	must(t, w.SetAlarmState("checkout-errors", AlarmRed, "one again, which changes nothing"))
	must(t, w.SetAlarmState("checkout-errors", AlarmOK, "two"))
	news, err := w.Transitions()
	must(t, err)
	if len(news) != 2 || !news[1].Alarm.Since.After(news[0].Alarm.Since) || news[0].Alarm.Reason != "one" {
		t.Errorf("%+v", news)
	}
}

func TestATransitionIsToldUntilItIsTakenAndOverARestart(t *testing.T) {
	d := newDisk()
	on := func(o *Options) { o.Disk = d }
	w := openWatched(t, on)
	must(t, w.SetAlarmState("checkout-errors", AlarmRed, "one"))
	w.pass(time.Minute)
	w.says("checkout-errors: OK > ALARM at 12:10:20", "checkout-errors: ALARM > OK at 12:11:00")
	news, err := w.Transitions()
	must(t, err)
	must(t, w.Took(news[0]))
	must(t, w.Took(news[0]))
	must(t, w.Took(Transition{Alarm: Alarm{Name: "nobody's"}}))

	again := empty(t, on)
	again.now = w.now
	again.says("checkout-errors: ALARM > OK at 12:11:00")
	if al := again.state("checkout-errors"); al.State != AlarmOK {
		t.Errorf("%+v", al)
	}
}

func TestWhoNeverTakesTransitionsFindsTheNewest(t *testing.T) {
	w := openWatched(t, nil)
	for range mostNews {
		must(t, w.SetAlarmState("checkout-errors", AlarmRed, "on"))
		must(t, w.SetAlarmState("checkout-errors", AlarmOK, "off"))
		w.pass(time.Second / 4)
	}
	news, err := w.Transitions()
	must(t, err)
	if n := len(news); n != mostNews || news[n-1].Alarm.State != AlarmOK {
		t.Errorf("%d are kept", n)
	}
}

func TestWhatCouldNotBeSavedOfAnAlarmDidNotHappen(t *testing.T) {
	d := newDisk()
	w := openWatched(t, func(o *Options) { o.Disk = d })
	d.err = errFull
	if err := w.SetAlarmState("checkout-errors", AlarmRed, "on"); !errors.Is(err, errFull) {
		t.Error(err)
	}
	d.err = nil
	w.says()
	must(t, w.SetBehaviour(digest(42), Behaviour{ErrorRate: 1, LatencyMS: 80}))
	w.pass(5 * time.Minute)
	d.err = errFull
	if _, err := w.Transitions(); !errors.Is(err, errFull) {
		t.Error(err)
	}
	if _, err := w.Alarms(); !errors.Is(err, errFull) {
		t.Error(err)
	}
	if err := w.SeedAlarm(Alarm{Name: "new", FunctionName: "checkout", Metric: MetricErrors, Breaches: 1, OutOf: 1, TreatMissing: Missing}); !errors.Is(err, errFull) {
		t.Error(err)
	}
	d.err = nil
	w.says("checkout-errors: OK > ALARM at 12:12:00")
}

func TestAnAlarmIsHeldToCloudWatchsLimits(t *testing.T) {
	w := openWatched(t, nil)
	for name, edit := range map[string]func(*Alarm){
		"alarmName": func(a *Alarm) { a.Name = strings.Repeat("x", 256) }, "metricName": func(a *Alarm) { a.Metric = "Throttles" },
		"datapointsToAlarm": func(a *Alarm) { a.Breaches = 2 }, "treatMissingData": func(a *Alarm) { a.TreatMissing = "" },
	} {
		al := errorsAlarm()
		al.Name = "new"
		edit(&al)
		refused(t, w.SeedAlarm(al), CodeValidation, 400, name)
	}
	refused(t, w.SetAlarmState("checkout-errors", "RED", ""), CodeValidation, 400, "stateValue")
	refused(t, w.SetAlarmState("checkout-errors", AlarmRed, strings.Repeat("ä", 1024)), CodeValidation, 400, "stateReason")
	refused(t, w.SetAlarmState("nobody's", AlarmRed, ""), CodeAlarmNotFound, 404, "nobody's")
	if all, err := w.DescribeAlarms("nobody's", "checkout-errors", "checkout-errors"); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
}
