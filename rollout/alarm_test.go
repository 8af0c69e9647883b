package rollout_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/slipway-dev/slipway/rollout"
)

// faults.md C2: what an alarm is, the newest signal of it says, by its own time stamp.
func TestAlarmsAreAsTheirNewestSignalsSayInWhateverOrderTheyCome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []rollout.Signal
		newest := map[string]rollout.Signal{}
		for range rapid.IntRange(1, 20).Draw(t, "signals") {
			name := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "alarm")
			s := signal(name, rapid.SampledFrom([]rollout.AlarmState{red, green, unknown}).Draw(t, "state"), rapid.Float64Range(0, 9).Draw(t, "minute")).Signal
			s.At = s.At.Truncate(time.Minute) // so that some come at the same moment
			all = append(all, s)
			if known, ok := newest[s.ID]; !ok || s.Newer(known) {
				newest[s.ID] = s
			}
		}
		var known rollout.Alarms
		for _, s := range rapid.Permutation(append(all, all...)).Draw(t, "order") {
			known, _ = known.Hear(s, noon)
		}
		if len(known.All) != len(newest) {
			t.Fatalf("%d alarms, want %d", len(known.All), len(newest))
		}
		for _, a := range known.All {
			if want := newest[a.ID]; a.State != want.State || !a.At.Equal(want.At) {
				t.Fatalf("%s: %s since %s, want %s since %s", a.ID, a.State, a.At, want.State, want.At)
			}
		}
	})
}

func TestOnlyANewerSignalIsNews(t *testing.T) {
	known, _ := rollout.Alarms{}.Hear(signal("a", red, 5).Signal, noon)
	for name, c := range map[string]struct {
		alarm rollout.Alarm
		news  bool
	}{
		"the same":                      {signal("a", red, 5), false},
		"an older one":                  {signal("a", green, 4), false},
		"a better one at the same time": {signal("a", unknown, 5), false},
		"a newer one":                   {signal("a", green, 6), true},
		"a newer one of the same state": {signal("a", red, 6), true},
		"another alarm":                 {signal("b", green, 1), true},
	} {
		after, news := known.Hear(c.alarm.Signal, noon)
		if news != c.news || len(known.All) != 1 || known.All[0].State != red || !known.All[0].At.Equal(signal("a", red, 5).At) {
			t.Errorf("%s: %t, and was %+v", name, news, known)
		}
		if got := len(after.Red()); got != 1 && name != "a newer one" {
			t.Errorf("%s: %d are red", name, got)
		}
	}
	if worse, news := (rollout.Alarms{All: []rollout.Alarm{signal("a", unknown, 5)}}).Hear(signal("a", red, 5).Signal, noon); !news || worse.All[0].State != red {
		t.Errorf("a worse one at the same time: %+v", worse)
	}
}

// An alarm that was well in between turned red for another reason.
func TestAnAlarmWasRedBeforeWhenItHasNotBeenWellSince(t *testing.T) {
	for name, c := range map[string]struct {
		news []rollout.Alarm
		want bool
	}{
		"red before":                        {[]rollout.Alarm{signal("a", red, 3)}, true},
		"red just then":                     {[]rollout.Alarm{signal("a", red, 5)}, true},
		"red after":                         {[]rollout.Alarm{signal("a", red, 6)}, false},
		"red before, well, and red again":   {[]rollout.Alarm{signal("a", red, 3), signal("a", green, 6), signal("a", red, 7)}, false},
		"the same, and well was never told": {[]rollout.Alarm{signal("a", red, 3), signal("a", red, 7)}, false},
		"red before, unknown, red again":    {[]rollout.Alarm{signal("a", red, 3), signal("a", unknown, 6), signal("a", red, 7)}, true},
		"well, unknown, red":                {[]rollout.Alarm{signal("a", green, 3), signal("a", unknown, 4), signal("a", red, 7)}, false},
		"red before, and well":              {[]rollout.Alarm{signal("a", red, 3), signal("a", green, 4)}, false},
		"red before, and unknown":           {[]rollout.Alarm{signal("a", red, 3), signal("a", unknown, 4)}, false},
	} {
		var known rollout.Alarms
		for _, a := range c.news {
			known, _ = known.Hear(a.Signal, a.At)
		}
		if got := known.All[0].RedBefore(after(5)); got != c.want {
			t.Errorf("%s: %t, %+v", name, got, known.All[0])
		}
	}
}

func TestOfTooManyAlarmsTheQuietestGivesWayAndARedOneLast(t *testing.T) {
	var known rollout.Alarms
	for n := range 50 {
		s := rollout.AlarmOK
		if n < 10 {
			s = rollout.AlarmRed
		}
		known, _ = known.Hear(signal(fmt.Sprintf("%02d", n), s, float64(n)).Signal, after(float64(n)))
	}
	known, _ = known.Hear(signal("more", red, 99).Signal, after(99))
	if len(known.All) != 50 || len(known.Red()) != 11 || known.All[10].Name != "11" {
		t.Errorf("%d alarms, %d red, the 11th is %s", len(known.All), len(known.Red()), known.All[10].Name)
	}
}
