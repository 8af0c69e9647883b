package cloud

import (
	"strings"
	"testing"
	"time"
)

// The rows are those of CloudWatch's own table of how it treats missing data, the
// newest minute last: X breaches, 0 does not, - is missing.
func TestMissingMinutesAreTreatedAsTheAlarmSays(t *testing.T) {
	for _, c := range []struct {
		minutes                            string
		breaches                           int
		missing, ignore, breach, notBreach string
	}{
		{"0-X", 2, AlarmOK, AlarmOK, AlarmRed, AlarmOK},
		{"---", 2, AlarmUnknown, "kept", AlarmRed, AlarmOK},
		{"0--", 3, AlarmOK, AlarmOK, AlarmOK, AlarmOK},
		{"-XX", 3, AlarmRed, AlarmRed, AlarmRed, AlarmOK},
		{"--X", 2, AlarmRed, AlarmRed, AlarmRed, AlarmOK},
		{"0XX", 2, AlarmRed, AlarmRed, AlarmRed, AlarmRed},
		{"X0X", 3, AlarmOK, AlarmOK, AlarmOK, AlarmOK},
	} {
		for treat, want := range map[string]string{Missing: c.missing, Ignore: c.ignore, Breaching: c.breach, NotBreaching: c.notBreach} {
			points := map[int64]reading{}
			for i, m := range c.minutes {
				if m != '-' {
					points[int64(i)] = reading{minute{At: int64(i)}.start(), map[rune]float64{'X': 9, '0': 1}[m]}
				}
			}
			al := Alarm{State: "kept", Threshold: 5, Breaches: c.breaches, OutOf: len(c.minutes), TreatMissing: treat}
			if got, _ := al.judge(points, int64(len(c.minutes)-1)); got != want {
				t.Errorf("%s, %d of %d, %s: %s, want %s", c.minutes, c.breaches, len(c.minutes), treat, got, want)
			}
		}
	}
}

func TestAReasonIsInCloudWatchsWords(t *testing.T) {
	at := func(m int) reading {
		return reading{time.Date(2026, 11, 20, 14, m, 0, 0, time.UTC), []float64{21, 0, 7.5}[m%3]}
	}
	for name, c := range map[string]struct {
		alarm   Alarm
		by      []reading
		missing int
		to      string
		want    string
	}{
		"one minute": {Alarm{State: AlarmOK, Threshold: 5, Breaches: 1, OutOf: 1}, []reading{at(0)}, 0, AlarmRed,
			"Threshold Crossed: 1 out of the last 1 datapoints [21.0 (20/11/26 14:00:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition)."},
		"several": {Alarm{State: AlarmUnknown, Threshold: 0.5, Breaches: 2, OutOf: 3}, []reading{at(2), at(0)}, 0, AlarmRed,
			"Threshold Crossed: 2 out of the last 3 datapoints [7.5 (20/11/26 14:02:00), 21.0 (20/11/26 14:00:00)] were greater than the threshold (0.5) (minimum 2 datapoints for INSUFFICIENT_DATA -> ALARM transition)."},
		"well again": {Alarm{State: AlarmRed, Threshold: 5, Breaches: 2, OutOf: 3}, []reading{at(1), at(4)}, 0, AlarmOK,
			"Threshold Crossed: 2 out of the last 3 datapoints [0.0 (20/11/26 14:01:00), 0.0 (20/11/26 14:04:00)] were not greater than the threshold (5.0) (minimum 2 datapoints for ALARM -> OK transition)."},
		"nothing came": {Alarm{State: AlarmRed, Breaches: 1, OutOf: 1}, nil, 1, AlarmOK,
			"Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching]."},
		"nothing came for long": {Alarm{State: AlarmOK, Breaches: 2, OutOf: 3}, nil, 3, AlarmRed,
			"Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching]."},
	} {
		if got := c.alarm.crossed(c.by, c.missing, c.to); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
	many := Alarm{State: AlarmOK, Breaches: 1, OutOf: 60}.crossed([]reading{at(0), at(1), at(2), at(3), at(4), at(5)}, 0, AlarmRed)
	if strings.Count(many, "/11/26") != 5 || !strings.Contains(many, "6 out of the last 60") {
		t.Errorf("of many it names five: %s", many)
	}
	if _, reason := (Alarm{OutOf: 2, TreatMissing: Missing}).judge(nil, 7); reason != "Insufficient Data: 2 datapoints were unknown." {
		t.Error(reason)
	}
}
