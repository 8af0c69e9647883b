package cloud

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// The states of an alarm.
const (
	AlarmOK      = "OK"
	AlarmRed     = "ALARM"
	AlarmUnknown = "INSUFFICIENT_DATA"
)

// What an alarm makes of minutes without a datapoint.
const (
	Missing      = "missing" // they say nothing; with no other ones its state is unknown
	Ignore       = "ignore"  // they say nothing; with no other ones it stays as it is
	Breaching    = "breaching"
	NotBreaching = "notBreaching"
)

// The metrics that an alarm can watch.
const (
	MetricErrors   = "Errors"   // their sum
	MetricDuration = "Duration" // its 95th percentile, in milliseconds
)

// Alarm watches a metric of a function's live alias, minute by minute. It is red when
// the metric was above the threshold in Breaches of the last OutOf minutes.
type Alarm struct {
	Name, Description string
	FunctionName      string
	Metric            string
	Threshold         float64
	Breaches, OutOf   int
	TreatMissing      string
	Tags              map[string]string

	State  string
	Since  time.Time // when it came into the state
	Reason string    // in CloudWatch's words
}

// ARN is the alarm's id.
func (al Alarm) ARN() string {
	return fmt.Sprintf("arn:aws:cloudwatch:%s:%s:alarm:%s", Region, AccountID, al.Name)
}

// Statistic is what it looks at of its metric.
func (al Alarm) Statistic() string {
	if al.Metric == MetricDuration {
		return "p95"
	}
	return "Sum"
}

func (al Alarm) validate() error {
	switch {
	case al.Name == "" || len(al.Name) > 255:
		return invalid(al.Name, "alarmName", "Member must have length between 1 and 255")
	case al.Metric != MetricErrors && al.Metric != MetricDuration:
		return invalid(al.Metric, "metricName", "Member must be Errors or Duration")
	case al.Breaches < 1 || al.OutOf < al.Breaches || al.OutOf > 60:
		return invalid(al.Breaches, "datapointsToAlarm", "Member must be between 1 and evaluationPeriods, which is at most 60")
	case !slices.Contains([]string{Missing, Ignore, Breaching, NotBreaching}, al.TreatMissing):
		return invalid(al.TreatMissing, "treatMissingData", "Member must be missing, ignore, breaching or notBreaching")
	}
	return nil
}

// SeedAlarm puts an alarm in place that has been there for a while: its state is what
// its metric says now, and nobody is told of it. One that is there already stays as it is.
func (a *Account) SeedAlarm(al Alarm) error {
	_, err := locked(a, func(now time.Time) (struct{}, error) {
		if _, ok := a.alarms[al.Name]; ok {
			return struct{}{}, nil
		}
		if err := al.validate(); err != nil {
			return struct{}{}, err
		}
		al.State, al.Since, al.Reason = AlarmUnknown, time.Time{}, "Unchecked: Initial alarm creation"
		w, err := a.evaluate(watched{Alarm: al, Judged: a.lastArrived(now) - 1}, now)
		if err != nil {
			return struct{}{}, err
		}
		if w.News = nil; w.Since.IsZero() {
			w.Since = now.UTC()
		}
		return struct{}{}, a.keep(w)
	})
	return err
}

// Alarms is every alarm, by name, as the sandbox sees it.
func (a *Account) Alarms() ([]Alarm, error) {
	return locked(a, func(now time.Time) ([]Alarm, error) {
		return a.list(now, slices.Sorted(maps.Keys(a.alarms)))
	})
}

// DescribeAlarms is those of the named alarms that there are, by name.
func (a *Account) DescribeAlarms(names ...string) ([]Alarm, error) {
	return do(a, "DescribeAlarms", nil, func(now time.Time) ([]Alarm, error) {
		there := slices.DeleteFunc(slices.Clone(names), func(n string) bool { _, ok := a.alarms[n]; return !ok })
		slices.Sort(there)
		return a.list(now, slices.Compact(there))
	})
}

func (a *Account) list(now time.Time, names []string) ([]Alarm, error) {
	list := make([]Alarm, 0, len(names))
	for _, name := range names {
		w, err := a.watch(name, now)
		if err != nil {
			return nil, err
		}
		list = append(list, w.Alarm)
	}
	return list, nil
}

// SetAlarmState puts an alarm into a state until the next minute that is evaluated.
func (a *Account) SetAlarmState(name, state, reason string) error {
	_, err := do(a, "SetAlarmState", nil, func(now time.Time) (struct{}, error) {
		return struct{}{}, a.force(name, state, reason, 0, now)
	})
	return err
}

// ForceAlarm is the same by the sandbox's hand: what the metric says does not count
// until the state has been so for a while.
func (a *Account) ForceAlarm(name, state, reason string, lasts time.Duration) error {
	_, err := locked(a, func(now time.Time) (struct{}, error) {
		return struct{}{}, a.force(name, state, reason, lasts, now)
	})
	return err
}

func (a *Account) force(name, state, reason string, lasts time.Duration, now time.Time) error {
	const longest = 1023
	switch {
	case !slices.Contains([]string{AlarmOK, AlarmRed, AlarmUnknown}, state):
		return invalid(state, "stateValue", "Member must be OK, ALARM or INSUFFICIENT_DATA")
	case len([]rune(reason)) > longest:
		return invalid(reason, "stateReason", fmt.Sprintf("Member must have length less than or equal to %d", longest))
	case a.alarms[name].Name == "":
		return fail(CodeAlarmNotFound, "There is no alarm %s", name)
	}
	w, err := a.watch(name, now)
	if err != nil {
		return err
	}
	if state != w.State {
		w = w.turn(state, reason, now)
	}
	w.Until = now.Add(lasts)
	return a.keep(w)
}
